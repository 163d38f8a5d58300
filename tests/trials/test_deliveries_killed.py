"""Workers are killed, stopped and raced in the midst of a fan-out; little is repeated, none lost.

Clocks go faster than the machine's, so that leases end sooner.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.store.engine import Store
from bot.store.subscriptions import find_or_add_chat, subscribe
from tests.store.seminar import BEFORE, DUE, put
from tests.trials import rounds
from tests.trials.sink import Sink, running_sink

ROOT = Path(__file__).parents[2]
CHATS = rounds(500, 5000)
KILLS = rounds(5, 100)
IN_FLIGHT = 4
SPEED = 5.0
TIMEOUT = 300


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    with running_sink(tmp_path / "sink") as running:
        yield running


class Trial:
    """Workers over one store and one sink, with a clock that goes on between them."""

    def __init__(self, store: Store, sink: Sink, speed: float = SPEED) -> None:
        self.store = store
        self.sink = sink
        self.speed = speed
        self._began = time.monotonic()
        self._workers: list[subprocess.Popen[str]] = []

    def now(self) -> datetime:
        return DUE + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    def start(self, gap: float = 0.0) -> subprocess.Popen[str]:
        database = self.store.engine.url.render_as_string(hide_password=False)
        database = database.replace("postgresql+psycopg", "postgresql")
        told = (database, str(self.sink.path), self.now().isoformat(), str(self.speed), str(gap))
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.trials.delivering_child", *told],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._workers.append(worker)
        return worker

    def finish(self, worker: subprocess.Popen[str]) -> str:
        output = worker.communicate(timeout=TIMEOUT)[0]
        assert worker.returncode == 0, output
        return output

    def end(self) -> None:
        for worker in self._workers:
            if worker.poll() is None:
                worker.kill()
                worker.communicate()


@pytest.fixture
def trial(store: Store, sink: Sink) -> Iterator[Trial]:
    made = Trial(store, sink)
    yield made
    made.end()


def follow_all(store: Store, chats: int = CHATS) -> list[str]:
    put(store)
    addresses = [str(number) for number in range(chats)]
    with store.writing() as connection:
        for address in addresses:
            chat_id = find_or_add_chat(connection, "test", address, now=BEFORE)
            subscribe(connection, chat_id, "seminar", now=BEFORE)
    return addresses


def planned(output: str) -> int:
    return next(int(line.split()[1]) for line in output.splitlines() if line.startswith("planned"))


def test_killed_workers_lose_nothing(store: Store, sink: Sink, trial: Trial) -> None:
    """One worker at a time on SQLite, two on PostgreSQL; one is killed, and another one started."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    addresses = follow_all(store)
    moments = sorted(chance.randrange(CHATS) for _ in range(KILLS))
    workers = [trial.start() for _ in range(1 if store.is_embedded else 2)]
    for moment in moments:
        sink.wait_for(moment + sink.repeated)
        time.sleep(chance.uniform(0, 0.02))
        victim = workers.pop(chance.randrange(len(workers)))
        victim.kill()
        victim.communicate()
        workers.append(trial.start())
    for worker in workers:
        trial.finish(worker)
    lost = set(addresses) - set(sink.counts)
    kind = "SQLite" if store.is_embedded else "PostgreSQL, two workers"
    print(f"{kind}: {KILLS} kills, {CHATS} chats: lost {len(lost)}, repeated {sink.repeated}")
    assert lost == set(), f"seed {seed}"
    assert sink.repeated <= IN_FLIGHT * KILLS, f"seed {seed}"
    assert max(sink.counts.values()) <= 1 + KILLS


def test_stopped_worker_sends_nothing_twice(store: Store, sink: Sink, trial: Trial) -> None:
    """SIGTERM under load: what is on its way is recorded, the rest is left to the next one."""
    addresses = follow_all(store)
    for part in range(rounds(2, 20)):
        worker = trial.start()
        sink.wait_for((part + 1) * CHATS // rounds(4, 40))
        worker.send_signal(signal.SIGTERM)
        trial.finish(worker)
    trial.finish(trial.start())
    assert sink.counts == dict.fromkeys(addresses, 1)


def test_racing_workers_plan_once_and_send_once(store: Store, sink: Sink, trial: Trial) -> None:
    addresses = follow_all(store)
    workers = [trial.start() for _ in range(rounds(2, 4))]
    outputs = [trial.finish(worker) for worker in workers]
    assert sum(planned(output) for output in outputs) == CHATS
    assert sink.counts == dict.fromkeys(addresses, 1)


def test_worker_that_slept_past_its_lease_sends_nothing_more(
    store: Store, sink: Sink, trial: Trial
) -> None:
    """It is frozen with all its messages on their way; these alone may come twice."""
    addresses = follow_all(store, rounds(60, 600))
    sink.delay = 0.3
    sleeper = trial.start()
    sink.wait_for(2 * IN_FLIGHT)
    sleeper.send_signal(signal.SIGSTOP)
    sink.delay = 0.0
    before = len(sink.times)
    trial.finish(trial.start())
    sleeper.send_signal(signal.SIGCONT)
    trial.finish(sleeper)
    assert set(sink.counts) == set(addresses)
    assert sink.repeated <= IN_FLIGHT
    assert before < len(addresses)


def test_two_workers_keep_one_limit(store: Store, sink: Sink) -> None:
    rate, chats = 50, rounds(200, 3000)
    follow_all(store, chats)
    trial = Trial(store, sink, speed=1.0)
    workers = [trial.start(1 / rate) for _ in range(2)]
    try:
        for worker in workers:
            trial.finish(worker)
    finally:
        trial.end()
    times = sink.times
    busiest = max(sum(1 for at in times if begin <= at < begin + 1) for begin in times)
    mean = (len(times) - 1) / (times[-1] - times[0])
    print(f"limit {rate} a second: {mean:.1f} on average, {busiest} in the busiest second")
    assert len(times) == chats
    assert mean <= rate * 1.02
    assert busiest <= rate * 1.2  # what waits for the processor leaves a little later than its turn
