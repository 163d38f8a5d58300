"""How alike texts are: by the words that they have in common."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from typing import Protocol

LIKE = 0.6  # share of words in common, from which on two texts are taken for one
_ENOUGH_WORDS = 3
_MOST_COMMON = 40  # texts with a word in common, above which the word tells nothing
_WORD = re.compile(r"\w+")


class Titled(Protocol):
    """Something with a title and speakers, either of which may be empty."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def speakers(self) -> str:
        """The names of its speakers."""


class Neighbours:
    """Texts by their words, to find those that may be like another without asking all of them."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        """Index texts by number."""
        self._all = set(texts)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        for number, text in texts.items():
            for word in words(text):
                self._by_word[word].add(number)

    def near(self, text: str) -> set[int]:
        """Return the numbers of texts with a word in common; of few texts, all if there are none.

        Words that stand everywhere tell nothing, and would make every pair a candidate.
        """
        found = [self._by_word.get(word, set()) for word in words(text)]
        near = {number for numbers in found if len(numbers) <= _MOST_COMMON for number in numbers}
        return near or (self._all if len(self._all) <= _MOST_COMMON else set())


def likeness(one: Titled, other: Titled) -> float:
    """Return how alike two things are, from 0 to 1: by titles, else by speakers."""
    if one.title and other.title:
        return share(words(one.title), words(other.title))
    if one.speakers and other.speakers:
        return share(words(one.speakers), words(other.speakers))
    return 0


def share(left: set[str], right: set[str]) -> float:
    """Return the share of words in common: of the shorter text, unless that has hardly any."""
    fewer = min(len(left), len(right))
    of = fewer if fewer >= _ENOUGH_WORDS else len(left | right)
    return len(left & right) / of if of else 0


def words(text: str) -> set[str]:
    """Return the words of a text, without case and accents."""
    return set(_WORD.findall(plain(text)))


def plain(text: str) -> str:
    """Return text without case, accents, punctuation and needless blanks, to compare by."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(bare))
