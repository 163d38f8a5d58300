"""What keeps its name: ids for sessions and talks that have none, and calendar UIDs.

A made-up id comes from what changes least: the session's own title, else its speakers, else the
title of its talk, else its date. Where two would be alike, the earlier one keeps the plain id and
later ones get a number, so that adding a talk at the end of a term renames none before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256

from slugify import slugify

from bot.domain.series import Session, Talk

_LONGEST_ID = 40


def session_uid(series_id: str, session_id: str) -> str:
    """Return the UID that calendars know a session by (RFC 5545, section 3.8.4.7)."""
    return _uid(series_id, session_id)


def talk_uid(series_id: str, session_id: str, talk_id: str) -> str:
    """Return the UID that calendars know a talk by, where talks have entries of their own."""
    return _uid(series_id, session_id, talk_id)


def with_ids(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """Return the sessions, each with an id that is unique among them; given ids stay."""
    sessions = tuple(sessions)
    ids = _unique_ids(
        [session.id for session in sessions],
        [_session_base(session) for session in sessions],
        order=sorted(range(len(sessions)), key=lambda i: (_day_of(sessions[i]), i)),
    )
    return tuple(
        session if session.id == made else replace(session, id=made)
        for session, made in zip(sessions, ids, strict=True)
    )


def with_talk_ids(talks: Iterable[Talk]) -> tuple[Talk, ...]:
    """Return the talks of one session, each with an id that is unique among them."""
    talks = tuple(talks)
    ids = _unique_ids(
        [talk.id for talk in talks], [_talk_base(talk) for talk in talks], order=range(len(talks))
    )
    return tuple(
        talk if talk.id == made else replace(talk, id=made)
        for talk, made in zip(talks, ids, strict=True)
    )


def slug(text: str) -> str:
    """Return text as lower-case ASCII words joined by hyphens, cut at a word's end."""
    return slugify(text, max_length=_LONGEST_ID, word_boundary=True) or slugify(text)[:_LONGEST_ID]


def _unique_ids(given: Sequence[str], bases: Sequence[str], order: Iterable[int]) -> list[str]:
    ids = list(given)
    taken = {own for own in given if own}
    numbers: dict[
        str, int
    ] = {}  # the last one tried for each name: pages may have it a thousand times
    for position in order:
        if ids[position]:
            continue
        base = bases[position]
        number = numbers.get(base, 1)
        made = base if number == 1 else f"{base}-{number}"
        while made in taken:
            number += 1
            made = f"{base}-{number}"
        numbers[base] = number
        ids[position] = made
        taken.add(made)
    return ids


def _session_base(session: Session) -> str:
    talks = session.talks
    speakers = talks[0].speaker_names if len(talks) == 1 else ""
    title = talks[0].title if len(talks) == 1 else ""
    day = session.start.date if session.start else session.day
    return (
        slug(session.own_title) or slug(speakers) or slug(title) or (f"{day}" if day else "session")
    )


def _talk_base(talk: Talk) -> str:
    return slug(talk.speaker_names) or slug(talk.title) or talk.kind.value


def _day_of(session: Session) -> date:
    day = session.start.date if session.start else session.day
    return day or date.max


def _uid(*names: str) -> str:
    return sha256("\0".join(names).encode()).hexdigest()[:32] + "@talkbell"
