"""Where a seminar takes place, as far as that tells about time: "Lausanne, CH", "ch", "Tokyo".

A place settles ambiguous zone words and stands in for a missing one. It is read from right to
left: country (ISO code or name), then city, as far as zone data has cities.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import pytz
from babel import Locale

# What stands behind a city's name as a country's code does, but is a state: "Cambridge, MA".
_STATES = {
    "US": "al ak az ar ca co ct de fl ga georgia hi id il in ia ks ky la me md ma mi mn ms mo mt ne"
    " nv nh nj nm ny nc nd oh ok or pa ri sc sd tn tx ut vt va wa wv wi wy dc",
    "CA": "ab bc mb nb ns nt nu on pe qc sk yt",
    "AU": "act nsw nt qld tas vic wa",
}
# Codes of countries, unless the city is known to be in the state: "St. John's, NL", "Adelaide, SA".
_STATES_OF_A_CITY = {"nl", "sa"}
# Cities that zone data has, and of which there is another that people may well mean.
_ALSO_ELSEWHERE = frozenset(
    {
        "chatham",
        "cordoba",
        "la rioja",
        "merida",
        "norfolk",
        "petersburg",
        "san juan",
        "san luis",
        "vincennes",
    }
)
_NO_CITIES = {"Antarctica", "Canada", "US"}  # "Davis" is in California, "Central" nowhere
_CODE = re.compile("[a-z]{2}", re.IGNORECASE)
# States that are in one zone as a whole (tz database, files `northamerica` and `australasia`).
_STATE_ZONES = {
    ("US", "America/New_York"): "ct dc de ga ma md me nc nh nj ny oh pa ri sc va vt wv",
    ("US", "America/Chicago"): "al ar ia il la mn mo ms ok wi",
    ("US", "America/Denver"): "co mt nm ut wy",
    ("US", "America/Phoenix"): "az",
    ("US", "America/Los_Angeles"): "ca wa",
    ("US", "Pacific/Honolulu"): "hi",
    ("CA", "America/Regina"): "sk",
    ("CA", "America/Winnipeg"): "mb",
    ("CA", "America/Edmonton"): "ab",
    ("AU", "Australia/Brisbane"): "qld",
    ("AU", "Australia/Darwin"): "nt",
    ("AU", "Australia/Sydney"): "act nsw",
    ("AU", "Australia/Melbourne"): "vic",
    ("AU", "Australia/Hobart"): "tas",
}
_NAME_LANGUAGES = ("en", "de", "fr", "it", "es")
# Countries with one zone but for a few people, or for a second one without official use (CLDR's
# primaryZones; those whose other zones people may well mean, as the Canaries, are left out).
_MAIN_ZONES = {
    "CN": ("Asia/Shanghai",),
    "NZ": ("Pacific/Auckland",),
    "UA": ("Europe/Kyiv",),
    "UZ": ("Asia/Tashkent",),
}
_MORE_NAMES = {
    "uk": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "america": "US",
    "holland": "NL",
    "the netherlands": "NL",
    "united states of america": "US",
    "great britain": "GB",
    "northern ireland": "GB",
    "south korea": "KR",
    "korea": "KR",
    "czech republic": "CZ",
    "uae": "AE",
}


@dataclass(frozen=True, slots=True)
class Place:
    """What a place tells: its country (two for an ambiguous code) and its zones, best first."""

    text: str = ""
    territories: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()


NOWHERE = Place()


@lru_cache(maxsize=4096)
def read_place(text: str) -> Place:
    """Return what `text` says of country and zones; a place that is not understood has neither."""
    pieces = [plain(piece) for piece in text.split(",") if piece.strip()]
    if not pieces:
        return NOWHERE
    territories = _territories(pieces)
    if not territories:
        return _lone_city(text, pieces[-1])
    cities = [_cities()[piece] for piece in pieces if piece in _cities()]
    for zone in cities:
        if home := tuple(code for code in territories if zone in zones_of(code)):
            return Place(text, home, (zone,))
    if cities and pieces[-1] in _STATES_OF_A_CITY:
        return Place(text)
    zones = [_zones_in(code, pieces) for code in territories]
    return Place(text, territories, tuple(zone for some in zones for zone in some))


def _zones_in(territory: str, pieces: list[str]) -> tuple[str, ...]:
    """Return the zones of a country, or of the one state that is named behind the city."""
    for (country, zone), states in _STATE_ZONES.items():
        if country == territory and set(states.split()) & set(pieces[1:]):
            return (zone,)
    return _MAIN_ZONES.get(territory, zones_of(territory))


@cache
def zones_of(territory: str) -> tuple[str, ...]:
    """Return the zones of a country by its ISO 3166 code, most populous first."""
    try:
        return tuple(pytz.country_timezones[territory])
    except KeyError:
        return ()


def _territories(pieces: list[str]) -> tuple[str, ...]:
    last = pieces[-1]
    code = last.upper() if _CODE.fullmatch(last) and zones_of(last.upper()) else ""
    code = code or _MORE_NAMES.get(last, "") or _territory_names().get(last, "")
    states = [country for country, codes in _STATES.items() if last in codes.split()]
    found = [code, *states] if len(pieces) > 1 else [code]
    return tuple(dict.fromkeys(filter(None, found)))


def _lone_city(text: str, city: str) -> Place:
    """Return a city without its country; "London, Ontario" is not the one that zone data has."""
    zone = _cities().get(city, "")
    if not zone or city in _ALSO_ELSEWHERE:
        return Place(text)
    return Place(text, _countries_of(zone), (zone,))


def _countries_of(zone: str) -> tuple[str, ...]:
    return tuple(code for code in pytz.country_names if zone in zones_of(code))


@cache
def _cities() -> dict[str, str]:
    zones = [zone.split("/") for zone in pytz.common_timezones]
    cities = [parts for parts in zones if len(parts) > 1 and parts[0] not in _NO_CITIES]
    return {plain(parts[-1].replace("_", " ")): "/".join(parts) for parts in cities}


@cache
def _territory_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in reversed(_NAME_LANGUAGES):
        for code, name in Locale(language).territories.items():
            if _CODE.fullmatch(code):
                names[plain(name)] = code
    return names


def plain(text: str) -> str:
    """Return text without accents, capitals and dots: "Zürich" is "zurich", "U.S." is "us"."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c) and c not in ".'’")
