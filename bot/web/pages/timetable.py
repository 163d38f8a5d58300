"""A day's programme as a grid: tracks side by side, and rows by time. Pure.

What goes on at the same time stands side by side, each in a column of its own: a track. What
nothing goes on beside spans all columns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.moments import Moment
from bot.domain.series import Session, Talk
from bot.web.pages.days import Day, Entry, entries_of

_MOST_TRACKS = 8  # beyond which a column takes sessions of several rooms


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the grid, over some rows and columns; nothing goes on there without an entry."""

    entry: Entry | None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """What begins at one time; cells of earlier rows may reach into it."""

    start: Moment
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Timetable:
    """The grid of a day. `tracks` has the room of each column, where it has one alone.

    `untimed` are talks without hours of their own in sessions where others have some.
    """

    tracks: tuple[str, ...]
    rows: tuple[Row, ...]
    untimed: tuple[tuple[Session, Talk], ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, by start and then from left to right."""
        return tuple(cell.entry for row in self.rows for cell in row.cells if cell.entry)


@dataclass(slots=True)
class _Strand:
    """Entries of one session, of which none overlap."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def start(self) -> datetime:
        return self.entries[0].start.at

    @property
    def end(self) -> datetime:
        return self.entries[-1].end.at

    @property
    def room(self) -> str:
        return self.entries[0].session.room


def timetable(day: Day) -> Timetable:
    """Return the grid of a day."""
    strands = [strand for session in day.sessions for strand in _strands(session)]
    strands.sort(key=lambda one: (one.start, one.room, one.entries[0].session.id))
    blocks = list(_blocks(strands))
    places, tracks = _places([block for block in blocks if len(block) > 1])
    rows: list[Row] = []
    for block in blocks:
        if len(block) == 1:
            cells = ((one.start, Cell(one, columns=len(tracks))) for one in block[0].entries)
            rows += [Row(start, (cell,)) for start, cell in cells]
        else:
            rows += _grid(block, places, len(tracks))
    return Timetable(tuple(tracks), tuple(rows), tuple(_untimed(day.sessions)))


def _strands(session: Session) -> list[_Strand]:
    """Divide what a session has into strands of which none overlaps itself."""
    strands: list[_Strand] = []
    for entry in entries_of(session):
        free = next((one for one in strands if one.end <= entry.start.at), None)
        if free is None:
            strands.append(free := _Strand())
        free.entries.append(entry)
    return strands


def _blocks(strands: Iterable[_Strand]) -> Iterator[list[_Strand]]:
    """Divide strands, which are by start, where nothing goes on."""
    block: list[_Strand] = []
    for strand in strands:
        if block and strand.start >= max(one.end for one in block):
            yield block
            block = []
        block.append(strand)
    if block:
        yield block


def _places(blocks: Iterable[list[_Strand]]) -> tuple[dict[int, int], list[str]]:
    """Return the column of each strand, and the room of each column; there is at least one.

    A room keeps its column all day.
    """
    places: dict[int, int] = {}
    ends: list[datetime] = []
    rooms: list[set[str]] = []
    for strand in (one for block in blocks for one in block):
        free = [at for at, end in enumerate(ends) if end <= strand.start]
        own = [at for at in free if rooms[at] == {strand.room}]
        column = next(iter(own or (free if len(ends) >= _MOST_TRACKS else ())), len(ends))
        if column == len(ends):
            ends.append(strand.end)
            rooms.append(set())
        ends[column] = strand.end
        rooms[column].add(strand.room)
        places[id(strand)] = column
    return places, [one.pop() if len(one) == 1 else "" for one in rooms] or [""]


def _grid(block: list[_Strand], places: dict[int, int], width: int) -> Iterator[Row]:
    """Yield the rows of strands side by side: one for each time at which something begins."""
    found = {(e.start.at, places[id(one)]): e for one in block for e in one.entries}
    starts = {entry.start.at: entry.start for entry in found.values()}
    times = sorted(starts)
    busy_until = [times[0]] * width
    for at in times:
        cells = []
        for column in range(width):
            entry = found.get((at, column))
            if entry:
                busy_until[column] = entry.end.at
                cells.append(Cell(entry, rows=sum(at <= one < entry.end.at for one in times)))
            elif busy_until[column] <= at:
                cells.append(Cell(None))
        yield Row(starts[at], tuple(cells))


def _untimed(sessions: Iterable[Session]) -> Iterator[tuple[Session, Talk]]:
    for session in sessions:
        if session.has_timed_talks:
            yield from ((session, talk) for talk in session.talks if talk.start is None)
