"""Dividing a text in Telegram's HTML into messages: at paragraphs, and never inside a tag.

Telegram counts what is left after tags and entities, in UTF-16 units.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

MOST = 4096
"""How long one message may be."""

_TOKEN = re.compile(r"<(?P<end>/?)(?P<name>[a-z-]+)[^>]*>|&(?:#\w+|\w+);|.", re.DOTALL)
_UNBROKEN = {"a", "code", "tg-time"}  # in which a blank is no place to break
_BEYOND_BMP = 0xFFFF


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag, or one sign; `width` is what it counts, `name` that of the tag."""

    text: str
    width: int = 0
    name: str = ""
    is_end: bool = False


def split_html(html: str, most: int = MOST) -> list[str]:
    """Return the messages of at most so many units that a text makes; one if it is short enough.

    Tags that are open where it is divided are closed there, and opened again in the next message.
    """
    html = html.strip()
    if len(html.encode("utf-16-le", "surrogatepass")) <= 2 * most:  # as nearly all are
        return [html] if html else []
    left = tuple(_tokens(html))
    messages = []
    while left:
        cut = _cut(left, most)
        piece, left = left[:cut], left[cut:]
        opened = _open_after(piece)
        if not _is_blank(piece):
            messages.append(_closed(_stripped(piece)))
        left = _without_blanks(left)
        left = (*opened, *left) if left else ()
    return messages


def _is_blank(tokens: Sequence[_Token]) -> bool:
    return all(token.name or token.text.isspace() for token in tokens)


def _closed(tokens: Sequence[_Token]) -> str:
    """Return the text of a message, with what is open in it closed."""
    ended = "".join(f"</{tag.name}>" for tag in reversed(_open_after(tokens)))
    return "".join(token.text for token in tokens) + ended


def shown_length(html: str) -> int:
    """Return how long a text is, in UTF-16 units, once its tags and entities are read."""
    return sum(token.width for token in _tokens(html))


def _tokens(html: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(html):
        if found["name"]:
            yield _Token(found[0], name=found["name"], is_end=bool(found["end"]))
        else:
            signs = unescape(found[0])
            yield _Token(found[0], sum(2 if ord(sign) > _BEYOND_BMP else 1 for sign in signs))


def _cut(tokens: Sequence[_Token], most: int) -> int:
    """Return behind how many tokens to divide: as late as may be, at the best kind of place."""
    best = {"paragraph": 0, "line": 0, "word": 0}
    width, opened = 0, list[_Token]()
    for position, token in enumerate(tokens):
        width += token.width
        is_unbroken = any(tag.name in _UNBROKEN for tag in opened)
        if token.text == "\n":
            is_double = position > 0 and tokens[position - 1].text == "\n"
            best["paragraph" if is_double else "line"] = position + 1
        elif token.text == " " and not is_unbroken:
            best["word"] = position + 1
        if width > most:
            half = position // 2
            found = [at for at in (best["paragraph"], best["line"]) if at > half]
            cut = (found or [best["word"] or position])[0]
            return _with_ends(tokens, cut)
        _follow(opened, token)
    return len(tokens)


def _with_ends(tokens: Sequence[_Token], cut: int) -> int:
    """Return the place behind the tags that end there: else the next message began with nothing."""
    position = cut
    while position < len(tokens) and (tokens[position].is_end or tokens[position].text.isspace()):
        position += 1
        cut = position if tokens[position - 1].is_end else cut
    return cut


def _follow(opened: list[_Token], token: _Token) -> None:
    if token.is_end:
        opened.pop()
    elif token.name:
        opened.append(token)


def _open_after(tokens: Sequence[_Token]) -> list[_Token]:
    opened = list[_Token]()
    for token in tokens:
        _follow(opened, token)
    return opened


def _stripped(tokens: Sequence[_Token]) -> Sequence[_Token]:
    """Return the tokens without blanks at the end, nor tags that begin there."""
    last = max(at for at, token in enumerate(tokens) if not _is_blank([token]))
    opened, kept = 0, list(tokens[: last + 1])
    for token in tokens[last + 1 :]:
        if token.name and not token.is_end:
            opened += 1
        elif token.is_end and opened:
            opened -= 1
        elif token.is_end:
            kept.append(token)
    return kept


def _without_blanks(tokens: Sequence[_Token]) -> tuple[_Token, ...]:
    begin = 0
    while begin < len(tokens) and tokens[begin].text.isspace():
        begin += 1
    return tuple(tokens[begin:])
