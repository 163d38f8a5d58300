"""Texts with the words marked that were searched for, and the part of a text where they stand."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from bot.flows.finding import words_in
from bot.flows.selecting import folded
from bot.web.bidi import balanced

_LOOKED_AT = 5_000  # signs of a text
_BEFORE, _LENGTH = 60, 220  # signs of a part: before the first word, and of all


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is a word that was searched for."""

    text: str
    is_marked: bool = False


def marked(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """Return a text in pieces: what was searched for in folded words is marked."""
    text = balanced(text)
    pieces: list[Piece] = []
    at = 0
    for begin, end in _places(text[:_LOOKED_AT], words):
        pieces += [Piece(text[at:begin])] if at < begin else []
        pieces.append(Piece(text[begin:end], is_marked=True))
        at = end
    return (*pieces, Piece(text[at:])) if at < len(text) else tuple(pieces)


def excerpt(text: str, words: Collection[str]) -> tuple[Piece, ...]:
    """Return the part of a text where words begin to be found, in pieces; else its beginning.

    It is cut between words, and says with an ellipsis where.
    """
    line = " ".join(text[:_LOOKED_AT].split())
    places = _places(line, words)
    first = places[0][0] if places else 0
    begin = 0
    if first > _BEFORE:
        found = line.find(" ", first - _BEFORE, first)
        begin = found + 1 if found >= 0 else first
    part = line[begin : begin + _LENGTH]
    is_cut = begin + _LENGTH < len(line) or len(text) > _LOOKED_AT
    if is_cut:
        part = part.rpartition(" ")[0] or part
    return marked(f"{'… ' if begin else ''}{part}{' …' if is_cut else ''}", words)


def _places(text: str, words: Collection[str]) -> list[tuple[int, int]]:
    """Return where words of a text begin with those that are searched for, and end."""
    if not words:
        return []
    # Each sign is folded alone, as folding makes none, one or several of it.
    folds = text.lower() if text.isascii() else [folded(sign) for sign in text]
    origins = [place for place, fold in enumerate(folds) for _ in fold]
    beginnings = tuple(words)
    found: list[tuple[int, int]] = []
    for word in words_in("".join(folds)):
        if not word[0].startswith(beginnings):
            continue
        begin, end = origins[word.start()], origins[word.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found
