"""VTIMEZONE components that calendar programs read alike, past years included.

`vtimezone` describes a zone for a span of calendar years: single observances for what was
irregular, then one yearly rule for each change that the zone's POSIX footer makes. It writes no
RDATE of several values, because some readers take only the first, and no UNTIL. Nothing but the
pinned zone data decides the bytes.

Zones are IANA names or fixed offsets, as `load_zone` takes them. RFC 5545, sections 3.6.5
(VTIMEZONE) and 3.3.10 (RRULE); RFC 9636, section 3.3.1, and POSIX.1-2024, section 8.3 (footer).
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache
from itertools import chain, count

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

from bot.domain.zonedata import load_zone, posix_footer, transitions

HORIZON_YEARS = 40
"""For how many more years changes are written one by one where no RRULE can say the footer."""

_NONE, _SECOND, _DAY = timedelta(0), timedelta(seconds=1), timedelta(days=1)
_FOUR_CENTURIES = timedelta(days=146097)  # after so long, dates and weekdays repeat exactly
_FAR_YEAR = 2500  # no zone lists changes so late: its footer alone says what happens then
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")  # POSIX counts them from 0
_LAST_WEEK = 5  # what POSIX writes for it
_RULE = re.compile(r"M(\d+)\.(\d)\.(\d)(?:/([+-]?)(\d+)(?::(\d+))?(?::(\d+))?)?")


def vtimezone(zone: str, first_year: int, last_year: int) -> Timezone:
    """Return a VTIMEZONE that gives `zone` its right offset at every instant of the years.

    From the start of `first_year` to the end of `last_year`, both in UTC and inclusive; after that
    it follows the zone's footer, even where the zone still lists other changes (Gaza, until 2086).
    Each call returns a component of its own. Raises LookupError for a zone that `load_zone` does
    not know, and ValueError for years that are out of order.
    """
    component = Timezone()
    component.add("TZID", zone)
    for observance in _observances(zone, first_year, last_year):
        component.add_component(observance.component())
    return component


@dataclass(frozen=True, slots=True)
class _Phase:
    """What the clocks of a zone show between two changes; `saving` is negative in Irish winters."""

    offset: timedelta
    name: str
    saving: timedelta = field(compare=False)  # zoneinfo works it out from the phases around it


@dataclass(frozen=True, slots=True)
class _Change:
    """A change from one phase to another, at `local` by the clock before it (naive)."""

    local: datetime
    before: _Phase
    after: _Phase

    @property
    def at(self) -> datetime:
        """The aware UTC instant."""
        return (self.local - self.before.offset).replace(tzinfo=UTC)

    @property
    def is_daylight(self) -> bool:
        """Whether clocks run ahead afterwards, though the law may call that the standard time."""
        return self.after.saving > _NONE or self.before.saving < _NONE == self.after.saving


@dataclass(frozen=True, slots=True)
class _Observance:
    """A STANDARD or DAYLIGHT subcomponent: a change, and the RRULE by which it repeats, if any."""

    change: _Change
    rrule: str = ""

    def component(self) -> TimezoneStandard | TimezoneDaylight:
        """Return the subcomponent."""
        change = self.change
        made = TimezoneDaylight() if change.is_daylight else TimezoneStandard()
        made.add("DTSTART", change.local)
        if self.rrule:
            made.add("RRULE", vRecur.from_ical(self.rrule))
        else:
            # RFC 5545, section 3.6.5, has DTSTART count by itself, but some readers pass over an
            # observance that has no RDATE either; one value is as much of it as all of them read.
            made.add("RDATE", [change.local])
        made.add("TZOFFSETFROM", change.before.offset)
        made.add("TZOFFSETTO", change.after.offset)
        made.add("TZNAME", change.after.name)
        return made


@dataclass(frozen=True, slots=True)
class _YearlyRule:
    """One of the two changes that a footer makes each year, such as `M10.5.0/3`.

    `week` counts from 1, and is -1 for the last; `weekday` counts from Sunday as 0. `time` is by
    the clock before the change; below 0 or beyond 24 hours it shifts the day.
    """

    month: int
    week: int
    weekday: int
    time: timedelta
    before: _Phase
    after: _Phase

    @classmethod
    def parse(cls, text: str, before: _Phase, after: _Phase) -> "_YearlyRule | None":
        """Return the rule that a footer writes as `text`; none where it names no weekday."""
        found = _RULE.fullmatch(text)
        if not found:
            return None
        month, week, weekday = map(int, found.group(1, 2, 3))
        hours, minutes, seconds = map(int, (found[5] or 2, found[6] or 0, found[7] or 0))
        time = timedelta(hours=hours, minutes=minutes, seconds=seconds)
        week = -1 if week == _LAST_WEEK else week
        return cls(month, week, weekday, -time if found[4] == "-" else time, before, after)

    def change(self, year: int) -> _Change:
        """Return the change of `year`; a shift may put it into the year before or after."""
        day = next(day for day in self._days(year) if day.isoweekday() % 7 == self.weekday)
        return _Change(day + self.time, self.before, self.after)

    def rrules(self) -> dict[int, str]:
        """Return the RRULEs that together say the rule, by the month of each; none if none can.

        A shift moves the day out of its week of the month. So the days that it can be after that
        are listed, month by month: a BYMONTHDAY list cannot cross the end of a month.
        """
        shift = self.time // _DAY * _DAY
        weekday = _WEEKDAYS[(self.weekday + shift.days) % 7]
        if not shift:
            return {self.month: f"FREQ=YEARLY;BYMONTH={self.month};BYDAY={self.week}{weekday}"}
        common, leap = ([day + shift for day in self._days(year)] for year in (2023, 2024))
        if [(day.month, day.day) for day in common] != [(day.month, day.day) for day in leap]:
            return {}  # around the end of February, where the list is another in leap years
        days: dict[int, list[str]] = {}
        for day in common:
            days.setdefault(day.month, []).append(str(day.day))
        return {
            month: f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={','.join(listed)};BYDAY={weekday}"
            for month, listed in days.items()
        }

    def _days(self, year: int) -> list[datetime]:
        """Return the seven midnights, one of which begins the rule's day before its shift."""
        last = 7 * self.week if self.week > 0 else monthrange(year, self.month)[1]
        return [datetime(year, self.month, day) for day in range(last - 6, last + 1)]  # noqa: DTZ001


