"""Dates and hours that stand together in a text, as one: what it says of when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from bot.sources.page.clocks import Hours, find_hours
from bot.sources.page.dates import Written, find_dates, find_weekday
from bot.sources.page.vocabulary import folded
from bot.sources.page.zone_words import ZoneMention, find_zones

_BETWEEN = re.compile(
    r"T|(?:\s?\([^()\d]{1,60}\))?[\s,;:()\[\]|/@*·&–—‐-]*"
    r"(?:(?:at|um|a|à|a las|alle|ore|from|von|ab|in|on|de|den|der|the|le|il|el|dalle|starting"
    r"|time|uhr|uhrzeit|and|or|zeit|heure|hora|local)\b[\s,:]*){0,3}",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"[\s\W]*(?:(?:week|lecture|talk|session|seminar|day|tag|jour|jornada|giorno|giornata|"
    r"meeting|woche|no|nr|part|vortrag|termin|date|on|am|le|el|il|from|from:|at|um|next|neu|new|"
    r"upcoming|dal|du|vom|del|starts?|kick-off|block)\b\.?\s{0,2}(?:#?\d{1,3}\b|"
    r"[ivx]{1,4}\b)?[\s\W]*){0,3}(?:\d{1,3}[.)#:]\s{0,2})?",
    re.IGNORECASE,
)
_SHORT_HEADING = 120
_PROGRAMME = re.compile(
    r"\b(?:schedule|program(?:me|ma)?|programm|agenda|timetable|day|tag|jour|dia|giorno|giornata|"
    r"session|zeitplan|ablauf|talks? on|orario|horario|calendrier)\b"
)
_TOKENS_APART = 3
_ROOM = re.compile(
    r"(?i)[\s,;(]*(?:in )?(?:room|raum|salle|sala|aula|hall|zoom|online)\b[^:]{0,40}"
)
_APART = re.compile(r"[\s,(\[/]{0,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The date and hours of a line. `others` are the same hours in further zones, to be compared.

    `day` counts the days of a programme ("Day 2") where no date is given.
    """

    date: Written | None = None
    hours: Hours | None = None
    zone: str = ""
    others: tuple[tuple[Hours, str], ...] = ()
    weekday: Written | None = None
    day: int = 0
    undecided: bool = False
    length: timedelta | None = None

    @property
    def has_day(self) -> bool:
        """Whether something tells the day."""
        return bool(self.date or self.weekday or self.day or self.undecided)

    def __bool__(self) -> bool:
        """Whether anything at all is said."""
        return self.has_day or self.hours is not None or self.length is not None


@lru_cache(maxsize=2048)
def read_when(text: str, *, leading: bool, labelled: bool = False) -> tuple[When, str]:
    """Return what a text says of when, and the text without it.

    With `leading`, only what stands at the beginning counts, or all alone at the end of a few
    words such as "Programme for".
    """
    dates = find_dates(text)
    hours = find_hours(text, dates)
    tokens: list[Written | Hours] = sorted((*dates, *hours), key=lambda one: one.start)
    if not tokens:
        return When(), text
    zones = find_zones(text)
    first = tokens[0]
    lead = _without_weekday(text[: first.start])
    at_start = _FILLER.fullmatch(lead) is not None
    if leading and not at_start and not labelled:
        is_title = _PROGRAMME.search(folded(lead)) and len(text) < _SHORT_HEADING
        if not is_title or isinstance(first, Hours):
            return When(), text
    group, end = _group(tokens, text, zones)
    group, end = _with_brackets(group, end, tokens, text)
    when = _when(group, zones, text)
    before = "" if at_start else text[: first.start]
    after = text[end:]
    if before.strip() and _ROOM.fullmatch(after):
        after = ""  # "Title, 3 May 2021, 15:00, Room 4"
    rest = " ".join(part for part in (before.strip(" ,;:(–—-|·•"), after.strip()) if part)
    return when, _trimmed(rest)


