"""Planning and sending reminders: `python -m tests.benchmarks.delivering`."""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, insert, select
from telegram import Bot

from bot.channels.interface import Outgoing
from bot.channels.telegram import opened_channel
from bot.clock import SimulatedClock
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import NO_LIMITS, Limits, Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.jobs import Reminding
from bot.store.engine import Store, open_store
from bot.store.schema import tables
from tests.benchmarks.answering import TOKEN, Answering, answering
from tests.benchmarks.measuring import memory_of, show
from tests.store.postgresql import find_server, running_server
from tests.store.seminar import BEFORE, DUE, HOUR, put

_MANY, _SENT, _REAL = 100_000, 10_000, 600
_UNLIMITED = 4_000
_SPEED = 2
_RATE = 30  # a second, as Telegram allows
_LIMITS = Limits(chat_gap=timedelta(0), group_gap=timedelta(0))
_AHEAD = timedelta(seconds=2)
_LOOK = 0.5  # seconds


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _show_planning("SQLite", f"sqlite:///{folder / 'planned.db'}")
        if programs := find_server():
            with running_server(programs) as postgresql:
                _show_planning("PostgreSQL", postgresql.address("postgres"))
        with answering() as server:
            _show_rates(folder, server)
            _show_fan_out(folder, server, _SENT, _SPEED)
            _show_fan_out(folder, server, _REAL, 1)
        _show_memory(folder)


@contextmanager
def _followed(url: str, chats: int) -> Iterator[Store]:
    """Give a store in which so many chats follow a series whose session is soon."""
    with open_store(url) as store:
        store.migrate()
        put(store)
        rows = [
            {"id": number, "platform": "telegram", "address": str(number), "created_at": BEFORE}
            for number in range(1, chats + 1)
        ]
        follow = [
            {"chat_id": row["id"], "series_id": "seminar", "created_at": BEFORE} for row in rows
        ]
        with store.writing() as connection:
            connection.execute(insert(tables.chats), rows)
            connection.execute(insert(tables.subscriptions), follow)
        yield store


def _show_planning(database: str, url: str) -> None:
    with _followed(url, _MANY) as store:
        library = Library()
        plan_reminders(store, library, now=DUE - HOUR)
        begin = time.perf_counter()
        planned = plan_reminders(store, library, now=DUE)
        took = time.perf_counter() - begin
        _expect(planned.added, _MANY)
    show(f"planning {_MANY:,} deliveries, {database}", f"{_MANY / took:,.0f} a s", f"{took:.2f} s")


def _show_rates(folder: Path, server: Answering) -> None:
    """Show how many messages one process sends that no limit holds back, by its CPU time."""
    library = _rate(_loop_of_the_library(server.base_url))
    channel = _rate(_loop_of_our_channel(server.base_url))
    show("sent by the library's own loop over httpx", f"{library:,.0f} a CPU s")
    show(
        "by our channel alone", f"{channel:,.0f} a CPU s", f"{channel / library:.1f} times (goal 3)"
    )
    for in_flight in (4, 64):
        path = folder / f"unlimited-{in_flight}.db"
        with _followed(f"sqlite:///{path}", _UNLIMITED) as store:
            whole = _rate(_whole_way(store, server, in_flight))
        what = f"claimed, sent and recorded, {in_flight} at a time"
        show(what, f"{whole:,.0f} a CPU s", f"{whole / library:.1f} times")
    server.take_times()


def _rate(sending: Coroutine[None, None, None]) -> float:
    begin = time.process_time()
    asyncio.run(sending)
    return _UNLIMITED / (time.process_time() - begin)


async def _loop_of_the_library(base_url: str) -> None:
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    bot = Bot(TOKEN, base_url=base_url)
    await bot.request.initialize()
    for chat in range(1, _UNLIMITED + 1):
        await bot.send_message(chat, "Example")
    await bot.request.shutdown()


async def _loop_of_our_channel(base_url: str) -> None:
    async with opened_channel(TOKEN, base_url) as channel:
        for chat in range(1, _UNLIMITED + 1):
            await channel.send(str(chat), Outgoing(plain="Example"))


async def _whole_way(store: Store, server: Answering, in_flight: int) -> None:
    library = Library()
    plan_reminders(store, library, now=DUE)
    async with opened_channel(TOKEN, server.base_url) as channel:
        outlets = {"telegram": Outlet(channel=channel, account="bot", limits=NO_LIMITS)}
        clock = SimulatedClock(DUE)
        worker = DeliveryWorker(store, library, outlets, clock, in_flight=in_flight)
        await worker.deliver_due()
    _expect(worker.counts["sent"], _UNLIMITED)


def _show_fan_out(folder: Path, server: Answering, chats: int, speed: float) -> None:
    """Show when the first and the last of many reminders leave that are due at once."""
    with _followed(f"sqlite:///{folder / f'fan-out-{chats}.db'}", chats) as store:
        first, last = asyncio.run(_lived_through(store, server, chats, speed))
    limit = (chats - 1) / _RATE
    whose = f"{chats:,} due at once" + (f", lived {speed:g} times as fast" if speed != 1 else "")
    show(f"{whose}: the first", f"{first * 1000:.0f} ms", "after it is due (goal 100)")
    behind = f"{last * speed / limit:.3f} of the limit's {limit:.1f} s (goal 1.02)"
    show(f"{whose}: the last", f"{last * speed:.1f} s", behind)


async def _lived_through(
    store: Store, server: Answering, chats: int, speed: float
) -> tuple[float, float]:
    """Return how long after they were due the first and the last came, in real seconds."""
    clock = SimulatedClock(DUE - _AHEAD * speed, speed)
    due_at = time.time() + _AHEAD.total_seconds()
    async with opened_channel(TOKEN, server.base_url) as channel:
        outlets = {"telegram": Outlet(channel=channel, account="bot", limits=_LIMITS)}
        reminding = asyncio.create_task(Reminding(store, outlets, clock).run())
        times: list[float] = []
        while len(times) < chats:
            await asyncio.sleep(_LOOK)
            times += server.take_times()
        reminding.cancel()
        with suppress(asyncio.CancelledError):
            await reminding
    return times[0] - due_at, times[-1] - due_at


def _show_memory(folder: Path) -> None:
    """Show what a worker takes that has planned for many: no channel takes what it has planned."""
    data = folder / "data"
    clock = ["--clock", f"{DUE - _AHEAD:%Y-%m-%d %H:%M:%S} UTC"]
    command = [sys.executable, "-m", "bot", "worker", "--data", str(data), *clock]
    with _followed(f"sqlite:///{data / 'simulated.db'}", _MANY) as store:
        environment = os.environ | {"TALKBELL_LOG_LEVEL": "error"}
        with subprocess.Popen(command, env=environment) as process:
            while _planned(store) < _MANY:
                time.sleep(_LOOK)
            most = memory_of(process.pid, "VmHWM")
            process.terminate()
    show(f"memory of a worker, {_MANY:,} subscriptions", f"{most:.0f} MB", "at most, all planned")


def _planned(store: Store) -> int:
    with store.reading() as connection:
        return connection.execute(select(func.count()).select_from(tables.deliveries)).scalar_one()


def _expect(found: int, wanted: int) -> None:
    if found != wanted:
        message = f"{found} instead of {wanted}"
        raise RuntimeError(message)


if __name__ == "__main__":
    main()
