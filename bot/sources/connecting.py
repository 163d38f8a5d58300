"""Connections that lead nowhere inside: checked where they are made, and ended in time.

The address is checked on the very IP that is connected to, so that neither a redirect nor a name
that resolves anew leads inside (https://owasp.org/www-community/attacks).
"""

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import httpcore
import httpx

from bot.sources.fetched import FetchError
from bot.sources.resolving import Address, Resolve, addresses_of, is_public

_MOST_ADDRESSES = 4  # of one name that are tried


class SafeBackend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and gives up at the deadline."""

    def __init__(self, deadline: float, resolve: Resolve, *, allow_private: bool) -> None:
        """Take the monotonic instant to give up at, and what finds the addresses of a name."""
        self._deadline = deadline
        self._resolve = resolve
        self._allow_private = allow_private
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of a host's addresses that answers, if none of them is inside."""
        failure: Exception = FetchError(f"no server is called {host}")
        for address in self._addresses(host, timeout)[:_MOST_ADDRESSES]:
            left = _left(self._deadline, timeout)
            try:
                stream = self._network.connect_tcp(
                    str(address), port, left, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            return _Stream(stream, self._deadline)
        raise failure

    def _addresses(self, host: str, timeout: float | None) -> list[Address]:
        """Return where a name leads; raises FetchError if any of it is not for us to visit."""
        try:
            addresses = addresses_of(host, _left(self._deadline, timeout), self._resolve)
        except TimeoutError:
            raise FetchError(f"finding out where {host} is takes too long") from None
        except (OSError, UnicodeError):
            raise FetchError(f"no server is called {host}") from None
        inside = [one for one in addresses if not is_public(one)]
        if inside and not self._allow_private:
            raise FetchError(
                f"{host} is {inside[0]}, an address inside a private network or this machine;"
                " such are not fetched (TALKBELL_FETCH_PRIVATE=yes allows it)"
            )
        return addresses


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)


def _left(deadline: float, timeout: float | None) -> float:
    """Return how long to wait at most; raises FetchError when there is no time left."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("the server takes too long")
    return left if timeout is None else min(left, timeout)


class Transport(httpx.BaseTransport):
    """httpx's requests over httpcore's pool: httpx itself takes no network backend.

    See https://github.com/encode/httpx/discussions/3180.
    """

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        """Connect by a backend."""
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend,
            max_connections=1,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Return the answer to a request, its content yet to be read."""
        assert isinstance(request.stream, httpx.SyncByteStream)  # noqa: S101 - a sync client's
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        extensions: Mapping[str, Any] = response.extensions
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=dict(extensions),
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
