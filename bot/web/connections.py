"""Connections with an end: no client holds one for longer than its request is worth.

uvicorn bounds neither the time that a request's head may take, nor its size, nor how slowly an
answer may be read. A look at each connection every few seconds does, and costs a request nothing.
"""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

READY_HEAD = "talkbell.head"
"""In the start of an answer: its headers as they go out, and how long its body is."""

_LOOK = 2.0  # seconds between looks
_LONGEST_HEAD = 10.0  # seconds that the head of a request may take
_LEAST_READ = 4096  # bytes a second at which an answer must be read
_PATIENCE = 5  # looks at which nearly nothing was read
_MOST_HEADERS = 16 * 1024  # bytes
_MOST_TARGET = 8 * 1024
_MOST_LINES = 100  # headers
_UNCLEAR = 400
_BODY_HEADERS = frozenset({b"content-length", b"transfer-encoding"})
_CLEARLY = {
    _UNCLEAR: "This is no HTTP request that can be understood.",
    408: "The request did not come in time.",
    414: "The address is longer than 8 kB.",
    431: "The headers are longer than 16 kB, or more than 100.",
}


class Connection(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        """Begin without a client."""
        super().__init__(*arguments, **named)
        self.access_log = False  # addresses hold tokens; metrics count requests
        self._look_task: asyncio.TimerHandle | None = None
        self._head_since: float | None = None  # None: no request is being read
        self._head_bytes = 0
        self._refused = _UNCLEAR
        self._unread = 0
        self._slow_looks = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin with the wait for a request."""
        super().connection_made(transport)
        self._head_since = self.loop.time()
        self._look_task = self.loop.call_later(_LOOK, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        if self._look_task:
            self._look_task.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, and refuse a head that grows too large before it ends."""
        is_idle = self.cycle is None or self.cycle.response_complete
        if is_idle and self._head_since is None:
            self._begin_head()
        super().data_received(data)
        if self._head_since is not None and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > _MOST_HEADERS + _MOST_TARGET:
                self._refuse(414 if len(self.url) > _MOST_TARGET else 431)

    def on_message_begin(self) -> None:
        """Begin a head, which may follow another request at once."""
        super().on_message_begin()
        if self._head_since is None:
            self._begin_head()

    def on_headers_complete(self) -> None:
        """Refuse what is too large; hand on the rest."""
        self._head_since = None
        if len(self.url) > _MOST_TARGET:
            self._refused = 414
        elif len(self.headers) > _MOST_LINES or self._size_of_headers() > _MOST_HEADERS:
            self._refused = 431
        if self._refused != _UNCLEAR:
            raise _RefusedError
        super().on_headers_complete()
        if self.cycle and any(name in _BODY_HEADERS for name, _ in self.headers):
            # Nobody reads a body here: what is left of it must not be taken for a request.
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """Answer what could not be read, or was refused, in clear words."""
        del msg
        self._refuse(self._refused)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGIApp) -> None:  # type: ignore[override]
        cycle.__class__ = _Cycle  # uvicorn leaves no choice of the class when it makes one
        super()._start_asgi_task(cycle, app)  # type: ignore[arg-type]

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: who asks for another protocol gets an answer by this one."""

    def _begin_head(self) -> None:
        self._head_since = self.loop.time()
        self._head_bytes = 0

    def _size_of_headers(self) -> int:
        return sum(len(name) + len(value) + 4 for name, value in self.headers)

    def _refuse(self, status: int) -> None:
        body = (_CLEARLY[status] + "\n").encode()
        head = (
            *self.server_state.default_headers,
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"connection", b"close"),
        )
        lines = b"".join(name + b": " + value + b"\r\n" for name, value in head)
        self.transport.write(STATUS_LINE[status] + lines + b"\r\n" + body)
        self.transport.close()

    def _look(self) -> None:
        """End the connection if its client is too slow."""
        is_waiting = self._head_since is not None and not self.transport.is_closing()
        if is_waiting and self.loop.time() - (self._head_since or 0) > _LONGEST_HEAD:
            self._refuse(408)
        unread = self.transport.get_write_buffer_size()
        is_slow = unread > 0 and unread > self._unread - _LEAST_READ * _LOOK
        self._slow_looks = self._slow_looks + 1 if is_slow else 0
        self._unread = unread
        if self._slow_looks >= _PATIENCE:
            self.transport.abort()
        else:
            self._look_task = self.loop.call_later(_LOOK, self._look)


class _Cycle(RequestResponseCycle):
    """One request and its answer; a head that is ready goes out as it is.

    uvicorn looks at each header of each answer, which takes as long as all the rest of a small one.
    """

    async def send(self, message: Message) -> None:  # type: ignore[override]
        """Send the head or the body of an answer."""
        ready = message.get(READY_HEAD)
        if ready is None or self.response_started or self.disconnected or self.flow.write_paused:
            await super().send(message)  # type: ignore[arg-type]
            return
        lines, self.expected_content_length = ready
        self.response_started, self.waiting_for_100_continue = True, False
        self.chunked_encoding = False
        parts = [STATUS_LINE[message["status"]]]
        parts += [name + b": " + value + b"\r\n" for name, value in self.default_headers]
        parts += [lines, b"\r\n" if self.keep_alive else b"connection: close\r\n\r\n"]
        self.transport.write(b"".join(parts))


class _RefusedError(Exception):
    """Ends the parsing of a request that is too large."""
