"""What is left on a page of a session that is not read from it any more. Pure.

A line with "32 July" in it gives no session, and no reader can say that it should have. Nobody is
to be told for that that a talk is off: its words stand there still, or something in their place.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape

from bot.domain.likeness import plain
from bot.domain.resemblance import saying_of
from bot.domain.series import Session

_TAG = re.compile(r"<[^<>]{0,2000}>")
_SHORTEST = 4  # letters of words that tell a session from others


def pieces_of(text: str) -> int:
    """Return how many pieces of text a page has, between tags and ends of lines."""
    return sum(1 for line in _TAG.sub("\n", text).splitlines() if line.strip())


def mentioned(text: str, before: Iterable[Session], after: Sequence[Session]) -> tuple[str, ...]:
    """Return the ids of sessions whose title or speakers stand on a page, but in none read from it.

    What one of those `after` is called too says nothing.
    """
    page = f" {plain(unescape(_TAG.sub(' ', text)))} "
    said = [saying_of(one) for one in after]
    titles, people = {plain(one.title) for one in said}, {plain(one.speakers) for one in said}
    found = []
    for session in before:
        saying = saying_of(session)
        words = (plain(saying.title), titles), (plain(saying.speakers), people)
        if any(len(own) >= _SHORTEST and own not in taken and f" {own} " in page
               for own, taken in words):  # fmt: skip
            found.append(session.id)
    return tuple(found)
