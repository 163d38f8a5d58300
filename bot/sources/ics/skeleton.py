"""Repeating events, expanded by recurring-ical-events on a calendar that has nothing but times.

All times are naive and on the wall clock of the repeating event, where rules are meant: "every
Monday, 16:30" stays 16:30 whatever the clocks do. They are moved to the end of time: dateutil,
below the library, looks for the next date of a rule up to the year 9999, and so for seconds where
there is none (30 February). Moved there by whole turns of the calendar, it ends at once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import icalendar
import recurring_ical_events

from bot.domain.moments import Moment
from bot.domain.zonedata import load_zone
from bot.sources.ics.entries import Entry
from bot.sources.ics.rules import Rule
from bot.sources.ics.times import When

MOST_DAYS = 500
_MOST_YEARS = 10
_TURN = range(9960, 9988)  # every calendar year there is, once; ten years more are left
_LAST_YEAR = 9998
_INDEX = "X-TALKBELL-INDEX"


class Skeleton:
    """A repeating event and its changed occurrences, reduced to their times."""

    def __init__(
        self, master: Entry, changed: Sequence[Entry], zone_of: Callable[[When], str]
    ) -> None:
        """Take the function that settles a time's zone (an empty text: it floats)."""
        self._entries = [master, *changed]
        self._master = master
        self._zone_of = zone_of
        self._zone = zone_of(master.start)
        self._years = _year_like(master.start.day.year) - master.start.day.year

    def dates(self) -> Iterator[tuple[Entry, When]]:
        """Yield the entries with the starts of their occurrences, in order."""
        calendar = icalendar.Calendar()
        for index, entry in enumerate(self._entries):
            calendar.subcomponents.append(self._event(entry, index))
        begin = self._moved(self._master.start)
        try:
            # Occurrences may be moved to before the first.
            found = recurring_ical_events.of(calendar).between(
                begin - timedelta(days=400), self._last(begin)
            )
        except (ValueError, OverflowError):  # parts of a rule that dateutil does not take together
            found = [calendar.subcomponents[0]]
        for part in sorted(found, key=lambda part: f"{part['DTSTART'].dt:%Y%m%d%H%M%S}"):
            yield self._entries[int(part[_INDEX])], self._back(part["DTSTART"].dt)

    def _last(self, begin: date) -> date:
        last = begin.replace(year=begin.year + _MOST_YEARS, day=min(begin.day, 28))
        daily = [rule for rule in self._master.rules if rule.parts["FREQ"] == "DAILY"]
        if daily:
            steps = max(int(rule.parts.get("INTERVAL", 1)) for rule in daily)
            last = min(last, begin + timedelta(days=steps * MOST_DAYS + 1))
        return last

    def _event(self, entry: Entry, index: int) -> icalendar.Event:
        event = icalendar.Event()
        event.add("UID", "one")
        event.add(_INDEX, str(index))
        event.add("SEQUENCE", entry.sequence)
        event.add("DTSTART", self._moved(entry.start))
        if entry.instead_of is not None:
            parameters = {"RANGE": "THISANDFUTURE"} if entry.following else {}
            event.add("RECURRENCE-ID", self._moved(self._timed(entry.instead_of)), parameters)
            return event
        for rule in entry.rules:
            event.add("RRULE", icalendar.vRecur.from_ical(rule.text_until(self._until(rule))))
        for when in entry.extra:
            event.add("RDATE", self._moved(when))
        for when in entry.without:
            event.add("EXDATE", self._moved(when))
        return event

    def _timed(self, when: When) -> When:
        """Return an occurrence that is told by its day alone with the hour of all."""
        own = self._master.start
        return replace(own, day=when.day) if when.at is None else when

    def _until(self, rule: Rule) -> date | None:
        if rule.until is None:
            return None
        until, at = self._moved(rule.until), self._master.start.at
        if at is not None and not isinstance(until, datetime):
            return datetime.combine(until, at)  # a last day counts whole
        return until

    def _moved(self, when: When) -> date:
        when = self._on_own_wall(when)
        year = min(when.day.year + self._years, _LAST_YEAR)
        try:
            moved = when.wall.replace(year=year)
        except ValueError:  # 29 February, in a year that is not of the ten
            moved = when.wall.replace(year=year, day=28)
        return moved if when.at is not None else moved.date()

    def _back(self, moved: date) -> When:
        own = self._master.start
        day = date(moved.year - self._years, moved.month, moved.day)
        if isinstance(moved, datetime):
            return When(day, moved.time(), offset=own.offset, tzid=own.tzid)
        return When(day)

    def _on_own_wall(self, when: When) -> When:
        """Return a time on the wall clock of the repeating event, whose a floating one is."""
        own = self._master.start
        if (
            when.at is None
            or when.is_floating
            or (when.offset, when.tzid) == (own.offset, own.tzid)
        ):
            return when
        at = _instant(when, self._zone_of(when))
        if at is None or own.at is None:
            return when
        if own.offset is not None:
            wall = (at + own.offset).replace(tzinfo=None)
        elif self._zone:
            wall = Moment.of(at, self._zone).wall
        else:
            return when
        return When(wall.date(), wall.time())


def _year_like(year: int) -> int:
    """Return the late year with the same weekdays and leap days, also in the years that follow.

    True of all from 1901 to 2099, until the February of 2100, which is without its leap day.
    """
    steps = range(min(5, 2101 - year))
    weekdays = [date(year + step, 1, 1).weekday() for step in steps]
    return next(
        late for late in _TURN if [date(late + step, 1, 1).weekday() for step in steps] == weekdays
    )


def _instant(when: When, zone: str) -> datetime | None:
    if when.offset is not None:
        return (when.wall - when.offset).replace(tzinfo=UTC)
    return when.wall.replace(tzinfo=load_zone(zone)).astimezone(UTC) if zone else None
