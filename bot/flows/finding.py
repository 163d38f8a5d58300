"""Finding talks by words, wherever they stand: titles, names, abstracts.

Only what the public sees is looked at: what was struck from a text must not be found by a search,
which would tell that it was there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.series import Series, Session, Talk, TalkKind
from bot.flows.selecting import folded
from bot.store.engine import Connection
from bot.store.series.found_words import FoundTalk, WordQuery
from bot.store.series.found_words import find_talks as find_stored
from bot.store.series.records import Findable

__all__ = [
    "WORDS_FORM",
    "FoundTalk",
    "Search",
    "find_talks",
    "findable",
    "searched_words",
    "words_in",
]

WORDS_FORM = 1
"""Raised by whoever changes what words are stored: all series are read into the index anew."""

MOST_FOUND = 200
# A word; from U+2E80 on scripts put no blanks between words, so there each sign is one.
_WORD = re.compile("(?=[^\\W_])[\u2e80-\U0010ffff]|[^\\W_\u2e80-\U0010ffff]+")
_LONGEST_WORD, _MOST_WORDS = 64, 32
_LONGEST_TEXT, _LONGEST_LINE = 100_000, 10_000  # a row of PostgreSQL's index has an end


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is searched for: any text, of which each word must begin one of a talk's.

    `speaker` are words of names. With `series_ids` and `kinds`, of these alone; sessions start from
    `begin_at` on and before `end_at` (aware instants).
    """

    text: str = ""
    speaker: str = ""
    series_ids: tuple[str, ...] = ()
    kinds: tuple[TalkKind, ...] = ()
    begin_at: datetime | None = None
    end_at: datetime | None = None

    @property
    def is_answerable(self) -> bool:
        """Whether there is a word to look for: signs alone are no words."""
        return bool(_words(self.text) or _words(self.speaker))


def find_talks(
    connection: Connection, search: Search, *, now: datetime, most: int = MOST_FOUND
) -> list[FoundTalk]:
    """Return the first talks of listed series with all the words, whatever was written.

    Those to come are first, then by where the words stand: title, name, abstract. Of very many
    words only the first count. Raises StoreError with its transaction.
    """
    query = WordQuery(
        words=searched_words(search.text),
        people=searched_words(search.speaker),
        series_ids=search.series_ids,
        kinds=search.kinds,
        begin_at=search.begin_at,
        end_at=search.end_at,
    )
    return find_stored(connection, query, now=now, most=most)


def searched_words(text: str) -> tuple[str, ...]:
    """Return the folded words that a search for a text looks for; of very many, the first."""
    return _words(text)[:_MOST_WORDS]


def words_in(text: str) -> Iterator[re.Match[str]]:
    """Yield each word of a folded text, and where it stands."""
    return _WORD.finditer(text)


def findable(series: Series, session: Session, own: Session | None = None) -> tuple[Findable, ...]:
    """Return the talks of a session by their words; series and session as the public sees them.

    They are known by the ids that they have in `own`, the session as it is stored.
    """
    about = _words(f"{series.title} {session.room}", _LONGEST_LINE)
    if not session.talks:
        alone = Talk(id="", title="")
        return (_findable(session, alone, about, kind=""),)
    pairs = zip(session.talks, (own or session).talks, strict=True)
    talks = (replace(talk, id=its.id) for talk, its in pairs)
    return tuple(_findable(session, talk, about, kind=talk.kind.value) for talk in talks)


def _findable(session: Session, talk: Talk, about: tuple[str, ...], *, kind: str) -> Findable:
    people = " ".join([*(str(speaker) for speaker in talk.speakers), session.chair])
    return Findable(
        talk_id=talk.id,
        kind=kind,
        title=_words(f"{talk.title} {session.own_title}", _LONGEST_LINE),
        people=_words(people, _LONGEST_LINE),
        abstract=_words(talk.abstract, _LONGEST_TEXT),
        about=about,
    )


def _words(text: str, most: int = _LONGEST_LINE) -> tuple[str, ...]:
    """Return the words of so many signs of a text, folded, each once."""
    found = _WORD.findall(folded(text[:most])[:most])
    return tuple(dict.fromkeys(word[:_LONGEST_WORD] for word in found))
