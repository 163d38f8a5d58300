"""Workers of trials: they plan and send until nothing is owed any more, or until they are killed.

`python -m tests.trials.delivering` is one in a process of its own; SIGTERM ends it cleanly. Its
argument is an `Order` in JSON. It tells who it is, what it planned, and what it sent.
"""

import asyncio
import json
import logging
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.interface import Channel, Outgoing, SendError
from bot.clock import Clock
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import NO_LIMITS, Limits, Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.delivery.deliveries import next_open_at
from bot.store.engine import Store, StoreError, open_store
from tests.trials.clocks import HastyClock

PLATFORM = "test"
IN_FLIGHT = 4
"""Messages that one worker may have on their way, as is usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a worker works on: the address of its database, and where its messages go.

    Its clock, as a `HastyClock`, was at `start` when the machine's was at `began`, and goes at
    `pace`; `gap` seconds by it are between two messages.
    """

    database: str
    start: str
    began: float
    pace: float
    gap: float
    sink: str = ""
    emulator: str = ""


class SinkChannel:
    """A channel to the sink of a trial."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, address: str, outgoing: Outgoing) -> str:
        assert outgoing.html
        try:
            reader, writer = await asyncio.open_unix_connection(self._path)
        except OSError as error:
            raise SendError(str(error)) from error
        try:
            message = json.dumps({"address": address, "text": outgoing.plain})
            writer.write(f"{message}\n".encode())
            answer = (await reader.readline()).decode().strip()
        finally:
            writer.close()
        if not answer:
            reason = "no answer"
            raise SendError(reason, was_maybe_delivered=True)
        return answer

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        raise AssertionError(address, message_id, outgoing)  # no link changes here


@asynccontextmanager
async def channel_of(order: Order) -> AsyncIterator[Channel]:
    if order.sink:
        yield SinkChannel(Path(order.sink))
        return
    # Only here: most workers of trials need nothing of it, and would take twice as long to begin.
    from bot.channels.telegram import opened_channel  # noqa: PLC0415
    from tests.telegram_emulator.world import TOKEN  # noqa: PLC0415

    async with opened_channel(TOKEN, order.emulator) as channel:
        yield channel


def limits_of(gap: float) -> Limits:
    """Return the limits of a fan-out: one for all chats, if any, and none for each."""
    none = timedelta(0)
    return Limits.keeping(1 / gap, none, none) if gap else NO_LIMITS


async def deliver_all(
    worker: DeliveryWorker, store: Store, platforms: tuple[str, ...] = (PLATFORM,)
) -> Counter[str]:
    """Let a worker run until nothing is owed; return what came of it."""
    running = asyncio.create_task(worker.run())
    while not running.done() and await asyncio.to_thread(is_owed, store, platforms):
        await asyncio.wait([running], timeout=0.1)
    worker.stop()
    await running
    return worker.counts


def is_owed(store: Store, platforms: tuple[str, ...] = (PLATFORM,)) -> bool:
    """Tell whether anything is owed still, by whomever it is held, as far as can be known."""
    try:
        with store.reading() as connection:
            return any(next_open_at(connection, one) is not None for one in platforms)
    except StoreError:
        return True


def plan(store: Store, library: Library, clock: Clock) -> int:
    """Make what is due by now; return how many deliveries are new."""
    return plan_reminders(store, library, now=clock.now()).added


async def work(order: Order) -> None:
    clock = HastyClock(datetime.fromisoformat(order.start), order.pace, order.began)
    library = Library()
    with open_store(order.database) as store:
        print("ready", flush=True)
        print("planned", plan(store, library, clock), flush=True)
        async with channel_of(order) as channel:
            outlet = Outlet(channel=channel, account="trial", limits=limits_of(order.gap))
            worker = DeliveryWorker(store, library, {PLATFORM: outlet}, clock, in_flight=IN_FLIGHT)
            print("owner", worker._ledger._owner, flush=True)  # noqa: SLF001 - to count what it held
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
            counts = await deliver_all(worker, store)
        print("sent", counts["sent"], flush=True)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout)
    asyncio.run(work(Order(**json.loads(sys.argv[1]))))
