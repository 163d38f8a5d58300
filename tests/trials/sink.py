"""Where messages of trials arrive: a server on a Unix socket that counts, and may be slow."""

import json
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message, to whom, and when (`time.monotonic`)."""

    address: str
    text: str
    at: float


class Sink:
    """What has arrived."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.delay = 0.0
        self._lock = threading.Lock()
        self._arrived: list[Arrival] = []

    def take(self, address: str, text: str) -> int:
        with self._lock:
            self._arrived.append(Arrival(address, text, time.monotonic()))
            number = len(self._arrived)
        time.sleep(self.delay)
        return number

    @property
    def arrived(self) -> list[Arrival]:
        with self._lock:
            return list(self._arrived)

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.address for one in self.arrived)

    @property
    def times(self) -> list[float]:
        return [one.at for one in self.arrived]

    @property
    def repeated(self) -> int:
        """How many messages came more than once, each further time counted."""
        return sum(count - 1 for count in self.counts.values())

    def wait_for(self, number: int, timeout: float = 300) -> None:
        """Wait until that many messages have arrived."""
        until = time.monotonic() + timeout
        while len(self._arrived) < number:
            if time.monotonic() > until:
                message = f"{len(self._arrived)} of {number} messages in {timeout} s"
                raise TimeoutError(message)
            time.sleep(0.002)


@contextmanager
def running_sink(path: Path) -> Iterator[Sink]:
    sink = Sink(path)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if line := self.rfile.readline():
                number = sink.take(**json.loads(line))
                try:
                    self.wfile.write(f"{number}\n".encode())
                except OSError:  # its worker was killed meanwhile
                    return

    class Server(socketserver.ThreadingUnixStreamServer):
        daemon_threads = True
        request_queue_size = 64

    with Server(str(path), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            server.shutdown()
            thread.join()
