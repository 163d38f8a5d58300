"""Requests of a page: what is sent for it, and what is taken of the answer."""

import ssl
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from bot.sources.connecting import SafeBackend, Transport
from bot.sources.fetched import Fetched, FetchError, Known, Limits
from bot.sources.redirecting import check_way
from bot.sources.resolving import Resolve

_STEP = 10.0  # seconds for any one read or write
_LONGEST_MARK = 300  # characters of a mark that tells versions apart
_LONGEST_REST = timedelta(days=7)  # for which a server may want to be left alone
_NOT_MODIFIED = 304
_HEADERS = {"User-Agent": "Talkbell", "Accept": "*/*", "Accept-Encoding": "gzip"}


def request(url: str, limits: Limits, resolve: Resolve, known: Known) -> Fetched:
    """Return what an address gives, as `fetching.fetch` promises. Raises FetchError."""
    deadline, rest = time.monotonic() + limits.longest, None
    backend = SafeBackend(deadline, resolve, allow_private=limits.allow_private)
    with httpx.Client(
        transport=Transport(backend),
        headers=_HEADERS | _conditions(known),
        timeout=_STEP,
        trust_env=False,  # a proxy would connect where it likes
    ) as client:
        try:
            return _follow(client, url, limits, deadline)
        except FetchError as error:
            message, rest = f"{url}: {error}", error.retry_after
        except (httpx.InvalidURL, UnicodeError):
            message = f"{url}: this is not a web address"
        except (httpx.TimeoutException, httpcore.TimeoutException):
            message = f"{url}: the server takes too long"
        except (httpx.HTTPError, httpcore.NetworkError, httpcore.ProtocolError) as error:
            message = f"{url}: this cannot be fetched: {_reason(error)}"
    raise FetchError(message, retry_after=rest)


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
    at = begun = httpx.URL(url)
    for _ in range(limits.most_redirects + 1):
        check_way(begun, at, same_site=limits.same_site)
        with client.stream("GET", at) as response:
            if response.next_request is None:
                return _received(response, limits, deadline)
            at = response.next_request.url
    raise FetchError(f"more than {limits.most_redirects} redirects")


def _received(response: httpx.Response, limits: Limits, deadline: float) -> Fetched:
    version = Known(_mark(response, "etag"), _mark(response, "last-modified"))
    if response.status_code == _NOT_MODIFIED:
        return Fetched(b"", str(response.url), "", version, is_known=True)
    if not response.is_success:
        message = f"the server answers {response.status_code} {response.reason_phrase}"
        raise FetchError(message, retry_after=_rest(response))
    data = bytearray()
    for piece in _decoded(response, limits.most_bytes):
        data += piece
        if len(data) > limits.most_bytes:
            raise FetchError(f"there is more than {limits.most_bytes / 1024 / 1024:g} MB")
        if time.monotonic() > deadline:
            raise FetchError("the server takes too long")
    media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Fetched(bytes(data), str(response.url), media_type, version)


def _conditions(known: Known) -> dict[str, str]:
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: mark for name, mark in asked.items() if mark}


def _mark(response: httpx.Response, name: str) -> str:
    """Return what tells a version, nothing where no sensible server would write that."""
    mark: str = response.headers.get(name, "").strip()
    return mark if mark.isascii() and mark.isprintable() and len(mark) <= _LONGEST_MARK else ""


def _rest(response: httpx.Response) -> timedelta | None:
    """Return what Retry-After asks for, in seconds or by a date (RFC 9110, section 10.2.3)."""
    text = response.headers.get("retry-after", "").strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), _LONGEST_REST)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - datetime.now(UTC), timedelta(0)), _LONGEST_REST)


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
