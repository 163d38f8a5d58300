"""A sync that is killed, or that races another, leaves a whole version: the old or the new one."""

import os
import random
from datetime import UTC, datetime
from pathlib import Path
from time import sleep

import pytest

from bot.flows.ingest import sync
from bot.store.engine import Store, open_store
from bot.store.series.schedules import list_changes, load_series
from tests.trials import rounds
from tests.trials.syncing_child import write_version
from tests.warm import WarmProcess

ROOT = Path(__file__).parents[2]
SESSIONS = rounds(40, 150)
TIMEOUT = 120


def start(folder: Path, module: str, *arguments: str, **settings: str) -> WarmProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    return WarmProcess(
        module, *arguments, folder=folder.parent, environment=environment, errors="with the rest"
    )


def version_of(store: Store) -> int:
    """Return which version is stored, having seen that all of it is, and nothing else."""
    with store.reading() as connection:
        series = load_series(connection, "long")
        recorded = list_changes(connection, "long", limit=10**6)
    assert series
    hours = {one.session.start.wall.hour for one in series.sessions if one.session.start}
    versions = {int(one.session.title.rpartition(" ")[2]) for one in series.sessions}
    assert len(series.sessions) == SESSIONS
    assert len(versions) == 1, f"half of it: {versions}"
    [version] = versions
    assert hours == {8 + version % 12}
    assert {one.revision.sequence for one in series.sessions} == {series.version - 1}
    assert all(f"version {version}".encode() in one.entries.public for one in series.sessions)
    assert len(recorded) == 2 * SESSIONS * (series.version - 1)  # each moved, and edited
    return version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "schedules"
    path.mkdir()
    return path


def test_killed_sync_leaves_the_old_version_or_the_new(folder: Path, database: str) -> None:
    """Each process is killed while it syncs one version after the other, as fast as it can."""
    seed = random.randrange(2**32)
    chance, stored = random.Random(seed), {"old": 0, "new": 0}
    with open_store(database) as store:
        store.migrate()
        write_version(folder, 0, SESSIONS)
        sync(store, [folder], now=datetime.now(UTC))
        for _ in range(rounds(4, 50)):
            last = version_of(store)
            child = start(
                folder,
                "tests.trials.syncing_child",
                str(folder),
                database,
                str(last + 1),
                str(SESSIONS),
            )
            assert child.stdout
            assert child.stdout.readline() == "ready\n"
            child.stdout.readline()
            sleep(chance.uniform(0, 0.3))
            child.kill()
            rest = child.finish(TIMEOUT).split()
            told = int(rest[-1]) if rest else last + 1
            found = version_of(store)
            assert found in {told, told + 1}, f"seed {seed}"
            stored["old" if found == told else "new"] += 1
    print(f"killed in a sync: {stored['old']} times the old version, {stored['new']} the new one")


def test_two_syncs_at_once_leave_one_result(folder: Path, database: str) -> None:
    with open_store(database) as store:
        store.migrate()
        for version in range(rounds(2, 20)):
            write_version(folder, version, SESSIONS)
            both = [
                start(folder, "bot", "sync", str(folder), TALKBELL_DATABASE_URL=database)
                for _ in range(2)
            ]
            outputs = [process.finish(TIMEOUT) for process in both]
            assert [process.poll() for process in both] == [0, 0], outputs
            done = "new" if version == 0 else "changed"
            told = sorted(output.splitlines()[-1] for output in outputs)
            assert told == sorted([f"1 series: 1 {done}", "1 series: 1 unchanged"])
            assert version_of(store) == version


def test_first_syncs_at_once_make_one_database(folder: Path, tmp_path: Path) -> None:
    write_version(folder, 0, 3)
    together = [
        start(folder, "bot", "sync", str(folder), "--data", str(tmp_path / "data"))
        for _ in range(rounds(3, 8))
    ]
    outputs = [process.finish(TIMEOUT) for process in together]
    assert [process.poll() for process in together] == [0] * len(together), outputs
