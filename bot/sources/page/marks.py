"""Marks: what each line says of when, which field it is, and what is left of it without that.

A line is an anchor if it begins with a date or an hour (behind a label, a number, a bullet), or is
a short heading with one. Prose with a date in it is none.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.sources.page.clocks import Hours, find_hours, find_length
from bot.sources.page.dates import Written, find_dates, find_weekday
from bot.sources.page.field_labels import take_label
from bot.sources.page.lines import Line, Shape
from bot.sources.page.vocabulary import MONTHS, alternation, folded
from bot.sources.page.zone_words import ZoneMention, find_zones

_LONG = 260
_PROSE = 160
_SHORT_HEADING = 120
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
_PROGRAMME = re.compile(
    r"\b(?:schedule|program(?:me|ma)?|programm|agenda|timetable|day|tag|jour|dia|giorno|giornata|"
    r"session|zeitplan|ablauf|talks? on|orario|horario|calendrier)\b"
)
_DAY_NUMBER = re.compile(
    r"(?:day|tag|jour|dia|giorno)\s{0,2}(?P<n>\d{1,2}|one|two|three|four|five)\b|(?P<o>\d|first|"
    r"second|third|fourth|fifth|erster|zweiter|dritter)\.?\s(?:day|tag)\b"
)
_NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "one first erster",
            "two second zweiter",
            "three third dritter",
            "four fourth",
            "five fifth",
        ),
        1,
    )
    for word in words.split()
}
_RECURS = re.compile(
    r"\b(?:every|each|weekly|biweekly|bi-weekly|fortnightly|monthly|alternate|alternating|"
    r"usually|normally|typically|regularly|generally|unless otherwise|jeweils|all (?:talks|"
    r"seminars|sessions|meetings)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days|jeden|jede|wochentlich|14-tagig|in der regel|"
    r"(?:mon|diens|donners|frei|sams|sonn)tags|mittwochs|immer|"
    r"tous les|toutes les|chaque|(?:lun|mar|mercre|jeu|vendre|same)dis|todos los|cada|ogni|"
    r"tutti i|i (?:lunedi|martedi|mercoledi|giovedi|venerdi))\b"
)
_UNDECIDED = re.compile(
    r"(?:date|time|datum|termin|day|fecha|data)?\s{0,2}(?:and time\s|:\s{0,2})?(?:is\s|still\s)*"
    r"(?:t\.?\s?b\.?\s?[acd]\.?|to be (?:announced|determined|confirmed|defined|decided|"
    r"scheduled|fixed)"
    r"|wird noch bekannt ?gegeben|noch offen|a definir|a confirmer|a preciser|da definire|"
    r"da stabilire|por (?:definir|confirmar|determinar))"
)
_LONG_MONTH = alternation([word for word in MONTHS if len(word) > len("sep")])
_MONTH_ALONE = re.compile(
    rf"(?:{_LONG_MONTH}),?\s(?:de\s)?(?:19|20)\d\d"
    r"(?:\s?\([^()]{1,60}\))?(?=\s?[:|–—-]|\s?$)"
)
_SENTENCE = re.compile(r"[a-z)][.!?]\s+[A-Z]")
_TELLS = re.compile(
    r"(?i)\b(?:we|i|shall|will|this talk|my talk|in this|our|wir|ich|nous|je|presentare|"
    r"presentaremos|presentero)\b(?!-)"
)
_SHORTEST_SENTENCE = 60
_DATE_WORDS = ("date", "datum", "termin", "time", "fecha", "data")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line with what it says: `when` for anchors only, `rest` the words besides.

    `label` is the role of its field; `fields` are those of a table row.
    """

    line: Line
    when: When = field(default_factory=When)
    label: str = ""
    rest: str = ""
    prose: bool = False
    fields: tuple[tuple[str, str], ...] = ()
    track: str = ""

    @property
    def is_anchor(self) -> bool:
        """Whether a record can begin (or end) here."""
        return bool(self.when)

    @property
    def is_bare(self) -> bool:
        """Whether the line says when and nothing else."""
        return self.is_anchor and not self.rest.strip(" ().,:;*–-|") and not self.fields


