"""Markdown to lines: headings, lists, tables (kramdown's without a head too), HTML in between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.sources.page.html import html_lines, parse
from bot.sources.page.lines import Cell, Line, Page, Shape
from bot.sources.page.plain import plain_lines, tidy
from bot.sources.page.runs import Runs
from bot.sources.page.vocabulary import begins_with_month

_FRONT = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"(?m)^title:[ \t]*(.{1,300}?)[ \t]*$")
_SUBTITLE = re.compile(r"(?m)^subtitle:[ \t]*(.{1,300}?)[ \t]*$")
_TEMPLATE = re.compile(r"\{%[^%\n]{0,500}%\}|\{\{[^}\n]{0,500}\}\}|\{:[^}\n]{0,200}\}")
_TAG = re.compile(r"<\s*(/?)\s*([a-zA-Z]\w*)([^>]*)>")
_HREF = re.compile(r"(?:href|src)\s{0,3}=\s{0,3}[\"']([^\"'\s]{1,2000})")


def markdown_page(text: str, name: str) -> Page:
    """Return a Markdown page as lines."""
    title, subtitle = "", ""
    if front := _FRONT.match(text):
        found = _TITLE.search(front[1])
        title = found[1].strip("\"' ") if found else ""
        below = _SUBTITLE.search(front[1])
        subtitle = below[1].strip("\"' ") if below else ""
        text = "\n" * front[0].count("\n") + text[front.end() :]
    text = _TEMPLATE.sub(lambda tag: " " * len(tag[0]), text)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    writer = _Writer()
    for said in filter(None, (title, subtitle)):
        writer.lines.append(Line(text=said, number=1, gap=True))
    for token in tokens:
        writer.take(token)
    return Page(tuple(writer.lines), title, (), name)


@dataclass(slots=True)
class _Writer:
    """Takes Markdown's block tokens one by one and writes lines."""

    lines: list[Line] = field(default_factory=list)
    gap: bool = True
    rank: int = 0
    depth: int = 0
    item: str = ""
    cells: list[Cell] = field(default_factory=list)
    row: int = 0
    in_head: bool = False
    tables: int = 0

    def take(self, token: Token) -> None:
        """Write what a token adds."""
        match token.type:
            case "heading_open" | "heading_close":
                self.rank = int(token.tag[1:]) if token.nesting > 0 else 0
            case "bullet_list_open" | "ordered_list_open":
                self.depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self.depth -= 1
            case "list_item_open":
                self.item = token.info
                self.gap = self.gap or self.depth == 1
            case "paragraph_open":
                self.gap = True
            case "inline" | "html_block" | "code_block" | "fence" | "hr":
                self._content(token)
            case _:
                self._table(token)

    def _content(self, token: Token) -> None:
        number = (token.map or [0])[0] + 1
        match token.type:
            case "inline" if self.row:
                self._cell(token)
            case "inline":
                self._inline(token, number)
            case "html_block":
                self._html(token)
            case "hr":
                self.lines.append(Line(text="", number=number, shape=Shape.RULE, gap=True))
            case _:
                self._code(token)

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.tables += 1
            case "thead_open" | "thead_close":
                self.in_head = token.type == "thead_open"
            case "tr_open":
                self.row, self.cells = (token.map or [0])[0] + 1, []
            case "tr_close":
                self._row()
            case _:
                pass

    def _row(self) -> None:
        text = tidy(" ".join(cell.text for cell in self.cells))
        if text:
            self.lines.append(
                Line(
                    text=text,
                    number=self.row,
                    shape=Shape.ROW,
                    gap=True,
                    links=tuple(link for cell in self.cells for link in cell.links),
                    cells=tuple(self.cells),
                    header=self.in_head,
                    table=self.tables,
                )
            )
        self.row = 0
        self.gap = True

    def _cell(self, token: Token) -> None:
        lines = [
            line
            for runs in _inline_runs(token, self.row, across_lines=False)
            if (line := runs.line(Shape.TEXT, 0, gap=False))
        ]
        parts = tuple(line.text for line in lines if line.text)
        links = tuple(link for line in lines for link in line.links)
        self.cells.append(Cell(text=tidy(" ".join(parts)), parts=parts, links=links))

    def _inline(self, token: Token, number: int) -> None:
        shape = Shape.HEADING if self.rank else Shape.ITEM if self.depth else Shape.TEXT
        for runs in _inline_runs(token, number, across_lines=not self.rank):
            ordinal, self.item = self._ordinal(runs), ""
            if shape is Shape.TEXT and runs.raw.lstrip().startswith("|"):
                row = runs.row(gap=self.gap)
                if row.text:
                    self.lines.append(row)
                self.gap = not row.text
            elif line := runs.line(shape, self.rank or self.depth, gap=self.gap):
                self.lines.append(replace(line, ordinal=ordinal) if ordinal else line)
                self.gap = False
        self.gap = self.gap or bool(self.rank)

    def _ordinal(self, runs: Runs) -> str:
        """Return the number of a list item; "28. Juni" has its day back, for that is none."""
        if self.item.isdigit() and begins_with_month(runs.raw):
            runs.pieces.insert(0, (f"{self.item}. ", "", False))
            return ""
        return self.item if self.item.isdigit() else ""

    def _html(self, token: Token) -> None:
        root = parse(token.content) if token.content.strip() else None
        if root is not None:
            first = (token.map or [0])[0] + 1
            found = list(html_lines(root, first))
            self.lines.extend(found)
            self.gap = self.gap or bool(found)

    def _code(self, token: Token) -> None:
        first = (token.map or [0])[0] + (1 if token.type == "fence" else 0)
        for line in plain_lines(token.content):
            self.lines.append(
                Line(
                    text=line.text,
                    number=line.number + first,
                    shape=line.shape,
                    level=line.level,
                    gap=line.gap,
                    links=line.links,
                    cells=line.cells,
                )
            )


