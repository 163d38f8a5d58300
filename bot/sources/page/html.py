"""HTML to lines: blocks, lists, definition lists, tables with spans, `<time>` and hidden data.

Comments, scripts, styles, forms and navigation are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from bot.sources.page.html_data import read_data
from bot.sources.page.lines import Cell, Line, Page, Shape
from bot.sources.page.plain import tidy
from bot.sources.page.runs import Runs

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "svg",
        "math",
        "select",
        "textarea",
        "object",
        "audio",
        "video",
    ]
)
_HEADINGS = {f"h{rank}": rank for rank in range(1, 7)}
_PARTING = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "dt",
        "table",
        "form",
        "fieldset",
        "figure",
        "figcaption",
        "address",
        "details",
        "summary",
        "button",
        "pre",
        "center",
        "legend",
        "caption",
    ]
)
_BREAKING = frozenset({"li", "dd", "tr", "td", "th", "br", "hr", "option", "label"})
_DEEPEST = 120
_WIDEST = 40
_TALLEST = 200
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?")
_HOURS = re.compile(r"\d{1,2}\s?[:.h]\s?\d\d|\d\s?[ap]\.?m", re.IGNORECASE)


def html_page(text: str, name: str) -> Page:
    """Return an HTML page as lines."""
    root = parse(text)
    if root is None:
        return Page(())
    title = root.findtext(".//title") or ""
    return Page(tuple(html_lines(root)), tidy(title), tuple(read_data(root)), name)


def parse(text: str) -> etree._Element | None:
    """Return the root of a piece of HTML, None where there is nothing."""
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def html_lines(root: etree._Element, first: int = 1) -> Iterator[Line]:
    """Yield the lines below an element; `first` is the number of the line where its text begins."""
    writer = _Writer(offset=first - 1)
    writer.walk(root, 0)
    writer.flush(gap=True)
    yield from writer.lines


@dataclass(slots=True)
class _Writer:
    """Walks an element and writes its lines."""

    offset: int = 0
    lines: list[Line] = field(default_factory=list)
    runs: Runs = field(default_factory=Runs)
    at: int = 0
    gap: bool = True
    shape: Shape = Shape.TEXT
    level: int = 0
    url: str = ""
    strong: int = 0
    pre: int = 0
    tables: int = 0

    def walk(self, element: etree._Element, depth: int) -> None:
        """Write an element and all below it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED:
            return
        self.at = max(self.at, (element.sourceline or 0) + self.offset)
        if depth > _DEEPEST:
            self._text("".join(element.itertext()))
            return
        match tag:
            case "br":
                self.flush(gap=False)
            case "hr":
                self.flush(gap=True)
                self.lines.append(Line(text="", number=self.at, shape=Shape.RULE, gap=True))
            case "time":
                self._time(element, depth)
            case "iframe":
                self.runs.add("", self.at, element.get("src") or "")
            case "table" if _is_data(element):
                self.flush(gap=True)
                self._table(element, depth)
            case _:
                self._element(element, tag, depth)

    def flush(self, *, gap: bool) -> None:
        """End the line that is being written."""
        if line := self.runs.line(self.shape, self.level, gap=self.gap):
            self.lines.append(line)
            self.gap = gap
        else:
            self.gap = self.gap or gap
        self.runs = Runs()

    def _element(self, element: etree._Element, tag: str, depth: int) -> None:
        before = self.shape, self.level, self.url, self.strong, self.pre
        parting, breaking = tag in _PARTING or tag in _HEADINGS, tag in _BREAKING
        if parting or breaking:
            self.flush(gap=parting)
        if tag in _HEADINGS:
            self.shape, self.level = Shape.HEADING, _HEADINGS[tag]
        elif tag in {"button", "summary"} and re.search(r"\d", "".join(element.itertext())[:80]):
            self.shape, self.level = Shape.HEADING, 5
        elif tag in {"ul", "ol"}:
            self.level = self.level + 1 if self.shape is Shape.ITEM else 1
            self.shape = Shape.ITEM
        elif tag == "a":
            self.url = _address(element.get("href"))
        elif tag in {"b", "strong"}:
            self.strong += 1
        elif tag == "pre":
            self.pre += 1
        self._inside(element, depth)
        if parting or breaking:
            self.flush(gap=parting)
        self.shape, self.level, self.url, self.strong, self.pre = before

    def _inside(self, element: etree._Element, depth: int) -> None:
        if element.tag == "a" and self.url and not (element.text or "").strip():
            self.runs.add("", self.at, self.url)  # a link behind an icon
        self._text(element.text)
        for child in element:
            self.walk(child, depth + 1)
            self._text(child.tail)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if self.pre:
            for position, line in enumerate(text.split("\n")):
                if position:
                    self.flush(gap=not line.strip())
                    self.at += 1
                self.runs.add(line, self.at, self.url, strong=bool(self.strong))
            return
        leading = text[: len(text) - len(text.lstrip())].count("\n")
        self.runs.add(text, self.at + leading, self.url, strong=bool(self.strong))
        self.at += text.count("\n")

    def _time(self, element: etree._Element, depth: int) -> None:
        """Write the machine's reading of a `<time>`, unless the words say more."""
        stamp = (element.get("datetime") or element.get("content") or "").strip()
        words = tidy("".join(element.itertext()))
        if not _ISO.fullmatch(stamp) or (len(stamp) <= len("2021-06-28") and _HOURS.search(words)):
            self._inside(element, depth)
            return
        stamp = re.sub(r"(?<=:\d\d)Z$", " UTC", stamp)
        self.runs.add(f" {stamp} ", self.at)

    def _table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        spans: dict[int, tuple[int, Cell]] = {}
        for row in list(table.iter("tr")):
            self.at = max(self.at, (row.sourceline or 0) + self.offset)
            number, cells = self.at, _spread(self._cells(row, depth), spans)
            text = tidy(" ".join(cell.text for cell in cells if not cell.repeated))
            if not text and not any(cell.links for cell in cells):
                self.gap = True
                continue
            tags = {cell.tag for cell in row if isinstance(cell.tag, str)}
            parent = row.getparent()
            in_head = parent is not None and parent.tag == "thead"
            self.lines.append(
                Line(
                    text=text,
                    number=number,
                    shape=Shape.ROW,
                    gap=True,
                    links=tuple(link for cell in cells for link in cell.links),
                    cells=tuple(cells),
                    header=in_head or (tags == {"th"} and len(cells) > 1),
                    table=self.tables,
                )
            )
        self.gap = True

    def _cells(self, row: etree._Element, depth: int) -> list[tuple[Cell, int, int]]:
        cells: list[tuple[Cell, int, int]] = []
        for element in row:
            if element.tag not in {"td", "th"} or len(cells) >= _WIDEST:
                continue
            inner = _Writer(offset=self.offset, at=self.at)
            inner._inside(element, depth + 1)
            inner.flush(gap=True)
            self.at = max(self.at, inner.at)
            across, down = _span(element, "colspan", _WIDEST), _span(element, "rowspan", _TALLEST)
            parts = tuple(line.text for line in inner.lines if line.text)
            links = tuple(link for line in inner.lines for link in line.links)
            cell = Cell(text=tidy(" ".join(parts)), parts=parts, links=links, wide=across > 1)
            cells.append((cell, across, down))
        return cells


