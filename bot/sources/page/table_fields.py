"""Tables of two columns that hold the fields of one talk: "Speaker", "Date", "Abstract"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.sources.page.field_labels import take_label
from bot.sources.page.lines import Line, Shape
from bot.sources.page.marks import Mark, mark

_PAIR = 2
_FEWEST = 2
_MANY = 0.7
_LONGEST_LABEL = 40


def are_fields(rows: Sequence[Line]) -> bool:
    """Tell whether most rows of a table are a label and what it is of."""
    pairs = [row for row in rows if is_field(row)]
    return len(pairs) >= _FEWEST and len(pairs) >= _MANY * len(rows)


def is_field(row: Line) -> bool:
    """Tell whether a row is a label and what it is of."""
    return len(row.cells) == _PAIR and bool(row.cells[1].text) and bool(_label_of(row))


def field_marks(row: Line) -> Iterator[Mark]:
    """Yield the marks of a row as if its label stood before its text on one line."""
    label = _label_of(row) if len(row.cells) == _PAIR else ""
    if not label:
        yield mark(replace(row, shape=Shape.TEXT, cells=()))
        return
    first, *others = row.cells[1].parts or ("",)
    yield mark(replace(row, text=f"{label}: {first}", shape=Shape.TEXT, cells=()))
    for part in others:
        yield mark(replace(row, text=part, shape=Shape.TEXT, cells=(), links=(), gap=False))


def _label_of(row: Line) -> str:
    words = row.cells[0].text.rstrip(" :")
    if row.cells[1].repeated or ":" in words:
        return ""
    is_label = 0 < len(words) <= _LONGEST_LABEL and take_label(f"{words}: x")[0]
    return words if is_label else ""
