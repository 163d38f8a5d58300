"""Fetching a page from an address that a stranger may have chosen.

Only http and https; no private, loopback or otherwise internal address unless allowed; bounded in
size, time and redirects. The address is checked where the connection is made, on the very IP that
is connected to, so that neither a redirect nor a name that resolves anew leads inside
(server-side request forgery, DNS rebinding: https://owasp.org/www-community/attacks).
"""

import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpcore
import httpx

from bot.errors import TalkbellError
from bot.sources.resolving import Address, Resolve, addresses_of, ask_system, is_public

MOST_BYTES = 5 * 1024 * 1024
_LONGEST = 30.0  # seconds for everything: names, redirects, the slowest server
_STEP = 10.0  # seconds for any one read or write
_MOST_REDIRECTS = 5
_MOST_ADDRESSES = 4  # of one name that are tried
_HEADERS = {"User-Agent": "Talkbell", "Accept": "*/*", "Accept-Encoding": "gzip"}


class FetchError(TalkbellError):
    """An address could not be fetched; the text says why."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, where it was found in the end, and its media type."""

    data: bytes
    url: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a fetch may cost. `allow_private` lets it reach this machine and its network."""

    allow_private: bool = False
    most_bytes: int = MOST_BYTES
    longest: float = _LONGEST
    most_redirects: int = _MOST_REDIRECTS


_LIMITS = Limits()


def is_address(source: str) -> bool:
    """Tell whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, limits: Limits = _LIMITS, resolve: Resolve = ask_system) -> Fetched:
    """Return what an address gives; raises FetchError, with a sentence for people, if nothing.

    `resolve` finds the IP addresses of a name.
    """
    deadline = time.monotonic() + limits.longest
    backend = _Backend(deadline, resolve, allow_private=limits.allow_private)
    with httpx.Client(
        transport=_Transport(backend),
        headers=_HEADERS,
        timeout=_STEP,
        trust_env=False,  # a proxy would connect where it likes
    ) as client:
        try:
            return _follow(client, url, limits, deadline)
        except FetchError as error:
            message = f"{url}: {error}"
        except (httpx.InvalidURL, UnicodeError):
            message = f"{url}: this is not a web address"
        except (httpx.TimeoutException, httpcore.TimeoutException):
            message = f"{url}: the server takes too long"
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError) as error:
            message = f"{url}: this cannot be fetched: {_reason(error)}"
    raise FetchError(message)


def _reason(error: Exception) -> str:
    """Return what went wrong in a few words, without Python's own."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not valid ({cause.verify_message})"
        if isinstance(cause, OSError) and cause.strerror:
            return cause.strerror
        cause = cause.__cause__ or cause.__context__
    return str(error) or type(error).__name__


def _follow(client: httpx.Client, url: str, limits: Limits, deadline: float) -> Fetched:
    at = httpx.URL(url)
    for _ in range(limits.most_redirects + 1):
        if at.scheme not in {"http", "https"} or not at.host:
            raise FetchError(f"only http and https addresses are fetched, not {at.scheme or at}")
        with client.stream("GET", at) as response:
            if response.next_request is None:
                return _received(response, limits, deadline)
            at = response.next_request.url
    raise FetchError(f"more than {limits.most_redirects} redirects")


def _received(response: httpx.Response, limits: Limits, deadline: float) -> Fetched:
    if not response.is_success:
        raise FetchError(f"the server answers {response.status_code} {response.reason_phrase}")
    data = bytearray()
    for piece in _decoded(response, limits.most_bytes):
        data += piece
        if len(data) > limits.most_bytes:
            raise FetchError(f"there is more than {limits.most_bytes / 1024 / 1024:g} MB")
        if time.monotonic() > deadline:
            raise FetchError("the server takes too long")
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(bytes(data), str(response.url), media_type)


def _decoded(response: httpx.Response, most: int) -> Iterator[bytes]:
    """Yield the content, unpacked by at most `most` bytes at once: gzip can swell 1000-fold."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding in {"", "identity"}:
        yield from response.iter_raw()
        return
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError(f"the server packs with {encoding}, which was not asked for")
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        for piece in response.iter_raw():
            yield unpacking.decompress(piece, most + 1)
    except zlib.error:
        raise FetchError("what the server packed cannot be unpacked") from None
    if not unpacking.eof:
        raise FetchError("what the server packed ends too early")


class _Backend(httpcore.NetworkBackend):
    """Connects to checked addresses only, and gives up at the deadline."""

    def __init__(self, deadline: float, resolve: Resolve, *, allow_private: bool) -> None:
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


class _Transport(httpx.BaseTransport):
    """httpx's requests over httpcore's pool: httpx itself takes no network backend.

    See https://github.com/encode/httpx/discussions/3180.
    """

    def __init__(self, backend: httpcore.NetworkBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=backend,
            max_connections=1,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
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
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()
