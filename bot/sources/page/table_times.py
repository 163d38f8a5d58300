"""When a table's row is: its cells of date, hours, end and length, by their columns' roles."""

from collections.abc import Sequence
from dataclasses import replace

from bot.sources.page.columns import WHEN_ROLES, Column
from bot.sources.page.lengths import read_length
from bot.sources.page.lines import Cell, Line
from bot.sources.page.marks import is_prose, mark
from bot.sources.page.when import When, read_when

_DAY = 24 * 60


def when_of(row: Line, columns: Sequence[Column]) -> tuple[When, dict[int, str]]:
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
        if when.hours and (length := _length_in(cell, column)):
            used[position] = ""
            when = _lasting(when, length)
            continue
        if not column.role and _is_end(said, rest, when):
            used[position] = ""
            when = _joined(when, said, Column(role="end"))
            continue
        if not said or not (own_role or (not column.role and _is_free(said, when))):
            continue
        used[position] = rest
        when = _joined(when, said, column)
    return (when, used) if when or not columns else _misplaced(row, columns)


def _length_in(cell: Cell, column: Column) -> int | None:
    """Return how many minutes a cell says that an entry takes."""
    if column.role not in {"", "length"}:
        return None
    return read_length(cell.text, labelled=column.role == "length")


def _lasting(when: When, minutes: int) -> When:
    if when.hours is None or when.hours.until is not None:
        return when
    until = (when.hours.begins + minutes) % _DAY
    return replace(when, hours=replace(when.hours, until=until, until_half=""))


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
