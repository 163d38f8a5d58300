"""When organizers are reminded of what a session lacks: some time before it, until it begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain.series import Session
from bot.reminders.plan import is_reminded_of

DEFAULT_NAGS = (timedelta(days=7), timedelta(days=2))
"""How long before a session, where an organizer says nothing else."""

TOGETHER = timedelta(hours=12)
"""What is due so soon after another one is told with it, so that a day's sessions are one."""


@dataclass(frozen=True, slots=True)
class Nag:
    """That an organizer is to be reminded of a session, from `due_at` until `ends_at` (UTC).

    It ends when the next one of the session is due, or when that begins: of several that a pause
    has made late, only the latest counts.
    """

    session: Session
    offset: timedelta
    start_at: datetime
    due_at: datetime
    ends_at: datetime

    def is_open(self, now: datetime) -> bool:
        """Tell whether it is due and has a use."""
        return self.due_at <= now < self.ends_at


def nags_of(
    sessions: Iterable[tuple[Session, datetime]], offsets: Sequence[timedelta], since: datetime
) -> list[Nag]:
    """Return the nags of sessions that take place, each with when it became known, by due instant.

    What would have been due by `since`, or before its session was known, is left out: nobody is
    reminded at once of what they have just written, or begun to organize.
    """
    found: list[Nag] = []
    for session, known_at in sessions:
        start = session.start
        if start is None or not is_reminded_of(session):
            continue
        lengths = sorted(set(offsets), reverse=True)
        dues = [*(start.at - one for one in lengths), start.at]
        for offset, (due_at, ends_at) in zip(lengths, pairwise(dues), strict=True):
            if due_at > max(since, known_at):
                found.append(Nag(session, offset, start.at, due_at, ends_at))
    return sorted(found, key=lambda one: (one.due_at, one.session.id))
