"""Reminders in a running service: planned when they are due, whatever comes meanwhile."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot import jobs
from bot.channels.interface import Outgoing
from bot.clock import Clock, SimulatedClock, SystemClock
from bot.flows.delivery.outlets import Outlet
from bot.jobs import Reminding
from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from bot.store.delivery.deliveries import claim, mark_sent
from bot.store.delivery.planning import plan_due
from bot.store.delivery.watches import watch
from bot.store.engine import Store, StoreError
from bot.store.schema import tables
from tests.reminders.seminar import session, talk
from tests.store.seminar import BEFORE, DUE, due, follow, put

PATIENCE = 10.0  # seconds: much less than the minute after which planning looks by itself
SECOND = timedelta(seconds=1)


class Arrived(asyncio.Queue[str]):
    """A channel that keeps to whom its messages went."""

    async def send(self, address: str, _: Outgoing) -> str:
        await self.put(address)
        return "1"

    async def edit(self, address: str, message_id: str, _: Outgoing) -> str:
        await self.put(f"{address} {message_id}")
        return message_id

    async def next(self) -> str:
        async with asyncio.timeout(PATIENCE):
            return await self.get()


@asynccontextmanager
async def reminding(store: Store, channel: Arrived, clock: Clock) -> AsyncIterator[Reminding]:
    made = Reminding(store, {"test": Outlet(channel=channel, account="test")}, clock)
    task = asyncio.create_task(made.run())
    try:
        yield made
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def test_what_comes_due_while_planning_is_sent_when_that_ends(store: Store) -> None:
    put(store)
    follow(store, "1")

    async def live() -> str:
        channel = Arrived()
        with store.writing("reminders") as connection:  # planning has to wait after its reading
            async with reminding(store, channel, SimulatedClock(DUE - SECOND / 2)):
                await asyncio.sleep(1)
                connection.commit()
                return await channel.next()

    assert asyncio.run(live()) == "1"


def test_what_changes_while_planning_is_planned_at_once(store: Store) -> None:
    put(store)

    async def live() -> str:
        channel = Arrived()
        with store.writing("reminders") as connection:  # planning has to wait after its reading
            async with reminding(store, channel, SimulatedClock(DUE + SECOND)) as made:
                await asyncio.sleep(0.5)
                chat_id = find_or_add_chat(connection, "test", "1", now=BEFORE)
                subscribe(connection, chat_id, "seminar", now=BEFORE)
                connection.commit()
                made.nudge()
                return await channel.next()

    assert asyncio.run(live()) == "1"


class Hanging(Arrived):
    """A channel whose messages never leave."""

    async def send(self, address: str, _: Outgoing) -> str:
        await self.put(address)
        await asyncio.Event().wait()
        return "never"


def test_what_hangs_at_the_end_is_told_and_left_to_its_lease(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    put(store)
    follow(store, "1")

    async def live() -> float:
        channel = Hanging()
        async with reminding(store, channel, SimulatedClock(DUE + SECOND)):
            await channel.next()
            begin = time.monotonic()
        return time.monotonic() - begin

    assert 2 < asyncio.run(live()) < 5
    with store.reading() as connection:
        rows = connection.execute(select(tables.deliveries.c.status, tables.deliveries.c.id)).all()
    assert [status for status, _ in rows] == ["sending"]
    assert caplog.messages == [
        f"delivery {rows[0][1]} was leaving at the end; it may have arrived and be repeated"
    ]


def test_clock_that_is_set_anew_is_noticed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scheduler waits by the machine's clock, which may be set back by hours."""
    monkeypatch.setattr(jobs, "_CHECK", 0.05)
    put(store)
    follow(store, "1")
    ahead = [timedelta(0)]

    class SetClock(SystemClock):
        def now(self) -> datetime:
            return DUE - 60 * SECOND + ahead[0]

    async def live() -> str:
        channel = Arrived()
        async with reminding(store, channel, SetClock()):
            await asyncio.sleep(1)
            ahead[0] = 61 * SECOND
            was = time.time
            monkeypatch.setattr(time, "time", lambda: was() - 3600)
            return await channel.next()

    assert asyncio.run(live()) == "1"


def test_what_is_over_is_deleted_by_the_service(store: Store) -> None:
    put(store)
    follow(store, "1")
    with store.writing() as connection:
        plan_due(connection, [due()])
        [one] = claim(connection, "me", ["test"], now=DUE)
        mark_sent(connection, one.id, "1", now=DUE)

    async def live() -> None:
        async with reminding(store, Arrived(), SimulatedClock(DUE + timedelta(days=91))):
            async with asyncio.timeout(PATIENCE):
                while await asyncio.to_thread(_count, store):  # noqa: ASYNC110 - of a thread
                    await asyncio.sleep(0.02)

    assert _count(store) == 1
    asyncio.run(live())


