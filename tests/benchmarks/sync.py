"""Syncing a file of 10,000 talks, and serving it: `python -m tests.benchmarks.sync`."""

import os
import signal
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bot.flows.ingest import Outcome, sync
from bot.flows.schedules import read_schedules
from bot.sources.definition import dump_definition
from bot.store.engine import Store, open_store
from tests.benchmarks.measuring import best_in_turns, show
from tests.benchmarks.samples import JOIN, TALKS, conference

ROUNDS = 2
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "schedules" / "large.yaml"
        path.parent.mkdir()
        path.write_text(dump_definition(conference(JOIN)))
        data = folder / "data"
        data.mkdir()
        with open_store(f"sqlite:///{data / 'talkbell.db'}") as store:
            store.migrate()
            _measure(store, path)
        _show_memory(path.parent, data)


def _measure(store: Store, path: Path) -> None:
    text = path.read_text()
    size = f"{len(text) / 1e6:.1f} MB"
    (first,) = best_in_turns(lambda: _sync(store, path, Outcome.NEW), rounds=1)
    rounds = iter(range(ROUNDS))

    def change() -> None:
        _sync(store, path, Outcome.CHANGED)

    def unchanged() -> None:
        _sync(store, path, Outcome.UNCHANGED)

    def edit() -> None:
        path.write_text(text.replace("Estimator 100.7:", f"Estimator {next(rounds)}, new:"))

    read, same, _, one = best_in_turns(
        lambda: read_schedules([path]), unchanged, edit, change, rounds=ROUNDS
    )
    show(f"reading {TALKS:,} talks of YAML, {size}", f"{read:.1f} s")
    show("sync of it, unchanged", f"{same:.1f} s", f"{read / same:.0%} of it is reading")
    show("sync after one change", f"{one:.1f} s", f"{one / read:.2f} times the reading")
    show("first sync", f"{first:.1f} s", f"{first / read:.2f} times the reading")


def _sync(store: Store, path: Path, expected: Outcome) -> None:
    (result,) = sync(store, [path], now=_NOW)
    if result.outcome is not expected:
        message = f"{result.outcome} instead of {expected}: {result.problems[:3]}"
        raise RuntimeError(message)


def _show_memory(schedules: Path, data: Path) -> None:
    """Show how much memory `talkbell run` takes at most, to read and to serve the talks."""
    options = ["--schedules", str(schedules), "--data", str(data), "--port", "0"]
    environment = os.environ | {"TALKBELL_LOG_LEVEL": "error"}
    for name, target in (("nothing", ""), ("the calendar", "/large.ics"), ("JSON", "/large.json")):
        with subprocess.Popen(
            [sys.executable, "-m", "bot", "run", *options],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        ) as process:
            assert process.stdout is not None
            address = urlsplit(process.stdout.readline().split()[-1])
            if target:
                _fetch(address.port or 0, target)
            most, now = (_memory(process.pid, field) for field in ("VmHWM", "VmRSS"))
            process.send_signal(signal.SIGTERM)
        show(f"talkbell run, asked for {name}", f"{most:.0f} MB", f"at most; {now:.0f} MB after")


def _fetch(port: int, target: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", target)
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(response.status)


def _memory(process: int, field: str) -> float:
    """Return a process's memory in MB, as Linux tells it: VmHWM the most it had, VmRSS it has."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1000
    raise RuntimeError(field)


if __name__ == "__main__":
    main()
