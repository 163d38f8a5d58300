"""The zones of one calendar: what each of its times is meant in, and what is to be told of that."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.moments import Moment
from bot.domain.zonedata import load_zone
from bot.domain.zones import ZoneWord
from bot.errors import Problem, RefusalError, Severity
from bot.language import saying
from bot.sources.gaps import on_the_wall, word_by_hints
from bot.sources.ics.contentlines import Component
from bot.sources.ics.times import When
from bot.sources.ics.zones import (
    OwnZone,
    fixed_zone,
    named_zone,
    read_own_zone,
    zone_like,
    zone_word,
)
from bot.sources.imported import Hints

_MOST_ZONES = 100
_MOST_DOUBTS = 100
Found = str | OwnZone | None


class Zoning:
    """Settles the zone of each time of a calendar, and tells once what is odd about it."""

    def __init__(
        self, calendar: Component, whens: Iterable[tuple[When, int]], hints: Hints, file: str
    ) -> None:
        """Read the calendar's own word for its zone, and its VTIMEZONEs.

        `whens` are its times, with the lines of their events.
        """
        self._hints = hints
        self._file = file
        self._walls: dict[str, dict[datetime, int]] = {}
        for when, line in whens:
            if when.tzid:
                self._walls.setdefault(when.tzid, {}).setdefault(when.wall, line)
        self._described = {
            part.text("TZID"): part for part in reversed(calendar.named("VTIMEZONE")[:_MOST_ZONES])
        }
        self._found: dict[str, Found] = {}
        self._doubted: set[int] = set()
        self.problems: list[Problem] = []
        self.stated = self._stated(calendar.text("X-WR-TIMEZONE") or calendar.text("TIMEZONE-ID"))
        self.hint = word_by_hints(hints, beside=self.stated)

    def _stated(self, name: str) -> str:
        word = zone_word(name, self._hints.place) if name else None
        if name and not word:
            self._warn(
                "unknown-zone", saying("the calendar's own zone is none that is known"), name, 0
            )
        return word.zone if word else ""

    @property
    def hinted(self) -> str:
        """The zone of the hints."""
        return self.hint.zone if self.hint else ""

    @property
    def of_calendar(self) -> str:
        """The zone for times that say none: the calendar's own, else that of the hints."""
        return self.stated or self.hinted

    @property
    def told(self) -> str:
        """The zone that the calendar tells of itself, or that most of its times tell."""
        zones = Counter[str]()
        for tzid, walls in self._walls.items():
            if isinstance(found := self._of_name(tzid), str):
                zones[found] += len(walls)
        return self.stated or (zones.most_common(1)[0][0] if zones else "")

    def zone_of(self, when: When) -> str:
        """Return the IANA zone of a time, an empty text for a whole day or where none is known."""
        if when.at is None:
            return ""
        if when.offset is not None:
            return self._of_offset(when)
        if not when.tzid:
            return self.of_calendar
        found = self._of_name(when.tzid)
        if isinstance(found, OwnZone):
            return fixed_zone(found.offset_at(when.wall))
        return found or self.of_calendar

    def moment(self, when: When, line: int = 0) -> Moment | None:
        """Return the moment that a time is, None for a whole day or where no zone is known.

        Of an hour that clocks show twice, it is the first; one that they skip counts by the clock
        before (RFC 5545, section 3.3.5). With the line of its event, a hint that is out of season
        at a time that says no zone is told there.
        """
        if when.at is None:
            return None
        zone = self.zone_of(when)
        if when.offset is not None:
            return Moment.of((when.wall - when.offset).replace(tzinfo=UTC), zone)
        if not zone:
            return None
        if self.hint and not self.stated and when.is_floating and line:
            self._doubt(when.wall, self.hint, line)
        moment = Moment.of(when.wall.replace(tzinfo=load_zone(zone)).astimezone(UTC), zone)
        found = self._found.get(when.tzid)
        fixed = isinstance(found, OwnZone)
        return moment.in_zone(self.of_calendar) if fixed and self.of_calendar else moment

    def _of_offset(self, when: When) -> str:
        if self.of_calendar or when.offset is None:
            return self.of_calendar
        return fixed_zone(when.offset)

    def _of_name(self, tzid: str) -> Found:
        if tzid not in self._found:
            self._found[tzid] = self._settled(tzid)
        return self._found[tzid]

    def _settled(self, tzid: str) -> Found:
        if len(self._found) > _MOST_ZONES:
            return None
        described = self._described.get(tzid)
        name = named_zone(tzid)
        if name and ("/" in name or described is None):
            return name
        if described is None:
            return self._by_word(tzid)
        try:
            return self._like(tzid, described)
        except RefusalError as refusal:
            self._warn("unknown-zone", refusal.message, tzid, described.line)
            return None

    def _by_word(self, tzid: str) -> Found:
        """Return the zone of a word that nothing in the calendar explains."""
        word = zone_word(tzid, self._hints.place)
        walls = self._walls.get(tzid, {})
        if word is None:
            message = saying("the calendar does not say what this zone is")
            if self.of_calendar:
                message = saying(
                    "the calendar does not say what this zone is; {zone} is taken",
                    zone=self.of_calendar,
                )
            self._warn("unknown-zone", message, tzid, min(walls.values(), default=0))
            return None
        for wall, line in list(walls.items())[:_MOST_DOUBTS]:
            self._doubt(wall, word, line)
        return word.zone

    def _doubt(self, wall: datetime, word: ZoneWord, line: int) -> None:
        """Tell once an event of a label out of season, as it is told of pages."""
        try:
            _, doubt = on_the_wall(wall, word)
        except RefusalError:
            return  # a skipped hour, which the standard settles
        if doubt and line not in self._doubted:
            self._doubted.add(line)
            problem = Problem.of(doubt, file=self._file, line=line)
            self.problems.append(replace(problem, severity=Severity.WARNING))

    def _like(self, tzid: str, described: Component) -> Found:
        walls = list(self._walls.get(tzid, {})) or [datetime(2026, 1, 1)]  # noqa: DTZ001 - as walls are
        own = read_own_zone(described, sorted({wall.year for wall in walls}))
        word = zone_word(tzid, self._hints.place)
        preferred = [self.stated, self.hinted, word.zone if word else "", *self._hints.place.zones]
        zone = zone_like(own, walls, [one for one in preferred if one])
        if zone and word and zone == word.zone:
            return zone
        message = saying("no zone has these hours; bare offsets are taken")
        if zone:
            message = saying("{zone} is taken: it has the same hours", zone=zone)
        self._warn("zone-by-offsets", message, tzid, described.line)
        return zone or own

    def _warn(self, code: str, message: str, read: str, line: int) -> None:
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=read,
                file=self._file,
                line=line,
                severity=Severity.WARNING,
            )
        )
