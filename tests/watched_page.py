"""A page on loopback that changes, fails, hangs, and knows who asked for it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What the page answers, to be changed while it is served; `asked` are the requests' headers.

    `seconds` is how long it takes to answer, `before` what happens first.
    """

    body: bytes = b""
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    asked: list[dict[str, str]] = field(default_factory=list)
    url: str = ""
    before: Callable[["Page"], None] = lambda _: None

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Answer one request, with 304 to one that knows the ETag."""
        self.asked.append({name.lower(): value for name, value in handler.headers.items()})
        self.before(self)
        time.sleep(self.seconds)
        etag = self.headers.get("ETag")
        is_known = self.status == 200 and etag and handler.headers.get("If-None-Match") == etag
        handler.send_response(304 if is_known else self.status)
        for name, value in {"Content-Type": self.media_type, **self.headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        if not is_known:
            handler.wfile.write(self.body)


@contextmanager
def serving_page() -> Iterator[Page]:
    """Serve a page until the end of the block."""
    page = Page()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the client may have given up
                page.answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        page.url = f"http://127.0.0.1:{server.server_port}/term"
        yield page
        server.shutdown()
        thread.join()


def listed(*talks: str) -> bytes:
    """Return a page that lists talks, each on a line of its own: `5 July 2027, 16:30: A: B`."""
    rows = "".join(f"<li>{talk}</li>\n" for talk in talks)
    return f"<html><body><h1>Example Seminar</h1>\n<ul>\n{rows}</ul></body></html>".encode()