@lru_cache(maxsize=256)
def _observances(zone: str, first_year: int, last_year: int) -> tuple[_Observance, ...]:
    """Return the observances that `vtimezone` writes, by start."""
    if first_year > last_year:
        message = f"the years {first_year} to {last_year} are out of order"
        raise ValueError(message)
    rules = _yearly_rules(zone)
    # A year early, for local times that are still the year before in UTC; and up to a new year at
    # which the zone does as its footer says, so that the rules can take over there.
    low = _new_year(first_year - 1)
    high = next(at for at in map(_new_year, count(last_year + 1)) if _follows_footer(zone, at))
    if rules is None:
        high = _new_year(high.year + HORIZON_YEARS)
    made = [_change(zone, at) for at in transitions(zone, low.year, high.year - 1)]
    regular = _common_tail(made, _ruled(rules or (), low, high))
    since = made[-regular].at if regular else high + _SECOND
    start = datetime(min(1970, low.year - 1), 1, 1)  # noqa: DTZ001 - local, as DTSTART is here
    phase = _phase(zone, low)
    found = [_Observance(_Change(start, phase, phase))]
    found += map(_Observance, made[: len(made) - regular])
    found += chain.from_iterable(_repeated(rule, since) for rule in rules or ())
    return tuple(sorted(found, key=lambda observance: observance.change.local))


def _ruled(rules: Sequence[_YearlyRule], low: datetime, high: datetime) -> list[_Change]:
    """Return the changes by the rules after `low` and until `high`, by instant."""
    years = range(low.year - 1, high.year + 2)
    changes = (rule.change(year) for rule in rules for year in years)
    return sorted((c for c in changes if low < c.at <= high), key=lambda change: change.at)


def _repeated(rule: _YearlyRule, since: datetime) -> Iterator[_Observance]:
    for month, rrule in rule.rrules().items():
        changes = map(rule.change, count(since.year - 1))
        first = next(c for c in changes if c.at >= since and c.local.month == month)
        yield _Observance(first, rrule)


def _yearly_rules(zone: str) -> list[_YearlyRule] | None:
    """Return the rules of the zone's footer, if any; None where no RRULE can say them."""
    if isinstance(load_zone(zone), timezone):  # a fixed offset, which has no footer
        return []
    changes = [_change(zone, at) for at in transitions(zone, _FAR_YEAR, _FAR_YEAR)]
    into = {bool(change.after.saving): change for change in changes}
    if not into:  # no daylight saving, or nothing else: that footer has rules, but no change
        return []
    texts = posix_footer(zone).split(",")[1:]  # into daylight saving, and out of it
    phases = [(into[saving].before, into[saving].after) for saving in (True, False)]
    rules = [_YearlyRule.parse(text, *both) for text, both in zip(texts, phases, strict=True)]
    said = [rule for rule in rules if rule and rule.rrules()]
    return said if len(said) == len(rules) else None


def _follows_footer(zone: str, at: datetime) -> bool:
    return _phase(zone, at) == _phase(zone, at + _FOUR_CENTURIES)


def _common_tail(left: list[_Change], right: list[_Change]) -> int:
    pairs = enumerate(zip(reversed(left), reversed(right), strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(left), len(right)))


def _change(zone: str, at: datetime) -> _Change:
    before = _phase(zone, at - _SECOND)
    return _Change((at + before.offset).replace(tzinfo=None), before, _phase(zone, at))


def _phase(zone: str, at: datetime) -> _Phase:
    local = at.astimezone(load_zone(zone))
    return _Phase(local.utcoffset() or _NONE, local.tzname() or "", local.dst() or _NONE)


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=UTC)
