"""Anchors to a layout: which of a page's dates and hours head a day, which begin an entry."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sources.page.blocks import blocks_of
from bot.sources.page.dates import find_dates
from bot.sources.page.marks import Mark
from bot.sources.page.sections import (
    is_boilerplate,
    is_not_programme,
    is_section,
    keeps_day,
)

_SHORT = 200
_MOST_WORDS = 5
_UNTIL = re.compile(r"(?i)\b(?:until|till|by|before|bis|is|are|will)\b")
_DEADLINE = re.compile(
    r"(?i)\b(?:deadline|submissions?|notification|camera.ready|due (?:by|on|date)|"
    r"(?:registrations?|applications?|nominations?|abstracts?) (?:is |are )?(?:open|opens|"
    r"close[sd]?|ends?|deadline|due|until|by|accepted until)|call for|last updated?|updated on|"
    r"posted|published|copyright|©|anmeldeschluss|frist|scadenza)\b"
)


@dataclass(slots=True)
class Layout:
    """What was found out about a page's anchors.

    `days` are those that head a day, `records` those that begin an entry, `day_of` the day of
    each of these, `merged` the times that stand on a line of their own below their date, and
    `blocks` the marks of the HTML element that a record has to itself.
    """

    marks: list[Mark]
    days: set[int] = field(default_factory=set)
    records: list[int] = field(default_factory=list)
    day_of: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)
    blocks: dict[int, range] = field(default_factory=dict)
    sorted_days: list[int] = field(default_factory=list)
    sorted_anchors: list[int] = field(default_factory=list)

    def settle(self) -> "Layout":
        """Make what was found quick to look up."""
        self.sorted_days = sorted(self.days)
        self.sorted_anchors = sorted({*self.days, *self.records, *self.merged.values()})
        self.blocks = blocks_of(self.marks, self.records)
        return self

    def anchor_before(self, at: int) -> int:
        """Return the anchor before a position, -1 without one."""
        position = bisect_left(self.sorted_anchors, at)
        return self.sorted_anchors[position - 1] if position else -1

    def free_before(self, at: int) -> int:
        """Return the first position behind the anchor before a position, and behind its block."""
        before = self.anchor_before(at)
        return max(before + 1, self.blocks[before].stop if before in self.blocks else 0)

    def day_after(self, at: int) -> int:
        """Return the next anchor that heads a day, or the end of the page."""
        position = bisect_right(self.sorted_days, at)
        return self.sorted_days[position] if position < len(self.sorted_days) else len(self.marks)


def find_layout(marks: list[Mark]) -> Layout:
    """Find which anchors head a day, which begin records, and under which day each of these is."""
    layout = Layout(marks)
    anchors = _anchors(marks)
    counts = Counter(block for at in anchors for block in marks[at].line.blocks)
    heads = {
        at: under
        for order, at in enumerate(anchors)
        if marks[at].when.has_day
        and _heads_day(marks, at, under := _times_under(marks, anchors, order))
    }
    # One time below each date is that date's own; days have several.
    if any(len(under) > 1 for under in heads.values()):
        layout.days.update(heads)
    taken: set[int] = set()
    day: int | None = None
    for order, at in enumerate(anchors):
        before = anchors[order - 1] if order else 0
        if day is not None and _leaves_day(marks, day, before, at):
            day = None
        if at in layout.days:
            day = at
            continue
        if at in taken:
            continue
        when = marks[at].when
        if day is not None and _same_weekday(marks, day, at):
            layout.day_of[at] = day
        elif when.has_day:
            day = at
            under = _times_under(marks, anchors, order)
            if not when.hours and len(under) == 1 and _may_merge(marks, at, under[0], counts):
                layout.merged[at] = under[0]
                taken.add(under[0])
        elif day is not None and when.hours:
            layout.day_of[at] = day
        layout.records.append(at)
    return layout.settle()


def is_deadline(text: str) -> bool:
    """Tell whether a line's date is when something is due, or when the page was written."""
    return bool(_DEADLINE.search(text[:_SHORT]))


