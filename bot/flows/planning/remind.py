"""Planning: which messages are due now, for whom, and when the next ones will be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows.delivery.links import shown_now
from bot.flows.library import Library
from bot.flows.planning.nagging import plan_nags
from bot.flows.planning.notify import plan_notices
from bot.flows.planning.releasing import release_announcements
from bot.reminders.digests import USEFUL_FOR, WeeklySlot
from bot.reminders.rules import DEFAULT_OFFSETS
from bot.store.delivery.deliveries import expire_overdue
from bot.store.delivery.digests import DueDigest, list_digest_slots, plan_digests
from bot.store.delivery.planning import list_rules, plan_due
from bot.store.delivery.updates import plan_edits
from bot.store.engine import Store

PLANNING = "reminders"
"""The name under which planning writes."""

_IDLE = 10  # seconds that PostgreSQL lets us hold up others, and do nothing

Offsets = tuple[timedelta, ...]


@dataclass(frozen=True, slots=True)
class Planned:
    """How many deliveries are new, how many had no use any more, and when to plan again (UTC).

    `next_due_at` is None if nothing is to come. It holds until a series, a subscription or a rule
    changes: then planning must be asked again.
    """

    added: int
    expired: int
    next_due_at: datetime | None


def plan_reminders(
    store: Store, library: Library, *, now: datetime, default: Offsets = DEFAULT_OFFSETS
) -> Planned:
    """Make the deliveries that are due, and close those that nobody could send in time.

    Reminders, notices of changes, announcements, edits of what was shown and counts no more, and
    digests. Planning
    again adds nothing. `default` are the offsets where neither chat nor series says any. Raises
    StoreError.
    """
    with store.reading() as connection:
        series = library.read(connection)
        rules = list_rules(connection, sorted(series))
        slots = list_digest_slots(connection)
    due, times = [], [slot.next_after(now) for slot in slots]
    for rule in rules:
        forecast = library.forecast(series[rule.series_id])
        found, next_at = forecast.windows(rule, now, default)
        due += [forecast.owed(rule, window) for window in found]
        times += [next_at] if next_at else []
    with store.writing(PLANNING, idle=_IDLE) as connection:
        added = plan_due(connection, due)
        notices = plan_notices(connection, library, now=now)
        added += notices.added
        times += [notices.next_at] if notices.next_at else []
        released = release_announcements(connection, library, now=now)
        added += released.added
        times += [released.next_at] if released.next_at else []
        added += plan_edits(connection, shown_now(series, now, notices.unsettled), now=now)
        nagged, nag_at = plan_nags(connection, series, now=now)
        added += nagged
        times += [nag_at] if nag_at else []
        added += plan_digests(connection, list(_due_digests(slots, now)))
        expired = expire_overdue(connection, now=now)
    return Planned(added, expired, min(times, default=None))


def _due_digests(slots: Sequence[WeeklySlot], now: datetime) -> Iterator[DueDigest]:
    """Yield the latest digest of each slot, if it has a use still: never several after a pause."""
    for slot in slots:
        due_at = slot.last_until(now)
        if now < due_at + USEFUL_FOR:
            yield DueDigest(slot=slot, due_at=due_at, expires_at=due_at + USEFUL_FOR)
