"""What the public calls sessions and talks whose own ids hold a part of a private join link.

An id becomes an address and a calendar UID, and a hash of one is no better: whoever knows its form
tries all numbers of meetings in minutes. So these names are made of what the public sees alone:
with two different secrets in the same places, they are the same.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from bot.domain.ids import RESERVED_SESSION_IDS, session_names, talk_names, unique_ids
from bot.domain.join_secrets import HIDDEN, JoinSecrets
from bot.domain.series import Session, Talk
from bot.domain.struck import Strike, with_struck_names, without_link

_TOO_LONG = f" {'x' * 64} "  # for an id: what is cut is cut before it
_OURS = "@talkbell"  # how UIDs end that were made of ids


@dataclass(frozen=True, slots=True)
class PublicIds:
    """The public ids of those sessions and talks that have another of their own, by that.

    `talks` are known by the ids of their session and of themselves.
    """

    sessions: Mapping[str, str] = field(default_factory=dict)
    talks: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether any has another."""
        return bool(self.sessions or self.talks)

    def without(self, ids: Container[str]) -> "PublicIds":
        """Return the same for all that have none of these ids of their own."""
        return PublicIds(
            {own: shown for own, shown in self.sessions.items() if own not in ids},
            {own: shown for own, shown in self.talks.items() if own[1] not in ids},
        )

    def of(self, session_id: str) -> str:
        """Return what the public calls a session."""
        return self.sessions.get(session_id, session_id)

    def instead_of(self, session_id: str) -> tuple[str, ...]:
        """Return what the public calls a session, nothing where that is its own id."""
        return (self.sessions[session_id],) if session_id in self.sessions else ()

    def given_to(self, session: Session) -> Session:
        """Return a session with the public ids of itself and its talks, all else as it is.

        A UID that was made of ids of ours is left out where these were others.
        """
        if not self:
            return session
        talks = tuple(
            replace(talk, id=self.talks.get((session.id, talk.id), talk.id))
            for talk in session.talks
        )
        is_ours = session.id in self.sessions and session.uid.endswith(_OURS)
        uid = "" if is_ours else session.uid
        return replace(session, id=self.of(session.id), uid=uid, talks=talks)


def name_for_public(sessions: Sequence[Session], secrets: JoinSecrets) -> PublicIds:
    """Return the public ids of all sessions of a series: those that hold no secret stay."""
    strike = cache(secrets.strike)  # the same people speak again and again
    without_parts = cache(secrets.without_parts)
    shown = [with_struck_names(session, strike) for session in sessions]
    made = [
        _public_name("session", own, seen, without_parts)
        for own, seen in zip(sessions, shown, strict=True)
    ]
    hidden = [place for place, name in enumerate(made) if name is not None]
    talks = {
        (own.id, old): new
        for own, seen in zip(sessions, shown, strict=True)
        for old, new in _of_talks(own, seen, without_parts).items()
    }
    if not hidden:
        return PublicIds({}, talks)
    names = unique_ids(
        ["" if name is not None else own.id for own, name in zip(sessions, made, strict=True)],
        [_with_day(name or "", own) for own, name in zip(sessions, made, strict=True)],
        order=sorted(hidden, key=lambda place: _rank(sessions[place], secrets)),
        reserved=RESERVED_SESSION_IDS,
    )
    return PublicIds({sessions[place].id: names[place] for place in hidden}, talks)


def _of_talks(session: Session, seen: Session, without_parts: Strike) -> dict[str, str]:
    made = [
        _public_name("talk", own, talk, without_parts)
        for own, talk in zip(session.talks, seen.talks, strict=True)
    ]
    if not any(name is not None for name in made):
        return {}
    pairs = list(zip(session.talks, made, strict=True))
    names = unique_ids(
        ["" if name is not None else own.id for own, name in pairs],
        [[name or ""] for _, name in pairs],
        order=range(len(made)),
    )
    return {own.id: new for (own, name), new in zip(pairs, names, strict=True) if name is not None}


def _public_name(
    kind: str, own: Session | Talk, seen: Session | Talk, without_parts: Strike
) -> str | None:
    """Return an id without its secrets, which may be another's too; None for one without any.

    An id is cut at some length, and half a passcode is not found in it, but in its origin.
    """
    own_id = name = own.id
    if own is not seen:  # names are made of something that was struck
        names, known = _names(own), set(_names(_with_hidden_as(_TOO_LONG, seen)))
        level = next(
            (n for n in reversed(range(len(names))) if _is_made_of(own_id, names[n], known)), None
        )
        if level is not None:
            shorter = _names(_with_hidden_as(" ", seen))
            base = shorter[min(level, len(shorter) - 1)] if shorter else ""
            name = f"{base}{own_id[len(names[level]) :]}".strip("-")
    name = without_parts(name)
    if name == own_id:
        return None
    return name if name and without_parts(name) == name else kind


def _is_made_of(own_id: str, name: str, known: set[str]) -> bool:
    return name not in known and own_id.startswith(name)


def _names(one: Session | Talk) -> list[str]:
    return session_names(one) if isinstance(one, Session) else talk_names(one)


def _with_hidden_as(text: str, one: Session | Talk) -> Session | Talk:
    if isinstance(one, Session):
        talks = tuple(_talk_with_hidden_as(text, talk) for talk in one.talks)
        return replace(one, own_title=one.own_title.replace(HIDDEN, text), talks=talks)
    return _talk_with_hidden_as(text, one)


def _talk_with_hidden_as(text: str, talk: Talk) -> Talk:
    speakers = tuple(replace(who, name=who.name.replace(HIDDEN, text)) for who in talk.speakers)
    return replace(talk, title=talk.title.replace(HIDDEN, text), speakers=speakers)


def _with_day(name: str, session: Session) -> list[str]:
    day = _day_of(session)
    return [name, f"{name}-{day}"] if day and not name.endswith(str(day)) else [name]


def _rank(session: Session, secrets: JoinSecrets) -> tuple[date, str, str]:
    """Return what orders sessions of one name by what the public sees of them, and nothing else."""
    seen = without_link(session, secrets.strike)
    day = _day_of(seen) or date.max
    talks = tuple(replace(talk, id="") for talk in seen.talks)
    start = f"{seen.start.at:%Y%m%d%H%M%S}" if seen.start else ""
    return day, start, repr(replace(seen, id="", uid="", talks=talks))


def _day_of(session: Session) -> date | None:
    return session.start.date if session.start else session.day
