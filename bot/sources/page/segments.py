"""Marks to records: which lines belong to one entry, and under which day it stands.

A record begins at its anchor as a rule. Pages where a heading, labelled lines or the title come
before the time, or the time after everything, show it by doing so throughout.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from bot.sources.page.lines import Line, Shape
from bot.sources.page.marks import Mark, When, mark, read_when
from bot.sources.page.sections import (
    ends_record,
    is_boilerplate,
    is_not_programme,
    is_section,
    keeps_day,
)
from bot.sources.page.tables import Column, table_marks

_MOST = 0.8
_MANY = 0.6
_SHORT = 200
_LONG_SENTENCE = 10
_HOURS = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)
_DEADLINE = re.compile(
    r"(?i)\b(?:deadline|submission|notification|camera.ready|registration (?:opens|closes|ends|"
    r"deadline)|call for|last updated?|updated on|posted|published|copyright|©|anmeldeschluss|"
    r"frist|scadenza)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The marks of one entry: those before its anchor, the anchor, and those after it.

    `day` is the anchor that tells the day, where the record's own does not.
    """

    anchor: Mark
    when: When
    day: Mark | None = None
    head: tuple[Mark, ...] = ()
    tail: tuple[Mark, ...] = ()
    first: int = 0
    last: int = 0

    @property
    def line(self) -> int:
        """The line that the record is known by."""
        return self.anchor.line.number


@dataclass(slots=True)
class Layout:
    """What was found out about a page's anchors."""

    marks: list[Mark]
    days: set[int] = field(default_factory=set)
    records: list[int] = field(default_factory=list)
    day_of: dict[int, int] = field(default_factory=dict)
    merged: dict[int, int] = field(default_factory=dict)


def marks_of(lines: Sequence[Line]) -> list[Mark]:
    """Return the marks of all lines, tables read with their heads."""
    marks: list[Mark] = []
    columns: tuple[Column, ...] = ()
    at = 0
    while at < len(lines):
        if lines[at].shape is not Shape.ROW:
            if lines[at].is_heading:
                columns = ()
            marks.append(mark(lines[at]))
            at += 1
            continue
        end = at
        while (
            end < len(lines)
            and lines[end].shape is Shape.ROW
            and lines[end].table == lines[at].table
        ):
            end += 1
        found, columns = table_marks(lines[at:end], columns if not lines[at].table else ())
        marks.extend(found)
        at = end
    return marks


def with_dates_within(marks: list[Mark]) -> list[Mark]:
    """Return marks in which lines with a date at their end, or amid them, are anchors too.

    For pages without any line that begins with a time; two such lines at least, for one date is
    named in many a text.
    """
    found: list[Mark] = []
    for one in marks:
        when, rest = read_when(one.line.text, leading=False)
        dated = when.date is not None and (when.date.year or when.date.weekday is not None)
        if one.prose or one.label or one.fields or one.line.is_heading or not dated or not rest:
            found.append(one)
        else:
            found.append(replace(one, when=when, rest=rest))
    return found if sum(one.is_anchor for one in found) > 1 else marks


def split_records(marks: list[Mark]) -> list[Record]:
    """Return the records of a page, in order."""
    layout = _layout(marks)
    starts = _starts(layout)
    records = []
    for order, anchor in enumerate(layout.records):
        limit = len(marks)
        following = layout.records[order + 1] if order + 1 < len(layout.records) else None
        if following is not None:
            limit = starts[following]
        limit = min([limit, *(day for day in layout.days if day > anchor)])
        records.append(_record(layout, anchor, starts[anchor], limit))
    return _with_last_cut(records)


def _with_last_cut(records: list[Record]) -> list[Record]:
    """Cut what follows the last entry down to what its like have: the rest is about others.

    Two lines more are granted, for abstracts differ; where no other has any, none.
    """
    if len(records) < len("abc"):
        return records
    last = records[-1]
    most = max(len(record.tail) for record in records[:-1])
    most = most + 2 if most else 0
    if len(last.tail) <= most:
        return records
    end = last.last - len(last.tail) + most
    return [*records[:-1], replace(last, tail=last.tail[:most], last=end)]


def _record(layout: Layout, anchor: int, first: int, limit: int) -> Record:
    marks = layout.marks
    merged = layout.merged.get(anchor)
    when = marks[anchor].when
    end = _tail_end(layout, anchor, limit)
    tail = list(range(anchor + 1, end))
    if merged is not None:
        other = marks[merged].when
        when = replace(
            when,
            hours=when.hours or other.hours,
            zone=when.zone or other.zone,
            date=when.date or other.date,
            others=when.others or other.others,
        )
    day = layout.day_of.get(anchor)
    return Record(
        anchor=marks[anchor],
        when=when,
        day=None if day is None else marks[day],
        head=tuple(marks[first:anchor]),
        tail=tuple(marks[i] for i in tail),
        first=first,
        last=end,
    )


