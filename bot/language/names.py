"""Names that CLDR has in every language: of the languages themselves, of weekdays and months."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from bot.language.catalogues import spoken

if TYPE_CHECKING:
    from babel import Locale


def weekday_name(number: int, *, is_short: bool = False) -> str:
    """Return the name of a weekday in the language that is spoken; Monday is 0."""
    form = ("stand-alone", "abbreviated") if is_short else ("format", "wide")
    return _days(spoken(), *form)[number]


def month_name(number: int) -> str:
    """Return the name of a month, as it stands within a date, in the language that is spoken."""
    return _months(spoken())[number]


def language_name(language: str, told_in: str = "") -> str:
    """Return the name of a language in itself, or in another one: `Deutsch`, `German`."""
    return str(_locale(language).get_display_name(told_in or language) or language)


def _locale(language: str) -> "Locale":
    from babel import Locale  # noqa: PLC0415 - slow to load

    return Locale.parse(language)


@cache
def _days(language: str, form: str, width: str) -> Mapping[int, str]:
    return dict(_locale(language).days[form][width].items())


@cache
def _months(language: str) -> Mapping[int, str]:
    return dict(_locale(language).months["format"]["wide"].items())
