"""Writing made-up ids into a definition, so that they stay whatever is edited later.

The text is changed only where an id is put in; comments, order, quotes and indentation stay.
"""

import re
from collections import Counter
from collections.abc import Iterator

from bot.domain.series import Series
from bot.sources.yaml_tree import LINE_END, Listing, Mapping, Node, Scalar, read_tree

_ANCHOR_OR_SPACE = re.compile(r"&\S+|\s+|#[^\r\n]*")
_EMPTY_ID = re.compile(
    r"""(?:id|"id"|'id')\s*:()(?:\s+(?:~|null|Null|NULL)(?=[\s,}]|$))?(?!\s*&)"""
)
# What YAML itself takes for text; other ids get quotes, for the other programs that read the file.
_TEXT = re.compile(r"(?!(?:null|true|false|yes|no|on|off|y|n)\Z)[a-z][a-z0-9-]*")


def write_ids(data: bytes, series: Series) -> bytes:
    """Return the definition `data` with an `id` for each session that has none.

    So for each of several talks of a session, whose UIDs hang on their ids. `series` is what was
    read from the same bytes. Whoever writes the result reads it again first: it must say the same.
    """
    tree, _ = read_tree(data, "")
    named = list(_named(tree, series))
    # What stands for two through an alias cannot have the ids of both.
    times = Counter(id(node) for node, _ in named)
    text = data.decode("utf-8")
    lines = [0, *(found.end() for found in LINE_END.finditer(text))]
    edits = [
        edit
        for node, made in named
        if isinstance(node, Mapping) and times[id(node)] == 1
        for edit in _edits(text, node, made, lines)
    ]
    for begin, end, put in sorted(edits, reverse=True):
        text = f"{text[:begin]}{put}{text[end:]}"
    return text.encode()


def _named(tree: Node | None, series: Series) -> Iterator[tuple[Node, str]]:
    """Yield the nodes of sessions and of talks, each with its id."""
    for node, session in zip(_items(tree, "sessions"), series.sessions, strict=True):
        yield node, session.id
        if len(session.talks) > 1:
            talks = (*_items(node, "talk"), *_items(node, "talks"))
            yield from zip(talks, (talk.id for talk in session.talks), strict=True)


def _items(node: Node | None, key: str) -> tuple[Node, ...]:
    entry = node.entries.get(key) if isinstance(node, Mapping) else None
    if entry is None or (isinstance(entry[1], Scalar) and entry[1].is_null):
        return ()
    return entry[1].items if isinstance(entry[1], Listing) else (entry[1],)


def _edits(text: str, node: Mapping, made: str, lines: list[int]) -> Iterator[tuple[int, int, str]]:
    """Yield where a mapping without an id gets one: from, to and what; nothing where it cannot."""
    made = made if _TEXT.fullmatch(made) else f'"{made}"'
    if "id" in node.entries:
        key, value = node.entries["id"]
        empty = _EMPTY_ID.match(text, _place(text, key, lines))
        if not empty or not isinstance(value, Scalar) or not value.is_null:
            return
        yield empty.end(1), empty.end(), f" {made}"
        return
    begin = _place(text, node, lines)
    first = next((key for key, _ in node.entries.values()), None)
    if text[begin] == "&" and (not first or _place(text, first, lines) != begin):
        begin = _behind_anchor(text, begin)
    if not node.is_flow:
        yield begin, begin, _on_a_line(text, begin, f"id: {made}")
    elif text[begin] == "{":  # else it is a pair in a list, `[title: X]`, with room for no other
        inside = begin + 1
        while text[inside] == " ":
            inside += 1
        yield inside, inside, f"id: {made}{', ' if node.entries else ''}"


def _place(text: str, node: Node, lines: list[int]) -> int:
    """Return where a node is in the text; byte order marks have no column."""
    place, column = lines[node.line - 1], 1
    while column < node.column:
        column += text[place] != "\ufeff"
        place += 1
    return place


def _behind_anchor(text: str, begin: int) -> int:
    while found := _ANCHOR_OR_SPACE.match(text, begin):
        begin = found.end()
    return begin


def _on_a_line(text: str, begin: int, entry: str) -> str:
    ending = LINE_END.search(text, begin) or LINE_END.search(text)
    line = max(text.rfind("\n", 0, begin), text.rfind("\r", 0, begin)) + 1
    indent = " " * (begin - line)
    return f"{entry}{ending[0] if ending else chr(10)}{indent}"
