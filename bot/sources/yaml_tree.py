"""YAML text as a tree of text that knows where it stands.

YAML's own types are what makes it treacherous for schedules (an unquoted `no` or `16:00` or date
turns into something else), so every scalar stays text here, with its line and column; what it
means is for the reader of the definition to say. YAML 1.2, no tags, one document; repeated keys
are reported; depth and expanded size are bounded, so that aliases cannot blow a file up.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from bot.errors import Problem

_DEEPEST = 20
_MOST_NODES = 1_000_000
MOST_BYTES = 16 * 1024 * 1024
_YAML_TAG = "tag:yaml.org,2002:"
_NUMBER = re.compile(r"\\U(?!00(?:0[\dA-F]|10))[\dA-F]{8}|^%YAML", re.IGNORECASE | re.MULTILINE)
LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single text; `plain` if it stands without quotes. Lines and columns count from 1."""

    text: str
    plain: bool
    line: int
    column: int
    size: int = 1
    height: int = 1

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: `key:`, `key: ~` or `key: null`."""
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence of nodes."""

    items: tuple["Node", ...]
    line: int
    column: int
    size: int
    height: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their nodes, each key once; `is_flow` for `{…}` in braces."""

    entries: dict[str, tuple[Scalar, "Node"]]
    is_flow: bool
    line: int
    column: int
    size: int
    height: int


Node = Scalar | Listing | Mapping


class _Stop(Exception):  # noqa: N818 - not an error of the program: it carries the problem out
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_tree(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML document and what is wrong with its form.

    The tree is None where the text is not YAML, or none that a definition may be.
    """
    text = _text_of(data, file)
    if isinstance(text, Problem):
        return None, [text]
    builder = _Builder(file)
    try:
        return builder.build(YAML(typ="safe", pure=True).parse(text)), builder.problems
    except _Stop as stop:
        problem = stop.problem
    except ReaderError as error:
        message = f"U+{ord(text[error.position]):04X} has no place in a text"
        problem = _text_problem(message, "take it out", text[: error.position], file)
    except MarkedYAMLError as error:
        problem = _syntax_problem(error, file)
    except (ValueError, OverflowError):  # of Python itself: the parser trusts such numbers
        found = _NUMBER.search(text)
        above = text[: found.start()] if found else ""
        problem = _text_problem("this number is too large", "take it out", above, file)
    return None, [*builder.problems, problem]


def _text_of(data: bytes, file: str) -> str | Problem:
    """Return the text of a file, or why it is none."""
    if len(data) > MOST_BYTES:
        message = f"the file has more than {MOST_BYTES // 1024 // 1024} MB"
        return Problem(
            code="too-large", message=message, hint="split it", file=file, line=1, column=1
        )
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        above = data[: error.start].decode()
        return _text_problem("this is not UTF-8 text", "save it as UTF-8", above, file)


@dataclass(slots=True)
class _Builder:
    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    events: Iterator[Event] = field(default_factory=lambda: iter(()))
    count: int = 0

    def build(self, events: Iterator[Event]) -> Node | None:
        self.events = events
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    message = "only one document belongs in a file"
                    self._stop(event, "several-documents", message, "give each its own file")
                root = self._node(next(events), depth=1)
        return root

    def _node(self, event: Event, depth: int) -> Node:
        self.count += 1
        if self.count > _MOST_NODES:
            self._stop(event, "too-large", "the file has more than can be read", "split it")
        node = self._alias(event) if isinstance(event, AliasEvent) else None
        if depth + (node.height - 1 if node else 0) > _DEEPEST:
            self._stop(event, "too-deep", f"this is nested more than {_DEEPEST} levels deep")
        if node:
            return node
        if tag := getattr(event, "tag", None):
            self._problem(event, "tag", "tags are not allowed", str(tag).replace(_YAML_TAG, "!!"))
        node = self._new_node(event, depth)
        if anchor := getattr(event, "anchor", None):
            self.anchors[anchor] = node
        if node.size > _MOST_NODES:
            self._stop(event, "too-large", "this grows too large when its aliases are followed")
        return node

    def _alias(self, event: AliasEvent) -> Node:
        if event.anchor not in self.anchors:
            self._stop(event, "bad-alias", "this alias has no anchor above it")
        return self.anchors[event.anchor]

    def _new_node(self, event: Event, depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match event:
            case ScalarEvent():
                return Scalar(self._text(event), not event.style, line, column)
            case SequenceStartEvent():
                items = tuple(self._items(depth))
                size, height = _extent(items)
                return Listing(items, line, column, size, height)
            case MappingStartEvent():
                entries = self._entries(depth)
                size, height = _extent([node for entry in entries.values() for node in entry])
                return Mapping(entries, bool(event.flow_style), line, column, size, height)
        message = f"unexpected YAML event {event}"
        raise AssertionError(message)

    def _text(self, event: ScalarEvent) -> str:
        """Return the text of a scalar; the two escapes that JSON has for an emoji are one there."""
        try:
            text = event.value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            self._problem(event, "syntax", "half of a character is missing here")
            text = event.value.encode("utf-8", "replace").decode()
        return str(text)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> dict[str, tuple[Scalar, Node]]:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self._problem(event, "bad-key", "a key must be a single word")
            elif key.text in entries:
                first = entries[key.text][0].line
                self._problem(
                    event, "repeated-key", f"this key stands already in line {first}", key.text
                )
            else:
                entries[key.text] = (key, value)
        return entries

    def _problem(
        self, event: Event, code: str, message: str, read: str = "", hint: str = "take it out"
    ) -> None:
        mark = event.start_mark
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=read,
                hint=hint,
                file=self.file,
                line=mark.line + 1,
                column=mark.column + 1,
            )
        )

    def _stop(self, event: Event, code: str, message: str, hint: str = "take it out") -> NoReturn:
        self._problem(event, code, message, hint=hint)
        raise _Stop(self.problems.pop())


def _extent(nodes: Sequence[Node]) -> tuple[int, int]:
    """Return the size and the height of a node that holds `nodes`."""
    return 1 + sum(node.size for node in nodes), 1 + max((node.height for node in nodes), default=0)


def _text_problem(message: str, hint: str, above: str, file: str) -> Problem:
    """Return the problem of a text that cannot be read on from behind `above`."""
    lines = LINE_END.split(above)
    return Problem(
        code="not-text",
        message=message,
        hint=hint,
        file=file,
        line=len(lines),
        column=len(lines[-1]) + 1,
    )


def _syntax_problem(error: MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = str(error.problem or error.context or "this is not YAML")
    if "quoted" in str(error.context) and "end of stream" in what:
        mark, what = error.context_mark, "this quote is never closed"
    return Problem(
        code="syntax",
        message=f"this is not YAML: {what}",
        hint=_syntax_hint(what),
        file=file,
        line=mark.line + 1 if mark else 1,
        column=mark.column + 1 if mark else 1,
    )


def _syntax_hint(what: str) -> str:
    if "mapping values are not allowed" in what:
        return 'put text that contains ": " in quotes, and indent keys of one level alike'
    if "\\t" in what or "tab" in what:
        return "indent with spaces, not with tabs"
    if "cannot start any token" in what:
        return "put text that begins with this character in quotes"
    return "look at the quotes, the colons and the indentation here and in the line above"
