"""A client that asks for one address as fast as it is answered: raw sockets, kept alive.

It parses nothing but the first answer of each connection: all others must be as long as that one,
so that the client takes little of the machine that the server is measured on.
"""

import selectors
import socket
import time
from collections.abc import Sequence

_PATIENCE = 30  # seconds
_CHUNK = 1 << 20


def load(port: int, request: bytes, count: int, connections: int = 8) -> float:
    """Return the seconds until a request was answered so many times, on so many connections."""
    opened = [_Connection(port, request) for _ in range(connections)]
    begin = time.perf_counter()
    _ask(opened, count)
    took = time.perf_counter() - begin
    for one in opened:
        one.close()
    return took


def _ask(opened: Sequence["_Connection"], count: int) -> None:
    left = count - len(opened)
    buffer = bytearray(_CHUNK)
    with selectors.DefaultSelector() as selector:
        for one in opened:
            selector.register(one.socket, selectors.EVENT_READ, one)
            one.ask()
        waiting = len(opened)
        while waiting:
            ready = selector.select(_PATIENCE)
            if not ready:
                message = "the server does not answer"
                raise RuntimeError(message)
            for key, _ in ready:
                if not key.data.read(buffer):
                    continue
                if left:
                    left -= 1
                    key.data.ask()
                else:
                    waiting -= 1


class _Connection:
    """A connection that has had its first answer."""

    def __init__(self, port: int, request: bytes) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), _PATIENCE)
        self._request = request
        self.length = self._first()
        self._missing = 0

    def ask(self) -> None:
        self.socket.sendall(self._request)
        self._missing = self.length

    def read(self, buffer: bytearray) -> bool:
        """Read what has come; whether the answer is whole."""
        got = self.socket.recv_into(buffer)
        if self._missing == self.length and not buffer.startswith(
            (b"HTTP/1.1 200", b"HTTP/1.1 304")
        ):
            raise RuntimeError(bytes(buffer[:200]))
        if not 0 < got <= self._missing:
            message = f"{got} bytes where {self._missing} were to come"
            raise RuntimeError(message)
        self._missing -= got
        return not self._missing

    def close(self) -> None:
        self.socket.close()

    def _first(self) -> int:
        """Ask once and return how long the answer is, its head included."""
        self.socket.sendall(self._request)
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._some()
        head = read.partition(b"\r\n\r\n")[0].lower()
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = len(head) + 4 + int(lines.get(b"content-length", b"0"))
        while len(read) < length:
            read += self._some()
        return length

    def _some(self) -> bytes:
        some = self.socket.recv(_CHUNK)
        if not some:
            message = "the server ended the connection"
            raise RuntimeError(message)
        return some
