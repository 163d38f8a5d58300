"""Workers are killed or stopped in the midst of their work: nothing is lost, little repeated."""

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.domain.moments import Moment
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.delivery.deliveries import LEASE, DeliveryStatus
from bot.store.engine import Store, open_store
from bot.store.schema import tables
from tests.journeys.service import environment, wait_until
from tests.reminders.seminar import ZURICH, session
from tests.store.postgresql import Server, find_server, running_server
from tests.store.seminar import HOUR, START, put
from tests.telegram_emulator.client import Emulator
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.delivering import IN_FLIGHT
from tests.trials.outcomes import IN_TIME, Tally
from tests.trials.sink import Sink
from tests.trials.workers import (
    PATIENCE,
    ROOT,
    Workers,
    address_of,
    follow_all,
    numbered,
    on_their_way,
)

CHATS = rounds(500, 5000)
KILLS = rounds(5, 100)


def test_killed_workers_lose_nothing(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    """One worker at a time on SQLite, two on PostgreSQL; one is killed, and another one started."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    addresses = follow_all(store, numbered(CHATS))
    alive = [workers.start() for _ in range(1 if store.is_embedded else 2)]
    held = []
    for moment in sorted(chance.randrange(CHATS) for _ in range(KILLS)):
        sink.wait_for(moment + sink.repeated)
        time.sleep(chance.uniform(0, 0.02))
        victim = alive.pop(chance.randrange(len(alive)))
        victim.wait_for("owner")  # else there is nothing yet that it could lose
        victim.kill()
        held.append(on_their_way(store, victim))
        alive.append(workers.start())
    in_time = time.monotonic() + (LEASE + IN_TIME).total_seconds() / workers.pace
    for worker in alive:
        worker.finish()
    tally = Tally.of_each(addresses, sink.counts)
    report(
        1,
        f"`kill -9` in a fan-out, {'one worker' if store.is_embedded else 'two workers'}",
        tally,
        late=sum(at > in_time for at in sink.times),
        remark=f"{KILLS} kills, with {sum(held)} messages on their way",
    )
    assert tally.lost == 0, f"seed {seed}"
    assert tally.repeated <= sum(held), f"seed {seed}"
    assert max(held) <= IN_FLIGHT, f"seed {seed}"


def test_killed_planning_leaves_all_rows_or_none(
    store: Store, workers: Workers, report: Report
) -> None:
    """Each session is due at another time, and each planner is killed about when it commits."""
    seed = random.randrange(2**32)
    chance, chats, kills = random.Random(seed), rounds(4000, 20_000), rounds(3, 20)
    library, sessions, written = Library(), [], []
    for number in range(kills):
        start_at = START + timedelta(minutes=10 * number)
        sessions.append(session(Moment.of(start_at, ZURICH), id=f"number-{number}"))
        put(store, *sessions)
        if not number:
            follow_all(store, numbered(chats))
        workers.begin_at(start_at - HOUR)
        planner = workers.start()
        planner.wait_for("ready")
        time.sleep(chance.uniform(0, rounds(5, 15) / 10))
        planner.kill()
        written.append(_rows(store, sessions[-1].id))
        plan_reminders(store, library, now=start_at - HOUR)
    names = [one.id for one in sessions]
    owed = dict.fromkeys(names, chats)
    tally = Tally.of(owed, {name: _rows(store, name) for name in names})
    report(
        2,
        "`kill -9` in planning",
        tally,
        remark=f"{kills} kills, {written.count(0)} of them before the commit",
    )
    assert (tally.lost, tally.repeated) == (0, 0), f"seed {seed}"
    assert set(written) <= {0, chats}, f"seed {seed}: some of the rows were stored"


def _rows(store: Store, session_id: str) -> int:
    table = tables.deliveries
    query = select(func.count()).select_from(table).where(table.c.session_id == session_id)
    with store.reading() as connection:
        return int(connection.execute(query).scalar_one())


def test_stopped_workers_send_nothing_twice(
    store: Store, sink: Sink, workers: Workers, report: Report
) -> None:
    """SIGTERM under load: what is on its way is recorded, the rest is left to the next one."""
    stops = rounds(2, 20)
    workers.pace = 1.0
    addresses = follow_all(store, numbered(CHATS))
    for part in range(stops):
        worker = workers.start()
        sink.wait_for((part + 1) * CHATS // (2 * stops))
        worker.send(signal.SIGTERM)
        worker.finish()
    workers.start().finish()
    tally = Tally.of_each(addresses, sink.counts)
    report(3, "SIGTERM under load", tally, remark=f"{stops} workers stopped")
    assert (tally.lost, tally.repeated) == (0, 0)


@pytest.mark.enable_socket
def test_stopped_service_sends_nothing_twice(
    store: Store, emulator: Emulator, report: Report
) -> None:
    """`talkbell worker` itself, on the emulator, by the machine's clock and at Telegram's pace."""
    stops, chats = rounds(1, 5), rounds(60, 600)
    due_at = datetime.now(UTC).replace(microsecond=0)
    put(store, session(Moment.of(due_at + HOUR, ZURICH)))
    people = [str(one) for one in emulator.do("add_crowd", count=chats)]
    follow_all(store, people, platform="telegram")
    settings = environment(
        TALKBELL_DATABASE_URL=address_of(store),
        TALKBELL_TELEGRAM_TOKEN=emulator.token,
        TALKBELL_TELEGRAM_BASE_URL=emulator.base_url,
    )

    def arrived() -> dict[str, int]:
        counts = emulator.do("counts")
        return {one: counts[one] for one in people if one in counts}

    for part in range(stops + 1):
        command = [sys.executable, "-m", "bot", "worker"]
        with subprocess.Popen(command, cwd=ROOT, env=settings, stderr=subprocess.DEVNULL) as worker:
            try:
                wanted = chats * (part + 1) // (stops + 1)
                wait_until(lambda: len(arrived()) >= wanted, f"{wanted} messages")  # noqa: B023
                worker.terminate()
                assert worker.wait(PATIENCE) == 0
            finally:
                worker.kill()
    tally = Tally.of_each(people, arrived())
    report(3, "SIGTERM under load, `talkbell worker`", tally, remark=f"{stops} stopped")
    assert (tally.lost, tally.repeated) == (0, 0)
    with store.reading() as connection:
        status = tables.deliveries.c.status
        assert connection.execute(select(status).distinct()).scalars().all() == [
            DeliveryStatus.SENT.value
        ]


@pytest.fixture
def own_server() -> Iterator[Server]:
    """Give a PostgreSQL server that nobody else uses."""
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with running_server(programs) as server:
        yield server


def test_restarted_database_loses_nothing(own_server: Server, sink: Sink, report: Report) -> None:
    """PostgreSQL is killed and started again in a fan-out; two workers live through it."""
    restarts = rounds(1, 10)
    with open_store(own_server.address("postgres")) as store:
        store.migrate()
        workers = Workers(store, {"sink": str(sink.path)})
        try:
            addresses = follow_all(store, numbered(CHATS))
            alive = [workers.start() for _ in range(2)]
            ends = []
            for part in range(restarts):
                sink.wait_for((part + 1) * CHATS // (restarts + 1))
                own_server.stop()
                store.engine.dispose()
                own_server.start()
                ends.append(time.monotonic())
            for worker in alive:
                worker.finish()
        finally:
            workers.end()
    in_time = ends[-1] + (LEASE + IN_TIME).total_seconds() / workers.pace
    tally = Tally.of_each(addresses, sink.counts)
    report(
        20,
        "PostgreSQL killed and restarted in a fan-out",
        tally,
        late=sum(at > in_time for at in sink.times),
        remark=f"{restarts} times, two workers",
        on="PostgreSQL",
    )
    assert (tally.lost, tally.repeated) == (0, 0)
