"""What a fetch may cost, what is known before it, and what it gives or why it does not."""

from dataclasses import dataclass
from datetime import timedelta

from bot.errors import TalkbellError

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
