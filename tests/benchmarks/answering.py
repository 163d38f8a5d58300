"""A Bot API server that answers any call alike, as fast as it can, and knows when they came.

It is a process of its own, so that only the sender's work counts for the sender.
"""

import asyncio
import json
import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

TOKEN = "123456:the-token-of-a-bot-that-is-not-there"  # noqa: S105 - nobody's
_MESSAGE = {"message_id": 7, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "Example"}
_BODY = json.dumps({"ok": True, "result": _MESSAGE}).encode()
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (
    len(_BODY),
    _BODY,
)
_HEAD_END = b"\r\n\r\n"


class Answering:
    """A running server; `base_url` is what python-telegram-bot wants."""

    def __init__(self, base_url: str, pipe: Connection) -> None:
        self.base_url = base_url
        self._pipe = pipe

    def take_times(self) -> list[float]:
        """Return when each call came since this was last asked (`time.time`)."""
        self._pipe.send("times")
        times: list[float] = self._pipe.recv()
        return times


@contextmanager
def answering() -> Iterator[Answering]:
    """Give a running server, which ends with the block."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Answering(f"http://127.0.0.1:{ours.recv()}/bot", ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_serving(pipe))


async def _serving(pipe: Connection) -> None:
    times: list[float] = []
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Calls(times), "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])

    def tell() -> None:
        pipe.recv()
        pipe.send(times)
        times.clear()

    loop.add_reader(pipe.fileno(), tell)
    await server.serve_forever()


class _Calls(asyncio.Protocol):
    """One connection: finds where each request ends, and answers."""

    def __init__(self, times: list[float]) -> None:
        self._times = times
        self._came = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._came += data
        while True:
            head, end, rest = self._came.partition(_HEAD_END)
            length = _length(head)
            if not end or len(rest) < length:
                return
            self._came = rest[length:]
            self._times.append(time.time())
            self._transport.write(_ANSWER)


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
