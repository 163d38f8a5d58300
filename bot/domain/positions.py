"""The zones of a place on earth, by its coordinates."""

from datetime import UTC, datetime, timedelta
from itertools import product
from math import cos, radians

import tzfpy

from bot.domain.zonedata import load_zone, zone_names

_NEAR = 0.1  # degrees of latitude, some 11 km: borders are drawn with straight lines
_FARTHEST = 85.0  # degrees of latitude; beyond, any longitude is near any other
_YEAR = timedelta(days=366)
_STEP = timedelta(days=7)


def zones_at(latitude: float, longitude: float, *, now: datetime) -> tuple[str, ...]:
    """Return the zone at a place, in degrees; with those nearby whose clocks differ within a year.

    Nothing is returned for the open sea, and for what is no place.
    """
    own = _named(latitude, longitude)
    near = _NEAR / cos(radians(min(abs(latitude), _FARTHEST)))
    around = [
        _named(latitude + north * _NEAR, longitude + east * near)
        for north, east in product((-1, 0, 1), repeat=2)
    ]
    found = dict.fromkeys([*own, *(name for names in around for name in names)])
    differing = {_clocks(name, now): name for name in reversed(found)}
    return tuple(name for name in found if differing[_clocks(name, now)] == name)


def _named(latitude: float, longitude: float) -> list[str]:
    """Return the zones on land that a point lies in; in a few places there are two."""
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - the earth's
        return []
    known = zone_names()
    names = tzfpy.get_tzs(longitude, latitude)
    return [one for one in names if one.lower() in known and not one.startswith("Etc/")]


def _clocks(name: str, now: datetime) -> tuple[timedelta | None, ...]:
    """Return what the clocks of a zone show against UTC, week by week for a year."""
    zone = load_zone(name)
    start = now.astimezone(UTC)
    return tuple(
        (start + week * _STEP).astimezone(zone).utcoffset() for week in range(_YEAR // _STEP)
    )
