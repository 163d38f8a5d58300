"""HTML to lines: blocks, lists, definition lists, tables with spans, `<time>` and hidden data.

Comments, scripts, styles, menus, side columns and what is never shown are left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from bot.sources.page.field_labels import take_label
from bot.sources.page.html_data import read_data
from bot.sources.page.html_tables import Spanning, is_data, span, spread
from bot.sources.page.html_tags import (
    BREAKING,
    HEADINGS,
    PARTING,
    SKIPPED,
    Sides,
    block_kind,
    is_affiliation,
    is_beside,
    is_button,
    is_hidden,
    is_length,
    repeated,
    text_of,
)
from bot.sources.page.lines import Cell, Line, Page, Shape
from bot.sources.page.plain import tidy
from bot.sources.page.runs import Runs

_DEEPEST = 120
_WIDEST = 40
_TALLEST = 200
_LONGEST_LABEL = 40
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?")
# The parser takes time in the square of a tag's attributes; what it has besides is of no use here.
_HUGE_TAG = re.compile(r"<([a-zA-Z][\w-]{0,40})[^<>]{5000,}")
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
    text = _HUGE_TAG.sub(lambda tag: f"<{tag[1]} " + "\n" * tag[0].count("\n"), text)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root


def html_lines(root: etree._Element, first: int = 1) -> Iterator[Line]:
    """Yield the lines below an element; `first` is the number of the line where its text begins."""
    writer = _Writer(Sides(root), offset=first - 1)
    writer.walk(root, 0)
    writer.flush(gap=True)
    yield from writer.lines


@dataclass(slots=True)
class _Writer:
    """Walks an element and writes its lines."""

    sides: Sides
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
    blocks: tuple[int, ...] = ()
    counted: int = 0
    labelled: bool = False

    def walk(self, element: etree._Element, depth: int) -> None:
        """Write an element and all below it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in SKIPPED or is_hidden(element) or is_length(element):
            return
        self.at = max(self.at, (element.sourceline or 0) + self.offset)
        if is_beside(element) and self.sides.are_small(element):
            self.flush(gap=True)
            return
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
            case "table" if is_data(element):
                self.flush(gap=True)
                self._table(element, depth)
            case _:
                self._element(element, tag, depth)

    def flush(self, *, gap: bool) -> None:
        """End the line that is being written."""
        if line := self.runs.line(self.shape, self.level, gap=self.gap, blocks=self.blocks):
            self.lines.append(line)
            self.gap = gap
        else:
            self.gap = self.gap or gap
        self.runs = Runs()

    def _element(self, element: etree._Element, tag: str, depth: int) -> None:
        before = self.shape, self.level, self.url, self.strong, self.pre
        parting, breaking = tag in PARTING or tag in HEADINGS, tag in BREAKING or is_button(element)
        if (parting or breaking) and not (tag == "dd" and self.labelled):
            self.flush(gap=parting)
        self.labelled = False
        if tag == "footer":
            self.lines.append(Line(text="", number=self.at, shape=Shape.RULE, gap=True))
        if tag in HEADINGS:
            self.shape, self.level = Shape.HEADING, HEADINGS[tag]
        elif tag in {"button", "summary"} and re.search(r"\d", text_of(element)[:80]):
            self.shape, self.level = Shape.HEADING, 5
        elif tag in {"ul", "ol"}:
            self.level = self.level + 1 if self.shape is Shape.ITEM else 1
            self.shape = Shape.ITEM
        self._style(element, tag)
        self._content(element, depth)
        if tag == "dt" and _is_label(element):
            self._text(": ")  # "Speaker" and the name are one line
            self.labelled = True
        elif parting or breaking:
            self.flush(gap=parting)
        self.shape, self.level, self.url, self.strong, self.pre = before

    def _style(self, element: etree._Element, tag: str) -> None:
        if tag == "a":
            self.url = _address(element.get("href"))
        elif tag in {"b", "strong"}:
            self.strong += 1
        elif tag == "pre":
            self.pre += 1

    def _content(self, element: etree._Element, depth: int) -> None:
        """Write what is in an element; an affiliation marked as such in brackets."""
        if is_affiliation(element) and self.runs.raw.strip()[-1:] not in {"", "(", ","}:
            self._text(" (")
            self._inside(element, depth)
            self._text(")")
        else:
            self._inside(element, depth)

    def _inside(self, element: etree._Element, depth: int) -> None:
        if element.tag == "a" and self.url and not (element.text or "").strip():
            self.runs.add("", self.at, self.url)  # a link behind an icon
        self._text(element.text)
        outer, several = self.blocks, repeated(element) if len(element) > 1 else frozenset()
        for child in element:
            if several and block_kind(child) in several:
                self.counted += 1
                self.blocks = (*outer, self.counted)
            self.walk(child, depth + 1)
            self.blocks = outer
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
        """Write the words of a `<time>` if they have hours, else the machine's reading.

        That is kept with the line too, to be compared.
        """
        stamp = (element.get("datetime") or element.get("content") or "").strip()
        words = tidy(text_of(element))
        if not _ISO.fullmatch(stamp):
            self._inside(element, depth)
            return
        self.runs.stamps.append(stamp)
        if _HOURS.search(words):
            self._inside(element, depth)
            return
        stamp = re.sub(r"(?<=:\d\d)Z$", " UTC", stamp)
        self.runs.add(f" {stamp} ", self.at)

    def _table(self, table: etree._Element, depth: int) -> None:
        self.tables += 1
        spans: Spanning = {}
        for row in list(table.iter("tr")):
            if is_hidden(row):
                continue
            self.at = max(self.at, (row.sourceline or 0) + self.offset)
            number, cells = self.at, spread(self._cells(row, depth), spans, _WIDEST)
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
                    blocks=self.blocks,
                    stamps=tuple(stamp for cell in cells for stamp in cell.stamps),
                )
            )
        self.gap = True

    def _cells(self, row: etree._Element, depth: int) -> list[tuple[Cell, int, int]]:
        cells: list[tuple[Cell, int, int]] = []
        for element in row:
            if element.tag not in {"td", "th"} or len(cells) >= _WIDEST or is_hidden(element):
                continue
            inner = _Writer(self.sides, offset=self.offset, at=self.at)
            inner._inside(element, depth + 1)
            inner.flush(gap=True)
            self.at = max(self.at, inner.at)
            across, down = span(element, "colspan", _WIDEST), span(element, "rowspan", _TALLEST)
            parts = tuple(line.text for line in inner.lines if line.text)
            links = tuple(link for line in inner.lines for link in line.links)
            cell = Cell(
                text=tidy(" ".join(parts)),
                parts=parts,
                links=links,
                wide=across > 1,
                stamps=tuple(stamp for line in inner.lines for stamp in line.stamps),
            )
            cells.append((cell, across, down))
        return cells


def _is_label(element: etree._Element) -> bool:
    """Tell whether a `<dt>` is the label of a field rather than the time of an entry."""
    words = tidy(text_of(element))
    following = element.getnext()
    is_field = 0 < len(words) <= _LONGEST_LABEL and bool(take_label(f"{words.rstrip(':')}:")[0])
    return is_field and following is not None and following.tag == "dd"


def _address(href: str | None) -> str:
    href = (href or "").strip()
    return href if href.startswith(("http://", "https://", "//", "mailto:")) else ""
