"""A running service: a real process, asked over HTTP as calendar apps do."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.warm import Running, WarmProcess

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds for what a loaded machine does slowly


@dataclass
class Service:
    """A process that serves; what it writes is gathered while it runs."""

    process: Running
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    address: str = ""

    def get(self, path: str, client: str = "") -> tuple[int, bytes]:
        """Return the status and the content of an answer, to a client behind a proxy if named."""
        headers = {"X-Forwarded-For": client} if client else {}
        try:
            with urlopen(Request(self.address + path, headers=headers), timeout=PATIENCE) as answer:  # noqa: S310
                return answer.status, answer.read()
        except HTTPError as refusal:
            return refusal.code, refusal.read()

    def wait_for(self, path: str, text: bytes) -> float:
        """Return after how many seconds an answer had a text in it."""
        begin = time.monotonic()
        while text not in self.get(path)[1]:
            assert time.monotonic() - begin < PATIENCE, (path, text, self.err)
            time.sleep(0.05)
        return time.monotonic() - begin

    def wait_for_log(self, text: str) -> None:
        """Wait until the log has a text in it."""
        wait_until(lambda: any(text in line for line in list(self.err)), f"{text} in {self.err}")

    def end(self, sign: int = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; return the exit code, and after how many seconds it ended."""
        begin = time.monotonic()
        self.process.send_signal(sign)
        code = self.process.wait(PATIENCE)
        return code, time.monotonic() - begin


def wait_until(is_so: Callable[[], bool], told: str) -> None:
    """Wait until something is so."""
    begin = time.monotonic()
    while not is_so():
        assert time.monotonic() - begin < PATIENCE, told
        time.sleep(0.05)


def environment(**changes: str) -> dict[str, str]:
    """Return an environment that sets nothing of Talkbell's but what `changes` says."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("TALKBELL_")}
    return {**own, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **changes}


@contextmanager
def started(folder: Path, *arguments: str, **changes: str) -> Iterator[Service]:
    """Give a service that answers, forked from a warm process; it is killed at the end."""
    process = WarmProcess("bot", *arguments, folder=folder, environment=environment(**changes))
    with answering(process) as service:
        yield service


@contextmanager
def started_anew(folder: Path, *arguments: str, **changes: str) -> Iterator[Service]:
    """Give a service that answers, begun as people begin it; it is killed at the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**changes),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with answering(process) as service:
        yield service


@contextmanager
def answering(process: Running) -> Iterator[Service]:
    """Give a service once it has said where it serves; it is killed at the end."""
    service = Service(process)
    gatherers = [
        Thread(target=lambda stream, kept: kept.extend(stream), args=pair, daemon=True)
        for pair in ((process.stdout, service.out), (process.stderr, service.err))
    ]
    for one in gatherers:
        one.start()
    try:
        wait_until(lambda: process.poll() is not None or bool(service.out), "no word of it")
        assert service.out, service.err
        found = re.search(r"http://127[\d.:]+", service.out[0])
        assert found
        service.address = found[0]
        yield service
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        for one in gatherers:
            one.join(PATIENCE)
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()
