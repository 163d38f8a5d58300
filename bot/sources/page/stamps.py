"""Machines' readings of a time: what `<time datetime>` and schema.org's `startDate` say."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.sources.page.clocks import Hours
from bot.sources.page.dates import Written

_LONGEST = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A day, with minutes since midnight and an offset from UTC where these are given.

    `is_sure` tells of data that a site keeps for the event itself; a `<time>` may be left over from
    another day, and what is to be seen beside it is believed.
    """

    text: str
    on: date
    begins: int | None = None
    until: int | None = None
    offset: timedelta | None = None
    line: int = 0
    is_sure: bool = False

    @property
    def wall(self) -> datetime:
        """What the clock shows, at midnight where only the day is given."""
        return datetime.combine(self.on, time()) + timedelta(minutes=self.begins or 0)

    @property
    def at(self) -> datetime | None:
        """The instant in UTC, without a zone of its own; None where the offset is not given."""
        return None if self.offset is None else self.wall - self.offset

    @property
    def word(self) -> str:
        """The offset as a zone word, empty without one."""
        if self.offset is None:
            return ""
        minutes = int(self.offset.total_seconds()) // 60
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}" if minutes else "UTC"

    @property
    def written(self) -> Written:
        """The day, as if it were written out."""
        text = f"{self.on}"
        order = (self.on.month, self.on.day)
        return Written(text=text, start=0, end=len(text), orders=(order,), year=self.on.year)

    @property
    def hours(self) -> Hours | None:
        """The hours, as if they were written out."""
        if self.begins is None:
            return None
        return Hours(
            text=self.text,
            start=0,
            end=len(self.text),
            begins=self.begins,
            until=self.until,
            padded=True,
        )


def read_stamp(start: str, end: str = "", *, line: int = 0, is_sure: bool = False) -> Stamp | None:
    """Return what ISO texts say, None if the first is none. An end on another day is left out."""
    begins = _iso(start)
    if begins is None:
        return None
    stamp = Stamp(text=start.strip(), on=begins.date(), line=line, is_sure=is_sure)
    if len(start.strip()) <= len("2021-06-28"):
        return stamp
    until = _iso(end) if len(end.strip()) > len("2021-06-28") else None
    same_day = until is not None and until.date() == begins.date() and until > begins
    return replace(
        stamp,
        begins=begins.hour * 60 + begins.minute,
        until=until.hour * 60 + until.minute if until is not None and same_day else None,
        offset=_offset(start),
    )


def _iso(text: str) -> datetime | None:
    text = text.strip()
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None) if len(text) < _LONGEST else None
    except ValueError:
        return None


def _offset(text: str) -> timedelta | None:
    return datetime.fromisoformat(text.strip()).utcoffset()
