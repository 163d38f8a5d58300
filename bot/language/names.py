"""Names that CLDR has in every language: of the languages themselves, of weekdays and months."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from bot.language.catalogues import ENGLISH, spoken

if TYPE_CHECKING:
    from babel import Locale


def weekday_name(number: int, *, is_short: bool = False) -> str:
    """Return the name of a weekday in the language that is spoken; Monday is 0."""
    form = ("stand-alone", "abbreviated") if is_short else ("format", "wide")
    return _days(spoken(), *form)[number]


def month_name(number: int, *, is_short: bool = False) -> str:
    """Return the name of a month, as it stands within a date, in the language that is spoken."""
    return _months(spoken(), "abbreviated" if is_short else "wide")[number]


def language_name(language: str, told_in: str = "") -> str:
    """Return the name of a language in itself, or in another one: `Deutsch`, `German`."""
    return str(_locale(language).get_display_name(told_in or language) or language)


def zone_of_city(name: str) -> str:
    """Return the zone that is named after a city, by what the spoken language calls that: `Wien`.

    Empty where there is none, and in English, as zones' own names are English.
    """
    language = spoken()
    return "" if language == ENGLISH else _cities(language).get(name.strip().casefold(), "")


@cache
def _cities(language: str) -> Mapping[str, str]:
    zones = _locale(language).time_zones.items()
    return {str(names["city"]).casefold(): zone for zone, names in zones if "city" in names}


def _locale(language: str) -> "Locale":
    from babel import Locale  # noqa: PLC0415 - slow to load

    return Locale.parse(language)


@cache
def _days(language: str, form: str, width: str) -> Mapping[int, str]:
    return dict(_locale(language).days[form][width].items())


@cache
def _months(language: str, width: str) -> Mapping[int, str]:
    return dict(_locale(language).months["format"][width].items())
