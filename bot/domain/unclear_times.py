"""What the new time of a session may mean, where it can be read in several ways: all of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.dates import NO_YEAR, full_date, read_weekday, take_weekday
from bot.domain.moments import Moment, around_gap, clock_readings, settle_wall
from bot.domain.phrases import Phrase, read_date, read_phrase
from bot.domain.wording import describe_date
from bot.domain.zones import settle_moment, settle_zone
from bot.errors import RefusalError
from bot.language import ENGLISH, later, saying, speaking

Span = tuple[Moment, Moment | None]
"""A start, and the end if one is said."""

_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)
_OF_CLOCKS = {"repeated-time", "skipped-time"}
_WHOLE_DATE = re.compile(r"\b\d{1,4}([-/.])\d{1,2}\1\d{1,4}\b")
_YEAR = re.compile(r"\b\d{4}\b")
_BESIDE_WEEKDAYS = re.compile(r"\b(?:next|this|coming|on|the|(?-i:[Aa]t))\b", re.IGNORECASE)


class UnclearTimeError(RefusalError):
    """A time can be read in several ways: `times` are what it may mean, whole and settled."""

    def __init__(self, refusal: RefusalError, times: Iterable[Span]) -> None:
        """Say no as `refusal` does, to which these times are the choices."""
        self.times = tuple(times)
        choices = tuple(later(_written, *one) for one in self.times)
        super().__init__(refusal.message, read=refusal.read, choices=choices, code=refusal.code)


@dataclass(frozen=True, slots=True)
class Hours:
    """What is said of the hours, or else the hour until now: None where there is neither."""

    phrase: Phrase
    until_now: Moment | None
    zone: str

    def on(self, day: date) -> Span:
        """Return these hours of a day. Raises RefusalError where clocks skip or repeat them."""
        begins = self.phrase.start
        if begins is None:
            if self.until_now is None:
                raise _hour_missing(self.phrase.text)
            begins = self.until_now.in_zone(self.zone).wall.time()
        wall, ends = datetime.combine(day, begins), self.phrase.end
        try:
            start = self._settled(wall)
        except RefusalError as refusal:
            if refusal.code not in _OF_CLOCKS or ends or self.phrase.zone:
                raise
            raise _on_the_clock(refusal, wall, self.zone) from None
        if ends is None:
            return start, None
        return start, self._settled(datetime.combine(day if ends > begins else day + _DAY, ends))

    def _settled(self, wall: datetime) -> Moment:
        """Return a wall time of the series' zone, or of a zone word, on the series' clock."""
        if not self.phrase.zone:
            return settle_wall(wall, self.zone)
        word = settle_zone(self.phrase.zone, beside=self.zone)
        return settle_moment(wall, word).in_zone(self.zone)


def weekday_in(text: str) -> int | None:
    """Return the first weekday that a text names, Monday being 0; None if it names none."""
    for word in text.split():
        try:
            return read_weekday(word)
        except RefusalError:
            continue
    return None


def hours_in(text: str) -> Phrase:
    """Return what a text says beside its day; nothing if it is that alone.

    Raises RefusalError for what is neither.
    """
    rest = _YEAR.sub(" ", NO_YEAR.sub(" ", _WHOLE_DATE.sub(" ", text)))
    rest = _BESIDE_WEEKDAYS.sub(" ", take_weekday(rest, None)).strip(" ,.")
    return read_phrase(rest) if rest else Phrase(text)


def days_of(weekday: int, today: date, until_now: date | None) -> list[date]:
    """Return the days that a weekday alone may mean: the next two, and those beside the old day."""
    coming = today + (weekday - today.weekday()) % 7 * _DAY
    days = {coming, coming + _WEEK}
    if until_now:
        beside = until_now + (weekday - until_now.weekday()) % 7 * _DAY
        days |= {beside - _WEEK, beside, *([beside + _WEEK] if beside == until_now else [])}
    return sorted(one for one in days if one >= today)


def which_day(text: str, weekday: int, today: date, until_now: date | None) -> RefusalError:
    """Return the refusal of a weekday without a date."""
    days = [full_date(one) for one in days_of(weekday, today, until_now)]
    message = saying("which day is meant?")
    return RefusalError(message, read=text, choices=days, code="ambiguous-date")


def unclear(
    refusal: RefusalError, text: str, until_now: Moment | None, zone: str, now: datetime
) -> RefusalError:
    """Return a refusal whose choices are days with the times that they make, if they are sure.

    Those that are past, or as it is already, are left out.
    """
    try:
        with speaking(ENGLISH):  # as dates are read; the choices are said in every language
            days = [read_date(str(one)) for one in refusal.choices]
        hours = Hours(hours_in(text), until_now, zone)
    except RefusalError:
        return refusal
    try:
        if hours.phrase.zone:
            settle_zone(hours.phrase.zone, beside=zone)
    except RefusalError as of_zone:  # no day mends that
        return of_zone
    if hours.phrase.start is None and until_now is None:
        return _hour_missing(text)
    times = [span for day in sorted(days) if (span := _settled_or_none(hours, day))]
    times = [one for one in times if one[0].at > now and one != (until_now, None)]
    return UnclearTimeError(refusal, times) if times else refusal


def _hour_missing(text: str) -> RefusalError:
    message, hint = saying("the hour is missing"), saying("write it as in 19 July 17:00")
    return RefusalError(message, read=text, hint=hint, code="missing")


def _settled_or_none(hours: Hours, day: date) -> Span | None:
    try:
        return hours.on(day)
    except RefusalError:
        return None


def _on_the_clock(refusal: RefusalError, wall: datetime, zone: str) -> UnclearTimeError:
    """Return the refusal of a start that clocks of an IANA zone skip or repeat, with both times."""
    readings = [Moment.of(one.at, zone) for one in clock_readings(wall, zone)]
    times = readings or sorted(around_gap(wall, zone), key=lambda one: one.at)
    return UnclearTimeError(refusal, [(one, None) for one in times])


def clock_of(at: Moment) -> str:
    """Return the hour of a moment, with its zone where clocks show it twice: `02:30 CEST`."""
    return f"{at.wall:%H:%M}" + (f" {at.abbreviation}" if at.is_repeated else "")


def _written(start: Moment, end: Moment | None) -> str:
    hours = clock_of(start) + (f"-{clock_of(end)}" if end else "")
    return f"{describe_date(start.date, weekday=True, year=True)} {hours}"
