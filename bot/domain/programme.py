"""A session's programme: when its talks are, given when the session is."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.domain.moments import Moment, settle_wall
from bot.domain.series import Clock, Session, Talk


def place_talks(session: Session) -> Session:
    """Return the session with the start and end of each talk that has a time of its own.

    A talk at an earlier hour than the session's start is on the day after. Raises RefusalError for
    hours that a clock change skips or repeats.
    """
    if session.start is None or not any(talk.clock for talk in session.talks):
        return session
    return replace(session, talks=tuple(_placed(talk, session.start) for talk in session.talks))


def _placed(talk: Talk, session_start: Moment) -> Talk:
    if talk.clock is None:
        return talk
    on = session_start.date
    if talk.clock.start < session_start.wall.time():
        on += timedelta(days=1)
    start = _moment(on, talk.clock.start, session_start)
    end = _end(start, talk.clock) if talk.clock.end else None
    return replace(talk, start=start, end=end)


def _moment(on: date, at: time, session_start: Moment) -> Moment:
    wall = datetime.combine(on, at)
    if wall == session_start.wall:
        return session_start  # a repeated hour is settled by the session's own start
    return settle_wall(wall, session_start.zone)


def _end(start: Moment, clock: Clock) -> Moment:
    assert clock.end is not None  # noqa: S101 - the caller's condition
    on = start.date + timedelta(days=0 if clock.end > clock.start else 1)
    return settle_wall(datetime.combine(on, clock.end), start.zone)


def span_of(talks: tuple[Talk, ...]) -> Clock | None:
    """Return the hours from the first talk's start to the last one's end, None without times.

    For a session that has a date and a timetable but says no hours of its own.
    """
    clocks = [talk.clock for talk in talks if talk.clock]
    if not clocks:
        return None
    return Clock(clocks[0].start, clocks[-1].end)
