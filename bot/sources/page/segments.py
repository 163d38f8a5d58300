"""Marks to records: which lines belong to one entry, and under which day it stands.

A record begins at its anchor as a rule. Pages where a heading, labelled lines or the title come
before the time, or the time after everything, show it by doing so throughout (`starts`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.sources.page.clocks import find_hours
from bot.sources.page.columns import Column
from bot.sources.page.dates import find_dates
from bot.sources.page.layout import Layout, find_layout
from bot.sources.page.lines import Line, Shape
from bot.sources.page.marks import Mark, mark, recurs
from bot.sources.page.months import Month, month_of
from bot.sources.page.sections import ends_record, is_section
from bot.sources.page.stamps import Stamp
from bot.sources.page.starts import find_starts, share
from bot.sources.page.tables import table_marks
from bot.sources.page.when import When, read_when

_MANY = 0.6
_SIGNS_OF_ROOM = (",", "@", "|", "·")
_HOUR_ENDS = (*"0123456789", "m", "h", "uhr", "Uhr", "noon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The marks of one entry: those before its anchor, the anchor, and those after it.

    `day` is the anchor that tells the day, where the record's own does not; `stamp` what the page
    says for machines of when this is.
    """

    anchor: Mark
    when: When
    day: Mark | None = None
    head: tuple[Mark, ...] = ()
    tail: tuple[Mark, ...] = ()
    first: int = 0
    last: int = 0
    stamp: Stamp | None = None

    @property
    def line(self) -> int:
        """The line that the record is known by."""
        return self.anchor.line.number


def marks_of(lines: Sequence[Line]) -> list[Mark]:
    """Return the marks of all lines, tables read with their heads."""
    marks: list[Mark] = []
    columns: tuple[Column, ...] = ()
    month: Month | None = None
    at = 0
    while at < len(lines):
        if lines[at].shape is not Shape.ROW:
            if lines[at].is_heading:
                columns, month = (), None
            month = month_of(lines[at].text) or month
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
        found, columns = table_marks(lines[at:end], columns if not lines[at].table else (), month)
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


def with_hours_behind(marks: list[Mark]) -> list[Mark]:
    """Return marks in which lines with their hours at the end are anchors too.

    For pages whose entries are so throughout: "Ada Moor — On lists (10:10 - 10:50)".
    """
    found = [_behind(one) for one in marks]
    behind = sum(one is not None for one in found)
    ahead = sum(one.when.hours is not None for one in marks)
    if behind < len("abc") or behind <= ahead:
        return marks
    return [other or one for one, other in zip(marks, found, strict=True)]


def _behind(one: Mark) -> Mark | None:
    text = one.line.text
    if not text.rstrip(" )].").endswith(_HOUR_ENDS):
        return None
    plain = one.line.shape in {Shape.ITEM, Shape.TEXT} and not (one.is_anchor or one.label)
    if not plain or one.prose or recurs(text):
        return None
    dates = find_dates(text)
    hours = find_hours(text, dates)
    if len(hours) != 1 or dates or hours[0].until is None or text[hours[0].end :].strip(" )]."):
        return None
    rest = text[: hours[0].start].strip(" ,;:([–—-|")
    return replace(one, when=When(hours=hours[0]), rest=rest) if rest else None


def split_records(marks: list[Mark]) -> list[Record]:
    """Return the records of a page, in order."""
    layout = find_layout(marks)
    starts = find_starts(layout)
    within = _headings_within(layout)
    records = []
    for order, anchor in enumerate(layout.records):
        limit = len(marks)
        following = layout.records[order + 1] if order + 1 < len(layout.records) else None
        if following is not None:
            limit = starts[following]
        elif anchor in layout.blocks and len(layout.blocks) == len(layout.records):
            limit = layout.blocks[anchor].stop
        limit = min(limit, layout.day_after(anchor))
        records.append(_record(layout, anchor, range(starts[anchor], limit), within=within))
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


def _record(layout: Layout, anchor: int, span: range, *, within: bool) -> Record:
    marks = layout.marks
    merged = layout.merged.get(anchor)
    when = marks[anchor].when
    first = span.start
    end = _tail_end(marks, anchor, span.stop, within=within)
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
        tail=tuple(_with_room(marks[i]) if i == merged else marks[i] for i in tail),
        first=first,
        last=end,
    )


def _with_room(one: Mark) -> Mark:
    """Return a time below its entry with what a comma parts from it as the room."""
    is_apart = one.line.text.removesuffix(one.rest).rstrip().endswith(_SIGNS_OF_ROOM)
    return replace(one, label="room") if one.rest and is_apart and not one.label else one


def _tail_end(marks: list[Mark], anchor: int, limit: int, *, within: bool) -> int:
    """Return where a record's own lines end: at a section, a footer, a heading not of its own."""
    rank = marks[anchor].line.level if marks[anchor].line.is_heading else None
    content = 0
    for at in range(anchor + 1, limit):
        line = marks[at].line
        if line.shape is Shape.RULE and content:
            return at
        if line.is_heading and marks[at].label not in {"abstract", "bio"}:
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
    return len(follow) > 1 and share(follow) >= _MANY
