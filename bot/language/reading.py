"""Words that people write to the bot in their own language, as English has them."""

import re
from collections.abc import Mapping
from functools import cache

from bot.language.catalogues import ENGLISH, pgettext, speaking, spoken
from bot.language.names import month_name, weekday_name

_WORD = re.compile(r"[^\W\d_]+\.?")
# With a point behind the month it is no hour, as 12.01 may be.
_DAYS = {"de": re.compile(r"(?<![\w.:/-])(0?[1-9]|[12]\d|3[01])\.\s?(0?[1-9]|1[0-2])\.(?=[\s,]|$)")}
_WEEKDAYS = range(7)
_MONTHS = range(1, 13)

# French has one word for "at" and "to": no range of hours begins with a year, or with a month.
_AT = {
    "fr": re.compile(
        r"\b(\d{4}|(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|demain|"
        r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
        r",? à (?=\d)",
        re.IGNORECASE,
    )
}


def in_english(text: str) -> str:
    """Return a text with the words that we know, of the language that is spoken, in English.

    `1 Tag und 2 Std.` is `1 d and 2 h`, and `12.01.` is `12 January`, where German is spoken. All
    else stays as it is.
    """
    language = spoken()
    if language == ENGLISH:
        return text
    known = _known(language)
    if language in _DAYS:
        text = _DAYS[language].sub(_day, text)
    if language in _AT:
        text = _AT[language].sub(r"\1 at ", text)
    whole = text.casefold().replace("’", "'")
    return (
        known[whole] if whole in known else _WORD.sub(lambda found: _english(found[0], known), text)
    )


def _day(found: re.Match[str]) -> str:
    """Return a day and a month in numbers with its English name: `12.01.` is `12 January`."""
    with speaking(ENGLISH):
        return f"{found[1]} {month_name(int(found[2]))}"


def _english(word: str, known: Mapping[str, str]) -> str:
    plain = word.casefold()
    return known.get(plain) or known.get(plain.removesuffix(".")) or word


@cache
def _known(language: str) -> Mapping[str, str]:
    """Return what words of a language mean; catalogues have lists of them, CLDR the weekdays."""
    with speaking(ENGLISH):
        english = [weekday_name(number) for number in _WEEKDAYS]
        english_months = {number: month_name(number) for number in _MONTHS}
    with speaking(language):
        lists = _lists()
        days = {
            weekday_name(number, is_short=is_short): english[number]
            for number in _WEEKDAYS
            for is_short in (True, False)
        }
        months = {month_name(number): english_months[number] for number in _MONTHS}
    words = {word: meaning for meaning, said in lists.items() for word in said.split(",")}
    return {
        word.strip().strip(".").casefold().replace("’", "'"): meaning
        for word, meaning in {**days, **months, **words}.items()
    }


def _lists() -> dict[str, str]:
    """Return lists of words that mean what they stand behind; units as all of our readers know."""
    return {
        "w": pgettext("what people write", "week, weeks"),
        "d": pgettext("what people write", "day, days"),
        "h": pgettext("what people write", "hour, hours"),
        "min": pgettext("what people write", "minute, minutes"),
        "s": pgettext("what people write", "second, seconds"),
        "and": pgettext("what people write", "and"),
        "before": pgettext("what people write", "before"),
        "from": pgettext("what people write", "from"),
        "to": pgettext("what people write", "to, until"),
        "at": pgettext("what people write", "at, every"),
        "on": pgettext("what people write", "on"),
        "off": pgettext("what people write", "off, none, never, no"),
        "all": pgettext("what people write", "all"),
        "default": pgettext("what people write", "default, usual"),
        "auto": pgettext("what people write", "auto, automatic"),
        "hello": pgettext("what people write", "hello, hi, good morning, good evening"),
        "help": pgettext("what people write", "help"),
        "later": pgettext("what people write", "later"),
        "earlier": pgettext("what people write", "earlier"),
        "next": pgettext("what people write", "next"),
        "now": pgettext("what people write", "now"),
        "today": pgettext("what people write", "today"),
        "tomorrow": pgettext("what people write", "tomorrow"),
        "thanks": pgettext("what people write", "thanks, thank you"),
        "yes": pgettext("what people write", "yes, okay"),
        "one": pgettext("what people write", "one, a, an"),
        "two": pgettext("what people write", "two"),
        "three": pgettext("what people write", "three"),
        "four": pgettext("what people write", "four"),
        "five": pgettext("what people write", "five"),
        "six": pgettext("what people write", "six"),
        "half": pgettext("what people write", "half"),
        "week": pgettext("what people write", "this week"),
    }
