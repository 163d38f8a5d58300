"""YAML text as a tree of text that knows where it stands.

YAML's own types are what makes it treacherous for schedules (an unquoted `no` or `16:00` or date
turns into something else), so every scalar stays text here, with its line and column; what it
means is for the reader of the definition to say. YAML 1.2, no tags, one document; repeated keys
are reported; depth and expanded size are bounded, so that aliases cannot blow a file up.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
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

from bot.errors import Problem

_DEEPEST = 20
_MOST_NODES = 1_000_000
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single text; `plain` if it stands without quotes. Lines and columns count from 1."""

    text: str
    plain: bool
    line: int
    column: int
    size: int = 1

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


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their nodes, each key once; `is_flow` for `{…}` in braces."""

    entries: dict[str, tuple[Scalar, "Node"]]
    is_flow: bool
    line: int
    column: int
    size: int


Node = Scalar | Listing | Mapping


class _Stop(Exception):  # noqa: N818 - not an error of the program: it carries the problem out
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def read_tree(data: bytes, file: str) -> tuple[Node | None, list[Problem]]:
    """Return the tree of a YAML document and what is wrong with its form.

    The tree is None where the text is not YAML, or none that a definition may be.
    """
    if len(data) > MOST_BYTES:
        message = f"the file has more than {MOST_BYTES // 1024 // 1024} MB"
        return None, [Problem(code="too-large", message=message, file=file, line=1, column=1)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this is not UTF-8 text"
        return None, [Problem(code="not-text", message=message, file=file, line=line, column=1)]
    builder = _Builder(file)
    try:
        return builder.build(YAML(typ="safe", pure=True).parse(text)), builder.problems
    except _Stop as stop:
        return None, [*builder.problems, stop.problem]
    except YAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, file)]


@dataclass(slots=True)
class _Builder:
    file: str
    problems: list[Problem] = field(default_factory=list)
    anchors: dict[str, Node] = field(default_factory=dict)
    events: Iterator[Event] = field(default_factory=lambda: iter(()))

    def build(self, events: Iterator[Event]) -> Node | None:
        self.events = events
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                if root is not None:
                    self._stop(event, "several-documents", "only one document belongs in a file")
                root = self._node(next(events), depth=1)
        return root

    def _node(self, event: Event, depth: int) -> Node:
        if depth > _DEEPEST:
            self._stop(event, "too-deep", f"this is nested more than {_DEEPEST} levels deep")
        if isinstance(event, AliasEvent):
            if event.anchor not in self.anchors:
                self._stop(event, "bad-alias", "this alias has no anchor above it")
            return self.anchors[event.anchor]
        if tag := getattr(event, "tag", None):
            self._problem(event, "tag", "tags are not allowed", str(tag))
        node = self._new_node(event, depth)
        if anchor := getattr(event, "anchor", None):
            self.anchors[anchor] = node
        if node.size > _MOST_NODES:
            self._stop(event, "too-large", "this grows too large when its aliases are followed")
        return node

    def _new_node(self, event: Event, depth: int) -> Node:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        match event:
            case ScalarEvent():
                return Scalar(event.value, not event.style, line, column)
            case SequenceStartEvent():
                items = tuple(self._items(depth))
                return Listing(items, line, column, 1 + sum(item.size for item in items))
            case MappingStartEvent():
                entries = self._entries(depth)
                size = 1 + sum(node.size + 1 for _, node in entries.values())
                return Mapping(entries, bool(event.flow_style), line, column, size)
        message = f"unexpected YAML event {event}"
        raise AssertionError(message)

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

    def _problem(self, event: Event, code: str, message: str, read: str = "") -> None:
        mark = event.start_mark
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=read,
                hint="take it out",
                file=self.file,
                line=mark.line + 1,
                column=mark.column + 1,
            )
        )

    def _stop(self, event: Event, code: str, message: str) -> None:
        self._problem(event, code, message)
        raise _Stop(self.problems.pop())


def _syntax_problem(error: YAMLError, file: str) -> Problem:
    if not isinstance(error, MarkedYAMLError):
        # Characters that YAML does not allow: the reader knows only their position.
        return Problem(
            code="syntax", message=" ".join(str(error).split()), file=file, line=1, column=1
        )
    mark = error.problem_mark or error.context_mark
    what = str(error.problem or error.context or "this is not YAML")
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
    return "look at the quotes, the colons and the indentation here and in the line above"