def _layout(marks: list[Mark]) -> Layout:
    """Find which anchors head a day, which begin records, and under which day each of these is."""
    layout = Layout(marks)
    anchors = _anchors(marks)
    heads = {
        at: under
        for order, at in enumerate(anchors)
        if marks[at].when.has_day
        and _heads_day(marks, at, under := _times_under(marks, at, anchors[order + 1 :]))
    }
    # One time below each date is that date's own; days have several.
    if any(len(under) > 1 for under in heads.values()):
        layout.days.update(heads)
    taken: set[int] = set()
    day: int | None = None
    for order, at in enumerate(anchors):
        if day is not None and _leaves_day(marks, day, at):
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
            under = _times_under(marks, at, anchors[order + 1 :])
            if not when.hours and len(under) == 1 and _may_merge(marks, at, under[0]):
                layout.merged[at] = under[0]
                taken.add(under[0])
        elif day is not None and when.hours:
            layout.day_of[at] = day
        layout.records.append(at)
    return layout


def _anchors(marks: list[Mark]) -> list[int]:
    anchors = []
    outside = 0
    counts = Counter(one.line.text for one in marks)
    for at, one in enumerate(marks):
        unique = counts[one.line.text] == 1
        if one.line.is_heading or (not one.is_anchor and unique and is_section(one.line.text)):
            if is_not_programme(one.line.text):
                outside = one.line.level if one.line.is_heading else 9
            elif outside and (not one.line.is_heading or one.line.level <= outside):
                outside = 0
        if one.is_anchor and not outside and not _DEADLINE.search(one.line.text[:_SHORT]):
            anchors.append(at)
    ranges = [at for at in anchors if _is_range(marks[at])]
    if len(ranges) <= len(anchors) / 2:
        # Those of the whole meeting, and its hours right below.
        hours = [at + 1 for at in ranges if at + 1 in anchors and _is_bare_range(marks[at + 1])]
        anchors = [at for at in anchors if at not in (*ranges, *hours)]
    return anchors


def _is_bare_range(one: Mark) -> bool:
    return one.is_bare and one.when.hours is not None and one.when.hours.until is not None


def _is_range(one: Mark) -> bool:
    return one.when.date is not None and one.when.date.until is not None


def _times_under(marks: list[Mark], at: int, rest: Sequence[int]) -> list[int]:
    """Return the anchors with hours but no day that follow before the next day."""
    found = []
    for other in rest:
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


def _may_merge(marks: list[Mark], at: int, other: int) -> bool:
    """Tell whether the one time below a date is that date's: "Date: …", then "Time: …"."""
    between = marks[at + 1 : other]
    return not any(one.line.is_heading for one in between)


def _leaves_day(marks: list[Mark], day: int, at: int) -> bool:
    """Tell whether a heading between a day and an anchor opens something else."""
    rank = marks[day].line.level if marks[day].line.is_heading else 9
    for one in marks[day + 1 : at + 1]:
        if one.line.is_heading and one.line.level <= rank and not one.is_anchor:
            if not keeps_day(one.line.text) and rank < 9:  # noqa: PLR2004
                return True
    return False


def _starts(layout: Layout) -> dict[int, int]:
    """Return for each record's anchor where the record begins."""
    for way in (_led_by_headings, _led_by_labels, _times_after, _led_by_paragraphs):
        starts = way(layout)
        if starts is not None:
            return starts
    return {at: at for at in layout.records}


def _before(layout: Layout, order: int) -> range:
    """Return the positions between a record's anchor and whatever anchor stands before it."""
    at = layout.records[order]
    earlier = [*layout.days, *layout.records, *layout.merged.values()]
    return range(max((other for other in earlier if other < at), default=-1) + 1, at)


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0


def _led_by_headings(layout: Layout) -> dict[int, int] | None:
    marks = layout.marks
    starts: dict[int, int] = {}
    for order, at in enumerate(layout.records):
        if marks[at].line.is_heading:
            continue
        headings = [
            i
            for i in _before(layout, order)
            if marks[i].line.is_heading and not is_section(marks[i].line.text)
        ]
        if headings and (len(layout.records) > 1 or marks[headings[-1]].line.level > 1):
            starts[at] = headings[-1]
    if len(starts) < _MOST * len(layout.records) or not starts:
        return None
    return {at: starts.get(at, at) for at in layout.records}


