"""What a page says of the whole series: title, organizers, usual hour and length, zone statements.

Read from the lines that belong to no entry.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from bot.domain.series import Join
from bot.sources.page.clocks import Hours, find_hours
from bot.sources.page.dates import find_dates, find_weekday
from bot.sources.page.layout import is_deadline
from bot.sources.page.lines import Line, Page, Shape
from bot.sources.page.links import find_join
from bot.sources.page.marks import Mark, recurs
from bot.sources.page.people import (
    SURE,
    name_score,
    read_labelled_people,
    read_people,
    without_honorifics,
)
from bot.sources.page.sections import is_boilerplate, is_section
from bot.sources.page.vocabulary import folded
from bot.sources.page.when import When, read_when
from bot.sources.page.zone_words import find_zones, is_about_time
from bot.sources.page.zoning import Statement

_MEETS = re.compile(
    r"\b(?:talks?|seminars?|sessions?|meetings?|lectures?|we|seminaire|seances?|vortrage|"
    r"veranstaltung|seminario|charlas|seminari)\b.{0,60}\b(?:are|is|start|starts|begins?|meets?|"
    r"take place|takes place|held|run|runs|a lieu|ont lieu|se tient|findet|finden|beginnt|"
    r"beginnen|se celebra|tiene lugar|si tiene|si tengono)\b"
)
_NOT_USUAL = re.compile(
    r"\b(?:doors?|registration|deadlines?|until|by|office|lunch|coffee|tea|breakfast|dinner|"
    r"reception|updated?|anmeldung|einlass|kaffee|inscription|cafe|pausa|open(?:s|ing)?|"
    r"submi\w{0,10}|aoe|due|clos(?:es|ing)|calls?|ends?)\b"
)
_ALL = re.compile(r"\b(?:all|every|each|alle|tous|todos|tutti)\b")
_NUMBER = {"one": 1, "an": 1, "a": 1, "two": 2}
_LENGTH = re.compile(
    r"\b(?:sessions?|seminars?|talks?|meetings?|lectures?|presentations?)\b[^.]{0,60}\b(?:lasts?|"
    r"takes?|duration(?: is)?|are|is)\b[^.]{0,20}?\b(one|an?|two|\d{1,3}(?:\.5)?)[\s-](hours?|"
    r"minutes?|min|hour-long|minute-long)\b"
)
_PARTS = re.compile(
    r"\b(\d{1,3})[\s-]{1,2}min(?:ute)?s?\b[^.+;]{0,30}?(?:talk|lecture|presentation|vortrag|"
    r"expose)[^.+;]{0,20}(?:\+|and|followed by|plus|"
    r",)\s{0,2}(?:by\s)?(\d{1,3})[\s-]{1,2}min(?:ute)?s?"
)
_COUNT = re.compile(r"\b(\d{1,3}) (?:videos|talks|recordings|lectures|vortrage|aufzeichnungen)\b")
_GENERIC_TITLE = re.compile(
    r"(?:home(?:page)?|index|welcome.{0,30}|main page|start(?:seite)?|accueil|inicio|"
    r"welcome to the page of the|skip to.{0,60})"
)
_DAY = re.compile(r"(?:day|tag|jour|dia|giorno|week|session|track|room)\s?\d")
_TYPE_LINE = re.compile(
    r"(?:workshop|session|conference|seminar|tutorial|colloquium|symposium|playlist.{0,20})"
)
_SERIES = re.compile(
    r"(?!(?:upcoming|past|previous|next|recent) )\w*(?:seminar|colloquium|kolloquium|workshop|"
    r"school|conference|vorlesung|series|symposium)"
)
_TITLE_LINES = 12
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class UsualHour:
    """The hour that a page gives for all its sessions, on what weekday, and from which line."""

    hours: Hours
    zone: str
    weekday: int | None
    line: int
    is_for_all: bool
    others: tuple[tuple[Hours, str], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of the whole series."""

    title: str = ""
    organizers: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()
    usual: UsualHour | None = None
    length: timedelta | None = None
    chair: str = ""
    join: Join | None = None
    count: tuple[int, int, str] | None = None


