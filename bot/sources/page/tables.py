"""Table rows to marks: what columns mean by their heads or their cells; grids of days and rooms."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.sources.page.clocks import find_hours
from bot.sources.page.columns import (
    WHEN_ROLES,
    Column,
    day_of,
    heads_tracks,
    read_head,
    unnamed_columns,
)
from bot.sources.page.field_labels import take_label
from bot.sources.page.lines import Cell, Line, Shape
from bot.sources.page.marks import Mark, is_prose, mark
from bot.sources.page.months import Month, with_months
from bot.sources.page.people import read_people
from bot.sources.page.sections import is_section, keeps_day, opens_part
from bot.sources.page.table_fields import are_fields, field_marks, is_field
from bot.sources.page.table_times import when_of
from bot.sources.page.when import When, read_when

_MOST_BELOW = 60
_MOST_HEADS = 3


def table_marks(
    rows: Sequence[Line], head: Sequence[Column] = (), month: Month | None = None
) -> tuple[list[Mark], tuple[Column, ...]]:
    """Return the marks of a table's rows, and the columns for rows that may follow.

    `month` is that of the heading above the table.
    """
    columns = tuple(head) or unnamed_columns(rows)
    marks: list[Mark] = []
    if are_fields(rows):
        return [one for row in rows for one in field_marks(row)], tuple(head)
    rows = with_months(rows, month)
    begun = False
    for position, row in enumerate(rows):
        tracks = position < _MOST_HEADS and not begun and heads_tracks(row, rows[position + 1 :])
        if found := read_head(row, first=not begun, tracks=tracks):
            columns = found
            if find_hours(row.text):  # "Title (all talks 16:00 CET)"
                marks.append(Mark(line=row, label="ignored", rest=row.text))
            continue
        made = list(_row(row, columns, rows[position + 1 : position + _MOST_BELOW]))
        begun = begun or any(one.when.hours or one.fields or one.label for one in made)
        marks.extend(made)
    return marks, columns


def _row(row: Line, columns: Sequence[Column], below: Sequence[Line]) -> Iterator[Mark]:
    filled = [cell for cell in row.cells if cell.text or cell.links]
    own = [cell for cell in filled if not cell.repeated]
    if title := _session_title(row, own):
        yield Mark(line=replace(row, text=title, shape=Shape.HEADING, level=6), rest=title)
    elif opens_part(own[0].text if own else ""):
        text = ". ".join(cell.text for cell in own)
        yield Mark(line=replace(row, text=text, shape=Shape.HEADING, level=6), rest=text)
    elif not columns and (day := _day_of_programme(own)):
        yield mark(replace(row, text=day, shape=Shape.TEXT))
    elif not columns and is_field(row):
        yield from field_marks(row)
    elif text := _more_of_entry(row, own):
        yield Mark(line=replace(row, text=text), fields=(("", text),))
    elif len(own) <= 1 and len({cell.text for cell in filled}) <= 1:
        yield from _single(row, filled, columns)
    elif len(columns) == len(row.cells) and any(column.day or column.track for column in columns):
        yield from _grid(row, columns, below)
    else:
        yield _entry(row, columns if len(columns) >= len(row.cells) else ())


def _session_title(row: Line, own: Sequence[Cell]) -> str:
    """Return what stands beside the day of several rows, over all other columns: a session."""
    if len(own) < 2 or len(row.cells) <= 2 or day_of(own[0].text) is None:  # noqa: PLR2004
        return ""
    title = own[1]
    is_over_all = len(own) == 2 and title.wide and keeps_day(title.text)  # noqa: PLR2004
    return title.text if is_over_all and not read_when(title.text, leading=True)[0] else ""


def _more_of_entry(row: Line, own: Sequence[Cell]) -> str:
    """Return what a row adds to the one above, whose time reaches down to it: people, prose."""
    if len(own) != 1 or own[0] is row.cells[0]:
        return ""
    above = {cell.text for cell in row.cells if cell.reaching}
    timed = len(above) == 1 and read_when(next(iter(above)), leading=True)[0].hours is not None
    text = own[0].text
    return text if timed and (is_prose(text) or read_people(text)) else ""


def _day_of_programme(cells: Sequence[Cell]) -> str:
    """Return the day of a line that wide blanks part: "PROGRAMME        Friday, 21 May"."""
    texts = [cell.text for cell in cells]
    days = [text for text in texts if (said := read_when(text, leading=True)) and said[0].date]
    bare = days[:1] if len(days) == 1 and not read_when(days[0], leading=True)[1] else []
    others = [text for text in texts if text not in days]
    is_head = bool(others) and all(is_section(text) for text in others)
    return bare[0] if bare and is_head else ""


def _single(row: Line, filled: Sequence[Cell], columns: Sequence[Column]) -> Iterator[Mark]:
    """Read a row of one cell as a line: the heading of a day, or more about the row above."""
    if not filled:
        return
    position = next((i for i, c in enumerate(row.cells) if c.text), 0)
    role = columns[position].role if position < len(columns) else ""
    wide = len(filled) > 1 or len(row.cells) == 1
    if role and role not in WHEN_ROLES and not wide:
        yield Mark(line=row, fields=((role, filled[0].text),), rest="")
        return
    one = mark(replace(row, text=filled[0].text, shape=Shape.TEXT))
    parts = wide and not (one.is_anchor or one.label or one.prose) and keeps_day(one.line.text)
    shape = Shape.HEADING if parts else row.shape  # "Session 2 – Chair: …" ends what is above it
    yield replace(one, line=replace(row, text=filled[0].text, shape=shape, level=6 if parts else 0))


def _grid(row: Line, columns: Sequence[Column], below: Sequence[Line]) -> Iterator[Mark]:
    """Read a row that has one entry for each day, or for each room."""
    when, _ = when_of(row, columns)
    seen: set[str] = set()
    in_tracks = [c.text for c, of in zip(row.cells, columns, strict=True) if of.track]
    if len(in_tracks) > 1 and len(set(in_tracks)) == 1:  # "Coffee" in each column
        row = replace(row, cells=tuple(replace(cell, wide=True) for cell in row.cells))
    for position, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
        if not cell.text or not (column.day or column.track):
            continue
        if cell.reaching or (column.track and cell.wide and cell.text in seen):
            continue
        seen.add(cell.text)
        own, rest = read_when(cell.parts[0] if cell.parts else cell.text, leading=True)
        at = own if own.hours else _until_last(when, cell, position, below, columns)
        day = column.day or When()
        if own.hours and not rest and len(cell.parts) > 1:
            rest = ""
        parts = (rest if own.hours else cell.parts[0], *cell.parts[1:])
        yield Mark(
            line=replace(row, text=cell.text, links=cell.links, stamps=cell.stamps),
            when=replace(
                at,
                date=day.date or when.date,
                weekday=day.weekday or when.weekday,
                zone=at.zone or when.zone,
            ),
            fields=tuple(("", part) for part in parts if part),
            track="" if cell.wide and column.track else column.track,
        )


def _until_last(
    when: When, cell: Cell, position: int, below: Sequence[Line], columns: Sequence[Column]
) -> When:
    """Return the hours of a cell that reaches down: until those of its last row end."""
    last = None
    for row in below:
        other = row.cells[position] if position < len(row.cells) else None
        if other is None or not other.reaching or other.text != cell.text:
            break
        last = row
    ends = when_of(last, columns)[0].hours if last is not None else None
    if ends is None or when.hours is None or when.hours.until is None:
        return when
    return replace(when, hours=replace(when.hours, until=ends.until, until_half=ends.until_half))


def _entry(row: Line, columns: Sequence[Column]) -> Mark:
    """Read a row that is one entry."""
    when, used = when_of(row, columns)
    fields: list[tuple[str, str]] = []
    for position, cell in enumerate(row.cells):
        role = columns[position].role if position < len(columns) else ""
        text = used.get(position, cell.text)
        if cell.repeated and cell.wide:
            continue
        if role == "speaker" and not text:
            fields.append((role, ""))  # so that a title beside it is not taken for a name
        if not text or (position in used and role in WHEN_ROLES and not text.strip(" -–—")):
            continue
        if role in WHEN_ROLES and (not when or not text):
            continue  # "Week 4 (TBD)": a date that says nothing is no part of the talk
        parts = (text,) if position in used else cell.parts or (text,)
        if role == "title" and len(parts) > 1:
            fields.append(("title", parts[0]))
            fields.extend(_labelled(part) for part in parts[1:])
        elif role and role not in WHEN_ROLES:
            fields.append((role, _people(parts) if role == "speaker" else " ".join(parts)))
        else:
            fields.extend(_labelled(part) for part in parts)
    missing = not when and _has_talk(fields) and any(c.role in WHEN_ROLES for c in columns)
    return Mark(line=row, when=When(undecided=True) if missing else when, fields=tuple(fields))


def _people(parts: Sequence[str]) -> str:
    """Return the parts of a cell of people as one text: a name, below it "(University)"."""
    return ", ".join(parts).replace(", (", " (")


def _labelled(part: str) -> tuple[str, str]:
    role, _, value = take_label(part)
    return (role, value) if role and value else ("", part)


def _has_talk(fields: Sequence[tuple[str, str]]) -> bool:
    return any(role in {"title", "speaker"} for role, _ in fields)
