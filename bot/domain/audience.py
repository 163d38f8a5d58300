"""Who sees join links: the one place that takes private links out of a series.

Every feed, page, chat answer and log of a series is made from what this returns, so that a link
kept for subscribers leaks through none of them, nor through a copy of it in an abstract.
"""

from collections.abc import Container, Iterable
from dataclasses import replace
from enum import StrEnum

from bot.domain.join_secrets import JoinSecrets
from bot.domain.public_ids import PublicIds, name_for_public
from bot.domain.series import Join, LinkPolicy, Series
from bot.domain.struck import Strike, without_link


class Audience(StrEnum):
    """For whom something is made."""

    PUBLIC = "public"
    SUBSCRIBERS = "subscribers"


def seen_by(
    series: Series, audience: Audience, also: Iterable[Join] = (), ids: PublicIds | None = None
) -> Series:
    """Return the series as an audience may see it.

    For the public, and unless the series' policy is public, without join links, and with every
    copy of one, of its meeting number or of its passcode struck from all texts, addresses and ids.
    `also` are further links to strike: those that sessions had once are secrets still. `ids` are
    the `public_ids` of the same, where they are known, or of more sessions than these.
    """
    secrets = _secrets(series, audience, also)
    if secrets is None:
        return series
    ids = name_for_public(series.sessions, secrets) if ids is None else ids
    seen = _without_links(series, secrets.strike)
    return replace(seen, sessions=tuple(map(ids.given_to, seen.sessions)))


def public_ids(series: Series, also: Iterable[Join] = ()) -> PublicIds:
    """Return what the public calls the sessions and talks of a series; `also` as in `seen_by`."""
    secrets = _secrets(series, Audience.PUBLIC, also)
    return name_for_public(series.sessions, secrets) if secrets else PublicIds()


def texts_seen_by(series: Series, audience: Audience, also: Iterable[Join] = ()) -> Series:
    """Return the series as `seen_by` does, but with the ids that it has.

    For what shows no ids and must know things by the same ones to every audience: calendars.
    """
    secrets = _secrets(series, audience, also)
    return series if secrets is None else _without_links(series, secrets.strike)


def with_harmless_ids(series: Series, *, keep: Container[str] = ()) -> Series:
    """Return the series with the ids that the public sees, all else as it is, and those to `keep`.

    For ids that were made up of texts, before they are written down and become public addresses.
    """
    ids = public_ids(series).without(keep)
    return replace(series, sessions=tuple(map(ids.given_to, series.sessions)))


def text_seen_by(text: str, series: Series, audience: Audience, also: Iterable[Join] = ()) -> str:
    """Return a text about a series as an audience may see it, its secrets struck."""
    secrets = _secrets(series, audience, also)
    return text if secrets is None else secrets.strike(text)


def lines_seen_by(
    lines: Iterable[str], series: Series, audience: Audience, also: Iterable[Join] = ()
) -> tuple[str, ...]:
    """Return lines about a series as an audience may see them, its secrets struck."""
    secrets = _secrets(series, audience, also)  # once: learning thousands of links takes long
    return tuple(lines) if secrets is None else tuple(map(secrets.strike, lines))


def _secrets(series: Series, audience: Audience, also: Iterable[Join]) -> JoinSecrets | None:
    """Return the secrets of a series, None where there are none to keep from an audience."""
    if audience is Audience.SUBSCRIBERS or series.link is LinkPolicy.PUBLIC:
        return None
    joins = [*(session.join for session in series.sessions if session.join), *also]
    return JoinSecrets(joins) if joins else None


def _without_links(series: Series, strike: Strike) -> Series:
    return replace(
        series,
        title=strike(series.title),
        description=strike(series.description),
        organizers=tuple(strike(name) for name in series.organizers),
        place=strike(series.place),
        homepage=series.homepage if strike(series.homepage) == series.homepage else "",
        sessions=tuple(without_link(session, strike) for session in series.sessions),
    )
