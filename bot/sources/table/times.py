"""When a row of a table is: its cells for date, hour, end and zone, read as one."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from babel.dates import get_day_names, get_month_names

from bot.domain.dates import MONTHS, WEEKDAYS
from bot.domain.durations import read_duration
from bot.domain.phrases import Phrase, read_phrase
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.definition.values import is_undecided
from bot.sources.gaps import read_with_year
from bot.sources.imported import Hints
from bot.sources.table.rows import Row

_LANGUAGES = ("it", "es", "fr", "de")
_WORD = re.compile(r"[^\W\d_]+\.?")
_FILLERS = {"uhr", "de", "del", "le", "la", "den", "der", "am", "um", "alle", "ore", "a las", "il"}


def read_time(row: Row, hints: Hints) -> Phrase | None:
    """Return what a row says of its time, None if it says nothing, or that it is not settled.

    Raises RefusalError for what cannot be read, or in two ways.
    """
    said = [row[key] for key in ("date", "start", "time") if key in row]
    if not said or any(is_undecided(text) for text in said):
        return None
    phrase = read_with_year(in_english(" ".join(said)), hints)
    phrase = replace(phrase, zone=phrase.zone or row["zone"])
    return phrase if phrase.end or phrase.start is None else _with_end(phrase, row)


def _with_end(phrase: Phrase, row: Row) -> Phrase:
    assert phrase.start is not None  # noqa: S101 - the caller's condition
    if "end" in row and not is_undecided(row["end"]):
        end = read_phrase(in_english(row["end"]))
        late = phrase.on and end.on and end.on - phrase.on > timedelta(days=1)
        if end.start and (late or (end.on == phrase.on and end.on and end.start <= phrase.start)):
            raise RefusalError(
                saying("this is before the start, or much later"),
                read=row["end"],
                hint=saying("write the right hour"),
                code="ends-before-start",
            )
        return replace(phrase, end=end.start if end.start != phrase.start else None)
    if "duration" in row:
        minutes = f"{row['duration']} min" if row["duration"].isdecimal() else row["duration"]
        length = read_duration(minutes)
        ends = datetime.combine(date(2000, 1, 1), phrase.start) + length
        return replace(phrase, end=ends.time()) if length < timedelta(days=1) else phrase
    return phrase


def in_english(text: str) -> str:
    """Return text with the names of months and days in English, if they are of another language."""
    return " ".join(_WORD.sub(lambda found: _translated(found[0]), text).split())


def _translated(word: str) -> str:
    plain = word.rstrip(".").casefold()
    return "" if plain in _FILLERS else _names().get(plain, word)


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in _LANGUAGES:
        for width in ("abbreviated", "wide"):
            names.update(_of(dict(get_month_names(width, locale=language)), MONTHS, 1))
            names.update(_of(dict(get_day_names(width, locale=language)), WEEKDAYS, 0))
    english = [*MONTHS, *WEEKDAYS]
    own = {name[:length].casefold() for name in english for length in (3, len(name))}
    return {name: meant for name, meant in names.items() if name not in own and len(name) > 1}


def _of(names: dict[int, str], english: tuple[str, ...], first: int) -> Iterator[tuple[str, str]]:
    for number, name in names.items():
        yield name.rstrip(".").casefold(), english[number - first]
