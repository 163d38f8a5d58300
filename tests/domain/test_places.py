"""Places: which country and which zones they tell, and where they rather tell nothing."""

import pytest
import pytz

from bot.domain.places import NOWHERE, Place, read_place, zones_of

US = zones_of("US")
CANADA = zones_of("CA")


@pytest.mark.parametrize(
    ("text", "territories", "zones"),
    [
        ("CH", ("CH",), ("Europe/Zurich",)),
        ("ch", ("CH",), ("Europe/Zurich",)),
        ("Lausanne, CH", ("CH",), ("Europe/Zurich",)),
        ("EPFL, Lausanne, Switzerland", ("CH",), ("Europe/Zurich",)),
        ("Lausanne, Suisse", ("CH",), ("Europe/Zurich",)),
        ("Bern, Schweiz", ("CH",), ("Europe/Zurich",)),
        ("Lugano, Svizzera", ("CH",), ("Europe/Zurich",)),
        ("Ginebra, Suiza", ("CH",), ("Europe/Zurich",)),
        ("Zürich", ("CH",), ("Europe/Zurich",)),
        ("ZURICH", ("CH",), ("Europe/Zurich",)),
        ("Room 3, ETH, Zurich", ("CH",), ("Europe/Zurich",)),
        ("Tokyo", ("JP",), ("Asia/Tokyo",)),
        ("New York, NY", ("US",), ("America/New_York",)),
        ("São Paulo, Brazil", ("BR",), ("America/Sao_Paulo",)),
        ("London, UK", ("GB",), ("Europe/London",)),
        ("London, U.K.", ("GB",), ("Europe/London",)),
        ("Edinburgh, Scotland", ("GB",), ("Europe/London",)),
        ("Delft, The Netherlands", ("NL",), ("Europe/Amsterdam",)),
        ("Delft, NL", ("NL",), ("Europe/Amsterdam",)),
        ("Seoul, South Korea", ("KR",), ("Asia/Seoul",)),
        ("Madrid, Spain", ("ES",), ("Europe/Madrid",)),
        ("Perth, Scotland", ("GB",), ("Europe/London",)),
        ("San Juan, PR", ("PR",), ("America/Puerto_Rico",)),
        ("San Juan, Argentina", ("AR",), ("America/Argentina/San_Juan",)),
        # most of a country goes by one zone
        ("Beijing, China", ("CN",), ("Asia/Shanghai",)),
        ("Dunedin, NZ", ("NZ",), ("Pacific/Auckland",)),
        ("Lviv, Ukraine", ("UA",), ("Europe/Kyiv",)),
        ("Urumqi, China", ("CN",), ("Asia/Urumqi",)),
        # several zones stay several
        ("US", ("US",), US),
        ("U.S.", ("US",), US),
        ("Barcelona, Spain", ("ES",), zones_of("ES")),
        # states stand where countries do
        ("Austin, TX", ("US",), US),
        ("Honolulu, HI", ("US",), ("Pacific/Honolulu",)),
        ("Toronto, ON", ("CA",), ("America/Toronto",)),
        ("Regina, SK", ("CA",), ("America/Regina",)),
        ("Melbourne, VIC", ("AU",), ("Australia/Melbourne",)),
        ("Perth, WA", ("AU",), ("Australia/Perth",)),
        ("Tbilisi, Georgia", ("GE",), ("Asia/Tbilisi",)),
        # where a code is a country and a state, both count
        ("Cambridge, MA", ("MA", "US"), (*zones_of("MA"), *US)),
        ("Berkeley, CA", ("CA", "US"), (*CANADA, *US)),
        ("Tübingen, DE", ("DE", "US"), (*zones_of("DE"), *US)),
        ("Saskatoon, SK", ("SK", "CA"), (*zones_of("SK"), *CANADA)),
        ("Seattle, WA", ("US", "AU"), (*US, *zones_of("AU"))),
        ("Atlanta, Georgia", ("GE", "US"), (*zones_of("GE"), *US)),
        ("Berlin, DE", ("DE",), ("Europe/Berlin",)),
        ("Los Angeles, CA", ("US",), ("America/Los_Angeles",)),
        ("Toronto, CA", ("CA",), ("America/Toronto",)),
        ("CA", ("CA",), CANADA),
        ("Georgia", ("GE",), ("Asia/Tbilisi",)),
    ],
)  # fmt: skip
def test_place_tells_country_and_zones(
    text: str, territories: tuple[str, ...], zones: tuple[str, ...]
) -> None:
    assert read_place(text) == Place(text, territories, zones)


@pytest.mark.parametrize(
    "text",
    [
        "Online",
        "Room 12",
        "Lausanne CH",
        "Princeton, New Jersey",
        # the city is another one than zone data has
        "London, Ontario",
        "Paris, Texas",
        "Melbourne, Florida",
        "St. John's, NL",
        "Adelaide, SA",
        # other cities of these names are as likely
        "Córdoba",
        "San Juan",
        "Norfolk",
        # a base in Antarctica, and a university in California
        "Davis",
        "University of California, Davis",
        "...",
    ],
)
def test_place_that_is_not_understood_tells_nothing(text: str) -> None:
    assert read_place(text) == Place(text)


@pytest.mark.parametrize("text", ["", " ", ",", " , "])
def test_no_place_is_nowhere(text: str) -> None:
    assert read_place(text) is NOWHERE


@pytest.mark.parametrize(
    "text", ["Paris, TX", "Rome, NY", "Dublin, OH", "London, ON", "Melbourne, FL", "Dublin, CA"]
)
def test_city_in_a_state_is_not_its_namesake(text: str) -> None:
    city = text.partition(",")[0]
    (namesake,) = read_place(city).zones
    assert namesake not in read_place(text).zones


def test_every_country_is_known_by_its_code_and_its_name() -> None:
    unknown = {
        code
        for code, name in pytz.country_names.items()
        if not read_place(code).zones and zones_of(code)
    }
    assert unknown == set()
    assert read_place("Côte d’Ivoire").territories == ("CI",)
    assert read_place("Norvège").territories == ("NO",)


def test_every_city_of_zone_data_is_known_with_its_country() -> None:
    lost = [
        zone
        for code in pytz.country_timezones
        if code not in {"AQ", "CN", "NZ", "UA", "UZ"}
        for zone in zones_of(code)
        if zone not in read_place(f"{zone.rpartition('/')[2].replace('_', ' ')}, {code}").zones
    ]
    assert lost == []


def test_zones_of_a_country_are_its_own_and_nothing_for_no_country() -> None:
    assert zones_of("CH") == ("Europe/Zurich",)
    assert zones_of("US")[0] == "America/New_York"
    assert zones_of("ZZ") == ()
