"""Times as pages show them: on the reader's clock, and the host's beside it where they differ."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.domain.wording import describe_day, describe_hours
from bot.domain.zonedata import load_zone
from bot.flows.selecting import over_at
from bot.language import month_name, weekday_name
from bot.reminders.messages import Starts, clock_note, host_city, usual_start
from bot.web.pages import words
from bot.web.reader import Reader

_DAY = timedelta(days=1)
_WEEK = 7  # days
_WEEKS_FROM = 14  # days from which on weeks are counted
_FAR_FROM = 70  # days from which on the date says more than a number of weeks


@dataclass(frozen=True, slots=True)
class Leaf:
    """A day as a calendar's leaf has it: `Mon`, 28, `Jun`, 2021."""

    weekday: str
    day: int
    month: str
    year: int

    @classmethod
    def of(cls, on: date) -> "Leaf":
        """Return the leaf of a day, in the language that is spoken."""
        weekday = weekday_name(on.weekday(), is_short=True)
        return cls(weekday, on.day, month_name(on.month, is_short=True), on.year)


@dataclass(frozen=True, slots=True)
class Span:
    """A span on one clock: `start` and `end` in its zone, told as `day` and `hours`."""

    start: Moment
    end: Moment | None

    @property
    def iso(self) -> str:
        """The start as `<time datetime>` has it, with its offset."""
        return self.start.local.isoformat(timespec="minutes")

    @property
    def iso_end(self) -> str:
        """The end, or nothing."""
        return self.end.local.isoformat(timespec="minutes") if self.end else ""

    @property
    def day(self) -> str:
        """The day of the start: `Monday 28 June 2021`."""
        return describe_day(self.start)

    @property
    def hours(self) -> str:
        """The hours with their zone: `16:30–17:30 CEST`."""
        return describe_hours(self.start, self.end)

    @property
    def is_short(self) -> bool:
        """Whether the hours fit on one line, as they do where they are of one day."""
        return self.end is None or self.end.in_zone(self.start.zone).date == self.start.date


@dataclass(frozen=True, slots=True)
class ShownTime:
    """A span on the reader's clock; `host` is it on the host's, None where that shows the same.

    `note` warns where the two clocks are otherwise apart than usual.
    """

    here: Span
    host: Span | None = None
    city: str = ""
    note: str = ""

    @property
    def host_words(self) -> str:
        """The host's hours, with the day where that is another one, and whose they are."""
        if self.host is None:
            return ""
        hours = self.host.hours
        if self.host.start.date != self.here.start.date:
            hours = f"{self.host.day}, {hours}"
        return words.HOST_TIME.format(hours=hours, city=self.city) if self.city else hours


def shown_time(
    start: Moment, end: Moment | None, reader: Reader, series: Series, starts: Starts | None = None
) -> ShownTime:
    """Return the time of a session for a reader. `starts` are those of its series by hour.

    Without them, nothing warns where clocks shift against each other.
    """
    host = Span(start, end)
    if not reader.zone:
        return ShownTime(host)
    here = Span(start.in_zone(reader.zone), end.in_zone(reader.zone) if end else None)
    if _shows_the_same(here, host):
        return ShownTime(here)
    usual = usual_start(start, starts) if starts is not None else None
    note = clock_note(start, usual, reader.zone)
    return ShownTime(here, host, host_city(start, series), note)


def _shows_the_same(one: Span, other: Span) -> bool:
    starts = one.start.offset == other.start.offset
    return starts and (one.end is None or other.end is None or one.end.offset == other.end.offset)


def distance(session: Session, now: datetime, zone: str) -> str:
    """Return how far off a session is, in days of a zone: `on now`, `tomorrow`, `in 3 days`.

    Empty for one without a date, for one that is longer past than a day, and for one far off.
    """
    if session.start is None:
        return ""
    over = over_at(session)
    if session.start.at <= now and over and now < over:
        return str(words.NOW)
    days = (session.start.in_zone(zone).date - Moment.of(now, zone).date).days
    told = {0: words.TODAY, 1: words.TOMORROW, -1: words.YESTERDAY}
    if days in told:
        return str(told[days])
    if days < 0 or days >= _FAR_FROM:
        return ""
    return words.IN_DAYS.of(days) if days < _WEEKS_FROM else words.IN_WEEKS.of(days // _WEEK)


def clock_of_all(every: Iterable[Series], reader: Reader) -> str:
    """Return the zone in which all times of some series stand, nothing if there are several.

    On a device in this zone they are right as they are. Nothing either for a reader with a zone.
    """
    if reader.zone:
        return ""
    zones = {
        zone
        for series in every
        for zone in (series.timezone, *(start.zone for _, start in series.scheduled()))
    }
    return zones.pop() if len(zones) == 1 else ""


def midnight_before(now: datetime, zone: str) -> datetime:
    """Return the instant (UTC) at which this day began in a zone."""
    tz = load_zone(zone)
    return _midnight(now.astimezone(tz).date(), tz)


def midnight_after(now: datetime, zone: str) -> datetime:
    """Return the instant (UTC) at which the next day begins in a zone."""
    tz = load_zone(zone)
    return _midnight((now.astimezone(tz) + _DAY).date(), tz)


def _midnight(day: date, tz: tzinfo) -> datetime:
    # Where clocks skip midnight, the instant that this gives is the first one after the gap.
    return datetime.combine(day, time(), tz).astimezone(UTC)
