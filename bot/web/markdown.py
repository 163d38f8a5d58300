"""Markdown of descriptions and abstracts as HTML, as far as these need it.

It is CommonMark without raw HTML, pictures, indented code and addresses that stand elsewhere in
the text (`[1]: …` would take the line away), with what is struck out and the tables of `tables.py`.
What people mean to be seen is shown too: addresses are links, `•` makes lists, references
(`[1] …`) and the like stand on lines of their own, and what points to a note (`[^1]`) is small.
Formulas are marks in the text by then (`MARKED`), as no rule of Markdown may see what is in them.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import escape

from bot.web.formulas import BEGIN, END, MARKED
from bot.web.tables import add_tables

_ADDRESS = rf"https?://[^\s<>\"'`{BEGIN}{END}]+"
_NOTE = r"\[\^(\w{1,9})\]"
_PARTS = re.compile(f"({BEGIN}\\d+{END}|(?<![^\\W_]){_ADDRESS}|{_NOTE.replace('(', '(?:')})")
_NOTES = re.compile(_NOTE)
_NOTED = re.compile(rf"(?m)^[ \t]*{_NOTE}:(?=\s)")
# What lines begin with that are a list to who wrote them.
_LISTED = re.compile(
    r"(?:\[\^?\w{1,9}\]:?|\((?:\d\d?|[a-z]|[ivx]{1,5})\)|[¹²³⁴⁵⁶⁷⁸⁹]|\d\d?:\d\d\b.*|[–—])\s"
)
_LINKED = re.compile(r"(?i)(?:https?://|mailto:)[^\s]")
_BULLETS = re.compile(r"(?m)^([ \t]*)[•‣▪●◦](?=[ \t])")  # as word processors write lists
_ENDS_SENTENCES = ".,;:!?*_'…]"
_MOST_ENDS = 9  # as in `(see (https://…).)`
_DEEPEST = 100  # levels, two for each list; what is deeper would be left out
_LEFT_OUT = ("code", "html_block", "html_inline", "reference")


def markdown(text: str, formulas: Sequence[str], sources: Sequence[str]) -> str:
    """Return HTML that is not sanitized yet. `formulas` are put in where the text has their marks.

    Where Markdown takes a text for code, a formula is shown as its source.
    """
    text = _BULLETS.sub(r"\1-", text)
    notes = set(_NOTED.findall(text))
    env = {"formulas": formulas, "sources": sources, "notes": notes}
    html: str = _parser().render(text, env)
    return html


@cache
def _parser() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST}).disable(_LEFT_OUT)
    made.validateLink = lambda url: bool(_LINKED.match(url))  # type: ignore[method-assign]
    made.enable("strikethrough")
    add_tables(made)
    made.core.ruler.push("adapt", _adapt)
    made.add_render_rule("formula", _formula)
    return made


def _formula(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    return tokens[at].content


def _adapt(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"  # the page has an outline of its own
        elif token.type == "fence":
            token.content, token.info = _restored(token.content, state), ""
        elif token.type == "inline" and token.children is not None:
            _part_lines(token.children)
            token.children = list(_inline(token.children, state))
    _strengthen_headings(state.tokens)


def _strengthen_headings(tokens: Sequence[Token]) -> None:
    for before, token in pairwise(tokens):
        if before.type == "heading_open" and token.children:
            begin, end = Token("strong_open", "strong", 1), Token("strong_close", "strong", -1)
            token.children = [begin, *token.children, end]


def _part_lines(tokens: Sequence[Token]) -> None:
    """Let lines stay lines that are a list to who wrote them: where two are, it is no chance."""
    listed = [
        at
        for at, token in enumerate(tokens)
        if (at == 0 or tokens[at - 1].type == "softbreak")
        and token.type == "text"
        and _LISTED.match(token.content)
    ]
    for at in listed if len(listed) > 1 else ():
        if at:
            tokens[at - 1].type = "hardbreak"


def _inline(tokens: Sequence[Token], state: StateCore) -> Iterator[Token]:
    links = 0
    for at, token in enumerate(tokens):
        links += (token.type == "link_open") - (token.type == "link_close")
        if token.type == "image":
            shown = token.content or str(token.attrs.get("src", ""))
            yield from _pieces(shown, state, is_linked=True)
            continue
        if token.type == "code_inline":
            token.content = _restored(token.content, state)
        if token.type == "text":
            yield from _pieces(token.content, state, is_linked=links > 0)
            continue
        yield token
        if token.type == "link_open" and tokens[at + 1].type == "link_close":
            yield _text(str(token.attrs["href"]))  # a link without words has its address for them


def _pieces(text: str, state: StateCore, *, is_linked: bool) -> Iterator[Token]:
    """Yield a text with its formulas, and with links where addresses stand in it."""
    for piece in _PARTS.split(text):
        if marked := MARKED.fullmatch(piece):
            yield _html(state.env["formulas"][int(marked[1])])
        elif (noted := _NOTES.fullmatch(piece)) and noted[1] in state.env["notes"]:
            yield _html(f"<sup>[{escape(noted[1])}]</sup>")
        elif is_linked or not _LINKED.match(piece):
            yield _text(piece)
        else:
            address = _without_end(piece)
            shown = escape(address)
            yield _html(f'<a href="{shown}">{shown}</a>')
            yield _text(piece[len(address) :])


def _without_end(address: str) -> str:
    """Return an address without what belongs to the sentence around it."""
    for _ in range(_MOST_ENDS):
        shorter = address.rstrip(_ENDS_SENTENCES)
        if shorter.endswith(")") and shorter.count("(") < shorter.count(")"):
            shorter = shorter[:-1]
        if shorter == address:
            break
        address = shorter
    return address


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _html(content: str) -> Token:
    return Token("formula", "", 0, content=content)


def _restored(text: str, state: StateCore) -> str:
    return MARKED.sub(lambda found: state.env["sources"][int(found[1])], text)
