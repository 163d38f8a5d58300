"""Table rows to marks: what columns mean by their heads or their cells; grids of days and rooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.sources.page.dates import find_dates, find_weekday
from bot.sources.page.field_labels import role_of_head, take_label
from bot.sources.page.lines import Cell, Line, Shape
from bot.sources.page.marks import Mark, When, is_prose, mark, read_when
from bot.sources.page.months import Month, with_months
from bot.sources.page.people import read_people
from bot.sources.page.sections import keeps_day
from bot.sources.page.table_fields import are_fields, field_marks, is_field
from bot.sources.page.table_times import WHEN_ROLES, Column, when_of
from bot.sources.page.vocabulary import folded
from bot.sources.page.zone_words import find_zones, is_about_time

_LONGEST_HEAD = 60
_MOST_BELOW = 60
_DAY_OF_MONTH = re.compile(r"[\s.,]{0,3}\d{1,2}(?:st|nd|rd|th|er)?")
_NO_HEAD = re.compile(r"\d{1,2}[:.h]\d\d")


def table_marks(
    rows: Sequence[Line], head: Sequence[Column] = (), month: Month | None = None
) -> tuple[list[Mark], tuple[Column, ...]]:
    """Return the marks of a table's rows, and the columns for rows that may follow.

    `month` is that of the heading above the table.
    """
    columns = tuple(head)
    marks: list[Mark] = []
    if are_fields(rows):
        return [one for row in rows for one in field_marks(row)], columns
    rows = with_months(rows, month)
    for position, row in enumerate(rows):
        if found := _head(row, first=position == 0):
            columns = found
            continue
        marks.extend(_row(row, columns, rows[position + 1 : position + _MOST_BELOW]))
    return marks, columns


def _head(row: Line, *, first: bool) -> tuple[Column, ...] | None:
    """Return the columns that a row names, None if it is no head."""
    cells = [cell for cell in row.cells if cell.text and not cell.repeated]
    if len(cells) < 2 or any(len(cell.text) > _LONGEST_HEAD for cell in cells):  # noqa: PLR2004
        return None
    if any(_NO_HEAD.search(cell.text) for cell in cells[:1]):
        return None
    roles = [role_of_head(cell.text) for cell in row.cells]
    days = [_day(cell.text) if not roles[i] else None for i, cell in enumerate(row.cells)]
    known = sum(1 for role in roles if role)
    if sum(1 for day in days if day) > 1 and (known or not row.cells[0].text):
        return tuple(Column(role=r, day=d) for r, d in zip(roles, days, strict=True))
    if not row.header and (not first or known < len(cells) / 2):
        return None
    if any(days) and not row.header:
        return None
    return _columns(row, roles)


def _columns(row: Line, roles: Sequence[str]) -> tuple[Column, ...]:
    columns = []
    for cell, said in zip(row.cells, roles, strict=True):
        zones = find_zones(cell.text)
        zone = zones[0].word if zones else ""
        is_hour = bool(zone) and not said and len(cell.text) <= len(zone) + 8  # headed "CET"
        role = "time" if is_hour else said
        told = is_about_time(cell.text) or role == "time"
        columns.append(Column(role=role, zone=zone if told else ""))
    if not any(column.role == "title" for column in columns):
        columns = [replace(c, role="title") if c.role == "paper" else c for c in columns]
    unknown = [
        i
        for i, (cell, c) in enumerate(zip(row.cells, columns, strict=True))
        if not c.role and cell.text
    ]
    timed = any(column.role in WHEN_ROLES for column in columns) or not row.cells[0].text
    named = {c.role for c in columns} & {"title", "speaker"}
    if timed and len(unknown) > 1 and not named:
        for i in unknown:
            columns[i] = replace(columns[i], track=row.cells[i].text)
    return tuple(columns)


def _day(text: str) -> When | None:
    dates = find_dates(text)
    if dates:
        return When(date=dates[0])
    weekday = find_weekday(text)
    plain = folded(text).strip(" .,")
    if weekday and folded(weekday.text).strip(" .,") == plain:
        return When(weekday=weekday)
    if weekday and not weekday.start and _DAY_OF_MONTH.fullmatch(plain[weekday.end :]):
        return When(weekday=replace(weekday, text=text))  # "Mon 8th"
    return None


def _row(row: Line, columns: Sequence[Column], below: Sequence[Line]) -> Iterator[Mark]:
    filled = [cell for cell in row.cells if cell.text or cell.links]
    own = [cell for cell in filled if not cell.repeated]
    if title := _session_title(row, own):
        yield Mark(line=replace(row, text=title, shape=Shape.HEADING, level=6), rest=title)
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
    if len(own) < 2 or len(row.cells) <= 2 or _day(own[0].text) is None:  # noqa: PLR2004
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
            fields.append((role, ", ".join(parts) if role == "speaker" else " ".join(parts)))
        else:
            fields.extend(_labelled(part) for part in parts)
    missing = not when and _has_talk(fields) and any(c.role in WHEN_ROLES for c in columns)
    return Mark(line=row, when=When(undecided=True) if missing else when, fields=tuple(fields))


def _labelled(part: str) -> tuple[str, str]:
    role, _, value = take_label(part)
    return (role, value) if role and value else ("", part)


def _has_talk(fields: Sequence[tuple[str, str]]) -> bool:
    return any(role in {"title", "speaker"} for role, _ in fields)
