"""The days of a programme, each on one clock, and what stands in them at which times. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.moments import Moment
from bot.domain.series import Session, Talk
from bot.exports.entries import on_clock_of

_USUAL_LENGTH = timedelta(hours=1)  # of what nobody said the end of
_SHORTEST = timedelta(minutes=1)
_MANY = 3  # talks with hours of their own, from which on a session is a timetable


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in one cell: a talk that has its own hours, or a session without such talks.

    All times are on the clock of the day. Where no end is said, `end` is worked out. The first
    entry of a session `opens` it.
    """

    session: Session
    talks: tuple[Talk, ...]
    start: Moment
    end: Moment
    opens: bool = True

    def is_on(self, now: datetime) -> bool:
        """Tell whether it goes on now."""
        return self.start.at <= now < self.end.at


@dataclass(frozen=True, slots=True)
class Day:
    """A day's sessions, by start; all on one clock, `date` being that on which it begins.

    What begins before the day's programme is over belongs to it, also after midnight.
    """

    sessions: tuple[Session, ...]
    zone: str
    until: datetime

    @property
    def start(self) -> Moment:
        """When the first of them begins."""
        assert self.sessions[0].start is not None  # noqa: S101 - only dated ones make a day
        return self.sessions[0].start

    @property
    def is_timetable(self) -> bool:
        """Whether it has more than a list shows: a programme, or sessions side by side."""
        timed = (sum(talk.start is not None for talk in one.talks) for one in self.sessions)
        return any(count >= _MANY for count in timed) or self._has_tracks

    @property
    def _has_tracks(self) -> bool:
        spans = sorted((start.at, end.at) for start, end in map(_span, self.sessions))
        return any(one[1] > following[0] for one, following in pairwise(spans))


def days_of(sessions: Iterable[Session], zone: str = "") -> tuple[Day, ...]:
    """Return the days of the sessions that have a date, in order.

    They are those of a zone; without one, of the zone of each day's first session.
    """
    days: list[Day] = []
    dated = [one for one in sessions if one.start]
    for session in sorted(dated, key=lambda one: one.order):
        seen = on_clock_of(zone, session) if zone else session
        if days and (joined := _joined(days[-1], seen)):
            days[-1] = joined
        else:
            start, end = _span(seen)
            days.append(Day((seen,), start.zone, end.at))
    return tuple(days)


def _joined(day: Day, session: Session) -> Day | None:
    """Return a day with a further session, None where that begins another one."""
    is_there = session.start is not None and session.start.zone == day.zone
    seen = session if is_there else on_clock_of(day.zone, session)
    start, end = _span(seen)
    if start.date != day.start.date and start.at >= day.until:
        return None
    return Day((*day.sessions, seen), day.zone, max(day.until, end.at))


def _span(session: Session) -> tuple[Moment, Moment]:
    """Return when a session begins and when the last of it is over."""
    entries = entries_of(session)
    return entries[0].start, max((one.end for one in entries), key=lambda end: end.at)


def entries_of(session: Session) -> list[Entry]:
    """Return what of a dated session has a time, by start: its timed talks, or itself."""
    assert session.start is not None  # noqa: S101 - only dated ones get here
    timed = sorted(
        ((talk.start, talk) for talk in session.talks if talk.start), key=lambda one: one[0].at
    )
    if not timed:
        end = session.end or session.start.plus(_USUAL_LENGTH)
        return [Entry(session, session.talks, session.start, _end(session.start, end))]
    starts = [start for start, _ in timed]
    return [
        Entry(
            session, (talk,), start, _end(start, talk.end or _next(start, starts, session)), not at
        )
        for at, (start, talk) in enumerate(timed)
    ]


def _end(start: Moment, end: Moment) -> Moment:
    """Return an end; what is over when it begins would stand nowhere."""
    return max(end, start.plus(_SHORTEST), key=lambda one: one.at)


def _next(start: Moment, starts: Sequence[Moment], session: Session) -> Moment:
    """Return when a talk without an end is over: when the next begins, or the session ends."""
    later = next((one for one in starts if one.at > start.at), None) or session.end
    return later if later and later.at > start.at else start.plus(_USUAL_LENGTH)
