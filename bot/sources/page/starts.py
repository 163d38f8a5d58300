"""Where entries begin on a page whose entries do not begin with their time."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.sources.page.layout import Layout
from bot.sources.page.lines import Shape
from bot.sources.page.marks import Mark
from bot.sources.page.sections import ends_record, is_boilerplate, is_section

_MOST = 0.8
_MANY = 0.6
_SHORT = 200
_LONG_SENTENCE = 10
_LONGEST_BLOCK = 40
_OWN_LABELS = frozenset({"title", "speaker", "abstract", "affiliation", "room"})
_HOURS = re.compile(r"\d[:.h]\d\d|\d\s?[ap]\.?m\b", re.IGNORECASE)


def find_starts(layout: Layout) -> dict[int, int]:
    """Return for each record's anchor where the record begins."""
    for way in (_led_by_blocks, _led_by_headings, _led_by_labels, _times_after, _led_by_paragraphs):
        starts = way(layout)
        if starts is not None:
            return starts
    return {at: at for at in layout.records}


def _before(layout: Layout, order: int) -> range:
    """Return the positions between a record's anchor and whatever entry stands before it."""
    at = layout.records[order]
    return range(layout.free_before(at), at)


def share(flags: Sequence[bool]) -> float:
    """Return how many of some flags are true, from 0 to 1."""
    return sum(flags) / len(flags) if flags else 0.0


def _led_by_blocks(layout: Layout) -> dict[int, int] | None:
    """Return starts for HTML pages whose entries are cards or rows with the time amid them."""
    starts = {at: layout.blocks[at].start if at in layout.blocks else at for at in layout.records}
    return starts if share([starts[at] < at for at in layout.records]) >= _MANY else None


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
    if share(labelled) < _MANY:
        return None
    starts = {}
    for order, at in enumerate(layout.records):
        starts[at] = _first_labelled(layout, order)
    if starts[layout.records[0]] == layout.records[0]:
        starts = {at: at for at in layout.records}
    titled = [_has_title(layout, order, starts) for order in range(len(layout.records))]
    if share(titled) < _MANY:
        for order, at in enumerate(layout.records):
            above = starts[at] - 1
            if above in _before(layout, order) and may_be_title(marks[above]):
                starts[at] = above
    return starts


def _first_labelled(layout: Layout, order: int) -> int:
    """Return where the labelled lines begin of which a record's date is one."""
    marks, first = layout.marks, layout.records[order]
    for i in reversed(_before(layout, order)):
        if marks[i].label == "organizers":
            break
        if marks[i].label:
            first = i
        elif marks[i].line.gap or not _runs_on(marks, i):
            break
    return first


def _runs_on(marks: Sequence[Mark], at: int) -> bool:
    """Tell whether a line without a label goes on with the text of the label above it."""
    most = at - _LONGEST_BLOCK
    while at > max(0, most) and not marks[at].label and not marks[at].line.gap:
        at -= 1
    return marks[at].label in {"abstract", "bio"}


def _has_title(layout: Layout, order: int, starts: dict[int, int]) -> bool:
    marks, at = layout.marks, layout.records[order]
    end = starts[layout.records[order + 1]] if order + 1 < len(layout.records) else at + 6
    body = marks[starts[at] : min(end, len(marks))]
    if order + 1 < len(layout.records) and body and not body[-1].label:
        body = body[:-1]  # that may be the next one's title
    return any(
        one.label == "title" or (one.when.hours and (one.rest or one.fields)) for one in body
    ) or any(not one.label and not one.is_anchor and may_be_title(one) for one in body)


def may_be_title(one: Mark) -> bool:
    """Tell whether a line may be the title of an entry whose time stands elsewhere."""
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
    if len(records) < 3 or not all(_is_bare_time(marks[at]) for at in records):  # noqa: PLR2004
        return None
    first, last = records[0], records[-1]
    before = [i for i in _before(layout, 0) if i >= 0]
    if not before or not may_be_title(marks[before[-1]]):
        return None
    following = marks[last + 1] if last + 1 < len(marks) else None
    if following and (following.label in _OWN_LABELS or _open_blocks(marks, records)):
        return None
    if following and not ends_record(following.line) and may_be_title(following):
        return None
    steps = {b - a for a, b in pairwise(records)}
    each = steps.pop() - 1 if len(steps) == 1 else 1  # as many lines above the first as the others
    starts = {first: max(before[0], first - each)}
    for order in range(1, len(records)):
        starts[records[order]] = records[order - 1] + 1
    return starts


def _open_blocks(marks: Sequence[Mark], records: Sequence[int]) -> bool:
    """Tell whether each time is the first line of a paragraph that goes on below it."""
    return all(
        marks[at].line.gap and at + 1 < len(marks) and not marks[at + 1].line.gap for at in records
    )


def _is_bare_time(one: Mark) -> bool:
    return one.is_bare and (one.when.hours is not None or one.when.length is not None)


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
    if share(led) < _MANY or not all(
        may_be_title(marks[starts[a]]) or starts[a] == a or marks[starts[a]].label
        for a in layout.records
    ):
        return None
    return starts


def _in_block(one: Mark) -> bool:
    return one.line.shape is Shape.TEXT and not one.prose and not one.is_anchor and not one.fields
