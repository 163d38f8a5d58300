"""While a reminder has a use: from when it is due until the next one is, or the session has begun.

So of several reminders of a session that are due at once, only the latest has one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import groupby, pairwise

from bot.domain.moments import Moment, around_gap, clock_readings
from bot.domain.series import Series, Session
from bot.reminders.plan import Reminder, is_reminded_of, plan

LATEST = timedelta(minutes=15)
"""How long after its start people are still told that a session has begun."""

_LONGEST_QUIET = timedelta(days=2)  # more than any, also where clocks are set
_PUNCTUAL = timedelta(minutes=1)  # what is off by less counts as in time


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a reader wants no sound: from one minute of the day until another, in an IANA zone."""

    begin_minute: int
    end_minute: int
    zone: str

    def __contains__(self, at: datetime) -> bool:
        """Tell whether an aware instant is in them; none is if they end as they begin."""
        wall = Moment.of(at, self.zone).wall
        minute = wall.hour * 60 + wall.minute
        if self.begin_minute <= self.end_minute:
            return self.begin_minute <= minute < self.end_minute
        return not self.end_minute <= minute < self.begin_minute

    def begin_before(self, at: datetime) -> datetime:
        """Return when the quiet hours that an instant is in have begun (UTC)."""
        begin = time(*divmod(self.begin_minute, 60))
        day = Moment.of(at, self.zone).date
        begins = (
            _first(datetime.combine(day - timedelta(days=ago), begin), self.zone) for ago in (0, 1)
        )
        return next(found for found in begins if found <= at)


def _first(wall: datetime, zone: str) -> datetime:
    """Return the first instant at which clocks show a time, or would if they did not skip it."""
    readings = clock_readings(wall, zone)
    return readings[0].at if readings else around_gap(wall, zone)[0].at


@dataclass(frozen=True, slots=True)
class Window:
    """A reminder, and the UTC instant from which on it has no use any more.

    Its `due_at` is earlier than its offset says where that would be in quiet hours.
    """

    reminder: Reminder
    expires_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Tell whether the reminder is due and has a use."""
        return self.reminder.due_at <= now < self.expires_at


def coming(series: Series, now: datetime) -> Iterator[Session]:
    """Yield the sessions that people may still be told of."""
    for session in series.sessions:
        if session.start and now < session.start.at + LATEST:
            yield session


def windows(
    series: Series,
    offsets: Sequence[timedelta],
    quiet: QuietHours | None = None,
    *,
    now: datetime,
) -> list[Window]:
    """Return the reminders that have a use now or will have one, by when they are due."""
    reminders = sorted(
        plan(replace(series, sessions=tuple(coming(series, now))), offsets),
        key=lambda one: (one.session.id, -one.offset),
    )
    found = [
        window
        for _, of_session in groupby(reminders, key=lambda one: one.session.id)
        for window in _of_session([_audible(one, quiet) for one in of_session])
        if now < window.expires_at
    ]
    return sorted(found, key=lambda one: (one.reminder.due_at, one.reminder.session.id))


def ahead(
    sessions: Iterable[Session],
    offsets: Sequence[timedelta],
    quiet: QuietHours | None = None,
    *,
    now: datetime,
) -> tuple[list[Window], datetime | None]:
    """Return the reminders that have a use now, and when the next one is due after now (UTC).

    The sessions come by their starts: those too far off to matter are not looked at.
    """
    longest = max(offsets, default=timedelta(0)) + (_LONGEST_QUIET if quiet else timedelta(0))
    found: list[Window] = []
    next_at: datetime | None = None
    for session in sessions:
        start = session.start
        if not offsets or start is None or not is_reminded_of(session):
            continue
        if next_at and start.at - longest >= next_at:
            break
        reminders = [
            _audible(Reminder(start.at - offset, offset, session, start), quiet)
            for offset in sorted(set(offsets), reverse=True)
        ]
        for window in _of_session(reminders):
            due_at = window.reminder.due_at
            if window.is_open(now):
                found.append(window)
            elif due_at > now and (next_at is None or due_at < next_at):
                next_at = due_at
    return found, next_at


def _of_session(reminders: Sequence[Reminder]) -> Iterator[Window]:
    """Yield the windows of one session's reminders, which come in order."""
    for one, following in pairwise([*reminders, None]):
        assert one  # noqa: S101 - only the last is none
        ends = following.due_at if following else one.start.at + LATEST
        if one.due_at < ends:
            yield Window(one, ends)


def _audible(reminder: Reminder, quiet: QuietHours | None) -> Reminder:
    """Return the reminder, moved to before the quiet hours that it is due in."""
    if quiet is None or reminder.due_at not in quiet:
        return reminder
    return replace(reminder, due_at=quiet.begin_before(reminder.due_at))


def time_left(reminder: Reminder, now: datetime) -> timedelta:
    """Return how long before the start it is, in minutes; the offset for one sent in time.

    Less than nothing where the session has begun.
    """
    left = reminder.start.at - now
    if abs(left - reminder.offset) < _PUNCTUAL:
        return reminder.offset
    minutes = round(left / timedelta(minutes=1))
    return timedelta(minutes=minutes)
