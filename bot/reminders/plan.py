"""Which reminders are due, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Status


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: which session, how long before its start, and the UTC instant that this is."""

    due_at: datetime
    offset: timedelta
    session: Session
    start: Moment


def plan(
    series: Series,
    offsets: Sequence[timedelta],
    *,
    begin_at: datetime | None = None,
    end_at: datetime | None = None,
) -> list[Reminder]:
    """Return the reminders due from `begin_at` on and before `end_at` (aware instants), in order.

    For sessions that have a start and take place, unless they are nothing but breaks. Windows that
    follow each other give together what one window over both gives.
    """
    reminders = [
        Reminder(start.at - offset, offset, session, start)
        for session, start in series.scheduled()
        if is_reminded_of(session)
        for offset in set(offsets)
    ]
    wanted = (
        reminder
        for reminder in reminders
        if (begin_at is None or reminder.due_at >= begin_at)
        and (end_at is None or reminder.due_at < end_at)
    )
    return sorted(wanted, key=lambda one: (one.due_at, one.start.at, one.session.id))


def is_reminded_of(session: Session) -> bool:
    """Tell whether people are reminded of a session: it takes place, and it is not only a break."""
    takes_place = session.status in {Status.SCHEDULED, Status.TENTATIVE}
    return takes_place and session.start is not None and not session.is_only_breaks
