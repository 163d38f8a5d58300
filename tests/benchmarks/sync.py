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
from tests.benchmarks.measuring import cpu_of, memory_of, show
from tests.benchmarks.samples import JOIN, TALKS, conference

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
    """Measure CPU time, once each: all of them read the file, which takes long."""
    text = path.read_text()
    first = cpu_of(lambda: _sync(store, path, Outcome.NEW), rounds=1)
    read = cpu_of(lambda: read_schedules([path]), rounds=1)
    same = cpu_of(lambda: _sync(store, path, Outcome.UNCHANGED), rounds=1)
    path.write_text(text.replace("Estimator 100.7:", "Estimator 100.7 anew:"))
    one = cpu_of(lambda: _sync(store, path, Outcome.CHANGED), rounds=1)
    size = f"{len(text) / 1e6:.1f} MB"
    show(f"reading {TALKS:,} talks, {size} of YAML", f"{read:.1f} s CPU")
    show("sync of it, unchanged", f"{same:.1f} s CPU", f"{same / read:.2f} times reading it alone")
    show("sync after one change", f"{one:.1f} s CPU", f"{one / read:.2f} times reading it alone")
    show("first sync", f"{first:.1f} s CPU", f"{first / read:.2f} times reading it alone")


def _sync(store: Store, path: Path, expected: Outcome) -> None:
    (result,) = sync(store, [path], now=_NOW)
    if result.outcome is not expected:
        message = f"{result.outcome} instead of {expected}: {result.problems[:3]}"
        raise RuntimeError(message)


def _show_memory(schedules: Path, data: Path) -> None:
    """Show how much memory `talkbell run` takes at most, to read and to serve the talks."""
    options = ["--schedules", str(schedules), "--data", str(data), "--port", "0"]
    environment = os.environ | {"TALKBELL_LOG_LEVEL": "error"}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "run", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        assert process.stdout is not None
        port = urlsplit(process.stdout.readline().split()[-1]).port or 0
        _show_memory_of(process.pid, "read and stored")
        for ending in ("ics", "json"):
            _fetch(port, f"/large.{ending}")
            _show_memory_of(process.pid, f"asked for .{ending}")
        process.send_signal(signal.SIGTERM)


def _show_memory_of(process: int, when: str) -> None:
    most, now = (memory_of(process, field) for field in ("VmHWM", "VmRSS"))
    show(f"memory of talkbell run: {when}", f"{now:.0f} MB", f"{most:.0f} MB at most until then")


def _fetch(port: int, target: str) -> None:
    connection = HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", target)
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise RuntimeError(response.status)


if __name__ == "__main__":
    main()
