"""Shorthand of lists, written out: bare days under a month, several entries on a line, "0930".

What people leave out because it stands right above, or beside, is put back, so that every line
afterwards begins with a date or an hour as it does on other pages.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.sources.page.clocks import Hours, find_hours
from bot.sources.page.dates import Written, find_dates
from bot.sources.page.lines import Cell, Line, Shape
from bot.sources.page.vocabulary import MONTHS, WEEKDAYS, alternation, folded

_MONTH_ALONE = re.compile(
    rf"\W{{0,3}}(?P<month>{alternation(MONTHS)})\.?,?(?:\s(?P<year>(?:19|20)\d\d))?\W{{0,3}}"
)
_BARE_DAY = re.compile(
    rf"(?:(?P<wd>{alternation(WEEKDAYS)})\b\.?,?\s{{0,2}})?(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?"
    rf"(?=\s?(?:$|[:–—|,](?!\d)|-\s)|\s(?!(?:{alternation(MONTHS)}|uhr|[ap]m|min|h)\b)[^\W\d_])"
)
_LAST_DAY = 31
_APART = re.compile(r"[;|•·]\s*$")
_LOOSELY_APART = re.compile(r"[,.]\s+$")
_LEADS_ON = re.compile(r"\s?(?:\([^()]{1,30}\)\s?)?(?::|–|—|-\s)")
_LEAST_LETTERS = 5
_LONGEST = 3000
_FOUR_DIGITS = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?=\s+\S|$)(?!\s{0,2}(?:-|–|—|to\s|bis\s))")
_FOUR_DIGIT_RANGE = re.compile(r"\d{4}\s{0,2}(?:-|–|—|to|bis)\s{0,2}\d{4}\b")
_LENGTH = re.compile(r"(\d{1,2}):([0-5]\d)(:[0-5]\d)?")
_HOURS_OF_DAY = 24
_FEW = 2


def spelled_out(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Return the lines of a page with what its shorthand leaves out; numbers stay as they are."""
    dated = _with_months(lines)
    apart = [piece for line in dated for piece in _pieces(line)]
    return tuple(_with_hours(list(_with_colons(apart))))


def _with_months(lines: Sequence[Line]) -> list[Line]:
    """Give the days that stand bare below a month's name that month."""
    if _are_counted([int(line.ordinal) for line in lines if line.ordinal]):
        lines = [replace(line, ordinal="") for line in lines]  # "4." is the fourth of all
    written: list[Line] = []
    at = 0
    while at < len(lines):
        month = _month_of(lines[at])
        end = at + 1
        while month and end < len(lines) and not _ends_month(lines[at], lines[end]):
            end += 1
        below = lines[at + 1 : end]
        days = [_bare_day(line) for line in below] if month else []
        if month and _are_days(days, below):
            written += [
                _dated(line, day, month) if day else line
                for line, day in zip(below, days, strict=True)
            ]
        else:
            written += lines[at:end]
        at = end
    return written


def _month_of(line: Line) -> str:
    """Return the words of a line that is a month's name and nothing else."""
    text = line.text if line.shape not in {Shape.ITEM, Shape.ROW} else ""
    found = (
        _MONTH_ALONE.fullmatch(folded(text)) if len(text) < len("xxx September 2027 xxx") else None
    )
    return text.strip(" .,:*_-–—#") if found else ""


def _ends_month(month: Line, line: Line) -> bool:
    if _month_of(line):
        return True
    return line.is_heading and (not month.is_heading or line.level <= month.level)


def _bare_day(line: Line) -> re.Match[str] | None:
    text = "" if line.cells else line.text  # a table's days are those of `months`
    text = f"{line.ordinal}. {text}" if line.ordinal else text
    found = None if find_dates(text) else _BARE_DAY.match(folded(text[:80]))
    return found if found and 0 < int(found["day"]) <= _LAST_DAY else None


def _are_days(found: Sequence[re.Match[str] | None], lines: Sequence[Line]) -> bool:
    """Tell whether numbers go one way, as the days of one month do, and do not count a list."""
    days = [int(day["day"]) for day in found if day]
    if _are_counted([int(line.ordinal) for line in lines if line.ordinal]):
        return False
    return bool(days) and days in (sorted(days), sorted(days, reverse=True))


def _are_counted(ordinals: Sequence[int]) -> bool:
    """Tell whether the numbers of items count them, up or down, from anywhere."""
    first = ordinals[0] if ordinals else 0
    if len(ordinals) < _FEW:
        return first == 1
    steps = {after - before for before, after in pairwise(ordinals)}
    return steps in ({1}, {-1})


