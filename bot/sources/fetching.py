"""Fetching a page from an address that a stranger may have chosen.

Only http and https; no private, loopback or otherwise internal address unless allowed
(`connecting`); bounded in size, time and redirects. What is known already is asked for as such
(conditional requests: RFC 9110, section 13).
"""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import TalkbellError
from bot.sources.resolving import Resolve, ask_system

MOST_BYTES = 5 * 1024 * 1024
_LONGEST = 30.0  # seconds for everything: names, redirects, the slowest server
_MOST_REDIRECTS = 5


class FetchError(TalkbellError):
    """An address could not be fetched; the text says why.

    `retry_after` is how long the server wants to be left alone, None if it does not say.
    """

    def __init__(self, message: str, *, retry_after: timedelta | None = None) -> None:
        """Say why."""
        super().__init__(message)
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Known:
    """What a server told of the version that is known: its ETag, and its date as it wrote it."""

    etag: str = ""
    last_modified: str = ""


_NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the bytes, where it was found in the end, and its media type.

    `version` is what the server tells of it. `is_known` means that it is the version that was known
    already; then there are no bytes.
    """

    data: bytes
    url: str
    media_type: str
    version: Known = _NOTHING_KNOWN
    is_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much a fetch may cost. `allow_private` lets it reach this machine and its network.

    With `same_site`, redirects may lead to the same host only, with or without `www.`.
    """

    allow_private: bool = False
    same_site: bool = False
    most_bytes: int = MOST_BYTES
    longest: float = _LONGEST
    most_redirects: int = _MOST_REDIRECTS


_LIMITS = Limits()


def is_address(source: str) -> bool:
    """Tell whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def fetch(
    url: str,
    limits: Limits = _LIMITS,
    resolve: Resolve = ask_system,
    known: Known = _NOTHING_KNOWN,
) -> Fetched:
    """Return what an address gives; raises FetchError, with a sentence for people, if nothing.

    `resolve` finds the IP addresses of a name. Only what is not `known` already is sent.
    """
    from bot.sources.requesting import request  # noqa: PLC0415 - slow to load

    return request(url, limits, resolve, known)
