"""Reading one mapping of a definition, key by key, and collecting every problem on the way.

`Fields` hands out the values of known keys; what cannot be read becomes a problem at its place
and reads as the default, so that one mistake hides no other.
"""

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from bot.errors import Problem, RefusalError, Severity, one_of
from bot.language import saying
from bot.sources.definition.keys import describe_keys, keys_meant
from bot.sources.yaml_tree import Listing, Mapping, Node, Scalar

_COMMA = "put text that contains a comma in quotes, or write it without braces"

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(slots=True)
class Problems:
    """The problems of one file, as they are found."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def refuse(self, node: Node, refusal: RefusalError, *, about: str = "") -> None:
        """Add a refusal at a node; `about` names the key, if it does not stand there."""
        problem = Problem.of(refusal, file=self.file, line=node.line, column=node.column)
        if about:
            problem = _about(problem, about)
        self.found.append(problem)

    def warn(self, node: Node, message: str, *, read: str = "", hint: str = "", code: str) -> None:
        """Add a warning at a node."""
        self.found.append(
            Problem(
                code=code,
                message=message,
                read=read,
                hint=hint,
                file=self.file,
                line=node.line,
                column=node.column,
                severity=Severity.WARNING,
            )
        )


def _about(problem: Problem, key: str) -> Problem:
    return Problem(
        code=problem.code,
        message=saying("{name}: {problem}", name=key, problem=problem.message),
        read=problem.read,
        choices=problem.choices,
        hint=problem.hint,
        file=problem.file,
        line=problem.line,
        column=problem.column,
        severity=problem.severity,
    )


class Fields:
    """The keys of one mapping, read at most once each."""

    def __init__(self, node: Node, known: Iterable[str], problems: Problems, what: str) -> None:
        """Report keys that are not `known`; `what` says in words what the mapping describes."""
        self.node = node
        self.problems = problems
        self._entries = node.entries if isinstance(node, Mapping) else {}
        self._meant: set[str] = set()
        known = list(known)
        for name, (key, value) in self._entries.items():
            if name not in known:
                in_braces = isinstance(node, Mapping) and node.is_flow
                is_cut = in_braces and isinstance(value, Scalar) and not value.text
                self._unknown_key(key, known, what, _COMMA if is_cut else "")

    def _unknown_key(self, key: Scalar, known: list[str], what: str, hint: str) -> None:
        meant = keys_meant(key.text, known)
        self._meant.update(meant)
        refusal = RefusalError(
            f"{what} has no such key",
            read=key.text,
            choices=meant,
            hint=describe_keys(key.text, known) if meant or not hint else hint,
            code="unknown-key",
        )
        self.problems.refuse(key, refusal)

    def __contains__(self, name: str) -> bool:
        """Tell whether a key is there and says something."""
        return self.get(name) is not None

    def lacks(self, name: str) -> bool:
        """Tell whether a key is missing, and no misspelt one that was told of may be it."""
        return name not in self and name not in self._meant

    def is_silent_on(self, name: str) -> bool:
        """Tell whether a key is missing, as `lacks` has it, or blank."""
        node = self.get(name)
        return self.lacks(name) if node is None else _is_blank(node)

    def get(self, name: str) -> Node | None:
        """Return the node of a key, None where it is missing or says nothing."""
        entry = self._entries.get(name)
        if entry is None or (isinstance(entry[1], Scalar) and entry[1].is_null):
            return None
        return entry[1]

    def key(self, name: str) -> Scalar:
        """Return the key itself, which must be there: the place for problems with its presence."""
        return self._entries[name][0]

    def read(self, name: str, reader: Callable[[str], T], default: T) -> T:
        """Return what `reader` makes of a key's text, the default if it is missing or refused."""
        node = self.get(name)
        return default if node is None else self.value(node, reader, default, about=name)

    def value(self, node: Node, reader: Callable[[str], T], default: T, *, about: str) -> T:
        """Return what `reader` makes of a node's text, the default where it is refused."""
        try:
            return reader(_text_of(node))
        except RefusalError as refusal:
            self.problems.refuse(node, refusal, about=about)
            return default

    def line(self, name: str) -> str:
        """Return a key's text on one line."""
        return self.read(name, one_line, "")

    def text(self, name: str) -> str:
        """Return a key's text, its lines and paragraphs kept."""
        return self.read(name, clean_text, "")

    def choice(self, name: str, options: type[E], default: E) -> E:
        """Return the option that a key names."""
        return self.read(name, lambda text: read_choice(text, options), default)

    def items(self, name: str) -> list[Node]:
        """Return the nodes of a list; a single value counts as a list of one."""
        node = self.get(name)
        if node is None:
            return []
        return list(node.items) if isinstance(node, Listing) else [node]


def _is_blank(node: Node) -> bool:
    if isinstance(node, Scalar):
        return not node.text.strip()
    return isinstance(node, Listing) and not node.items


def _text_of(node: Node) -> str:
    if not isinstance(node, Scalar):
        what = "a list" if isinstance(node, Listing) else "a mapping"
        raise RefusalError(
            f"a text is expected here, not {what}",
            read="",
            hint='put text with ": " or brackets in quotes',
            code="type",
        )
    if node.is_null:
        raise RefusalError(
            "nothing is said here",
            read=node.text,
            hint="write something, or take it out",
            code="missing",
        )
    return node.text


def read_choice(text: str, options: type[E]) -> E:
    """Return the option that `text` names, whatever its case."""
    word = text.strip().lower()
    try:
        return options(word)
    except ValueError:
        names = [option.value for option in options if option.value]
        near = [name for name in names if name in word.split()]
        near = near[:1] or difflib.get_close_matches(word, names, n=1)
        raise RefusalError(
            "this is none of the choices",
            read=text,
            choices=near or names,
            hint=f"did you mean {near[0]}?" if near else f"write {one_of(names, len(names))}",
            code="unknown-choice",
        ) from None


def one_line(text: str) -> str:
    """Return text on one line, with single blanks."""
    return " ".join(text.split())


def clean_text(text: str) -> str:
    """Return text without the blanks at the ends of its lines and around the whole."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
