"""Who sees join links: the one place that takes private links out of a series.

Every feed, page, chat answer and log of a series is made from what this returns, so that a link
kept for subscribers leaks through none of them, nor through a copy of it in an abstract.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import StrEnum
from hashlib import sha256

from bot.domain.ids import slug
from bot.domain.join_secrets import JoinSecrets
from bot.domain.series import Join, LinkPolicy, Series, Session, Talk


class Audience(StrEnum):
    """For whom something is made."""

    PUBLIC = "public"
    SUBSCRIBERS = "subscribers"


def seen_by(series: Series, audience: Audience, also: Iterable[Join] = ()) -> Series:
    """Return the series as an audience may see it.

    For the public, and unless the series' policy is public, without join links, and with every
    copy of one, of its meeting number or of its passcode struck from all texts, addresses and ids.
    `also` are further links to strike: those that sessions had once are secrets still.
    """
    strike = _striking(series, audience, also)
    if strike is None:
        return series
    seen = _without_links(series, strike)
    pairs = zip(series.sessions, seen.sessions, strict=True)
    return replace(seen, sessions=tuple(_with_neutral_ids(*pair, strike) for pair in pairs))


def texts_seen_by(series: Series, audience: Audience, also: Iterable[Join] = ()) -> Series:
    """Return the series as `seen_by` does, but with the ids that it has.

    For what shows no ids and must know things by the same ones to every audience: calendars.
    """
    strike = _striking(series, audience, also)
    return series if strike is None else _without_links(series, strike)


def with_harmless_ids(series: Series) -> Series:
    """Return the series with the ids that the public sees, all else as it is.

    For ids that were made up of texts, before they are written down and become public addresses.
    """
    seen = seen_by(series, Audience.PUBLIC)
    pairs = zip(series.sessions, seen.sessions, strict=True)
    return replace(series, sessions=tuple(_with_ids_of(shown, own) for own, shown in pairs))


def _with_ids_of(shown: Session, session: Session) -> Session:
    pairs = zip(session.talks, shown.talks, strict=True)
    talks = tuple(replace(talk, id=seen.id) for talk, seen in pairs)
    return replace(session, id=shown.id, talks=talks)


def text_seen_by(text: str, series: Series, audience: Audience, also: Iterable[Join] = ()) -> str:
    """Return a text about a series as an audience may see it, its secrets struck."""
    strike = _striking(series, audience, also)
    return text if strike is None else strike(text)


def lines_seen_by(
    lines: Iterable[str], series: Series, audience: Audience, also: Iterable[Join] = ()
) -> tuple[str, ...]:
    """Return lines about a series as an audience may see them, its secrets struck."""
    strike = _striking(series, audience, also)  # once: learning thousands of links takes long
    return tuple(lines) if strike is None else tuple(strike(line) for line in lines)


def _striking(
    series: Series, audience: Audience, also: Iterable[Join]
) -> Callable[[str], str] | None:
    """Return what strikes the secrets of a series, None where there are none to keep."""
    if audience is Audience.SUBSCRIBERS or series.link is LinkPolicy.PUBLIC:
        return None
    joins = [*(session.join for session in series.sessions if session.join), *also]
    return JoinSecrets(joins).strike if joins else None


def _without_links(series: Series, strike: Callable[[str], str]) -> Series:
    return replace(
        series,
        title=strike(series.title),
        description=strike(series.description),
        organizers=tuple(strike(name) for name in series.organizers),
        place=strike(series.place),
        homepage=series.homepage if strike(series.homepage) == series.homepage else "",
        sessions=tuple(_without_link(session, strike) for session in series.sessions),
    )


def _without_link(session: Session, strike: Callable[[str], str]) -> Session:
    return replace(
        session,
        uid=session.uid if strike(session.uid) == session.uid else "",
        join=None,
        reason=strike(session.reason),
        own_title=strike(session.own_title),
        chair=strike(session.chair),
        room=strike(session.room),
        talks=tuple(_struck(talk, strike) for talk in session.talks),
    )


def _struck(talk: Talk, strike: Callable[[str], str]) -> Talk:
    return replace(
        talk,
        title=strike(talk.title),
        abstract=strike(talk.abstract),
        speakers=tuple(
            replace(who, name=strike(who.name), affiliation=strike(who.affiliation))
            for who in talk.speakers
        ),
        materials=tuple(
            replace(material, title=strike(material.title))
            for material in talk.materials
            if strike(material.url) == material.url
        ),
    )


def _with_neutral_ids(session: Session, seen: Session, strike: Callable[[str], str]) -> Session:
    """Return `seen` with ids that tell nothing; `session` is how it was before it was struck."""
    talks = tuple(
        replace(shown, id=_neutral_id("talk", talk.id, _told(talk, shown), strike))
        for talk, shown in zip(session.talks, seen.talks, strict=True)
    )
    told = [session.own_title] if session.own_title != seen.own_title else []
    if len(session.talks) == 1:
        told += _told(session.talks[0], seen.talks[0])
    return replace(seen, id=_neutral_id("session", session.id, told, strike), talks=talks)


def _told(talk: Talk, seen: Talk) -> list[str]:
    """Return those texts that an id is made of and that held a secret."""
    pairs = ((talk.title, seen.title), (talk.speaker_names, seen.speaker_names))
    return [text for text, shown in pairs if text != shown]


def _neutral_id(kind: str, own: str, told: list[str], strike: Callable[[str], str]) -> str:
    # An id is cut at some length: half a meeting number is not found in it, but in its origin.
    is_made_of_one = any(slug(text) and own.startswith(slug(text)) for text in told)
    if strike(own) == own and not is_made_of_one:
        return own
    return _telling_nothing(kind, own)


def neutral_session_id(own: str) -> str:
    """Return what the public calls a session whose own id is kept from it."""
    return _telling_nothing("session", own)


def _telling_nothing(kind: str, own: str) -> str:
    return f"{kind}-{sha256(own.encode()).hexdigest()[:8]}"