def _spread(cells: list[tuple[Cell, int, int]], spans: dict[int, tuple[int, Cell]]) -> list[Cell]:
    """Return a row's cells by column, with those that reach in from the rows above."""
    row: list[Cell] = []

    def take_spans() -> None:
        while len(row) in spans and len(row) < _WIDEST:
            column = len(row)
            left, cell = spans.pop(column)
            row.append(cell)
            if left > 1:
                spans[column] = (left - 1, cell)

    for cell, across, down in cells:
        take_spans()
        copy = Cell(text=cell.text, parts=cell.parts, repeated=True, wide=cell.wide)
        for step in range(across):
            if len(row) >= _WIDEST:
                break
            if down > 1:
                spans[len(row)] = (down - 1, copy)
            row.append(copy if step else cell)
    take_spans()
    return row


def _is_data(table: etree._Element) -> bool:
    """Tell whether a table holds rows of cells rather than the layout of a page."""
    if table.find(".//table") is not None:
        return False
    rows = list(table.iter("tr"))
    return any(len([c for c in row if c.tag in {"td", "th"}]) > 1 for row in rows)


def _span(element: etree._Element, key: str, most: int) -> int:
    value = element.get(key) or "1"
    return max(1, min(most, int(value))) if value.isdigit() and len(value) < len("10000") else 1


def _address(href: str | None) -> str:
    href = (href or "").strip()
    return href if href.startswith(("http://", "https://", "//", "mailto:")) else ""
