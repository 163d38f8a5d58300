"""Worker processes over one store: started, killed, stopped, and ended with the test."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread

from sqlalchemy import func, insert, literal, select

from bot.store.delivery.deliveries import DeliveryStatus
from bot.store.engine import Store
from bot.store.schema import tables
from tests.store.seminar import BEFORE, DUE, put
from tests.trials.delivering import PLATFORM, Order
from tests.warm import Running, WarmProcess

ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds for what a loaded machine does slowly
PACE = 3.0
"""How fast clocks go where something waits for leases: these last ten seconds of the machine's, in
which a worker on a loaded machine is not taken for dead."""


@dataclass
class Worker:
    """A process that delivers; what it tells is gathered while it runs."""

    process: Running
    told: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._gathering = Thread(target=self._gather, daemon=True)
        self._gathering.start()

    def _gather(self) -> None:
        assert self.process.stdout
        with self.process.stdout as stream:
            self.told.extend(stream)

    def wait_for(self, word: str) -> str:
        """Return what follows a word at the begin of a line that it tells, once it does."""
        until = time.monotonic() + PATIENCE
        while (found := self._word(word)) is None:
            assert self.process.poll() is None or self._word(word) is not None, self.told
            assert time.monotonic() < until, self.told
            time.sleep(0.002)
        return found

    def _word(self, word: str) -> str | None:
        lines = (line.split() for line in list(self.told))
        return next((" ".join(rest) for first, *rest in lines if first == word), None)

    @property
    def planned(self) -> int:
        return int(self.wait_for("planned"))

    def send(self, sign: int) -> None:
        self.process.send_signal(sign)

    def kill(self) -> None:
        """End it as a failing machine does."""
        self.process.kill()
        self.process.wait(PATIENCE)
        self._gathering.join(PATIENCE)

    def finish(self) -> None:
        """Wait until it has ended by itself, without an error."""
        code = self.process.wait(PATIENCE)
        self._gathering.join(PATIENCE)
        assert code == 0, self.told

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.kill()


class Workers:
    """Those of one trial, whose clocks are one clock that goes on between them."""

    def __init__(self, store: Store, goal: dict[str, str], pace: float = PACE) -> None:
        self.pace = pace
        self._database = address_of(store)
        self._goal = goal
        self._all: list[Worker] = []
        self.begin_at(DUE)

    def begin_at(self, at: datetime) -> None:
        """Let it be `at` now, for workers that start from now on."""
        self._start, self._began = at, time.monotonic()

    def start(self, gap: float = 0.0, path: str = "") -> Worker:
        """Start one, which finds its modules on a path, if one is given."""
        order = Order(
            database=self._database,
            start=self._start.isoformat(),
            began=self._began,
            pace=self.pace,
            gap=gap,
            **self._goal,
        )
        command = ("tests.trials.delivering", json.dumps(asdict(order)))
        environment = {**os.environ, "PYTHONPATH": path or str(ROOT), "PTB_TIMEDELTA": "1"}
        self._all.append(
            Worker(_anew(command, environment) if path else _warm(command, environment))
        )
        return self._all[-1]

    def end(self) -> None:
        for worker in self._all:
            worker.end()


def _warm(command: Sequence[str], environment: Mapping[str, str]) -> Running:
    return WarmProcess(*command, folder=ROOT, environment=environment, errors="with the rest")


def _anew(command: Sequence[str], environment: Mapping[str, str]) -> Running:
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def address_of(store: Store) -> str:
    """Return the address of a database, as settings have it."""
    address = store.engine.url.render_as_string(hide_password=False)
    return address.replace("postgresql+psycopg", "postgresql")


def numbered(count: int) -> list[str]:
    """Return the addresses of so many chats."""
    return [str(number) for number in range(count)]


def follow_all(
    store: Store, addresses: list[str], *, kind: str = "private", platform: str = PLATFORM
) -> list[str]:
    """Let chats follow the seminar, which has one session unless it was stored before."""
    with store.reading() as connection:
        is_there = connection.execute(select(func.count()).select_from(tables.series)).scalar()
    if not is_there:
        put(store)
    chats, follows = tables.chats, tables.subscriptions
    about = {"platform": platform, "created_at": BEFORE, "kind": kind}
    columns = ["chat_id", "series_id", "created_at"]
    at = literal(BEFORE, follows.c.created_at.type)
    is_new = chats.c.id.not_in(select(follows.c.chat_id))
    new = select(chats.c.id, literal("seminar"), at).where(is_new)
    with store.writing() as connection:
        connection.execute(insert(chats), [{"address": one, **about} for one in addresses])
        connection.execute(insert(follows).from_select(columns, new))
    return addresses


def on_their_way(store: Store, worker: Worker) -> int:
    """Return how many messages a worker that is dead may have sent without having noted it."""
    table = tables.deliveries
    where = (table.c.lease_owner == worker.wait_for("owner")) & (
        table.c.status == DeliveryStatus.SENDING.value
    )
    with store.reading() as connection:
        query = select(func.count()).select_from(table).where(where)
        return int(connection.execute(query).scalar_one())