def is_hour_within(when: When, text: str) -> bool:
    """Tell whether a heading has nothing but an hour, and that amid other words."""
    return (
        when.date is None
        and when.hours is not None
        and when.hours.start > len("10. ")
        and (not _FILLER.fullmatch(_without_weekday(text[: when.hours.start])))
    )


def _without_weekday(lead: str) -> str:
    if weekday := find_weekday(lead):
        return lead[: weekday.start] + lead[weekday.end :]
    return lead


def _group(
    tokens: Sequence[Written | Hours], text: str, zones: Sequence[ZoneMention]
) -> tuple[list[Written | Hours], int]:
    """Return the tokens that belong together from the first on, and where they end."""
    group, end = [tokens[0]], _past_zones(tokens[0].end, text, zones)
    for token in tokens[1:]:
        if token.start < end or not _BETWEEN.fullmatch(text[end : token.start]):
            break
        group.append(token)
        end = _past_zones(token.end, text, zones)
    return group, end


def _with_brackets(
    group: list[Written | Hours], end: int, tokens: Sequence[Written | Hours], text: str
) -> tuple[list[Written | Hours], int]:
    """Take in the hours of brackets behind a date: "28 January (special day, 2 pm): …"."""
    opening = text.find("(", group[0].start, end + 2)
    closing = text.find(")", end)
    if opening < 0 or closing < 0 or any(isinstance(one, Hours) for one in group):
        return group, end
    inside = [one for one in tokens if isinstance(one, Hours) and end <= one.start < closing]
    return ([*group, inside[0]], closing + 1) if inside else (group, end)


def _past_zones(end: int, text: str, zones: Sequence[ZoneMention]) -> int:
    for zone in zones:
        between = text[end : zone.start]
        if zone.start >= end and len(between) <= _TOKENS_APART and not between.strip(" ,(/"):
            end = zone.end + (text[zone.end : zone.end + 1] == ")")
    return end


def _when(group: Sequence[Written | Hours], zones: Sequence[ZoneMention], text: str) -> When:
    dates = [token for token in group if isinstance(token, Written)]
    hours = [token for token in group if isinstance(token, Hours)]
    words = [_zone_behind(token, group, zones, text) for token in hours]
    zone = words[0] if words else _zone_of_day(group[-1], zones, text)
    others = tuple(
        (token, word)
        for token, word in zip(hours[1:], words[1:], strict=True)
        if word and word != zone
    )
    if not zone and words and len(set(filter(None, words))) == 1:
        zone = next(filter(None, words))
        others = ()
    return When(
        date=dates[0] if dates else None,
        hours=_joined(hours, words),
        zone=zone,
        others=others if zone else (),
        weekday=None if dates else find_weekday(text[: group[0].start]),
    )


def _zone_of_day(last: Written | Hours, zones: Sequence[ZoneMention], text: str) -> str:
    """Return the zone in brackets right behind a date without an hour: "Friday, 8 May (EDT)"."""
    for zone in zones:
        if text[last.end : zone.start].strip() == "(" and text[zone.end : zone.end + 1] == ")":
            return zone.word
    return ""


def _joined(hours: Sequence[Hours], words: Sequence[str]) -> Hours | None:
    del words
    return hours[0] if hours else None


def _zone_behind(
    token: Hours, group: Sequence[Written | Hours], zones: Sequence[ZoneMention], text: str
) -> str:
    following = [other.start for other in group if other.start > token.start]
    limit = min(following, default=10**9)
    if token.between:
        return token.between.upper()
    for zone in zones:
        if token.end <= zone.start < limit and _APART.fullmatch(text[token.end : zone.start]):
            return zone.word
    return ""


def _trimmed(rest: str) -> str:
    rest = rest.strip()
    while rest[:1] in set(",;:|–—-.…*•·»>/") and rest:
        rest = rest[1:].lstrip()
    if rest.startswith(")"):
        rest = rest[1:].lstrip(" ,:;–—-")
    if rest.endswith("(") or rest.count("(") < rest.count(")"):
        rest = rest.rstrip("( ").removesuffix(")") if not rest.startswith("(") else rest
    return rest.rstrip(" ,;:|–—-@")
