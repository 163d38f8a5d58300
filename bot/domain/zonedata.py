"""Zone data, always from the pinned `tzdata` package and never from the machine.

Python's zoneinfo prefers the system's zone files, which differ from machine to machine; a wrong
hour would follow. Here every zone is read from the package, so the same version of Talkbell gives
the same hours everywhere.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from importlib.metadata import version
from importlib.resources import files
from io import BytesIO
from zoneinfo import ZoneInfo

_STEP = timedelta(days=6)
_FIXED = re.compile(r"UTC([+-])(\d{2}):(\d{2})")


@cache
def zone_names() -> dict[str, str]:
    """Return every IANA zone name (links included) by its lower-case spelling."""
    text = files("tzdata").joinpath("zones").read_text("ascii")
    return {name.lower(): name for name in text.split()}


def zone_data_version() -> str:
    """Return the version of the zone data: `2026.1` for IANA's 2026a."""
    return version("tzdata")


@lru_cache(maxsize=1024)
def load_zone(key: str) -> tzinfo:
    """Return the zone named `key`: an IANA name, or a fixed offset such as `UTC+05:30`.

    Raises LookupError for any other text.
    """
    if fixed := _FIXED.fullmatch(key):
        hours, minutes = int(fixed[2]), int(fixed[3])
        offset = timedelta(hours=hours, minutes=minutes)
        return timezone(-offset if fixed[1] == "-" else offset, key)
    if zone_names().get(key.lower()) != key:
        message = f"no zone is named {key!r}"
        raise LookupError(message)
    return ZoneInfo.from_file(BytesIO(zone_file(key)), key)


@cache
def zone_file(key: str) -> bytes:
    """Return the TZif file (RFC 9636) of the IANA zone `key`."""
    return files("tzdata").joinpath("zoneinfo", *key.split("/")).read_bytes()


@lru_cache(maxsize=1024)
def posix_footer(key: str) -> str:
    """Return the POSIX rule that governs the IANA zone `key` after its last listed transition.

    Such as `CET-1CEST,M3.5.0,M10.5.0/3`: the last line of its TZif file (RFC 9636, section 3.3).
    """
    return zone_file(key).rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def offset_of(at: datetime, key: str) -> timedelta:
    """Return the offset from UTC of zone `key` at the aware instant `at`."""
    offset = at.astimezone(load_zone(key)).utcoffset()
    return offset if offset is not None else timedelta(0)


def transitions(key: str, first_year: int, last_year: int) -> Iterator[datetime]:
    """Yield the instants (aware, UTC) at which zone `key` changes its offset or abbreviation.

    From the start of `first_year` to the end of `last_year`, in order. Changes less than six
    days apart may pass unseen; from 1900 to 2100 no zone has any less than 6.9 days apart.
    """
    zone = load_zone(key)

    def state(at: datetime) -> tuple[timedelta | None, str | None]:
        local = at.astimezone(zone)
        return local.utcoffset(), local.tzname()

    low = datetime(first_year, 1, 1, tzinfo=UTC)
    end = datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while low < end:
        high = min(low + _STEP, end)
        if state(low) != state(high):
            yield _bisect(low, high, state)
        low = high


def _bisect(low: datetime, high: datetime, state: Callable[[datetime], object]) -> datetime:
    before = state(low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if state(middle) == before:
            low = middle
        else:
            high = middle
    return high