def mark(line: Line) -> Mark:
    """Return the mark of a line that is no table row."""
    text = line.text
    prose = is_prose(text) and not line.is_heading
    label, _, value = take_label(text)
    if label and label not in {"date", "when", "time"}:
        return Mark(line=line, label=label, rest=value, prose=prose)
    if length := find_length(text):
        return Mark(line=line, when=When(length=length))
    source = value if label else text
    when, rest = read_when(source, leading=not line.is_heading, labelled=bool(label))
    if line.is_heading and (len(text) > _SHORT_HEADING or _is_hour_within(when, text)):
        when, rest = When(), text
    if not when:
        when, rest = _other_days(line, source, labelled=bool(label))
    if when and not when.date and recurs(text):
        return Mark(line=line, label=label, rest=value, prose=prose)
    if when and prose and not _begins_entry(line, when):
        when, rest = When(), text
    return Mark(
        line=line, when=when, label=label, rest=rest if when or label else text, prose=prose
    )


def recurs(text: str) -> bool:
    """Tell whether a text speaks of something that happens again and again."""
    return bool(_RECURS.search(folded(text[:1500])))


def is_prose(text: str) -> bool:
    """Tell whether a text is sentences rather than an entry of a programme."""
    if len(text) > _LONG:
        return True
    if len(text) > _SHORTEST_SENTENCE and text.endswith((".", ":")) and _TELLS.search(text):
        return True
    return len(text) > _PROSE / 2 and bool(_SENTENCE.search(text)) and len(text) > _PROSE


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
    rest = " ".join(part for part in (before.strip(" ,;:(–—-|"), after.strip()) if part)
    return when, _trimmed(rest)


def _is_hour_within(when: When, text: str) -> bool:
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
    zone = words[0] if words else ""
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


def _other_days(line: Line, text: str, *, labelled: bool) -> tuple[When, str]:
    """Read days without a date: "Monday", "Day 2", "November 2026", "Date to be defined"."""
    low = folded(text).strip(" .:*_")
    if len(low) > _SHORT_HEADING:
        return When(), text
    if _UNDECIDED.fullmatch(low) and (labelled or low.startswith(_DATE_WORDS)):
        return When(undecided=True), ""
    month = _MONTH_ALONE.match(low)
    if month and (line.shape in {Shape.ITEM, Shape.ROW} or labelled):
        return When(undecided=True), _trimmed(text[folded(text).find(month[0]) + month.end() :])
    return _numbered_day(line, text, low) or _weekday_alone(line, text, low) or (When(), text)


def _numbered_day(line: Line, text: str, low: str) -> tuple[When, str] | None:
    number, weekday = _DAY_NUMBER.match(low), find_weekday(text)
    if not number or not (line.is_heading or low == number[0] or weekday):
        return None
    count = number["n"] or number["o"]
    day = int(count) if count.isdigit() else _NUMBERS.get(count, 0)
    return When(day=day, weekday=weekday), text[number.end() :].strip(" :–—-")


def _weekday_alone(line: Line, text: str, low: str) -> tuple[When, str] | None:
    weekday = find_weekday(text)
    if weekday and folded(weekday.text).strip(".,") == low.strip("., "):
        return When(weekday=weekday), ""
    if weekday and line.is_heading and not weekday.start:
        return When(weekday=weekday), text[weekday.end :].strip(" :–—-,")
    return None


def _begins_entry(line: Line, when: When) -> bool:
    """Tell whether a long line with a date in front is an entry all the same."""
    exact = when.date is not None or when.hours is not None
    return exact and (line.shape is not Shape.TEXT or len(line.text) < 2 * _LONG)


def _trimmed(rest: str) -> str:
    rest = rest.strip()
    while rest[:1] in set(",;:|–—-.…*•·»>/") and rest:
        rest = rest[1:].lstrip()
    if rest.startswith(")"):
        rest = rest[1:].lstrip(" ,:;–—-")
    if rest.endswith("(") or rest.count("(") < rest.count(")"):
        rest = rest.rstrip("( ").removesuffix(")") if not rest.startswith("(") else rest
    return rest.rstrip(" ,;:|–—-@")


def marks_of(lines: Iterable[Line]) -> list[Mark]:
    """Return the marks of lines, table rows without their columns' meaning."""
    return [mark(line) for line in lines]
