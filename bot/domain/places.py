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

# Codes that are both a country and, behind a city's name, a state of the US: "Cambridge, MA".
_ALSO_US_STATES = re.compile(
    "A[LRZ]|C[AO]|DE|GA|I[DLN]|KY|LA|M[ADENOST]|N[CE]|PA|S[CD]|TN|VA", re.IGNORECASE
)
_CODE = re.compile("[a-z]{2}", re.IGNORECASE)
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
    "u.s.": "US",
    "u.s.a.": "US",
    "america": "US",
    "holland": "NL",
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
    pieces = [_plain(piece) for piece in text.split(",") if piece.strip()]
    if not pieces:
        return NOWHERE
    territories = _territories(pieces)
    for zone in [_cities()[piece] for piece in pieces if piece in _cities()]:
        home = [code for code in territories if zone in zones_of(code)]
        if home or not territories:
            return Place(text, tuple(home) or _countries_of(zone), (zone,))
    zones = [_MAIN_ZONES.get(code, zones_of(code)) for code in territories]
    return Place(text, territories, tuple(zone for some in zones for zone in some))


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
    if len(pieces) > 1 and code and _ALSO_US_STATES.fullmatch(last):
        return (code, "US")
    return (code,) if code else ()


def _countries_of(zone: str) -> tuple[str, ...]:
    return tuple(code for code in pytz.country_names if zone in zones_of(code))


@cache
def _cities() -> dict[str, str]:
    names = [zone for zone in pytz.common_timezones if "/" in zone]
    return {_plain(zone.rpartition("/")[2].replace("_", " ")): zone for zone in names}


@cache
def _territory_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in reversed(_NAME_LANGUAGES):
        for code, name in Locale(language).territories.items():
            if _CODE.fullmatch(code):
                names[_plain(name)] = code
    return names


def _plain(text: str) -> str:
    """Return text without accents and capitals, so that "Zürich" and "zurich" meet."""
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
