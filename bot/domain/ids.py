"""What keeps its name: ids for sessions and talks that have none, and calendar UIDs.

A made-up id comes from what changes least: the session's own title, else its speakers, else the
title of its talk, else its date. Where two would be alike, each says more of itself, and its date
only where nothing else tells them apart; so a session that is moved never takes another's id. What
is alike even then is numbered.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import islice

from slugify import slugify

from bot.domain.series import Session, Talk, TalkKind

# Addresses of the service (`/all.ics`, `/my/…`), where series have theirs too (`/SERIES.ics`).
RESERVED_IDS = frozenset(
    {"all", "healthz", "metrics", "my", "organize", "readyz", "sitemap", "static"}
)
# Addresses of the service within a series (`/SERIES/embed`), where sessions have theirs too.
RESERVED_SESSION_IDS = frozenset({"embed"})

_LONGEST_ID = 40
_LONGEST_OF_TWO = 22  # for two parts, a date and a number are no longer than an id may be
_LONGEST_NAME = 1000  # what is behind that could not be in an id; slugify takes long for it


def session_uid(series_id: str, session_id: str) -> str:
    """Return the UID that calendars know a session by (RFC 5545, section 3.8.4.7)."""
    return _uid(series_id, session_id)


def known_uid(series_id: str, session: Session) -> str:
    """Return a session's UID: its own, of a calendar that people have, else that of its ids."""
    return session.uid or session_uid(series_id, session.id)


def talk_uid(series_id: str, session_id: str, talk_id: str) -> str:
    """Return the UID that calendars know a talk by, where talks have entries of their own."""
    return _uid(series_id, session_id, talk_id)


def with_ids(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions, each with an id that is unique among them; given ids stay."""
    sessions = tuple(sessions)
    ids = unique_ids(
        [session.id for session in sessions],
        [session_names(session) for session in sessions],
        order=sorted(range(len(sessions)), key=lambda i: (_day_of(sessions[i]), i)),
        reserved=RESERVED_SESSION_IDS,
    )
    return tuple(
        session if session.id == made else replace(session, id=made)
        for session, made in zip(sessions, ids, strict=True)
    )


def with_talk_ids(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """Return the talks of one session, each with an id that is unique among them."""
    talks = tuple(talks)
    ids = unique_ids(
        [talk.id for talk in talks], [talk_names(talk) for talk in talks], order=range(len(talks))
    )
    return tuple(
        talk if talk.id == made else replace(talk, id=made)
        for talk, made in zip(talks, ids, strict=True)
    )


def unique_ids(
    given: Sequence[str],
    names: Sequence[Sequence[str]],
    order: Iterable[int],
    reserved: AbstractSet[str] = frozenset(),
) -> list[str]:
    """Return the given ids and, for those without, made-up ones: of their `names` the shortest.

    `order` is that of the numbers of those that no name tells apart. None is made a `reserved` one.
    """
    ids = [own or own_names[0] for own, own_names in zip(given, names, strict=True)]
    for level in range(1, max(map(len, names), default=0)):
        times = Counter(ids)
        for position, made in enumerate(ids):
            if not given[position] and times[made] > 1 and level < len(names[position]):
                ids[position] = names[position][level]
    taken = {*reserved, *(own for own in given if own)}
    numbers: Counter[str] = Counter()
    for position in order:
        if given[position]:
            continue
        base = made = ids[position]
        while made in taken:
            numbers[base] += 1
            made = f"{base}-{numbers[base] + 1}"
        ids[position] = made
        taken.add(made)
    return ids


def session_names(session: Session) -> list[str]:
    """Return what a session may be called, from the shortest name on."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK] or session.talks
    only = talks[0] if len(talks) == 1 else Talk(id="")
    day = session.start.date if session.start else session.day
    names = _names(session.own_title, only.speaker_names, only.title)
    if not names:
        return [f"{day}" if day else "session"]
    return [*names, f"{names[-1]}-{day}"] if day else names


def talk_names(talk: Talk) -> list[str]:
    """Return what a talk may be called, from the shortest name on."""
    return _names(talk.speaker_names, talk.title) or [talk.kind.value]


def slug(text: str, longest: int = _LONGEST_ID) -> str:
    """Return text as lower-case ASCII words joined by hyphens, cut at a word's end."""
    # The backend is named, as another is taken where Unidecode happens to be installed.
    return _cut(slugify(text[:_LONGEST_NAME], backend="text-unidecode"), longest)


def _cut(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    return words[: longest + 1].rpartition("-")[0] or words[:longest]


def series_slug(text: str) -> str:
    """Return an id for a series that is called so, never one that the service needs for itself."""
    made = slug(text) or "series"
    return f"{made}-series" if made in RESERVED_IDS else made


def _names(*texts: str) -> list[str]:
    """Return the first text that makes a name, then it with the next one."""
    named = list(islice(filter(None, (slug(text, _LONGEST_NAME) for text in texts)), 2))
    first = [_cut(words, _LONGEST_ID) for words in named[:1]]
    both = ["-".join(_cut(words, _LONGEST_OF_TWO) for words in named)] if len(named) > 1 else []
    return first + both


def _day_of(session: Session) -> date:
    day = session.start.date if session.start else session.day
    return day or date.max


def _uid(*names: str) -> str:
    return sha256("\0".join(names).encode()).hexdigest()[:32] + "@talkbell"
