"""Which repeated element of an HTML page an entry stands in: a card, a row of a view, a list item.

Only elements that hold one entry each tell where entries begin and end.
"""

from collections import Counter
from collections.abc import Sequence

from bot.sources.page.marks import Mark

_FEWEST = 2


def blocks_of(marks: Sequence[Mark], anchors: Sequence[int]) -> dict[int, range]:
    """Return by anchor the marks of the largest repeated element that holds no other anchor."""
    if len(anchors) < _FEWEST:
        return {}
    counts = Counter(block for at in anchors for block in marks[at].line.blocks)
    depths = {at: _depth(marks[at].line.blocks, counts) for at in anchors}
    usual = Counter(depth for depth in depths.values() if depth is not None).most_common(1)
    found = {}
    for at, depth in depths.items():
        if depth is None:
            continue
        # The one talk that is "upcoming" has a section of its own, but is a card like the others.
        own = max(depth, usual[0][0])
        own = own if own < len(marks[at].line.blocks) else depth
        found[at] = _extent(marks, at, own)
    return found


def _depth(blocks: Sequence[int], counts: Counter[int]) -> int | None:
    return next((depth for depth, block in enumerate(blocks) if counts[block] == 1), None)


def _extent(marks: Sequence[Mark], at: int, depth: int) -> range:
    block = marks[at].line.blocks[depth]

    def is_within(position: int) -> bool:
        blocks = marks[position].line.blocks
        return depth < len(blocks) and blocks[depth] == block

    first = last = at
    while first > 0 and is_within(first - 1):
        first -= 1
    while last + 1 < len(marks) and is_within(last + 1):
        last += 1
    return range(first, last + 1)
