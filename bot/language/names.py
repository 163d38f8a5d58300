"""Names that CLDR has in every language: of the languages themselves, of weekdays and months."""

from collections.abc import Mapping
from functools import cache

from babel import Locale

from bot.language.catalogues import spoken


def weekday_name(number: int, *, is_short: bool = False) -> str:
    """Return the name of a weekday in the language that is spoken; Monday is 0."""
    form = ("stand-alone", "abbreviated") if is_short else ("format", "wide")
    return _days(spoken(), *form)[number]


def month_name(number: int) -> str:
    """Return the name of a month, as it stands within a date, in the language that is spoken."""
    return _months(spoken())[number]


def language_name(language: str, told_in: str = "") -> str:
    """Return the name of a language in itself, or in another one: `Deutsch`, `German`."""
    return str(Locale.parse(language).get_display_name(told_in or language) or language)


@cache
def _days(language: str, form: str, width: str) -> Mapping[int, str]:
    return dict(Locale.parse(language).days[form][width].items())


@cache
def _months(language: str) -> Mapping[int, str]:
    return dict(Locale.parse(language).months["format"]["wide"].items())
