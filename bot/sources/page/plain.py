"""Plain text to lines: bullets, numbered headings, tabs and pipes as columns, bare addresses."""

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.sources.page.lines import Cell, Line, Link, Shape
from bot.sources.page.vocabulary import begins_with_month

_BULLET = re.compile(r"([ \t]*)(?:[•◦▪‣·*–+o-]|(?P<n>\d{1,2})[.)])[ \t]+(?=\S)")
_HASHES = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t#]*$")
_RULE = re.compile(r"\s*[-=_*~]{3,200}\s*")
_URL = re.compile(r"https?://[^\s<>\"'|]{1,2000}")
_LABELLED = re.compile(r"[^\W\d_][\w ]{1,20}:[ ]{1,20}(?=\S)")
_NOISE = re.compile(r"[\s|>🔗¶]*")
_TRAILING_SIGNS = re.compile(r"[\s|🔗¶]+$")
_COLUMNS = re.compile(r"\t{1,20}| \| |(?<=\S) {3,200}(?=\S)")
_INDENT = 2
_NEAR = 2  # columns that are set by hand stand a blank or two aside
_WIDE = 4
_LONGEST_ROW = 200
_LONGEST_LINE = 20_000
_LONGEST_WRAPPED = 5_000


def plain_lines(text: str) -> tuple[Line, ...]:
    """Return the lines of a plain text, without blank ones and those of mere table ruling."""
    lines = list(_lines(text))
    return tuple(_with_brackets_joined(_aligned(lines, text.split("\n"))))


def _aligned(lines: list[Line], raws: list[str]) -> list[Line]:
    """Give rows of blanks the empty cells that show only in where their other cells stand."""
    aligned: list[Line] = []
    columns: tuple[int, ...] = ()
    for line in lines:
        raw = raws[line.number - 1]
        if line.shape is not Shape.ROW or "\t" in raw or "|" in raw:
            columns = ()
            aligned.append(line)
            continue
        starts = _starts(raw)
        if len(starts) >= len(columns):
            columns = starts
        aligned.append(_with_gaps(line, starts, columns))
    return aligned


def _starts(raw: str) -> tuple[int, ...]:
    """Return where the cells of a row of blanks begin."""
    lead = len(raw) - len(raw.lstrip())
    return (lead, *(found.end() for found in _COLUMNS.finditer(raw) if found.start() > lead))


def _with_gaps(line: Line, starts: tuple[int, ...], columns: tuple[int, ...]) -> Line:
    near = [
        next((i for i, at in enumerate(columns) if abs(at - start) <= _NEAR), None)
        for start in starts
    ]
    places = [place for place in near if place is not None]
    if len(places) < len(line.cells) or len(columns) == len(line.cells):
        return line
    cells = [Cell(text="")] * len(columns)
    for place, cell in zip(places, line.cells, strict=False):
        cells[place] = cell
    return replace(line, cells=tuple(cells))


def tidy(text: str) -> str:
    """Return text with each run of blanks as one, and without invisible characters."""
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").replace("\xad", "").split())


def bare_links(text: str) -> tuple[Link, ...]:
    """Return the http(s) addresses that stand in a text as such."""
    if "://" not in text:
        return ()
    return tuple(Link("", found[0].rstrip(".,;:!?)]}")) for found in _URL.finditer(text))


def _lines(text: str) -> Iterator[Line]:
    gap = True
    for number, raw in _unwrapped(text.split("\n")):
        if _NOISE.fullmatch(raw):
            gap = gap or not raw.strip()
            continue
        if _RULE.fullmatch(raw):
            yield Line(text="", number=number, shape=Shape.RULE, gap=True)
            gap = True
            continue
        yield _line(raw, number, gap=gap)
        gap = False


def _unwrapped(raws: list[str]) -> Iterator[tuple[int, str]]:
    """Yield numbered lines, those joined that are wrapped below the text of a label.

    "Title:    On the rotation of" and, below that text, "          very large ferries".
    """
    number, held, column = 0, "", 0
    for at, whole in enumerate(raws, 1):
        raw = whole[:_LONGEST_LINE].rstrip()
        lead = len(raw) - len(raw.lstrip())
        if column and lead == column and raw and len(held) < _LONGEST_WRAPPED:
            held = f"{held} {raw.lstrip()}"
            continue
        if number:
            yield number, held
        label = _LABELLED.match(raw)
        number, held, column = at, raw, label.end() if label else 0
    yield number, held


def _line(raw: str, number: int, *, gap: bool) -> Line:
    if heading := _HASHES.fullmatch(raw):
        return Line(
            text=tidy(heading[2]),
            number=number,
            shape=Shape.HEADING,
            level=len(heading[1]),
            gap=True,
            links=bare_links(raw),
        )
    shape, level = Shape.TEXT, 0
    indent = len(raw) - len(raw.lstrip())
    ordinal = ""
    bullet = _BULLET.match(raw)
    if bullet and not (bullet["n"] and begins_with_month(raw[bullet.end() :])):  # "28. Juni"
        shape, level = Shape.ITEM, 1 + len(bullet[1].expandtabs(4)) // _INDENT
        ordinal = bullet["n"] or ""
        raw = raw[bullet.end() :]
    elif indent >= _INDENT:
        level = indent // _INDENT
    raw = _TRAILING_SIGNS.sub("", raw)
    if _has_columns(raw.strip()):
        pieces = _COLUMNS.split(raw.strip().strip("|"))
        cells = tuple(Cell(text=tidy(p), parts=(tidy(p),), links=bare_links(p)) for p in pieces)
        if len(cells) > 1:
            return Line(
                text=tidy(" ".join(cell.text for cell in cells)),
                number=number,
                shape=Shape.ROW,
                gap=gap,
                links=bare_links(raw),
                cells=cells,
            )
    return Line(
        text=tidy(raw),
        number=number,
        shape=shape,
        level=level,
        ordinal=ordinal,
        gap=gap,
        links=bare_links(raw),
    )


def _has_columns(raw: str) -> bool:
    """Tell whether a line is a row: by tabs, by two wide blanks, or one that is very wide."""
    if "\t" in raw or len(_COLUMNS.findall(raw)) > 1:
        return True
    left, gap, _ = raw.partition(" " * _WIDE)
    return bool(gap) and len(raw) <= _LONGEST_ROW and not left.endswith(":")


def _with_brackets_joined(lines: list[Line]) -> Iterator[Line]:
    """Join "(", "Oral", ")" on three lines, as cells of a table come out of a browser's copy."""
    position = 0
    while position < len(lines):
        three = lines[position : position + 3]
        if [three[0].text, three[-1].text] == ["(", ")"] and len(three) == len("(x)"):
            yield Line(text=f"({three[1].text})", number=three[1].number)
            position += 3
            continue
        yield three[0]
        position += 1
