"""A worker that plans and sends until nothing is owed any more, or until it is killed.

Its arguments are the database, the sink's socket, the instant that it is, how fast its clock goes,
and the seconds between two messages. SIGTERM ends it cleanly. It tells what it planned.
"""

import asyncio
import logging
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.interface import Outgoing, SendError
from bot.clock import SimulatedClock
from bot.flows.deliver import DeliveryWorker
from bot.flows.library import Library
from bot.flows.outlets import Limits, Outlet
from bot.flows.remind import plan_reminders
from bot.store.deliveries import next_open_at
from bot.store.engine import Store, open_store


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
            writer.write(f"{address}\n".encode())
            answer = (await reader.readline()).decode().strip()
        finally:
            writer.close()
        if not answer:
            reason = "no answer"
            raise SendError(reason, was_maybe_delivered=True)
        return answer

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        raise AssertionError(address, message_id, outgoing)  # no link changes here


async def work(database: str, sink: Path, start: datetime, speed: float, gap: float) -> None:
    clock = SimulatedClock(start, speed)
    with open_store(database) as store:
        library = Library()
        planned = plan_reminders(store, library, now=clock.now())
        print("planned", planned.added, flush=True)
        limits = Limits(gap=timedelta(seconds=gap), chat_gap=timedelta(0), group_gap=timedelta(0))
        outlet = Outlet(channel=SinkChannel(sink), account="sink", limits=limits)
        worker = DeliveryWorker(store, library, {"test": outlet}, clock)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, worker.stop)
        running = asyncio.create_task(worker.run())
        while not running.done() and await asyncio.to_thread(is_owed, store):
            await asyncio.wait([running], timeout=0.2)
        worker.stop()
        await running
        print("sent", worker.counts["sent"], flush=True)


def is_owed(store: Store) -> bool:
    """Tell whether anything is owed still, by whomever it is held."""
    with store.reading() as connection:
        return next_open_at(connection, "test") is not None


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING, stream=sys.stdout)
    database, path, start, speed, gap = sys.argv[1:]
    asyncio.run(work(database, Path(path), datetime.fromisoformat(start), float(speed), float(gap)))
