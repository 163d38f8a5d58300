"""Revisions: how often a calendar entry has changed, and when, as calendar apps want to know it.

RFC 5545: SEQUENCE (3.8.7.4), LAST-MODIFIED (3.8.7.3), DTSTAMP (3.8.7.2), CREATED (3.8.7.1).
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.series import Series, Session

_NEVER_UPDATED = datetime(2000, 1, 1, tzinfo=UTC)
_TICK = timedelta(seconds=1)  # the shortest step that iCalendar can tell


@dataclass(frozen=True, slots=True)
class Revision:
    """Which version of a session this is, and when it was made and last changed.

    `sequence` counts the changes that calendar apps must notice. Both times are aware UTC instants
    of whole seconds.
    """

    sequence: int = 0
    created_at: datetime = _NEVER_UPDATED
    modified_at: datetime = _NEVER_UPDATED


def first_revision(series: Series) -> Revision:
    """Return the revision of a session that came with the first version of its series.

    Its times are the definition's `updated:`, or a fixed date: of no clock, so that every
    installation publishes the same bytes.
    """
    at = series.updated_at or _NEVER_UPDATED
    return Revision(0, at, at)


def new_revision(now: datetime) -> Revision:
    """Return the revision of a session that was added to a known series."""
    at = now.replace(microsecond=0)
    return Revision(0, at, at)


def next_revision(revision: Revision, *, is_notable: bool, now: datetime) -> Revision:
    """Return the revision after a change; `is_notable` if calendar apps must notice it.

    It is later than the one before even where the clock is not.
    """
    at = max(now.replace(microsecond=0), revision.modified_at + _TICK)
    return Revision(revision.sequence + is_notable, revision.created_at, at)


def is_notable(before: tuple[Series, Session], after: tuple[Series, Session]) -> bool:
    """Tell changes of time, status or place from those of texts and links."""
    return _notable(*before) != _notable(*after)


def _notable(series: Series, session: Session) -> tuple[object, ...]:
    hours = tuple((talk.id, talk.start, talk.end) for talk in session.talks if talk.start)
    place = (session.room, series.place)
    return session.start, session.end, session.day, session.status, place, hours
