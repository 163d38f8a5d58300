"""Tables of Markdown: which lines are one, and as what elements it is shown.

The rows of a table end where a line has no pipe: in GFM, what is said below it would be a row.
What has a row wider than its head is none, as GFM leaves out what is too much.
"""

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, table
from markdown_it.token import Token

# Styles are forbidden on pages: what they say is said by classes.
_CLASSES = {"text-align:center": "centred", "text-align:right": "right"}
_MOST_CELLS = 600  # of one table; further rows stay as they are
_PIPE = re.compile(r"(?<!\\)\|")


def add_tables(parser: MarkdownIt) -> None:
    """Let a parser of Markdown read tables, and show them."""
    parser.enable("table")
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.add_render_rule("table_open", _opened)
    parser.add_render_rule("table_close", _closed)
    parser.add_render_rule("th_open", _cell)
    parser.add_render_rule("td_open", _cell)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - so they are called
    if not table(state, start, end, True):  # noqa: FBT003 - what it is called is for others to say
        return False
    below = _below(state, start, end)
    return below > start and table(state, start, below, silent)


def _below(state: StateBlock, start: int, end: int) -> int:
    """Return the line below the rows of a table; `start` if one of them is too wide for it."""
    columns = len(_cells(state, start))
    most = start + 2 + _MOST_CELLS // columns
    for line in range(start + 2, min(end, most)):
        cells = _cells(state, line)
        if len(cells) > columns:
            return start
        if not _PIPE.search(_line(state, line)):
            return line
    return min(end, most)


def _cells(state: StateBlock, line: int) -> list[str]:
    cells = _PIPE.split(_line(state, line))
    return cells[not cells[0] : len(cells) - (len(cells) > 1 and not cells[-1])]


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _opened(*_: object) -> str:
    # It may be wider than a phone, and is scrolled by keys too.
    return '<div class="scrolls" tabindex="0">\n<table>\n'


def _closed(*_: object) -> str:
    return "</table>\n</div>\n"


def _cell(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    token = tokens[at]
    if not tokens[at + 1].content:  # an empty cell heads nothing
        token.tag = tokens[at + 2].tag = "td"
    aligned = _CLASSES.get(str(token.attrs.get("style")))
    classed = f' class="{aligned}"' if aligned else ""
    heads = ' scope="col"' if token.tag == "th" else ""
    return f"<{token.tag}{heads}{classed}>"
