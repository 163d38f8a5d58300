"""Which IANA zone a calendar's TZID means: by name, by Windows' name, or by its own VTIMEZONE."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from babel.core import get_global
from dateutil.rrule import rrulestr

from bot.domain.moments import offset_name
from bot.domain.places import Place
from bot.domain.zonedata import load_zone, zone_names
from bot.domain.zones import ZoneWord, settle_zone
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.ics.contentlines import Component, Property
from bot.sources.ics.rules import read_rule
from bot.sources.ics.times import read_offset, read_when, read_whens

_LONGEST_NAME = 3  # parts: America/Argentina/Ushuaia
_MOST_WALLS = 300
_ANCIENT = 1901


def named_zone(tzid: str) -> str:
    """Return the IANA zone that a TZID names, an empty text if it names none.

    By its own name, Windows' ("W. Europe Standard Time"), or one behind a maker's prefix
    ("/mozilla.org/20050126_1/Europe/Berlin", "tzone://Microsoft/Utc").
    """
    name = " ".join(tzid.split())
    if known := _iana(name) or str(get_global("windows_zone_mapping").get(name, "")):
        return known
    parts = name.strip("/").split("/")
    for count in range(min(_LONGEST_NAME, len(parts)), 1, -1):
        if known := _iana("/".join(parts[-count:])):
            return known
    return "UTC" if parts[1:] and parts[-1].upper() == "UTC" else ""


def zone_word(tzid: str, place: Place) -> ZoneWord | None:
    """Return the zone that a TZID names as people do: by its name, or a word ("PST")."""
    if known := named_zone(tzid):
        return ZoneWord(known, known)
    try:
        return settle_zone(tzid, place=place)
    except RefusalError:
        return None


def _iana(name: str) -> str:
    return zone_names().get(name.lower().replace(" ", "_"), "")


@dataclass(frozen=True, slots=True)
class _Onset:
    """When, on the wall, an offset begins."""

    at: datetime
    offset: timedelta


@dataclass(frozen=True, slots=True)
class OwnZone:
    """A zone as a calendar's own VTIMEZONE describes it, over the years that its events need."""

    location: str
    onsets: tuple[_Onset, ...]
    before: timedelta

    def offset_at(self, wall: datetime) -> timedelta:
        """Return the offset from UTC at a naive wall time."""
        begun = [onset for onset in self.onsets if onset.at <= wall]
        return begun[-1].offset if begun else self.before


def read_own_zone(component: Component, years: Sequence[int]) -> OwnZone:
    """Return what a VTIMEZONE says; raises RefusalError for one that cannot be understood."""
    onsets: list[_Onset] = []
    before: list[tuple[datetime, timedelta]] = []
    for part in (*component.named("STANDARD"), *component.named("DAYLIGHT")):
        start = part.first("DTSTART")
        if start is None:
            continue
        offset = read_offset(part.text("TZOFFSETTO"))
        first = _begin(start)
        before.append((first, read_offset(part.text("TZOFFSETFROM"))))
        onsets += [_Onset(at, offset) for at in _onsets(part, first, years)]
    if not onsets:
        raise RefusalError(
            saying("this zone says no offset"), read=component.text("TZID"), code="unknown-zone"
        )
    onsets.sort(key=lambda onset: onset.at)
    return OwnZone(component.text("X-LIC-LOCATION"), tuple(onsets), min(before)[1])


def _begin(start: Property) -> datetime:
    """Return when an observance begins; Outlook's go back to 1601, before all that is read."""
    year = start.value[:4]
    if year.isdecimal() and int(year) <= _ANCIENT:
        start = replace(start, value=f"{_ANCIENT}{start.value[4:]}")
    return read_when(start).wall


def _onsets(part: Component, first: datetime, years: Sequence[int]) -> Iterator[datetime]:
    yield first
    for prop in part.all("RDATE"):
        yield from (when.wall for when in read_whens(prop))
    for prop in part.all("RRULE"):
        rule = read_rule(prop.value)
        if rule.parts.get("FREQ") != "YEARLY" or not rule.always_comes:
            raise RefusalError(
                saying("this zone changes by an unusual rule"), read=prop.value, code="unknown-zone"
            )
        until = rule.until.wall + timedelta(days=1) if rule.until else datetime.max  # noqa: DTZ901
        end = min(datetime(max(years) + 2, 1, 1), until)  # noqa: DTZ001 - walls are naive
        dates = rrulestr(rule.text_until(None), dtstart=first)
        yield from dates.between(first, end, inc=True)


def zone_like(own: OwnZone, walls: Sequence[datetime], preferred: Sequence[str]) -> str:
    """Return an IANA zone with the offsets of an own one, an empty text if there is none.

    They have to agree at the given naive wall times, and twice in each month of their years.
    """
    if known := _iana(own.location):
        return known
    years = sorted({wall.year for wall in walls})
    samples = [datetime(y, m, d, 12) for y in years for m in range(1, 13) for d in (1, 15)]  # noqa: DTZ001
    expected = [(wall, own.offset_at(wall)) for wall in [*walls[:_MOST_WALLS], *samples]]
    return next((zone for zone in [*preferred, *_all_zones()] if _agrees(zone, expected)), "")


def _agrees(zone: str, expected: Sequence[tuple[datetime, timedelta]]) -> bool:
    tz = load_zone(zone)
    return all(wall.replace(tzinfo=tz).utcoffset() == offset for wall, offset in expected)


@cache
def _all_zones() -> tuple[str, ...]:
    """Return all zones: first those that Windows has a name for, the main one of each country."""
    main = [str(zone) for zone in get_global("windows_zone_mapping").values()]
    places = sorted(zone for zone in zone_names().values() if "/" in zone)
    known = set(zone_names().values())
    return tuple(zone for zone in dict.fromkeys([*main, *places]) if zone in known)


def fixed_zone(offset: timedelta) -> str:
    """Return the zone of a bare offset; raises RefusalError for one that no place has."""
    return settle_zone(offset_name(offset)).zone
