"""Two times in words, with no more than it takes to tell them apart: "12 July 16:30 → 17:30"."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from bot.domain.dates import day_and_month
from bot.domain.facets import Times
from bot.domain.moments import Moment


def _abbreviation(moment: Moment) -> str:
    return f" {moment.abbreviation}"


def _zone_name(moment: Moment) -> str:
    return f" {moment.zone}"


def _no_zone(_: Moment) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a time is to be written."""

    has_day: bool = True
    has_year: bool = False
    has_end: bool = False
    zone: Callable[[Moment], str] = _no_zone


def describe_start(times: Times) -> str:
    """Return when something begins, as far as it is known: `12 July 16:30`, or `no date`."""
    return _written(times, _Form())


def describe_move(before: Times, after: Times) -> str:
    """Return both times: `12 July 16:30 → 19 July 16:30`.

    The day once if it is the same; years, zones and ends only where they differ.
    """
    days = _day(before), _day(after)
    has_year = days[0] is not None and days[1] is not None and days[0].year != days[1].year
    is_one_day = days[0] == days[1] and bool(_hour(before) and _hour(after))
    for form in _forms(before, after, has_year=has_year):
        was, now = _written(before, form), _written(after, form)
        if was != now:
            return f"{was} → {_written(after, replace(form, has_day=not is_one_day))}"
    return f"{describe_start(after)} (times of talks)"


def _forms(before: Times, after: Times, *, has_year: bool) -> Iterator[_Form]:
    """Yield ways to write two times, from the shortest that may tell them apart."""
    zones = [_no_zone, _abbreviation, _zone_name]
    if before.start and after.start and before.start.zone != after.start.zone:
        zones = zones[1:]
    for has_end in (False, True):
        for zone in zones:
            yield _Form(has_year=has_year, has_end=has_end, zone=zone)


def _written(times: Times, form: _Form) -> str:
    day, hour = _day(times), _hour(times)
    parts = [_date(day, form)] if day and form.has_day else []
    if hour:
        end = f"–{_end(times)}" if form.has_end and _end(times) else ""
        zone = form.zone(times.start) if times.start else ""
        parts.append(f"{hour}{end}{zone}")
    return " ".join(parts) or "no date"


def _date(day: date, form: _Form) -> str:
    return f"{day_and_month(day)} {day.year}" if form.has_year else day_and_month(day)


def _day(times: Times) -> date | None:
    return times.start.date if times.start else times.day


def _hour(times: Times) -> str:
    if times.start:
        return _clock(times.start.wall)
    return _clock(times.clock.start) if times.clock else ""


def _end(times: Times) -> str:
    """Return the end on the clock of the start, with its day if that is another."""
    if times.start and times.end:
        end = times.end.in_zone(times.start.zone)
        day = f"{day_and_month(end.date)} " if end.date != times.start.date else ""
        return f"{day}{_clock(end.wall)}"
    return _clock(times.clock.end) if times.clock and times.clock.end else ""


def _clock(at: datetime | time) -> str:
    return f"{at:%H:%M:%S}" if at.second else f"{at:%H:%M}"
