"""A warm feed over HTTP against constant bytes: `python -m tests.benchmarks.feeds`.

The service and the constant bytes are served by the same server, each in a process of its own, and
asked by a third one over loopback, in turns.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext
from pathlib import Path
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.flows.ingest import sync
from bot.sources.definition import dump_definition
from bot.store.engine import open_store
from bot.web.app import build_app
from bot.web.options import WebOptions
from bot.web.server import serve
from tests.benchmarks.load import load
from tests.benchmarks.measuring import show
from tests.benchmarks.samples import seminar

SESSIONS = 500
ROUNDS = 25
UNLIMITED = WebOptions(requests_per_minute=10**9, builds_per_minute=10**9)
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        url = filled(Path(name))
        context = get_context("spawn")
        with running(context, service, url) as ours, running(context, constant) as bare:
            _compare(context, ours, bare)


def filled(folder: Path) -> str:
    """Return the address of a database with the seminar in it."""
    path = folder / "seminar.yaml"
    path.write_text(dump_definition(seminar(SESSIONS)))
    url = f"sqlite:///{folder / 'bench.db'}"
    with open_store(url) as store:
        store.migrate()
        sync(store, [path], now=_NOW)
    return url


def _compare(context: SpawnContext, ours: int, bare_port: int) -> None:
    plain, etag = _size_and_etag(ours, {})
    packed, _ = _size_and_etag(ours, {"Accept-Encoding": "gzip"})
    feed = "/seminar.ics"
    pairs = [  # what it is, how often it is asked for, our request, that for constant bytes
        (f"feed of {SESSIONS} sessions, {plain / 1000:.0f} kB", 300, _get(feed), plain),
        (f"  the same with gzip, {packed / 1000:.0f} kB", 800, _get(feed, _GZIP), packed),
        ("  304, as nothing changed", 2000, _get(feed, f"If-None-Match: {etag}"), 0),
    ]
    with context.Pool(1) as client:
        for what, count, request, size in pairs:
            calls = [(ours, request, count), (bare_port, _get(f"/{size}", _GZIP), count)]
            best = [float("inf")] * 2
            for _ in range(ROUNDS):
                best = [
                    min(known, client.apply(load, call))
                    for known, call in zip(best, calls, strict=True)
                ]
            mine, bare = (count / took for took in best)
            ratio = f"{bare:,.0f}/s constant: {mine / bare:.2f} of it"
            show(what, f"{mine:,.0f}/s", f"{ratio} (goal: at least 0.9)" if size else ratio)


_GZIP = "Accept-Encoding: gzip"


def _get(target: str, *headers: str) -> bytes:
    lines = [f"GET {target} HTTP/1.1", "Host: localhost", "Accept: text/calendar", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def _size_and_etag(port: int, headers: dict[str, str]) -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/seminar.ics", headers=headers)
    response = connection.getresponse()
    size = len(response.read())
    connection.close()
    return size, response.headers["etag"]


@contextmanager
def running(context: SpawnContext, target: Callable[..., None], *arguments: str) -> Iterator[int]:
    """Run a server in a process of its own; give its port."""
    here, there = context.Pipe()
    process = context.Process(target=target, args=(there, *arguments), daemon=True)
    process.start()
    try:
        yield urlsplit(here.recv()).port or 0
    finally:
        process.terminate()
        process.join()


def service(pipe: Connection, url: str) -> None:
    with open_store(url) as store:
        serve(build_app(store, UNLIMITED), "127.0.0.1", 0, started=pipe.send)


def constant(pipe: Connection) -> None:
    serve(_constant_app(), "127.0.0.1", 0, started=pipe.send)


def _constant_app() -> ASGIApp:
    """Return the least application there is: `/1000` answers 1,000 bytes, `/0` a 304."""
    kept: dict[str, tuple[dict[str, object], dict[str, object]]] = {}

    def made(path: str) -> tuple[dict[str, object], dict[str, object]]:
        size = int(path[1:])
        headers = [(b"content-type", b"text/calendar"), (b"content-length", path[1:].encode())]
        start = {"type": "http.response.start", "status": 200 if size else 304}
        body = {"type": "http.response.body", "body": b"x" * size}
        return start | {"headers": headers if size else []}, body

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            for kind in ("startup", "shutdown"):
                await receive()
                await send({"type": f"lifespan.{kind}.complete"})
            return
        path = scope["path"]
        if path not in kept:
            kept[path] = made(path)
        start, body = kept[path]
        await send(start)
        await send(body)

    return app


if __name__ == "__main__":
    main()
