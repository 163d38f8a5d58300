"""Moments: what the wall clock shows in a zone, and the one instant that this is.

A seminar means "16:30 in Lausanne", whatever the offset turns out to be; so the wall time and the
zone are what is kept, and the instant follows from them and from the zone data.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.domain.zonedata import load_zone
from bot.errors import RefusalError
from bot.language import saying

_ZONED = re.compile(r"([\dT:+-]{1,40})\[([\w/+:-]{1,60})\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A minute on the wall clock of an IANA zone.

    `wall` is naive; `fold` is 1 for the second of two equal readings when clocks go back (PEP 495).
    `at` is the aware UTC instant. A wall time that the zone skips cannot be made into a moment:
    the constructor raises ValueError, as it does for an aware `wall`.
    """

    wall: datetime
    zone: str
    fold: int = 0
    at: datetime = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Compute the instant, refusing wall times that do not exist."""
        if self.wall.tzinfo is not None or self.wall.fold:
            message = "a moment's wall time is naive, and its fold is said apart"
            raise ValueError(message)
        readings = clock_readings(self.wall, self.zone)
        if not 0 <= self.fold < len(readings):
            message = f"{self.wall} (fold {self.fold}) does not exist in {self.zone}"
            raise ValueError(message)
        object.__setattr__(self, "at", readings[self.fold].at)

    @classmethod
    def of(cls, at: datetime, zone: str) -> "Moment":
        """Return the moment that the aware instant `at` is in `zone`; ValueError if it is naive."""
        if at.tzinfo is None:
            message = "an instant is aware"
            raise ValueError(message)
        local = at.astimezone(load_zone(zone))
        return cls(local.replace(tzinfo=None, fold=0), zone, local.fold)

    @classmethod
    def of_text(cls, text: str) -> "Moment":
        """Return the moment of a `zoned_text`; raises ValueError for any other text."""
        found = _ZONED.fullmatch(text)
        if not found:
            message = f"{text!r} is no time with offset and zone"
            raise ValueError(message)
        try:
            return cls.of(datetime.fromisoformat(found[1]), found[2])
        except (LookupError, OverflowError) as error:
            message = f"{text!r} is in no zone, or beyond the calendar"
            raise ValueError(message) from error

    @property
    def zoned_text(self) -> str:
        """The time with offset and zone: `2026-10-25T02:30:00+01:00[Europe/Zurich]` (RFC 9557)."""
        return f"{self.local.isoformat()}[{self.zone}]"

    @property
    def local(self) -> datetime:
        """The aware local time."""
        return self.wall.replace(tzinfo=load_zone(self.zone), fold=self.fold)

    @property
    def offset(self) -> timedelta:
        """The offset from UTC at this moment."""
        return self.local.utcoffset() or timedelta(0)

    @property
    def abbreviation(self) -> str:
        """What the zone calls itself at this moment: `CEST`, or `UTC-3` where it has no name."""
        return abbreviation(self.local)

    @property
    def is_repeated(self) -> bool:
        """Whether clocks in the zone show this time twice that day."""
        other = self.local.replace(fold=1 - self.fold).utcoffset()
        return other != self.local.utcoffset()

    @property
    def date(self) -> date:
        """The date on the wall."""
        return self.wall.date()

    def in_zone(self, zone: str) -> "Moment":
        """Return the same instant on the wall clock of another zone."""
        return Moment.of(self.at, zone)

    def plus(self, length: timedelta) -> "Moment":
        """Return the moment `length` of real time later, in the same zone."""
        return Moment.of(self.at + length, self.zone)


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One instant at which a wall clock shows a given time."""

    at: datetime
    offset: timedelta
    name: str


@lru_cache(maxsize=4096)
def clock_readings(wall: datetime, zone: str) -> tuple[ClockReading, ...]:
    """Return the instants at which clocks in `zone` show the naive time `wall`.

    One as a rule; none where a clock change skips the time, two where it repeats it.
    """
    tz = load_zone(zone)
    found: list[ClockReading] = []
    for fold in (0, 1):
        local = wall.replace(tzinfo=tz, fold=fold)
        at = local.astimezone(UTC)
        exists = at.astimezone(tz).replace(tzinfo=None, fold=0) == wall.replace(fold=0)
        if exists and all(at != reading.at for reading in found):
            offset = local.utcoffset() or timedelta(0)
            found.append(ClockReading(at, offset, abbreviation(local)))
    return tuple(found)


def settle_wall(wall: datetime, zone: str) -> Moment:
    """Return the moment at which clocks in `zone` show the naive time `wall`.

    Raises RefusalError for a time that a clock change skips or repeats, with what to write instead.
    """
    readings = clock_readings(wall, zone)
    if len(readings) == 1:
        return Moment(wall, zone)
    read = f"{wall:%Y-%m-%d %H:%M}"
    if readings:
        raise RefusalError(
            saying("clocks in {zone} show this time twice that day", zone=zone),
            read=read,
            choices=[f"{wall:%H:%M} {name}" for name in _names(readings)],
            code="repeated-time",
        )
    earlier, later = around_gap(wall, zone)
    raise RefusalError(
        saying("clocks in {zone} skip this time that day", zone=zone),
        read=read,
        choices=[corrected(moment, wall) for moment in (later, earlier)],
        code="skipped-time",
    )


def _names(readings: Sequence[ClockReading]) -> list[str]:
    """Return what tells readings apart: their names, or offsets (Moscow went from MSK to MSK)."""
    names = [reading.name for reading in readings]
    alike = len(set(names)) < len(names)
    return [offset_name(reading.offset) for reading in readings] if alike else names


def corrected(moment: Moment, wall: datetime) -> str:
    """Return what to write instead of `wall`: an hour with its zone, and its date if it is not."""
    time = f"{moment.wall:%H:%M} {moment.abbreviation}"
    on = moment.date
    return time if on == wall.date() else saying("{time} on {date}", time=time, date=f"{on}")


def around_gap(wall: datetime, zone: str) -> tuple[Moment, Moment]:
    """Return how a skipped `wall` reads by the clock after the change, and by the one before.

    The earlier moment counts with the offset after the change, the later with the one before it.
    """
    tz = load_zone(zone)
    before, after = (wall.replace(tzinfo=tz, fold=fold).utcoffset() for fold in (0, 1))
    assert before is not None  # noqa: S101 - a zone always has an offset
    assert after is not None  # noqa: S101
    aware = wall.replace(tzinfo=UTC)
    return Moment.of(aware - after, zone), Moment.of(aware - before, zone)


def abbreviation(local: datetime) -> str:
    """Return the zone's abbreviation at an aware local time, `UTC+4` where it is a number."""
    name = local.tzname() or ""
    if name[:1] not in "+-" or not name:
        return name
    return offset_name(local.utcoffset() or timedelta(0))


def offset_name(offset: timedelta) -> str:
    """Return an offset from UTC as text: `UTC`, `UTC+2`, `UTC-3:30`."""
    minutes = int(offset.total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
