"""What a reader gives: entries, the same for every library."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time


def _nothing() -> str:
    return ""


@dataclass(frozen=True, order=True)
class Entry:
    """One event. Texts are unescaped, and empty where the event has none.

    Times are aware UTC instants; a date without a time is its midnight in UTC, the end of an
    all-day event that of the day after.
    """

    start_utc: datetime
    end_utc: datetime
    uid: str
    summary: str
    location: str
    description: str
    status: str


@dataclass(frozen=True)
class Reader:
    """A library that reads iCalendar: `read` takes a file's bytes and gives its entries in order.

    `missing` says why the library cannot be run here; empty if it can.
    """

    name: str
    read: Callable[[bytes], list[Entry]]
    missing: Callable[[], str] = _nothing


def instant(value: date) -> datetime:
    """Return a library's date or aware time as an instant; raises ValueError for a naive time."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    if value.tzinfo is None:
        message = f"{value} has no zone"
        raise ValueError(message)
    return value.astimezone(UTC)


def from_records(records: Iterable[dict[str, object]]) -> list[Entry]:
    """Return entries from a child process's records, whose times are seconds since 1970."""
    return sorted(
        Entry(
            start_utc=datetime.fromtimestamp(float(str(record["start"])), UTC),
            end_utc=datetime.fromtimestamp(float(str(record["end"])), UTC),
            **{
                name: str(record[name])
                for name in ("uid", "summary", "location", "description", "status")
            },
        )
        for record in records
    )
