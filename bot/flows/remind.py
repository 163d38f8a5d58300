"""Planning: which messages are due now, for whom, and when the next ones will be."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.series import Series, Session, TalkKind
from bot.flows.library import Library
from bot.flows.links import shown_now
from bot.flows.selecting import FeedQuery, select
from bot.reminders.digests import USEFUL_FOR, WeeklySlot
from bot.reminders.rules import DEFAULT_OFFSETS, offsets_for
from bot.reminders.windows import QuietHours, Window, coming, next_due_at, windows
from bot.store.deliveries import expire_overdue
from bot.store.digests import DueDigest, list_digest_slots, plan_digests
from bot.store.engine import Store
from bot.store.planning import DueReminder, Rule, list_rules, plan_due
from bot.store.records import StoredSeries
from bot.store.updates import plan_edits

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

    Reminders, edits of those that show a link that has changed, and digests. Planning again adds
    nothing. `default` are the offsets where neither chat nor series says any. Raises StoreError.
    """
    with store.reading() as connection:
        series = library.read(connection)
        rules = list_rules(connection, sorted(series))
        slots = list_digest_slots(connection)
    found = {rule: windows_for(series[rule.series_id], rule, now, default) for rule in rules}
    with store.writing("reminders") as connection:
        added = plan_due(connection, _due(found, now))
        added += plan_edits(connection, shown_now(series, now), now=now)
        added += plan_digests(connection, list(_due_digests(slots, now)))
        expired = expire_overdue(connection, now=now)
    times = [next_due_at(of_rule, now) for of_rule in found.values()]
    times += [slot.next_after(now) for slot in slots]
    return Planned(added, expired, min((at for at in times if at), default=None))


def _due_digests(slots: Sequence[WeeklySlot], now: datetime) -> Iterator[DueDigest]:
    """Yield the latest digest of each slot, if it has a use still: never several after a pause."""
    for slot in slots:
        due_at = slot.last_until(now)
        if now < due_at + USEFUL_FOR:
            yield DueDigest(slot=slot, due_at=due_at, expires_at=due_at + USEFUL_FOR)


def _due(found: Mapping[Rule, Sequence[Window]], now: datetime) -> Iterator[DueReminder]:
    for rule, of_rule in found.items():
        for window in of_rule:
            if window.is_open(now):
                yield DueReminder(
                    rule=rule,
                    session_id=window.reminder.session.id,
                    offset=window.reminder.offset,
                    start_at=window.reminder.start.at,
                    due_at=window.reminder.due_at,
                    expires_at=window.expires_at,
                )


def windows_for(
    stored: StoredSeries, rule: Rule, now: datetime, default: Offsets = DEFAULT_OFFSETS
) -> list[Window]:
    """Return the reminders of a series by a rule that have a use now or will have one."""
    series = stored.series
    wanted = replace(series, sessions=tuple(_wanted(series, rule, now)))
    offsets = offsets_for(series, rule.own_offsets, default)
    quiet = quiet_hours(rule.quiet_minutes, rule.zone or series.timezone)
    return windows(wanted, offsets, quiet, now=now)


def quiet_hours(minutes: tuple[int, int] | None, zone: str) -> QuietHours | None:
    """Return quiet hours in a zone, those of UTC where none is known."""
    return QuietHours(*minutes, zone or "UTC") if minutes else None


def _wanted(series: Series, rule: Rule, now: datetime) -> Iterator[Session]:
    """Yield the sessions to come that a rule asks for, whole."""
    for session in coming(series, now):
        if is_asked_for(series, session, rule.own_kinds, rule.own_keywords, now):
            yield session


def is_asked_for(
    series: Series,
    session: Session,
    kinds: Sequence[TalkKind],
    keywords: Sequence[str],
    now: datetime,
) -> bool:
    """Tell whether a session has a talk of one of the kinds and one of the keywords, if any."""
    if not (kinds or keywords):
        return True
    alone = replace(series, sessions=(session,))
    queries = [FeedQuery(kinds=tuple(kinds), words=(word,)) for word in keywords or ("",)]
    return any(any(select(alone, one, now)) for one in queries)
