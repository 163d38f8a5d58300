"""The zones of one calendar: what each of its times is meant in, and what is to be told of that."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot.domain.moments import Moment
from bot.domain.zonedata import load_zone
from bot.errors import Problem, RefusalError, Severity
from bot.sources.gaps import zone_by_hints
from bot.sources.ics.contentlines import Component
from bot.sources.ics.times import When
from bot.sources.ics.zones import OwnZone, fixed_zone, named_zone, read_own_zone, zone_like
from bot.sources.imported import Hints

_MOST_ZONES = 100
Found = str | OwnZone | None


class Zoning:
    """Settles the zone of each time of a calendar, and tells once what is odd about it."""

    def __init__(self, calendar: Component, whens: Sequence[When], hints: Hints, file: str) -> None:
        """Read the calendar's own word for its zone, and its VTIMEZONEs; `whens` are its times."""
        self._hints = hints
        self._file = file
        self._walls: dict[str, list[datetime]] = {}
        for when in whens:
            if when.tzid:
                self._walls.setdefault(when.tzid, []).append(when.wall)
        self._described = {
            part.text("TZID"): part for part in reversed(calendar.named("VTIMEZONE")[:_MOST_ZONES])
        }
        self._found: dict[str, Found] = {}
        self.problems: list[Problem] = []
        stated = calendar.text("X-WR-TIMEZONE") or calendar.text("TIMEZONE-ID")
        self.stated = named_zone(stated, hints.place) if stated else ""
        self.hinted = zone_by_hints(hints)

    @property
    def of_calendar(self) -> str:
        """The zone for times that say none: the calendar's own, else that of the hints."""
        return self.stated or self.hinted

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

    def moment(self, when: When) -> Moment | None:
        """Return the moment that a time is, None for a whole day or where no zone is known.

        Of an hour that clocks show twice, it is the first; one that they skip counts by the clock
        before (RFC 5545, section 3.3.5).
        """
        if when.at is None:
            return None
        zone = self.zone_of(when)
        if when.offset is not None:
            return Moment.of((when.wall - when.offset).replace(tzinfo=UTC), zone)
        if not zone:
            return None
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
        name = named_zone(tzid, self._hints.place)
        if name and ("/" in name or described is None):
            return name
        if described is None:
            self._warn("unknown-zone", "the calendar does not say what this zone is", tzid, 0)
            return None
        try:
            return self._like(tzid, described)
        except RefusalError as refusal:
            self._warn("unknown-zone", refusal.message, tzid, described.line)
            return None

    def _like(self, tzid: str, described: Component) -> Found:
        walls = self._walls.get(tzid) or [datetime(2026, 1, 1)]  # noqa: DTZ001 - walls are naive
        own = read_own_zone(described, sorted({wall.year for wall in walls}))
        preferred = [self.stated, self.hinted, *self._hints.place.zones]
        zone = zone_like(own, walls, [one for one in preferred if one])
        if zone:
            self._warn(
                "zone-by-offsets", f"{zone} is taken: it has the same hours", tzid, described.line
            )
            return zone
        self._warn(
            "zone-by-offsets",
            "no zone has these hours; bare offsets are taken",
            tzid,
            described.line,
        )
        return own

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
