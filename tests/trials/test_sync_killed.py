"""A sync that is killed, or that races another, leaves a whole version: the old or the new one."""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.store.engine import Store, open_store
from bot.store.records import StoredSeries
from bot.store.schedules import list_changes, load_series
from tests.trials import rounds

ROOT = Path(__file__).parents[2]
SESSIONS = 150
TIMEOUT = 120
HEAD = "title: Long series\ntimezone: Europe/Zurich\nduration: 1 hour\nsessions:\n"


def write_version(folder: Path, version: int) -> None:
    """Write a version in which every session is at another hour than in the one before."""
    first = date(2030, 1, 7)
    rows = [
        f"  - id: number-{number}\n"
        f"    start: {first + timedelta(days=number)} {8 + version % 12:02}:00\n"
        f"    title: Title {number}, version {version}\n"
        for number in range(SESSIONS)
    ]
    part = folder / "long.part"
    part.write_text(HEAD + "".join(rows))
    part.replace(folder / "long.yaml")


def start_sync(folder: Path, database: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TALKBELL_DATABASE_URL": database}
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "sync", str(folder)],
        cwd=folder.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def finish(process: subprocess.Popen[bytes]) -> str:
    output, _ = process.communicate(timeout=TIMEOUT)
    assert process.returncode == 0, output.decode()
    return output.decode()


def stored(store: Store) -> StoredSeries:
    with store.reading() as connection:
        found = load_series(connection, "long")
    assert found
    return found


def version_of(store: Store) -> int:
    """Return which version is stored, having seen that all of it is."""
    series = stored(store)
    hours = {one.session.start.wall.hour for one in series.sessions if one.session.start}
    versions = {int(one.session.title.rpartition(" ")[2]) for one in series.sessions}
    assert len(series.sessions) == SESSIONS
    assert len(versions) == 1, f"half of it: {versions}"
    [version] = versions
    assert hours == {8 + version % 12}
    assert {one.revision.sequence for one in series.sessions} == {series.version - 1}
    assert all(f"version {version}".encode() in one.entries.public for one in series.sessions)
    with store.reading() as connection:
        recorded = list_changes(connection, "long", limit=SESSIONS * 1000)
    assert len(recorded) == 2 * SESSIONS * (series.version - 1)  # each moved, and edited
    return version


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "schedules"
    path.mkdir()
    write_version(path, 0)
    return path


def test_killed_sync_leaves_the_old_version_or_the_new(folder: Path, database: str) -> None:
    with open_store(database) as store:
        store.migrate()
        finish(start_sync(folder, database))
        write_version(folder, 1)
        begin = time.monotonic()
        finish(start_sync(folder, database))
        usual = time.monotonic() - begin
        seed = random.randrange(2**32)
        chance, old, new = random.Random(seed), 0, 0
        for version in range(2, 2 + rounds(4, 50)):
            write_version(folder, version)
            process = start_sync(folder, database)
            time.sleep(chance.uniform(0.3, 1.1) * usual)
            process.send_signal(signal.SIGKILL)
            process.communicate(timeout=TIMEOUT)
            found = version_of(store)
            assert found in {version - 1, version}, f"seed {seed}"
            old, new = old + (found < version), new + (found == version)
            finish(start_sync(folder, database))
            assert version_of(store) == version
    print(f"killed {old + new} times: {old} times the old version, {new} times the new one")


def test_two_syncs_at_once_leave_one_result(folder: Path, database: str) -> None:
    with open_store(database) as store:
        for version in range(rounds(2, 20)):
            write_version(folder, version)
            both = [start_sync(folder, database) for _ in range(2)]
            summaries = [finish(process).splitlines()[-1] for process in both]
            done = "new" if version == 0 else "changed"
            assert sorted(summaries) == sorted([f"1 series: 1 {done}", "1 series: 1 unchanged"])
            assert version_of(store) == version