def _anchors(marks: list[Mark]) -> list[int]:
    anchors = []
    outside = 0
    counts = Counter(one.line.text for one in marks)
    for at, one in enumerate(marks):
        unique = counts[one.line.text] == 1 and _names_part(one.line.text)
        if one.line.is_heading or (not one.is_anchor and unique and is_section(one.line.text)):
            if is_not_programme(one.line.text):
                outside = one.line.level if one.line.is_heading else 9
            elif outside and (not one.line.is_heading or one.line.level <= outside):
                outside = 0
        if one.is_anchor and not outside and not is_deadline(one.line.text):
            anchors.append(at)
    ranges = [at for at in anchors if _is_range(marks[at])]
    if len(ranges) <= len(anchors) / 2:
        # Those of the whole meeting, and its hours right below.
        hours = [at + 1 for at in ranges if at + 1 in anchors and _is_bare_range(marks[at + 1])]
        anchors = [at for at in anchors if at not in (*ranges, *hours)]
    return anchors


def _names_part(text: str) -> bool:
    """Tell whether a line could name a part of the page: "Submission until 3 May" says more."""
    return len(text.split()) <= _MOST_WORDS and not find_dates(text) and not _UNTIL.search(text)


def _is_bare_range(one: Mark) -> bool:
    return one.is_bare and one.when.hours is not None and one.when.hours.until is not None


def _is_range(one: Mark) -> bool:
    return one.when.date is not None and one.when.date.until is not None


def _times_under(marks: list[Mark], anchors: Sequence[int], order: int) -> list[int]:
    """Return the anchors with hours but no day that follow one before the next day."""
    at, found = anchors[order], []
    for position in range(order + 1, len(anchors)):
        other = anchors[position]
        if marks[other].when.has_day and not _same_weekday(marks, at, other):
            break
        if marks[other].when.hours:
            found.append(other)
    return found


def _same_weekday(marks: list[Mark], at: int, other: int) -> bool:
    """Tell whether an anchor has a weekday alone ("Fri 8:30"), under a date that may be it."""
    when, day = marks[other].when, marks[at].when
    if (
        when.date
        or when.day
        or when.undecided
        or not when.weekday
        or not when.hours
        or not day.date
    ):
        return False
    own = day.date.weekday
    return own is None or own == when.weekday.weekday


def _heads_day(marks: list[Mark], at: int, under: Sequence[int]) -> bool:
    one = marks[at]
    if one.fields or not under or one.when.undecided:
        return False
    bare = one.is_bare or is_boilerplate(one.rest) or one.line.is_heading
    if not one.when.hours:
        labelled = one.label in {"date", "when"} and not one.line.is_heading
        return (len(under) > 1 or (bare and not labelled)) and not (one.label and len(under) == 1)
    hours = [marks[other].when.hours for other in under]
    first = hours[0]
    if not bare or first is None or len(under) < 2:  # noqa: PLR2004
        return False
    begins, until = one.when.hours.begins, one.when.hours.until
    within = until is None or all(
        h is not None and (begins <= h.begins < until or (begins - h.begins) % 720 == 0)
        for h in hours
    )
    return within and (until is not None or begins % 720 == first.begins % 720)


def _may_merge(marks: list[Mark], at: int, other: int, counts: Counter[int]) -> bool:
    """Tell whether the one time below a date is that date's: "Date: …", then "Time: …".

    Also below a heading, the title, if both stand in one element that no other anchor is in.
    """
    shared = {*marks[at].line.blocks} & {*marks[other].line.blocks}
    is_card = any(counts[block] == len((at, other)) for block in shared)
    return is_card or not any(one.line.is_heading for one in marks[at + 1 : other])


def _leaves_day(marks: list[Mark], day: int, before: int, at: int) -> bool:
    """Tell whether a heading between two anchors of a day opens something else."""
    if not marks[day].line.is_heading:
        return False
    rank = marks[day].line.level
    return any(
        one.line.is_heading
        and one.line.level <= rank
        and not one.is_anchor
        and not keeps_day(one.line.text)
        for one in marks[before + 1 : at + 1]
    )
