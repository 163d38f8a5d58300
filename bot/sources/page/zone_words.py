"""Zone words in a line: "CEST", "(UTC+2)", "Eastern Standard Time", "Paris time".

A word counts only where hours or the mention of time make it one: "(IST)" behind the name of a
university is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.domain.labels import labels, long_names
from bot.domain.places import read_place
from bot.domain.zonedata import zone_names
from bot.sources.page.vocabulary import alternation

_SCANNED = 1500
_MORE = ("MEZ", "MESZ", "WEZ", "OEZ")
_OFFSET = (
    r"(?:UTC|GMT)\s?[+\-−–]\s?\d{1,2}(?::?[0-5]\d)?"
    r"|(?:(?<=T\d\d:\d\d)|(?<=T\d\d:\d\d:\d\d))[+-][01]\d:?[0-5]\d"
)
_AREA = re.compile(r"\b[A-Z][A-Za-z]{2,20}/[A-Z][A-Za-z_]{2,30}(?:/[A-Z][A-Za-z_]{2,30})?\b")
_CITY_TIME = re.compile(
    r"\b((?:[A-Z][\w.'’-]{1,20}\s){0,2}[A-Z][\w.'’-]{1,20}|[A-Z]{2,3}) (?:local )?[tT]imes?\b"
)
_TIME_OF_CITY = re.compile(
    r"\b(?:[hH]eure|[hH]ora|[oO]ra) (?:de |di |d')([A-Z][\w.'’-]{1,20}(?: [A-Z][\w.'’-]{1,20})?)"
)
_ABOUT_TIME = re.compile(
    r"\b(?:times?|time ?zone|hours?|zeit(?:en|zone)?|uhrzeit(?:en)?|uhr|heures?|horaires?|horas?|"
    r"horarios?|huso|ore|orari[oa]?)\b",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(r"\b(?:schedule|program(?:me?)?|agenda|timetable)\b", re.IGNORECASE)
_SHORT = 60
_LIKELY = re.compile(
    r"\b[A-Z]{2,5}\b|[A-Z][a-z]+/[A-Z]|[+-]\d\d:?\d\d|(?i:times?\b|zeit\b|heure|hora\b|ora\b|eastern|pacific|central|mountain)"
)
_NOT_CITIES = frozenset(
    [
        "all",
        "the",
        "event",
        "start",
        "end",
        "local",
        "standard",
        "daylight",
        "summer",
        "winter",
        "full",
        "part",
        "real",
        "space",
        "first",
        "next",
        "any",
        "this",
        "your",
        "zoom",
        "time",
        "talk",
        "session",
    ]
)


@dataclass(frozen=True, slots=True)
class ZoneMention:
    """A zone word and where it stands in its line."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=2048)
def find_zones(text: str) -> tuple[ZoneMention, ...]:
    """Return everything in a line that could be a zone word, in order, without overlaps."""
    text = text[:_SCANNED]
    if not _LIKELY.search(text):
        return ()
    found = [ZoneMention(m[0].strip(" ("), m.start(), m.end()) for m in _pattern().finditer(text)]
    found += [
        ZoneMention(word, match.start(), match.end())
        for match in _AREA.finditer(text)
        if (word := _area(match[0]))
    ]
    for match in (*_CITY_TIME.finditer(text), *_TIME_OF_CITY.finditer(text)):
        last = match[1].rpartition(" ")[2].lower()
        if last not in _NOT_CITIES and (word := _city(match[1])):
            found.append(ZoneMention(word, match.start(), match.end()))
    return tuple(_without_overlaps(found))


def is_about_time(text: str) -> bool:
    """Tell whether a line speaks of times, so that a zone word in it means one."""
    if len(text) <= _SHORT and _PROGRAMME.search(text):
        return True
    return bool(_ABOUT_TIME.search(text[:_SCANNED]))


@cache
def _pattern() -> re.Pattern[str]:
    """Return one pattern for labels in capitals, offsets, and full names in any case."""
    short = [word for word in (*labels(), *_MORE) if word not in {"Z", "UT"}]
    long = [name for name in long_names() if name.isascii() or " " not in name]
    stems = [name for name in long if " " not in name]
    full = [name for name in long if " " in name]
    # A bare "Eastern" is a zone only behind an hour or in "all times Eastern".
    behind = (
        r"(?:(?<=\d )|(?<=[nN]oon )|(?<=[aApP][mM] )|(?<=[aApP]\.[mM]\. )|(?<=[tT]imes )|(?<=in )"
        r"|(?<=\()|(?<=are )|(?<=, )|(?<=US ))"
    )
    return re.compile(
        rf"{_OFFSET}|(?<![\w/])(?:{alternation(short)})(?![\w/'’-])"
        rf"|(?i:\b(?:{alternation(full)})\b)"
        rf"|{behind}(?i:{alternation(stems) or 'eastern'})\b(?!\s(?:university|europe))"
    )


def _area(word: str) -> str:
    """Return the IANA name that "Europe/Zurich", or "India/Kolkata", means, or nothing."""
    if known := zone_names().get(word.lower()):
        return known
    zones = read_place(word.rpartition("/")[2].replace("_", " ")).zones
    return zones[0] if len(zones) == 1 else ""


def _city(name: str) -> str:
    words = name.split()
    for first in range(len(words)):
        place = read_place(" ".join(words[first:]))
        if len(place.zones) == 1 and not place.zones[0].startswith(("US/", "Canada/", "Etc/")):
            return place.zones[0]
    return ""


def _without_overlaps(found: Iterable[ZoneMention]) -> list[ZoneMention]:
    kept: list[ZoneMention] = []
    for one in sorted(found, key=lambda mention: (mention.start, -mention.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
