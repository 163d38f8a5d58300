"""Marks: what each line says of when, which field it is, and what is left of it without that.

A line is an anchor if it begins with a date or an hour (behind a label, a number, a bullet), or is
a short heading with one. Prose with a date in it is none.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sources.page.clocks import find_length
from bot.sources.page.dates import find_weekday
from bot.sources.page.field_labels import take_label
from bot.sources.page.lines import Line, Shape
from bot.sources.page.vocabulary import MONTHS, alternation, folded
from bot.sources.page.when import When, _trimmed, is_hour_within, read_when

_LONG = 260
_PROSE = 160
_SHORT_HEADING = 120
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
    r"le (?:lun|mar|mercre|jeu|vendre|same)di|los (?:lunes|martes|miercoles|jueves|viernes)|"
    r"il (?:lun|mart|mercol|giov|vener)edi|"
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
    if line.is_heading and (len(text) > _SHORT_HEADING or is_hour_within(when, text)):
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


def marks_of(lines: Iterable[Line]) -> list[Mark]:
    """Return the marks of lines, table rows without their columns' meaning."""
    return [mark(line) for line in lines]