def _inline_runs(token: Token, number: int, *, across_lines: bool) -> Iterator[Runs]:
    """Yield the runs of each line of a paragraph."""
    style = _Style()
    runs = Runs()
    for child in token.children or ():
        number += child.type in {"softbreak", "hardbreak"}
        if child.type == "softbreak" and not across_lines:
            runs.add(" ", number)
        elif child.type in {"softbreak", "hardbreak"} or _tag(child)[1] == "br":
            yield runs
            runs = Runs()
        elif child.type in {"text", "code_inline", "text_special"}:
            runs.add(child.content, number, style.url, strong=style.strong > 0)
        else:
            style.take(child)
            if frame := style.frame:
                runs.add("", number, frame)
    yield runs


@dataclass(slots=True)
class _Style:
    """The link and the weight that hold at a point of a paragraph."""

    url: str = ""
    strong: int = 0
    frame: str = ""

    def take(self, token: Token) -> None:
        """Note what a token opens or closes; `frame` is the address of an embedded video."""
        self.frame = ""
        match token.type:
            case "link_open" | "link_close":
                self.url = _address(str(token.attrs.get("href", "")))
            case "strong_open" | "strong_close":
                self.strong += token.nesting
            case "html_inline":
                closing, tag, rest = _tag(token)
                found = _HREF.search(rest)
                if tag == "a":
                    self.url = _address(found[1]) if found and not closing else ""
                elif tag == "iframe" and found:
                    self.frame = found[1]
            case _:
                pass


def _tag(token: Token) -> tuple[bool, str, str]:
    found = _TAG.match(token.content) if token.type == "html_inline" else None
    return (bool(found[1]), found[2].lower(), found[3]) if found else (False, "", "")


def _address(href: str) -> str:
    return href if href.startswith(("http://", "https://", "mailto:")) else ""
