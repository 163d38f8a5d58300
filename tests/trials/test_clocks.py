"""Clocks that jump, and a machine that sleeps for days: only what still has a use is sent, once."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.moments import Moment
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.jobs import Reminding
from bot.reminders.messages import lead
from bot.store.engine import Store
from bot.store.schema import tables
from tests.reminders.seminar import DAY, ZURICH, session, talk
from tests.store.seminar import DUE, HOUR, START, put
from tests.trials import rounds
from tests.trials.clocks import HastyClock
from tests.trials.conftest import Report
from tests.trials.delivering import PLATFORM, limits_of, plan
from tests.trials.in_memory import MemoryChannel
from tests.trials.outcomes import Tally
from tests.trials.workers import PATIENCE, follow_all, numbered

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@asynccontextmanager
async def reminding(
    store: Store, channel: MemoryChannel, clock: HastyClock, gap: float = 0.0
) -> AsyncIterator[None]:
    """Run what reminds in a service."""
    outlet = Outlet(channel=channel, account="trial", limits=limits_of(gap))
    task = asyncio.create_task(Reminding(store, {PLATFORM: outlet}, clock).run())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():  # noqa: ASYNC110 - any condition
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("by", [HOUR, -HOUR], ids=["forward", "back"])
def test_clock_jumps_by_an_hour_in_a_fan_out(store: Store, report: Report, by: timedelta) -> None:
    """Back, until it is put right: what is left is not due any more, and comes when it is again."""
    addresses = follow_all(store, numbered(rounds(100, 2000)))
    clock = HastyClock(DUE)
    channel = MemoryChannel(clock, takes=0.01)

    async def live() -> int:
        async with reminding(store, channel, clock, gap=0.002):
            await until(lambda: len(channel.taken) > len(addresses) // 3)
            clock.jump(by)
            if by < timedelta(0):
                await asyncio.sleep(1)
                clock.jump(-by)
            await until(lambda: channel.counts.keys() >= set(addresses))
            await asyncio.sleep(1)  # in which something may come twice

    asyncio.run(live())
    tally = Tally.of_each(addresses, channel.counts)
    name = "an hour back, and right again" if by < timedelta(0) else "an hour forward"
    report(18, f"the clock jumps {name}", tally)
    assert (tally.lost, tally.repeated) == (0, 0)


@pytest.mark.parametrize("days", [1, 3])
def test_machine_that_slept_sends_what_still_has_a_use(
    store: Store, report: Report, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    """Reminders of a day, an hour and ten minutes; some were planned before it fell asleep."""
    monkeypatch.setattr("bot.jobs._LOOK", SECOND / 2)  # a minute, to those who live with it
    wakes_at = START
    begins = {  # from when it wakes, and whether there is a use in telling it then
        -DAY + 30 * MINUTE: False,
        -20 * MINUTE: False,
        -5 * MINUTE: True,
        4 * MINUTE: True,
        40 * MINUTE: True,
        5 * HOUR: True,
        2 * DAY: False,
    }
    sessions = [
        session(
            Moment.of(wakes_at + after, ZURICH),
            id=f"number-{number}",
            talks=(talk(title=f"Number {number}"),),
        )
        for number, after in enumerate(begins)
    ]
    put(store, *sessions, remind=(DAY, HOUR, 10 * MINUTE))
    addresses = follow_all(store, numbered(rounds(20, 300)))
    clock = HastyClock(wakes_at - days * DAY)
    planned = plan(store, Library(), clock)
    channel = MemoryChannel(clock)
    starts = {f"Number {n}": wakes_at + after for n, after in enumerate(begins)}
    wanted = [f"Number {n}" for n, is_wanted in enumerate(begins.values()) if is_wanted]

    async def live() -> None:
        clock.jump(days * DAY)
        async with reminding(store, channel, clock):
            await until(lambda: len(channel.taken) >= len(wanted) * len(addresses))
            await asyncio.sleep(2)  # in which more may come

    asyncio.run(live())
    expected = {f"{one}: {told}": 1 for one in addresses for told in wanted}
    tally = Tally.of(
        expected, Counter(f"{one.address}: {_title(one.text)}" for one in channel.taken)
    )
    told = f"{planned} planned before that had no use any more" if planned else ""
    report(18, f"asleep for {days} day{'s' * (days > 1)}", tally, remark=told)
    assert (tally.lost, tally.repeated) == (0, 0)
    for one in channel.taken:
        left = round((starts[_title(one.text)] - one.at) / MINUTE)
        about = {lead(timedelta(minutes=left + by)) for by in (-1, 0, 1)}
        assert one.text.splitlines()[0].partition(" — ")[2] in about
    table = tables.deliveries
    with store.reading() as connection:
        rows = connection.execute(select(table.c.status)).scalars()
        assert Counter(rows) == Counter(sent=len(expected), expired=planned)


def _title(text: str) -> str:
    """Return which session a message is about."""
    return next(line for line in text.splitlines() if line.startswith("Number"))
