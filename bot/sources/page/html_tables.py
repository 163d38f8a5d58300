"""Tables in HTML: which hold data, and where cells end up that span rows and columns."""

from dataclasses import replace

from lxml import etree

from bot.sources.page.lines import Cell

# By column: for how many more rows a cell from above reaches down, and that cell.
Spanning = dict[int, tuple[int, Cell]]


def spread(cells: list[tuple[Cell, int, int]], spans: Spanning, widest: int) -> list[Cell]:
    """Return a row's cells by column, with those that reach in from the rows above."""
    row: list[Cell] = []

    def take_spans() -> None:
        while len(row) in spans and len(row) < widest:
            column = len(row)
            left, cell = spans.pop(column)
            row.append(replace(cell, reaching=True))
            if left > 1:
                spans[column] = (left - 1, cell)

    for cell, across, down in cells:
        take_spans()
        copy = Cell(text=cell.text, parts=cell.parts, repeated=True, wide=cell.wide)
        for step in range(across):
            if len(row) >= widest:
                break
            if down > 1:
                spans[len(row)] = (down - 1, copy)
            row.append(copy if step else cell)
    take_spans()
    return row


def is_data(table: etree._Element) -> bool:
    """Tell whether a table holds rows of cells rather than the layout of a page."""
    if table.find(".//table") is not None:
        return False
    rows = list(table.iter("tr"))
    return any(len([c for c in row if c.tag in {"td", "th"}]) > 1 for row in rows)


def span(element: etree._Element, key: str, most: int) -> int:
    """Return how many rows or columns a cell spans, `most` at most."""
    value = element.get(key) or "1"
    return max(1, min(most, int(value))) if value.isdigit() and len(value) < len("10000") else 1
