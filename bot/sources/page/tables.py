"""Table rows to marks: what columns mean by their heads or their cells; grids of days and rooms."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.sources.page.clocks import find_hours
from bot.sources.page.columns import WHEN_ROLES, Column, heads_tracks, read_head, unnamed_columns
from bot.sources.page.field_labels import take_label
from bot.sources.page.lines import Cell, Line, Shape
from bot.sources.page.marks import Mark, is_prose, mark
from bot.sources.page.sections import is_section, keeps_day, opens_part
from bot.sources.page.vocabulary import folded
from bot.sources.page.when import When, read_when

_MOST_HOURS = 9
_MOST_HEADS = 3
_LENGTH = re.compile(
    r"(?:(?P<h>\d{1,2})\s?(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore)\b\.?\s?|(?P<c>\d):(?=\d\d))?"
    r"(?:(?P<m>\d{1,3})\s?(?:min|mins|minutes?|minuten|minuti|minutos|m|'|’|′)?\.?)?"
)


def table_marks(
    rows: Sequence[Line], head: Sequence[Column] = ()
) -> tuple[list[Mark], tuple[Column, ...]]:
    """Return the marks of a table's rows, and the columns for rows that may follow."""
    columns = tuple(head) or unnamed_columns(rows)
    marks: list[Mark] = []
    begun = False
    for position, row in enumerate(rows):
        tracks = position < _MOST_HEADS and not begun and heads_tracks(row, rows[position + 1 :])
        if found := read_head(row, first=not begun, tracks=tracks):
            columns = found
            if find_hours(row.text):  # "Title (all talks 16:00 CET)"
                marks.append(Mark(line=row, label="ignored", rest=row.text))
            continue
        made = list(_row(row, columns))
        begun = begun or any(one.when.hours or one.fields for one in made)
        marks.extend(made)
    return marks, columns


def _row(row: Line, columns: Sequence[Column]) -> Iterator[Mark]:
    filled = [cell for cell in row.cells if cell.text or cell.links]
    own = [cell for cell in filled if not cell.repeated]
    if opens_part(own[0].text if own else ""):
        text = ". ".join(cell.text for cell in own)
        yield Mark(line=replace(row, text=text, shape=Shape.HEADING, level=6), rest=text)
    elif not columns and (day := _day_of_programme(own)):
        yield mark(replace(row, text=day, shape=Shape.TEXT))
    elif len(own) <= 1 and len({cell.text for cell in filled}) <= 1:
        yield from _single(row, filled, columns)
    elif len(columns) == len(row.cells) and any(column.day or column.track for column in columns):
        yield from _grid(row, columns)
    else:
        yield _entry(row, columns if len(columns) >= len(row.cells) else ())


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


def _grid(row: Line, columns: Sequence[Column]) -> Iterator[Mark]:
    """Read a row that has one entry for each day, or for each room."""
    when, _ = _when_of(row, columns)
    seen: set[str] = set()
    in_tracks = [c.text for c, of in zip(row.cells, columns, strict=True) if of.track]
    if len(in_tracks) > 1 and len(set(in_tracks)) == 1:  # "Coffee" in each column
        row = replace(row, cells=tuple(replace(cell, wide=True) for cell in row.cells))
    for cell, column in zip(row.cells, columns, strict=True):
        if not cell.text or not (column.day or column.track):
            continue
        spans_rows = cell.repeated and not cell.wide
        if spans_rows or (column.track and cell.wide and cell.text in seen):
            continue
        seen.add(cell.text)
        own, rest = read_when(cell.parts[0] if cell.parts else cell.text, leading=True)
        at = own if own.hours else when
        day = column.day or When()
        if own.hours and not rest and len(cell.parts) > 1:
            rest = ""
        parts = (rest if own.hours else cell.parts[0], *cell.parts[1:])
        yield Mark(
            line=replace(row, text=cell.text, links=cell.links),
            when=replace(
                at,
                date=day.date or when.date,
                weekday=day.weekday or when.weekday,
                zone=at.zone or when.zone,
            ),
            fields=tuple(("", part) for part in parts if part),
            track="" if cell.wide and column.track else column.track,
        )


def _entry(row: Line, columns: Sequence[Column]) -> Mark:
    """Read a row that is one entry."""
    when, used = _when_of(row, columns)
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


def _when_of(row: Line, columns: Sequence[Column]) -> tuple[When, dict[int, str]]:
    """Return when a row is, and by position what its cells say besides."""
    when, used = When(), {}
    for position, cell in enumerate(row.cells):
        column = columns[position] if position < len(columns) else Column()
        if not cell.text or is_prose(cell.text):
            continue
        said, rest = read_when(cell.text, leading=True)
        if not said and column.role in WHEN_ROLES:
            said, rest = _plain_day(cell.text)
        own_role = column.role in WHEN_ROLES
        if not column.role and _is_end(said, rest, when):
            used[position] = ""
            when = _joined(when, said, Column(role="end"))
            continue
        if not said or not (own_role or (not column.role and _is_free(said, when))):
            continue
        used[position] = rest
        when = _joined(when, said, column)
    for column, cell in zip(columns, row.cells, strict=False):
        if column.role == "length":
            when = _with_length(when, cell.text)
    return (when, used) if when or not columns else _misplaced(row, columns)


def _misplaced(row: Line, columns: Sequence[Column]) -> tuple[When, dict[int, str]]:
    """Return when a row is whose time stands in a column of something else."""
    for position, cell in enumerate(row.cells):
        said, rest = read_when(cell.text, leading=True)
        if said and not rest:
            zone = next((column.zone for column in columns if column.zone), "")
            return replace(said, zone=said.zone or zone), {position: ""}
    return When(), {}


def _is_end(said: When, rest: str, when: When) -> bool:
    """Tell whether a cell right of a start is its end: "8:30", "9:00" in columns without a head."""
    if not said.hours or rest or said.zone or said.date or not when.hours:
        return False
    return said.hours.until is None and when.hours.until is None and not when.zone


def _is_free(said: When, when: When) -> bool:
    """Tell whether a cell adds a part of the time that no cell before has given."""
    return bool((said.date and not when.date) or (said.hours and not when.hours))


def _plain_day(text: str) -> tuple[When, str]:
    one = mark(Line(text=text, number=1))
    return one.when, one.rest


def _with_length(when: When, text: str) -> When:
    """Return when a row is with the end that its length gives: "13:00", "40 min"."""
    found = _LENGTH.fullmatch(folded(text).strip())
    hours = when.hours
    if not found or not text.strip() or hours is None or hours.until is not None:
        return when
    minutes = int(found["h"] or found["c"] or 0) * 60 + int(found["m"] or 0)
    if not 0 < minutes <= _MOST_HOURS * 60:
        return when
    until = (hours.begins + minutes) % (24 * 60)
    return replace(when, hours=replace(hours, until=until, until_half=""))


def _joined(when: When, said: When, column: Column) -> When:
    zone = said.zone or (column.zone if said.hours else "")
    if when.hours and said.hours:
        if column.role == "end":
            return replace(when, hours=replace(when.hours, until=said.hours.begins))
        if zone and zone != when.zone:
            return replace(when, others=(*when.others, (said.hours, zone)))
        return when
    return replace(
        when,
        date=when.date or said.date,
        hours=when.hours or said.hours,
        zone=when.zone or zone,
        others=(*when.others, *said.others),
        weekday=when.weekday or said.weekday,
        day=when.day or said.day,
        undecided=when.undecided or said.undecided,
    )
