"""The server as a process: what it says when it cannot start, and that it ends."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from starlette.applications import Starlette

from bot.errors import TalkbellError
from bot.store.engine import open_store
from bot.web.app import build_app
from bot.web.server import address_of, listen
from tests.web.site import received

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PROGRAM = """
import asyncio, sys
from bot.store.engine import open_store
from bot.web.app import build_app
from bot.web.server import serve

async def beside(app):
    try:
        await asyncio.sleep(3600)
    finally:
        print("cancelled", flush=True)

with open_store(f"sqlite:///{sys.argv[1]}/talkbell.db") as store:
    store.migrate()
    app = build_app(store, beside=[beside])
    serve(app, "127.0.0.1", 0, started=lambda at: print(at, flush=True))
print("ended", flush=True)
"""


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start a server, and give it with its port."""
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        try:
            assert address, process.stderr and process.stderr.read()
            yield process, int(address.rpartition(":")[2])
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_it_cleanly_though_clients_hold_on(tmp_path: Path, sent: int) -> None:
    with running(tmp_path) as (process, port):
        clients = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(5)]
        for client in clients:
            client.sendall(b"GET / HTTP/1.1\r\n")  # and nothing more
        clients[0].sendall(b"Host: x\r\n\r\n")
        assert clients[0].recv(65536).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        process.send_signal(sent)
        out, err = process.communicate(timeout=20)
        assert time.monotonic() - began < 5
        for client in clients:
            client.close()
    assert (process.returncode, out.splitlines()) == (0, ["cancelled", "ended"])
    assert "Traceback" not in err


def test_answer_under_way_is_finished(tmp_path: Path) -> None:
    with running(tmp_path) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            process.send_signal(signal.SIGTERM)
            assert received(client).startswith(b"HTTP/1.1 200")
        process.communicate(timeout=20)


def test_taken_port_is_told() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        assert address_of(first) == f"http://127.0.0.1:{port}"
        with pytest.raises(TalkbellError) as caught:
            listen("127.0.0.1", port)
    assert str(caught.value) == (
        f"port {port} of 127.0.0.1 is taken: end what listens there, or give another --port"
    )


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [
        ("192.0.2.1", 0, "192.0.2.1, port 0, cannot be listened at"),
        ("no such host", 0, "no such host, port 0, cannot be listened at"),
        ("127.0.0.1", 99999, "127.0.0.1, port 99999, cannot be listened at: ports end at 65535"),
    ],
)
def test_address_that_is_none_is_told(host: str, port: int, said: str) -> None:
    with pytest.raises(TalkbellError, match=said):
        listen(host, port)


def test_part_of_the_service_that_fails_is_told_at_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ended: list[str] = []

    async def failing(_app: object) -> None:
        raise ZeroDivisionError

    async def lasting(_app: object) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("lasting")

    async def live(app: Starlette) -> None:
        async with app.router.lifespan_context(app):
            await asyncio.sleep(0.1)
            assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [
                ZeroDivisionError
            ]

    with open_store(f"sqlite:///{tmp_path / 'talkbell.db'}") as store:
        store.migrate()
        asyncio.run(live(build_app(store, beside=[failing, lasting])))
    assert ended == ["lasting"]
