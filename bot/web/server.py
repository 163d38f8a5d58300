"""The server: uvicorn, with an end to whatever a client could draw out."""

import asyncio
import errno
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import uvicorn
import uvloop
from starlette.types import ASGIApp

from bot.errors import TalkbellError
from bot.web.connections import Connection

_CONNECTIONS = 1000
_KEEP_ALIVE = 15  # seconds
_GRACE = 2  # seconds for answers under way when the service ends
_BACKLOG = 512
_LAST_PORT = 65535


def serve(
    app: ASGIApp,
    host: str,
    port: int,
    *,
    trusted_proxies: Sequence[str] = (),
    started: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve until a SIGINT or SIGTERM, then end within three seconds.

    `started` is called with the address once it answers; port 0 takes any free one. Raises
    TalkbellError where the address cannot be had.
    """
    with listen(host, port) as listener:
        server = build_server(
            app, trusted_proxies=trusted_proxies, started=lambda: started(address_of(listener))
        )
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(server.serve(sockets=[listener]))


def build_server(
    app: ASGIApp, *, trusted_proxies: Sequence[str] = (), started: Callable[[], None]
) -> uvicorn.Server:
    """Return a server for a loop of one's own: `await server.serve(sockets=[listener])`.

    It ends on signals, if it runs in the main thread, and when `should_exit` is set.
    """
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        lifespan="on",
        log_config=None,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        limit_concurrency=_CONNECTIONS,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        backlog=_BACKLOG,
    )
    return _Server(config, started)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens. Raises TalkbellError with what to do."""
    try:
        if not 0 <= port <= _LAST_PORT:  # getaddrinfo would take what remains of it by 65,536
            raise OverflowError(f"ports end at {_LAST_PORT}")  # noqa: TRY301
        family, kind, proto, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, proto)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        raise TalkbellError(_reason(host, port, error)) from None
    listener.setblocking(False)  # noqa: FBT003
    return listener


def address_of(listener: socket.socket) -> str:
    """Return where a listening socket is found from this machine: `http://127.0.0.1:8000`."""
    host, port = listener.getsockname()[:2]
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - told, not bound
    return f"http://[{local}]:{port}" if ":" in local else f"http://{local}:{port}"


def _reason(host: str, port: int, error: Exception) -> str:
    number = getattr(error, "errno", None)
    if number == errno.EADDRINUSE:
        return f"port {port} of {host} is taken: end what listens there, or give another --port"
    if number == errno.EACCES:
        return f"port {port} is for administrators: give a --port of 1024 or more"
    reason = getattr(error, "strerror", None) or error
    return f"{host}, port {port}, cannot be listened at: {reason}; give another --host or --port"


class _Server(uvicorn.Server):
    """Ends on a signal, without passing it on to whoever waits for the server."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._started()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        ends = (signal.SIGINT, signal.SIGTERM)
        with suppress(ValueError, RuntimeError, NotImplementedError):  # in a thread, as in tests
            for one in ends:
                loop.add_signal_handler(one, self.handle_exit, one, None)
        try:
            yield
        finally:
            with suppress(ValueError, RuntimeError, NotImplementedError):
                for one in ends:
                    loop.remove_signal_handler(one)