def _dated(line: Line, day: re.Match[str], month: str) -> Line:
    number, _, year = month.partition(" ")
    date = f"{day[0].rstrip('.')} {number} {year}".strip()
    text = f"{line.ordinal}. {line.text}" if line.ordinal else line.text
    return replace(line, text=date + text[day.end() :], ordinal="")


def _with_cells(line: Line, cells: tuple[Cell, ...]) -> Line:
    return replace(line, cells=cells, text=" ".join(cell.text for cell in cells if cell.text))


def _pieces(line: Line) -> Iterator[Line]:
    """Part a line at the dates, or hours, that begin a further entry on it."""
    cuts = [] if line.cells or line.is_heading or len(line.text) > _LONGEST else _cuts(line.text)
    if not cuts:
        yield line
        return
    lead, starts = cuts[0][0], [start for _, start in cuts]
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(line.text)], strict=True)):
        text = (lead if number else "") + line.text[start:end].strip(" ;|•·,")
        yield replace(line, text=text, gap=line.gap or number > 0)


def _cuts(text: str) -> list[tuple[str, int]]:
    """Return where entries begin on a line of several, with the date that the later ones lack."""
    dates = find_dates(text)
    if len(dates) > 1 and not dates[0].start:
        cuts = [0, *(one.start for one in dates[1:] if _begins_entry(text, one))]
        return [("", at) for at in cuts] if _say_something(text, cuts, dates) else []
    if text.count(";") + text.count("|") + text.count("•") + text.count("·") == 0:
        return []
    hours = find_hours(text, dates)
    first = dates[0].end if dates and not dates[0].start else 0
    if len(hours) < _FEW or text[first : hours[0].start].strip(" ,:–—-"):
        return []
    cuts = [
        0,
        *(one.start for one in hours[1:] if _APART.search(text[max(0, one.start - 5) : one.start])),
    ]
    lead = f"{text[:first]} " if first else ""
    return [(lead, at) for at in cuts] if _say_something(text, cuts, (*dates, *hours)) else []


def _begins_entry(text: str, one: Written) -> bool:
    if one.until is not None:
        return False
    before = text[max(0, one.start - 5) : one.start]
    if _APART.search(before):
        return True
    return bool(_LOOSELY_APART.search(before) and _LEADS_ON.match(text, one.end))


def _say_something(text: str, cuts: Sequence[int], tokens: Sequence[Written | Hours]) -> bool:
    """Tell whether each piece of a line holds more than its date or hour."""
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        known = sum(_letters(text[o.start : o.end]) for o in tokens if start <= o.start < end)
        if _letters(text[start:end]) - known < _LEAST_LETTERS:
            return False
    return len(cuts) > 1


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _with_colons(lines: list[Line]) -> Iterator[Line]:
    """Write "0930" as "09:30" where the page's hours are of four digits throughout."""
    heads = [line.cells[0].text if line.cells else line.text for line in lines]
    ranges = sum(1 for head in heads if _FOUR_DIGIT_RANGE.match(head))
    alone = [
        found[0] for line, head in zip(lines, heads, strict=True) if (found := _four(line, head))
    ]
    if ranges < _FEW and not (len(alone) > _FEW and alone == sorted(alone) and alone[0][0] == "0"):
        yield from lines
        return
    for line, head in zip(lines, heads, strict=True):
        found = _four(line, head)
        if found is None:
            yield line
            continue
        text = f"{found[1]}:{found[2]}{head[found.end() :]}"
        if line.cells:
            yield _with_cells(
                line, (replace(line.cells[0], text=text, parts=(text,)), *line.cells[1:])
            )
        else:
            yield replace(line, text=text)


def _with_hours(lines: list[Line]) -> Iterator[Line]:
    """Write the length "45:12" as "0:45:12" where a playlist's others show that it is no hour."""
    alone = [_LENGTH.fullmatch(line.text) for line in lines]
    found = [one for one in alone if one]
    is_playlist = len(found) > 1 and all(int(one[1]) >= _HOURS_OF_DAY or one[3] for one in found)
    for line, one in zip(lines, alone, strict=True):
        short = one is not None and one[3] is None
        yield replace(line, text=f"0:{line.text}") if short and is_playlist else line


def _four(line: Line, head: str) -> re.Match[str] | None:
    alone = line.is_heading or (len(head) == len("2027") and not line.cells)
    return None if alone else _FOUR_DIGITS.match(head)
