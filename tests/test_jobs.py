"""Reminders in a running service: planned when they are due, whatever comes meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from bot.channels.interface import Outgoing
from bot.clock import Clock, SimulatedClock
from bot.flows.outlets import Outlet
from bot.jobs import Reminding
from bot.store.engine import Store
from bot.store.subscriptions import find_or_add_chat, subscribe
from tests.store.seminar import BEFORE, DUE, follow, put

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