def find_facts(
    page: Page, marks: Sequence[Mark], *, first: int, stock: Iterable[str] = ()
) -> Facts:
    """Return the facts in the marks of lines outside all entries, the `first` of which begins."""
    usual = [hour for one in marks if (hour := _usual(one))]
    if not usual:  # "Lunch seminar (4:30 pm)", "Room 5, 15:00": said above all entries
        above = [one for one in marks if one.line.number < first and _may_head(one)]
        usual = [hour for one in above if (hour := _usual(one, said=True))]
    hours = {(hour.hours.begins, hour.weekday) for hour in usual}
    return Facts(
        title=_title(page, marks, first, stock),
        organizers=_organizers(marks),
        statements=tuple(said for one in marks for said in _statement(one)),
        usual=usual[0] if len(hours) == 1 else None,
        length=next((long for one in marks if (long := _length(one.line.text))), None),
        chair=next(
            (
                ", ".join(p.name for p in read_labelled_people(one.rest))
                for one in marks
                if one.label == "chair" and one.rest
            ),
            "",
        ),
        join=_join(marks),
        count=next((count for one in page.lines[:30] if (count := _count(one))), None),
    )


def _join(marks: Sequence[Mark]) -> Join | None:
    """Return the meeting link that stands outside all entries, if there is just one."""
    found = [join for one in marks if (join := find_join([one.line.text], one.line.links))]
    return found[0] if len({join.url for join in found}) == 1 else None


def _statement(one: Mark) -> Iterable[Statement]:
    """Yield the zone that a line states: with "times" in it, or right behind an hour."""
    text = one.line.text
    zones = find_zones(text)
    if not zones or is_deadline(text):
        return
    hours = find_hours(text, find_dates(text))
    beside = any(0 <= zone.start - h.end <= 3 for zone in zones for h in hours)  # noqa: PLR2004
    if (
        beside
        or is_about_time(text)
        or one.label == "zone"
        or text.strip(" ()[].") == zones[0].word
    ):
        labels = [zone.word for zone in zones if zone.word.isupper()]
        yield Statement((labels or [zones[0].word])[0], one.line.number)


def _may_head(one: Mark) -> bool:
    """Tell whether a line may give the hour of all entries below it."""
    text = one.line.text
    return not one.prose and len(text) <= _LONGEST_TITLE and not _NOT_USUAL.search(folded(text))


def _usual(one: Mark, *, said: bool = False) -> UsualHour | None:
    text = one.line.text
    low = folded(text[:1500])
    if not (
        said
        or recurs(text)
        or _MEETS.search(low)
        or (one.label in {"time", "when"} and not one.when.date)
    ):
        return None
    dates = find_dates(text)
    hours = find_hours(text, dates)
    if not hours or dates:
        return None
    when, _ = read_when(text[hours[0].start :], leading=True)
    if when.hours is None or (said and len(hours) > 1 + len(when.others)):
        return None  # "Talks at 4 pm, tea at 3:30"
    weekday = find_weekday(text)
    return UsualHour(
        hours=when.hours,
        zone=when.zone,
        weekday=weekday.weekday if weekday else None,
        line=one.line.number,
        is_for_all=bool(_ALL.search(low)),
        others=when.others,
        text=text,
    )


def _length(text: str) -> timedelta | None:
    low = folded(text[:2000])
    if parts := _PARTS.search(low):
        return timedelta(minutes=int(parts[1]) + int(parts[2]))
    found = _LENGTH.search(low)
    if not found:
        return None
    amount = _NUMBER.get(found[1]) or float(found[1])
    return timedelta(hours=amount) if found[2].startswith("h") else timedelta(minutes=amount)


