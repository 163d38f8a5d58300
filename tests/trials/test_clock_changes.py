"""Days on which clocks change: each reminder leaves at its instant, and tells the hour."""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

from bot.domain.moments import Moment
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.chats.subscriptions import ChatRules, find_or_add_chat, set_chat_rules, subscribe
from bot.store.engine import Store
from tests.reminders.seminar import DAY, session, talk
from tests.store.seminar import BEFORE, HOUR, put
from tests.trials.clocks import SteppingClock
from tests.trials.conftest import Report
from tests.trials.delivering import PLATFORM
from tests.trials.in_memory import MemoryChannel
from tests.trials.outcomes import Tally

# Zone: when a session begins by the clocks there (with a 2 where it is the second time that they
# show it that day), and when its reminder of one hour is due in UTC. Worked out by hand from the
# rules that are in force, which stand above each zone: its offset from UTC, and when another one.
TABLE = {
    # +1, from 29 March 02:00 to 25 October 03:00 +2: the European Union's rule, at 01:00 UTC.
    "Europe/Zurich": [
        ("2026-03-29 01:30", "2026-03-28 23:30"),
        ("2026-03-29 03:30", "2026-03-29 00:30"),
        ("2026-03-29 16:00", "2026-03-29 13:00"),
        ("2026-10-25 01:30", "2026-10-24 22:30"),
        ("2026-10-25 02:30", "2026-10-24 23:30"),
        ("2026-10-25 02:30 2", "2026-10-25 00:30"),
        ("2026-10-25 03:30", "2026-10-25 01:30"),
        ("2026-10-25 16:00", "2026-10-25 14:00"),
    ],
    # -8, from the second Sunday of March to the first of November, at 02:00 each, -7.
    "America/Los_Angeles": [
        ("2026-03-08 01:30", "2026-03-08 08:30"),
        ("2026-03-08 03:30", "2026-03-08 09:30"),
        ("2026-03-08 16:00", "2026-03-08 22:00"),
        ("2026-11-01 00:30", "2026-11-01 06:30"),
        ("2026-11-01 01:30", "2026-11-01 07:30"),
        ("2026-11-01 01:30 2", "2026-11-01 08:30"),
        ("2026-11-01 02:30", "2026-11-01 09:30"),
        ("2026-11-01 16:00", "2026-11-01 23:00"),
    ],
    # -4, and -3 from the first Sunday after 1 September, 04:00 UTC, to that after 1 April, 03:00
    # UTC: in autumn the last hour of Saturday comes twice, in spring the first of Sunday never.
    "America/Santiago": [
        ("2026-04-04 22:30", "2026-04-05 00:30"),
        ("2026-04-04 23:30", "2026-04-05 01:30"),
        ("2026-04-04 23:30 2", "2026-04-05 02:30"),
        ("2026-04-05 00:30", "2026-04-05 03:30"),
        ("2026-04-05 16:00", "2026-04-05 19:00"),
        ("2026-09-05 23:30", "2026-09-06 02:30"),
        ("2026-09-06 01:30", "2026-09-06 03:30"),
        ("2026-09-06 16:00", "2026-09-06 18:00"),
    ],
    # +2, from the last Friday of April, 00:00, to the last Thursday of October, 24:00, +3.
    "Africa/Cairo": [
        ("2026-04-23 23:30", "2026-04-23 20:30"),
        ("2026-04-24 01:30", "2026-04-23 21:30"),
        ("2026-04-24 10:00", "2026-04-24 06:00"),
        ("2026-10-29 22:30", "2026-10-29 18:30"),
        ("2026-10-29 23:30", "2026-10-29 19:30"),
        ("2026-10-29 23:30 2", "2026-10-29 20:30"),
        ("2026-10-30 00:30", "2026-10-29 21:30"),
        ("2026-10-30 10:00", "2026-10-30 07:00"),
    ],
    # -5, from the second Sunday of March, 00:00, to the first of November, 01:00, -4. But in 2026
    # clocks were not set back in November; so autumn is that of 2025, and one row of 2026.
    "America/Havana": [
        ("2025-11-01 23:30", "2025-11-02 02:30"),
        ("2025-11-02 00:30", "2025-11-02 03:30"),
        ("2025-11-02 00:30 2", "2025-11-02 04:30"),
        ("2025-11-02 01:30", "2025-11-02 05:30"),
        ("2025-11-02 16:00", "2025-11-02 20:00"),
        ("2026-03-07 23:30", "2026-03-08 03:30"),
        ("2026-03-08 01:30", "2026-03-08 04:30"),
        ("2026-03-08 16:00", "2026-03-08 19:00"),
        ("2026-11-01 16:00", "2026-11-01 19:00"),
    ],
    # +2, from the last Sunday of March, 00:00, to the last of October, 00:00, +3.
    "Asia/Beirut": [
        ("2026-03-28 23:30", "2026-03-28 20:30"),
        ("2026-03-29 01:30", "2026-03-28 21:30"),
        ("2026-03-29 16:00", "2026-03-29 12:00"),
        ("2026-10-24 22:30", "2026-10-24 18:30"),
        ("2026-10-24 23:30", "2026-10-24 19:30"),
        ("2026-10-24 23:30 2", "2026-10-24 20:30"),
        ("2026-10-25 00:30", "2026-10-24 21:30"),
        ("2026-10-25 16:00", "2026-10-25 13:00"),
    ],
    # -1, and +0 in summer: the European Union's rule, at 01:00 UTC, so around midnight.
    "Atlantic/Azores": [
        ("2026-03-28 23:30", "2026-03-28 23:30"),
        ("2026-03-29 01:30", "2026-03-29 00:30"),
        ("2026-03-29 16:00", "2026-03-29 15:00"),
        ("2026-10-24 23:30", "2026-10-24 22:30"),
        ("2026-10-25 00:30", "2026-10-24 23:30"),
        ("2026-10-25 00:30 2", "2026-10-25 00:30"),
        ("2026-10-25 01:30", "2026-10-25 01:30"),
        ("2026-10-25 16:00", "2026-10-25 16:00"),
    ],
    # +10:30, from the first Sunday of October to the first of April, at 02:00, +11: half an hour.
    "Australia/Lord_Howe": [
        ("2026-04-05 01:15", "2026-04-04 13:15"),
        ("2026-04-05 01:45", "2026-04-04 13:45"),
        ("2026-04-05 01:45 2", "2026-04-04 14:15"),
        ("2026-04-05 02:15", "2026-04-04 14:45"),
        ("2026-04-05 16:00", "2026-04-05 04:30"),
        ("2026-10-04 01:45", "2026-10-03 14:15"),
        ("2026-10-04 02:45", "2026-10-03 14:45"),
        ("2026-10-04 16:00", "2026-10-04 04:00"),
    ],
}
BEGIN, END = datetime(2025, 10, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def moment_of(written: str, zone: str) -> Moment:
    """Return what the first column says."""
    return Moment(datetime.fromisoformat(written[:16]), zone, fold=int(written.endswith(" 2")))


def test_reminders_leave_at_their_instants_on_days_when_clocks_change(
    store: Store, report: Report
) -> None:
    """A day and an hour before each session; a chat in each zone, through a whole year."""
    expected: dict[str, int] = {}
    for zone, rows in TABLE.items():
        name = zone.rpartition("/")[2].lower().replace("_", "-")
        sessions = [
            session(
                moment_of(written, zone),
                id=f"number-{number}",
                talks=(talk(title=f"At {written}"),),
            )
            for number, (written, _) in enumerate(rows)
        ]
        put(store, *sessions, id=name, title=zone, timezone=zone)
        with store.writing() as connection:
            chat_id = find_or_add_chat(connection, PLATFORM, zone, now=BEFORE)
            subscribe(connection, chat_id, name, now=BEFORE)
            set_chat_rules(connection, chat_id, ChatRules(offsets=(DAY, HOUR)), now=BEFORE)
        for written, due in rows:
            due_at = datetime.fromisoformat(f"{due}+00:00")
            for lead, at in (("in 1 hour", due_at), ("in 1 day", due_at - timedelta(hours=23))):
                expected[f"{zone} {written} {lead} {at:%Y-%m-%d %H:%M:%S}"] = 1
    arrived = Counter(live_through(store))
    tally = Tally.of(expected, arrived)
    told = f"{len(TABLE)} zones, two days each, to the second"
    report(16, "days when clocks change", tally, remark=told)
    assert arrived == expected


def live_through(store: Store) -> list[str]:
    """Return all that is sent until `END`: zone, start, what it tells of it, and the instant."""
    clock, library = SteppingClock(BEGIN), Library()
    channel = MemoryChannel(clock)
    outlets = {PLATFORM: Outlet(channel=channel, account="trial")}

    async def live() -> None:
        worker = DeliveryWorker(store, library, outlets, clock)
        while clock.now() < END:
            planned = plan_reminders(store, library, now=clock.now())
            if planned.added:
                await worker.deliver_due()
            clock.time = planned.next_due_at or END

    asyncio.run(live())
    found = []
    for one in channel.taken:
        lead = one.text.splitlines()[0].partition(" — ")[2]
        [written] = [line[3:] for line in one.text.splitlines() if line.startswith("At ")]
        assert f", {written[11:16]}" in one.text  # the hour that it begins by the clocks there
        found.append(f"{one.address} {written} {lead} {one.at:%Y-%m-%d %H:%M:%S}")
    return found
