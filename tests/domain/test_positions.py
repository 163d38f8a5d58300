"""Zones of places, by coordinates."""

from datetime import UTC, datetime

import pytest

from bot.domain.positions import zones_at

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("latitude", "longitude", "zones"),
    [
        (46.52, 6.57, ("Europe/Zurich",)),
        (47.56, 7.59, ("Europe/Zurich",)),  # Basel: three countries, whose clocks are the same
        (28.61, 77.21, ("Asia/Kolkata",)),  # Delhi, 1,300 km from Kolkata
        (48.39, -4.49, ("Europe/Paris",)),  # Brest, nearer to Guernsey's clocks than to Paris
        (33.45, -112.07, ("America/Phoenix",)),
        (-31.55, 159.08, ("Australia/Lord_Howe",)),
        (-17.71, 178.06, ("Pacific/Fiji",)),
        (48.20, 16.37, ("Europe/Vienna",)),
        # Near a border where clocks differ, the one of the place comes first.
        (65.84, 24.14, ("Europe/Stockholm", "Europe/Helsinki")),  # Haparanda, beside Tornio
        (65.85, 24.19, ("Europe/Helsinki", "Europe/Stockholm")),
        (-28.17, 153.53, ("Australia/Brisbane", "Australia/Sydney")),  # apart in summer alone
        (43.83, 87.62, ("Asia/Shanghai", "Asia/Urumqi")),  # two clocks in one town
        (0.0, -30.0, ()),  # the open sea
        (90.1, 0.0, ()),
        (0.0, 181.0, ()),
        (float("nan"), 0.0, ()),
    ],
)
def test_a_place_has_its_zones(latitude: float, longitude: float, zones: tuple[str, ...]) -> None:
    assert zones_at(latitude, longitude, now=NOW) == zones


def test_every_place_on_earth_can_be_asked_for() -> None:
    places = [(lat, lon) for lat in range(-90, 91, 15) for lon in range(-180, 181, 30)]
    found = [zones_at(lat, lon, now=NOW) for lat, lon in places]
    assert any(found)
    assert all(len(zones) <= 4 for zones in found if zones) or max(map(len, found)) < 24