def _count(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.deliveries)).scalar_one()


def test_alert_that_another_process_planned_leaves_with_the_next_planning(store: Store) -> None:
    """Whoever reads definitions writes it; this service is told that something has changed."""
    put(store, at=DUE)

    async def live() -> str:
        channel = Arrived()
        async with reminding(store, channel, SimulatedClock(DUE)) as made:
            await asyncio.sleep(0.5)
            with store.writing() as connection:
                chat_id = find_or_add_chat(connection, "test", "1", now=BEFORE)
                watch(connection, chat_id, "rings", "rings", now=BEFORE)
            new = session(id="rings", start="2021-07-05 16:30", talks=(talk(title="Rings"),))
            put(store, session(), new, at=DUE)
            made.nudge()
            return await channel.next()

    assert asyncio.run(live()) == "1"


def test_clock_that_is_not_the_databases_is_told_loudly(
    store: Store, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Ahead(SystemClock):
        def now(self) -> datetime:
            return super().now() + 31 * SECOND

    monkeypatch.setattr(jobs, "_CHECK", 0.05)

    async def live() -> None:
        async with reminding(store, Arrived(), Ahead()):
            await asyncio.sleep(0.5)

    asyncio.run(live())
    told = "this machine's clock is 31 seconds ahead of the database's: set them"
    assert (told in caplog.messages) == (not store.is_embedded)


def outlets() -> dict[str, Outlet]:
    return {"test": Outlet(channel=Arrived(), account="test")}


class Errand:
    """What is run besides; each run is noted, and takes and returns what it is told to."""

    def __init__(self, *outcomes: datetime | Exception | None, seconds: float = 0.0) -> None:
        self.outcomes = list(outcomes)
        self.seconds = seconds
        self.begun: list[float] = []
        self.running = 0
        self.most = 0

    def __call__(self) -> datetime | None:
        self.begun.append(time.monotonic())
        self.running += 1
        self.most = max(self.most, self.running)
        time.sleep(self.seconds)
        self.running -= 1
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def ran(self, times: int) -> None:
        end = time.monotonic() + PATIENCE
        while (len(self.begun) < times or self.running) and time.monotonic() < end:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def out(store: Store, errand: Errand, nudges: int, times: int) -> None:
    """Let an errand run until it has run so many times."""

    async def live() -> None:
        made = Reminding(store, outlets(), SimulatedClock(DUE, 60.0), errand=errand)
        task = asyncio.create_task(made.run())
        await errand.ran(1)
        for _ in range(nudges):
            made.nudge()
        await errand.ran(times)
        await asyncio.sleep(0.3)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(live())
    assert (len(errand.begun), errand.most) == (times, 1)


def test_errand_is_run_again_at_its_time_by_our_clock(store: Store) -> None:
    errand = Errand(DUE + timedelta(seconds=60))
    out(store, errand, 0, 2)
    assert 0.5 < errand.begun[1] - errand.begun[0] < PATIENCE


def test_errand_is_run_when_something_has_changed(store: Store) -> None:
    out(store, Errand(), 1, 2)


def test_errand_is_not_run_twice_at_once(store: Store) -> None:
    async def live() -> list[float]:
        made = Reminding(store, outlets(), SystemClock(), errand=errand)
        task = asyncio.create_task(made.run())
        await asyncio.sleep(0.2)
        for _ in range(5):
            made.nudge()
        await errand.ran(2)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        return errand.begun

    errand = Errand(seconds=0.6)
    assert len(asyncio.run(live())) == 2
    assert errand.most == 1


@pytest.mark.parametrize("error", [StoreError("the database is away"), ValueError("a mistake")])
def test_errand_that_fails_is_told_and_run_again(
    store: Store, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    out(store, Errand(error), 1, 2)
    assert "nothing can be fetched" in caplog.text


def test_errand_that_is_due_at_once_again_is_not_run_without_end(store: Store) -> None:
    errand = Errand(*[DUE] * 50)
    out_for(store, errand, 1.0)
    assert 2 <= len(errand.begun) <= 7


def out_for(store: Store, errand: Errand, seconds: float) -> None:
    async def live() -> None:
        task = asyncio.create_task(Reminding(store, outlets(), SystemClock(), errand=errand).run())
        await asyncio.sleep(seconds)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(live())
