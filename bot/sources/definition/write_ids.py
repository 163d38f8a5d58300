"""Writing made-up ids into a definition, so that they stay whatever is edited later.

The text is changed only where an id is put in; comments, order, quotes and indentation stay.
"""

from bot.domain.series import Series
from bot.sources.yaml_tree import Listing, Mapping, Node, read_tree


def write_ids(data: bytes, series: Series) -> bytes:
    """Return the definition `data` with an `id` for each session that has none.

    `series` is what was read from the same bytes.
    """
    tree, _ = read_tree(data, "")
    nodes = _sessions(tree)
    missing = [
        (node, session.id)
        for node, session in zip(nodes, series.sessions, strict=True)
        # A session that stands for two through an alias cannot have the ids of both.
        if isinstance(node, Mapping) and "id" not in node.entries and nodes.count(node) == 1
    ]
    text = data.decode("utf-8")
    lines = text.split("\n")
    for node, made in reversed(missing):
        _insert(lines, node, made, bom=text.startswith("\ufeff"))
    return "\n".join(lines).encode()


def _sessions(tree: Node | None) -> tuple[Node, ...]:
    entry = tree.entries.get("sessions") if isinstance(tree, Mapping) else None
    if entry is None:
        return ()
    return entry[1].items if isinstance(entry[1], Listing) else (entry[1],)


def _insert(lines: list[str], node: Mapping, made: str, *, bom: bool) -> None:
    row, column = node.line - 1, node.column - 1 + (bom and node.line == 1)
    line = lines[row]
    if node.is_flow:
        inside = column + 1  # behind the brace
        comma = ", " if node.entries else ""
        lines[row] = f"{line[:inside]}id: {made}{comma}{line[inside:].lstrip(' ')}"
        return
    ending = "\r\n" if line.endswith("\r") else "\n"
    lines[row] = f"{line[:column]}id: {made}{ending}{' ' * column}{line[column:]}"
