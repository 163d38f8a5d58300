"""Times as iCalendar writes them, before anything is known of their zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.errors import RefusalError
from bot.language import saying
from bot.sources.ics.contentlines import Property

_TIME = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d{1,6})?(Z|[+-]\d\d:?\d\d)?)?"
)
_DURATION = re.compile(
    r"([+-])?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,5})M)?"
    r"(?:(\d{1,6})S)?)?"
)
_FIRST_YEAR, _LAST_YEAR = 1901, 2099


@dataclass(frozen=True, slots=True)
class When:
    """A date, or a wall time with what is said of its zone.

    `at` is None for a whole day. `offset` is what a `Z` or a bare offset says; `tzid` the name of a
    zone. With neither, the time is floating.
    """

    day: date
    at: time | None = None
    offset: timedelta | None = None
    tzid: str = ""

    @property
    def wall(self) -> datetime:
        """The naive wall time; midnight for a whole day."""
        return datetime.combine(self.day, self.at or time())

    @property
    def is_floating(self) -> bool:
        """Whether an hour is said, but nothing of its zone."""
        return self.at is not None and self.offset is None and not self.tzid


def read_when(prop: Property) -> When:
    """Return the time of a property such as DTSTART; raises RefusalError."""
    return _when(prop.value, prop.params.get("TZID", ""))


def read_whens(prop: Property) -> Iterator[When]:
    """Yield the times of a list such as EXDATE; of a period, its start. Raises RefusalError."""
    tzid = prop.params.get("TZID", "")
    return (_when(piece.partition("/")[0], tzid) for piece in prop.value.split(",") if piece)


def _when(value: str, tzid: str) -> When:
    found = _TIME.fullmatch(value.strip().upper())
    if found:
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
        try:
            on = date(year, month, day)
            at = time(hour, minute, min(second, 59)) if found[4] else None
        except ValueError:
            on = date.min
        if _FIRST_YEAR <= on.year <= _LAST_YEAR:
            offset = _offset(found[7])
            return When(on, at, offset, "" if at is None or offset is not None else tzid)
    raise RefusalError(
        saying("this is no date or time, or one of another century"),
        read=value,
        code="unreadable-time",
    )


def _offset(text: str | None) -> timedelta | None:
    if not text:
        return None
    return timedelta(0) if text == "Z" else read_offset(text)


def read_offset(text: str) -> timedelta:
    """Return an offset from UTC such as `+0200` or `-03:30`; raises RefusalError."""
    found = re.fullmatch(r"([+-])(\d\d):?(\d\d)(?::?\d\d)?", text.strip())
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) if found else timedelta(days=2)
    if found and offset <= timedelta(hours=14):
        return -offset if found[1] == "-" else offset
    raise RefusalError(saying("this is no offset from UTC"), read=text, code="unknown-zone")


def read_length(text: str) -> timedelta | None:
    """Return a DURATION, None for one that is not positive or makes no sense."""
    found = _DURATION.fullmatch(text.strip().upper())
    if not found or found[1] == "-":
        return None
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return length or None
