"""A whole service for tests: a real database, a real server on loopback, and a clock to turn."""

import asyncio
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path

import uvloop
from starlette.applications import Starlette

from bot.flows.ingest import Outcome, SyncOptions, sync
from bot.flows.personal_feed import renew_personal_feed
from bot.store.chats.subscriptions import find_or_add_chat, star, subscribe
from bot.store.engine import Store
from bot.web.app import build_app
from bot.web.options import WebOptions
from bot.web.server import build_server, listen
from tests.store.migrated import opened_migrated

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OPTIONS = WebOptions(requests_per_minute=10**6, builds_per_minute=10**6)


@dataclass(frozen=True)
class Reply:
    """What came back; `raw` as it was sent, header names in lower case."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        packed = self.headers.get("content-encoding") == "gzip"
        return gzip.decompress(self.raw) if packed else self.raw

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """A service that runs, with what changes it."""

    def __init__(self, store: Store, folder: Path, options: WebOptions) -> None:
        self.now = NOW
        self.store = store
        self.folder = folder
        self.app: Starlette = build_app(store, options, now=lambda: self.now)
        self.port = 0

    def write(self, name: str, definition: str) -> None:
        (self.folder / f"{name}.yaml").write_text(definition)

    def sync(self) -> None:
        """Store what the definitions say, and wait until it is served."""
        results = sync(
            self.store, [self.folder], now=self.now, options=SyncOptions(is_confirmed=True)
        )
        broken = [one for one in results if one.outcome in {Outcome.BROKEN, Outcome.HELD}]
        assert [str(problem) for one in broken for problem in one.problems] == []
        assert broken == []
        self.refresh()

    def refresh(self) -> None:
        """Wait until the service has read what is stored now."""
        catalogue = self.app.state.catalogue
        before = catalogue.reads
        catalogue.nudge()
        wait_until(lambda: catalogue.reads >= before + 2)

    def ids(self, series_id: str) -> list[str]:
        """Return the ids of a series' sessions that are served."""
        published = self.app.state.catalogue.snapshot.publications[series_id]
        return [one.id for one in published.public(self.now).sessions]

    def later(self, length: timedelta) -> None:
        self.now += length

    def builds(self) -> float:
        """Return how many feeds and pages were made so far."""
        found = self.app.state.metrics.registry.get_sample_value("talkbell_feed_builds_total")
        assert found is not None
        return float(found)

    def get(self, target: str, method: str = "GET", **headers: str) -> Reply:
        """Ask; header names have underscores for hyphens."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, headers=named)
            answer = connection.getresponse()
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Reply(answer.status, found, answer.read())
        finally:
            connection.close()

    def say(self, data: bytes, patience: float = 20) -> bytes:
        """Send bytes as they are, and return all that comes until the service hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as client:
            client.sendall(data)
            return received(client)

    def new_chat(self, *series_ids: str, starred: tuple[tuple[str, str], ...] = ()) -> str:
        """Return the token of a new chat that follows something."""
        with self.store.writing() as connection:
            chat = find_or_add_chat(connection, "test", str(time.monotonic_ns()), now=self.now)
            for series_id in series_ids:
                subscribe(connection, chat, series_id, now=self.now)
            for series_id, session_id in starred:
                star(connection, chat, series_id, session_id, now=self.now)
        return renew_personal_feed(self.store, chat, now=self.now)


def received(client: socket.socket) -> bytes:
    pieces = []
    try:
        while piece := client.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def wait_until(holds: Callable[[], bool], patience: float = 20) -> None:
    until = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < until, "this did not come to hold"
        time.sleep(0.005)


@contextmanager
def running_site(folder: Path, options: WebOptions = OPTIONS) -> Iterator[Site]:
    """Run a service with an empty database in a folder."""
    schedules = folder / "schedules"
    schedules.mkdir()
    with opened_migrated() as store:
        site = Site(store, schedules, options)
        with serving(site.app) as port:
            site.port = port
            yield site


@contextmanager
def serving(app: Starlette) -> Iterator[int]:
    """Serve an application in a thread, and give its port."""
    has_started = threading.Event()
    server = build_server(app, started=has_started.set)
    with listen("127.0.0.1", 0) as listener:

        def run() -> None:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(server.serve(sockets=[listener]))

        thread = threading.Thread(target=run)
        thread.start()
        try:
            assert has_started.wait(20)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)
        assert not thread.is_alive()