def _led_by_labels(layout: Layout) -> dict[int, int] | None:
    marks = layout.marks
    labelled = [marks[at].label in {"date", "when", "time"} for at in layout.records]
    if _share(labelled) < _MANY:
        return None
    starts = {}
    for order, at in enumerate(layout.records):
        first = at
        for i in reversed(_before(layout, order)):
            if not marks[i].label or marks[i].label == "organizers":
                break
            first = i
        starts[at] = first
    if starts[layout.records[0]] == layout.records[0]:
        starts = {at: at for at in layout.records}
    titled = [_has_title(layout, order, starts) for order in range(len(layout.records))]
    if _share(titled) < _MANY:
        for order, at in enumerate(layout.records):
            above = starts[at] - 1
            if above in _before(layout, order) and _may_be_title(marks[above]):
                starts[at] = above
    return starts


def _has_title(layout: Layout, order: int, starts: dict[int, int]) -> bool:
    marks, at = layout.marks, layout.records[order]
    end = starts[layout.records[order + 1]] if order + 1 < len(layout.records) else at + 6
    body = marks[starts[at] : min(end, len(marks))]
    if order + 1 < len(layout.records) and body and not body[-1].label:
        body = body[:-1]  # that may be the next one's title
    return any(
        one.label == "title" or (one.when.hours and (one.rest or one.fields)) for one in body
    ) or any(not one.label and not one.is_anchor and _may_be_title(one) for one in body)


def _may_be_title(one: Mark) -> bool:
    text = one.line.text
    return (
        not (one.label or one.prose or one.is_anchor or one.fields)
        and 3 < len(text) <= _SHORT  # noqa: PLR2004
        and not is_boilerplate(text)
        and not is_section(text)
        and not (text.endswith(".") and len(text.split()) > _LONG_SENTENCE)
        and not _HOURS.search(text)
    )


def _times_after(layout: Layout) -> dict[int, int] | None:
    """Return starts for pages that put the time below the entry, as in "Lunch", "12:00-13:00"."""
    marks, records = layout.marks, layout.records
    if len(records) < 3 or not all(marks[at].is_bare and marks[at].when.hours for at in records):  # noqa: PLR2004
        return None
    first, last = records[0], records[-1]
    before = [i for i in _before(layout, 0) if i >= 0]
    if not before or not _may_be_title(marks[before[-1]]):
        return None
    following = marks[last + 1] if last + 1 < len(marks) else None
    if following and not ends_record(following.line) and _may_be_title(following):
        return None
    starts = {first: before[-1]}
    for order in range(1, len(records)):
        starts[records[order]] = records[order - 1] + 1
    return starts


def _led_by_paragraphs(layout: Layout) -> dict[int, int] | None:
    """Return starts for pages whose blocks have the time below their first line."""
    marks = layout.marks
    starts = {}
    for order, at in enumerate(layout.records):
        first = at
        if marks[at].fields or marks[at].line.shape is not Shape.TEXT:
            return None
        for i in reversed(_before(layout, order)):
            if marks[first].line.gap or not _in_block(marks[i]):
                break
            first = i
        starts[at] = first if marks[first].line.gap else at
    led = [starts[at] < at for at in layout.records]
    if _share(led) < _MANY or not all(
        _may_be_title(marks[starts[a]]) or starts[a] == a or marks[starts[a]].label
        for a in layout.records
    ):
        return None
    return starts


def _in_block(one: Mark) -> bool:
    return one.line.shape is Shape.TEXT and not one.prose and not one.is_anchor and not one.fields


def _tail_end(layout: Layout, anchor: int, limit: int) -> int:
    """Return where a record's own lines end: at a section, a footer, a heading not of its own."""
    marks = layout.marks
    rank = marks[anchor].line.level if marks[anchor].line.is_heading else None
    within = _headings_within(layout)
    content = 0
    for at in range(anchor + 1, limit):
        line = marks[at].line
        if line.shape is Shape.RULE and content:
            return at
        if line.is_heading:
            own = rank is not None and line.level > rank
            if (not own and not (within and content == 0)) or is_section(line.text):
                return at
        elif marks[at].label == "organizers" or (not marks[at].label and ends_record(line)):
            return at
        content += bool(line.text)
    return limit


def _headings_within(layout: Layout) -> bool:
    """Tell whether records have a heading right behind their anchors, as a title."""
    marks = layout.marks
    follow = [
        at + 1 < len(marks)
        and marks[at + 1].line.is_heading
        and not is_section(marks[at + 1].line.text)
        for at in layout.records
        if not marks[at].line.is_heading
    ]
    return len(follow) > 1 and _share(follow) >= _MANY