def _count(line: Line) -> tuple[int, int, str] | None:
    found = _COUNT.search(folded(line.text[:200]))
    return (int(found[1]), line.number, found[0]) if found else None


def _organizers(marks: Sequence[Mark]) -> tuple[str, ...]:
    names: list[str] = []
    collecting = False
    for one in marks:
        text = one.rest if one.label == "organizers" else one.line.text
        is_heading = one.label == "organizers" or _is_organizers_heading(one.line.text)
        if is_heading:
            collecting = not names
            text = one.rest if one.label == "organizers" else ""
        elif one.line.is_heading or one.label or is_section(text):
            collecting = False
        if not collecting or not text:
            continue
        linked = [link.text for link in one.line.links if name_score(link.text) >= SURE]
        if linked and one.label != "organizers":
            names.extend(without_honorifics(name) for name in linked)
            continue
        people = read_people(text)
        if people is None and one.label == "organizers":
            names.extend(s.name for s in read_labelled_people(text))
            collecting = False
            continue
        if people is None:
            collecting = not names and not one.prose
            continue
        names.extend(speaker.name for speaker in people.speakers)
    return tuple(dict.fromkeys(name for name in names if name))


def _is_organizers_heading(text: str) -> bool:
    low = folded(text).strip(" .:*#")
    return bool(
        re.fullmatch(
            r"(?:the |local |workshop |seminar |scientific |current )?(?:organi[sz](?:ers?|"
            r"ing committee|ation|ed by)|organisateurs?|organisation|organizador\w*|"
            r"organizzator\w*|veranstalter|organisatoren)(?: committee)?",
            low,
        )
    )


def _title(page: Page, marks: Sequence[Mark], first: int, stock: Iterable[str]) -> str:
    heads = [page.title, *(m.line.text for m in marks if m.line.is_heading and m.line.level == 1)]
    if head := next((text for text in heads if _may_be_title(text, is_head=True)), ""):
        return head
    candidates: list[str] = []
    top = [m for m in marks if m.line.number < first][:_TITLE_LINES]
    alone = {
        m.line.number
        for m, after in pairwise([*top, None])
        if m and (after is None or after.line.gap)
    }
    shorts = [
        m.line.text
        for m in top
        if not m.prose
        and not m.label
        and (m.line.is_heading or (m.line.gap and m.line.number in alone) or m in top[:3])
        and (m.line.shape is Shape.TEXT or (m.line.is_heading and m.line.level <= 2))  # noqa: PLR2004
    ]
    candidates += shorts
    candidates += list(stock)
    candidates += [m.line.text for m in marks if m.line.is_heading and m.line.level == 2]  # noqa: PLR2004
    found = next((c for c in candidates if _may_be_title(c)), "")
    return found or next((text for text in heads if _SERIES.search(folded(text))), "")


def _is_titled(text: str) -> bool:
    """Tell whether a text is a name rather than a sentence: most of its long words are capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    if len(words) < 4 and not text.endswith("."):  # noqa: PLR2004
        return True
    return sum(word[0].isupper() for word in words) >= len(words) / 2 and not text.endswith(".")


def _may_be_title(text: str, *, is_head: bool = False) -> bool:
    low = folded(text).strip(" .:!*")
    if not 2 < len(text) <= _LONGEST_TITLE or is_section(text) or is_boilerplate(text):  # noqa: PLR2004
        return False
    if (
        _DAY.match(low)
        or _GENERIC_TITLE.fullmatch(low)
        or _TYPE_LINE.fullmatch(low)
        or text.startswith("http")
    ):
        return False
    if is_about_time(text) and find_zones(text):
        return False
    if text[:1].islower() or text.endswith((":", ",")) or not (is_head or _is_titled(text)):
        return False
    dates = find_dates(text)
    if dates and len(text) < 1.6 * (dates[0].end - dates[0].start):
        return False
    return any(c.isalpha() for c in text) and not find_hours(text, dates) and not When().has_day
