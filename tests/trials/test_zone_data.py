"""New zone data: sessions at other instants are told anew, once, and the others not again."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.schema import tables
from tests.journeys.service import environment
from tests.trials import rounds
from tests.trials.conftest import Report
from tests.trials.outcomes import Tally
from tests.trials.sink import Sink
from tests.trials.workers import PATIENCE, ROOT, Workers, address_of, follow_all, numbered

DEFINITION = """\
id: seminar
title: Seminar on Everything
timezone: Europe/Zurich
sessions:
  - {id: elsewhere, start: 2030-07-01 10:30 America/New_York, title: Elsewhere}
  - {id: told, start: 2030-07-01 16:30, title: Told already}
  - {id: coming, start: 2030-07-02 16:30, title: Coming}
"""
TIMES = {"Elsewhere": 1, "Told already": 2, "Coming": 1}


@pytest.fixture
def new_data(tmp_path: Path) -> Path:
    """Return a folder with zone data by which Zurich has the hours of Tunis: no summer time."""
    folder = tmp_path / "newer"
    package = folder / "tzdata"
    shutil.copytree(str(files("tzdata")), package, ignore=shutil.ignore_patterns("__pycache__"))
    zones = package / "zoneinfo"
    shutil.copy(zones / "Africa" / "Tunis", zones / "Europe" / "Zurich")
    about = folder / "tzdata-2099.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: tzdata\nVersion: 2099.1\n")
    return folder


def sync(folder: Path, store: Store, path: str) -> str:
    """Sync in a process with a path of its own; return what it printed last."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "sync", "schedules"],
        cwd=folder,
        env=environment(PYTHONPATH=path, TALKBELL_DATABASE_URL=address_of(store)),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return done.stdout.splitlines()[-1]


def starts(store: Store) -> dict[str, datetime]:
    table = tables.sessions
    with store.reading() as connection:
        rows = connection.execute(select(table.c.id, table.c.start_at))
        return {row.id: row.start_at for row in rows}


def test_sessions_are_told_anew_where_zone_data_moves_them(
    store: Store,
    sink: Sink,
    workers: Workers,
    tmp_path: Path,
    new_data: Path,
    report: Report,
) -> None:
    """A copy of the package with another Zurich comes first on the path, as an update would."""
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "seminar.yaml").write_text(DEFINITION)
    newer = os.pathsep.join([str(new_data), str(ROOT)])
    assert sync(tmp_path, store, str(ROOT)) == "1 series: 1 new"
    addresses = follow_all(store, numbered(rounds(50, 1000)))

    def deliver_at(*instant: int, path: str = str(ROOT)) -> None:
        workers.begin_at(datetime(2030, *instant, tzinfo=UTC))
        workers.start(path=path).finish()

    deliver_at(7, 1, 13, 30)  # an hour before both sessions of that day, as it was
    before = starts(store)
    told = sync(tmp_path, store, newer)
    deliver_at(7, 1, 14, 30, path=newer)
    deliver_at(7, 2, 13, 30, path=newer)
    early = Counter(_title(one.text) for one in sink.arrived)
    deliver_at(7, 2, 14, 30, path=newer)
    arrived = Counter(f"{one.address} {_title(one.text)}" for one in sink.arrived)
    expected = {f"{one} {title}": count for one in addresses for title, count in TIMES.items()}
    tally = Tally.of(expected, arrived)
    report(17, "new zone data moves sessions by an hour", tally, remark="told before: once more")
    assert (tally.lost, tally.repeated) == (0, 0)
    assert early == {"Elsewhere": len(addresses), "Told already": 2 * len(addresses)}
    assert told == "1 series: 1 unchanged"
    hour_later = {name: at.replace(hour=at.hour + 1) for name, at in before.items()}
    assert starts(store) == hour_later | {"elsewhere": before["elsewhere"]}


def _title(text: str) -> str:
    return next(line for line in text.splitlines() if line in TIMES)
