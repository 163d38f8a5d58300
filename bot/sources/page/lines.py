"""Lines: what every kind of page is turned into first, so that the rest need not know the kind.

A line keeps where it stood, what it was (heading, list item, table row) and its links. Styles are
kept only where they tell speaker from title.
"""

from dataclasses import dataclass
from enum import StrEnum


class Shape(StrEnum):
    """What a line is in its page."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Link:
    """Where some words lead."""

    text: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table row; `parts` are the lines within it.

    `repeated` marks the further rows or columns of a cell that spans several; `wide` one that spans
    columns, `reaching` one that spans rows and began in a row above.
    """

    text: str
    parts: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    repeated: bool = False
    wide: bool = False
    reaching: bool = False
    stamps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a page. `number` counts from 1; `level` is a heading's rank or an item's depth.

    `ordinal` is the number of a numbered item.

    `gap` says that something (a blank line, a new block) parts it from the line before. Rows have
    `cells`, `header` for those of a table's head, and the number of their `table`. `blocks` are the
    repeated elements of an HTML page that it stands in, outermost first; `stamps` the machine's
    readings of the `<time>` elements in it.
    """

    text: str
    number: int
    shape: Shape = Shape.TEXT
    level: int = 0
    ordinal: str = ""
    gap: bool = False
    links: tuple[Link, ...] = ()
    strong: bool = False
    cells: tuple[Cell, ...] = ()
    header: bool = False
    table: int = 0
    blocks: tuple[int, ...] = ()
    stamps: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        """Whether the line is a heading."""
        return self.shape is Shape.HEADING


@dataclass(frozen=True, slots=True)
class Page:
    """A page as lines, with what its kind says apart from them.

    `title` is the title in its head or front matter; `data` the schema.org objects found.
    """

    lines: tuple[Line, ...]
    title: str = ""
    data: tuple[dict[str, object], ...] = ()
    name: str = ""
