"""Which zones go together: what each calls itself, and the CLDR group that it belongs to."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache

from babel.core import get_global

from bot.domain.moments import abbreviation
from bot.domain.zonedata import load_zone, zone_file, zone_names

_MONTHS = range(1, 13)
_YEARS = range(2000, 2038)  # what zones have been called within people's memory, and will be


@lru_cache(maxsize=1024)
def names_in_use(zone: str) -> dict[str, timedelta]:
    """Return what a zone calls itself, with its offset then: any time from 2000 to 2037."""
    tz = load_zone(zone)
    days = (datetime(y, month, 1, tzinfo=UTC).astimezone(tz) for y in _YEARS for month in _MONTHS)
    return {abbreviation(day): day.utcoffset() or timedelta(0) for day in days}


@lru_cache(maxsize=1024)
def group_of(zone: str) -> str:
    """Return the CLDR group (metazone) that a zone belongs to today, or an empty text."""
    groups = get_global("meta_zones")
    return str(groups.get(zone) or groups.get(_cldr_names().get(zone, ""), ""))


def representatives(zones: Sequence[str]) -> list[str]:
    """Return one zone, the first, for each set of zones that have always gone together."""
    firsts: dict[tuple[object, ...], str] = {}
    for zone in zones:
        key = (group_of(zone) or zone, frozenset(names_in_use(zone).items()))
        firsts.setdefault(key, zone)
    return list(firsts.values())


@cache
def _cldr_names() -> dict[str, str]:
    """Return CLDR's spelling for zones that tzdata has renamed: Asia/Kolkata is Asia/Calcutta."""
    known = [name for name in get_global("meta_zones") if name in zone_names().values()]
    by_data = {zone_file(name): name for name in reversed(known)}
    others = [name for name in zone_names().values() if name not in get_global("meta_zones")]
    return {name: by_data[zone_file(name)] for name in others if zone_file(name) in by_data}
