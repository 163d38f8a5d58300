"""Where people say that they are: larger cities that zone data does not name."""

import pytest

from bot.domain.cities import known_cities, zone_of_reader
from bot.domain.places import plain, read_place
from bot.domain.zonedata import zone_names
from bot.errors import RefusalError


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Boston", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("st. louis", "America/Chicago"),
        ("Boston, US", "America/New_York"),
        ("Austin, TX", "America/Chicago"),
        ("San Francisco, CA", "America/Los_Angeles"),
        ("Cambridge, MA", "America/New_York"),
        ("Cambridge, UK", "Europe/London"),
        ("Portland, USA", "refused"),
        ("Genève", "Europe/Zurich"),
        ("Göttingen", "Europe/Berlin"),
        ("Xi’an", "Asia/Shanghai"),
        ("Bengaluru", "Asia/Kolkata"),
        ("Barcelona, Spain", "Europe/Madrid"),
        ("Las Palmas, Spain", "Atlantic/Canary"),
        ("Athens", "Europe/Athens"),
        ("Montréal", "America/Toronto"),
        ("London, Ontario", "refused"),
        ("Boston, Lincolnshire", "refused"),
        ("Nowhere", "refused"),
        ("Cambridge", "refused"),
        ("EST", "America/New_York"),
        ("IST", "refused"),
        ("US/Pacific", "US/Pacific"),
    ],
)
def test_people_are_where_they_say(text: str, zone: str) -> None:
    try:
        found = zone_of_reader(text)
    except RefusalError:
        found = "refused"
    assert found == zone


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Cambridge", ["America/New_York", "Europe/London"]),
        ("Portland", ["America/New_York", "America/Los_Angeles"]),
        ("hyderabad", ["Asia/Karachi", "Asia/Kolkata"]),
        ("Córdoba", ["America/Argentina/Cordoba", "Europe/Madrid"]),
    ],
)
def test_a_name_of_several_cities_is_asked_back(text: str, zones: list[str]) -> None:
    with pytest.raises(RefusalError) as raised:
        zone_of_reader(text)
    assert list(raised.value.choices) == zones


def test_every_city_lies_in_a_zone_and_is_known_by_nothing_else() -> None:
    cities = known_cities()
    assert len(cities) > 400
    names = set(zone_names().values())
    assert {zone for zones in cities.values() for zone in zones} - names == set()
    assert [name for name in cities if name != plain(name)] == []
    assert [name for name in cities if read_place(name).zones] == []
    assert [name for name, zones in cities.items() if len(set(zones)) != len(zones)] == []


def test_a_page_is_read_as_before() -> None:
    """A page that names a city may be about anything: only people are read so."""
    assert read_place("Boston").zones == ()
