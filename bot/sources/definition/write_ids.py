"""Writing made-up ids into a definition, so that they stay whatever is edited later.

The text is changed only where an id is put in; comments, order, quotes and indentation stay.
"""

import re
from collections import Counter

from bot.domain.series import Series
from bot.sources.yaml_tree import LINE_END, Listing, Mapping, Node, Scalar, read_tree

_ANCHOR_OR_SPACE = re.compile(r"&\S+|\s+|#[^\r\n]*")
_EMPTY_ID = re.compile(r"""(?:id|"id"|'id')\s*:()(?:\s+(?:~|null|Null|NULL)(?=[\s,}]|$))?""")
# What YAML itself takes for text; other ids get quotes, for the other programs that read the file.
_TEXT = re.compile(r"(?!(?:null|true|false|yes|no|on|off|y|n)\Z)[a-z][a-z0-9-]*")


def write_ids(data: bytes, series: Series) -> bytes:
    """Return the definition `data` with an `id` for each session that has none.

    `series` is what was read from the same bytes.
    """
    tree, _ = read_tree(data, "")
    nodes = _sessions(tree)
    # A session that stands for two through an alias cannot have the ids of both.
    times = Counter(id(node) for node in nodes)
    text = data.decode("utf-8")
    lines = [0, *(found.end() for found in LINE_END.finditer(text))]
    for node, session in reversed([*zip(nodes, series.sessions, strict=True)]):
        if isinstance(node, Mapping) and times[id(node)] == 1:
            text = _with_id(text, node, session.id, lines)
    return text.encode()


def _sessions(tree: Node | None) -> tuple[Node, ...]:
    entry = tree.entries.get("sessions") if isinstance(tree, Mapping) else None
    if entry is None or isinstance(entry[1], Scalar):
        return ()
    return entry[1].items if isinstance(entry[1], Listing) else (entry[1],)


def _with_id(text: str, node: Mapping, made: str, lines: list[int]) -> str:
    """Return the text with an id in a mapping that has none, given where lines begin."""
    made = made if _TEXT.fullmatch(made) else f'"{made}"'
    if "id" in node.entries:
        key, value = node.entries["id"]
        empty = _EMPTY_ID.match(text, _place(text, key, lines))
        if not empty or not isinstance(value, Scalar) or not value.is_null:
            return text
        return f"{text[: empty.end(1)]} {made}{text[empty.end() :]}"
    begin = _place(text, node, lines)
    first = next((key for key, _ in node.entries.values()), None)
    if text[begin] == "&" and (not first or _place(text, first, lines) != begin):
        begin = _behind_anchor(text, begin)
    if node.is_flow:
        return _in_braces(text, begin + 1, f"id: {made}{', ' if node.entries else ''}")
    return _on_a_line(text, begin, f"id: {made}")


def _place(text: str, node: Node, lines: list[int]) -> int:
    """Return where a node is in the text; byte order marks have no column."""
    place, column = lines[node.line - 1], 1
    while column < node.column or text[place] == "\ufeff":
        column += text[place] != "\ufeff"
        place += 1
    return place


def _behind_anchor(text: str, begin: int) -> int:
    while found := _ANCHOR_OR_SPACE.match(text, begin):
        begin = found.end()
    return begin


def _in_braces(text: str, inside: int, entry: str) -> str:
    while text[inside] == " ":
        inside += 1
    return f"{text[:inside]}{entry}{text[inside:]}"


def _on_a_line(text: str, begin: int, entry: str) -> str:
    ending = LINE_END.search(text, begin) or LINE_END.search(text)
    line = max(text.rfind("\n", 0, begin), text.rfind("\r", 0, begin)) + 1
    indent = " " * (begin - line - text.count("\ufeff", line, begin))
    return f"{text[:begin]}{entry}{ending[0] if ending else chr(10)}{indent}{text[begin:]}"
