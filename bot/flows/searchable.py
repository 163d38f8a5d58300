"""What of a series searches in memory look at: its texts as the public sees them, folded, in words.

Made once for a version of a series, as far as it is not as in the one before, and kept with it:
folding the texts of thousands of talks takes a second, looking through them a few milliseconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.series import Series, Session, Talk
from bot.flows.finding import findable
from bot.flows.selecting import over_at
from bot.store.series.records import Findable, StoredSession


@dataclass(frozen=True, slots=True)
class SearchableTalk:
    """A talk by its words, each with a blank before it; `talk` is None where a session has none."""

    talk: Talk | None
    kind: str
    title: str
    people: str
    whole: str


@dataclass(frozen=True, slots=True)
class SearchableSession:
    """A session as it is stored, as the public sees it, and its talks by their words.

    `start_at` and `over_at` are None for one without a date. `series_title` is in the words too.
    """

    stored: StoredSession
    seen: Session
    series_title: str
    start_at: datetime | None
    over_at: datetime | None
    talks: tuple[SearchableTalk, ...]


def searchable_sessions(
    stored: Sequence[StoredSession], series: Series, known: Sequence[SearchableSession] = ()
) -> tuple[SearchableSession, ...]:
    """Return what is looked through of a series, as it is stored and as the public sees it.

    `known` are those of an earlier version of the series: the words of sessions that the public
    sees as it did are taken from there.
    """
    by_id = {one.seen.id: one for one in known}
    return tuple(
        _session(one, seen, series, by_id.get(seen.id))
        for one, seen in zip(stored, series.sessions, strict=True)
    )


def _session(
    stored: StoredSession, seen: Session, series: Series, known: SearchableSession | None
) -> SearchableSession:
    if known and (known.seen, known.series_title) == (seen, series.title):
        return replace(known, stored=stored)
    start_at = seen.start.at if seen.start else None
    talks = _talks(series, seen)
    return SearchableSession(stored, seen, series.title, start_at, over_at(seen), talks)


def _talks(series: Series, session: Session) -> tuple[SearchableTalk, ...]:
    pairs = zip(session.talks or (None,), findable(series, session), strict=True)
    return tuple(_talk(talk, words) for talk, words in pairs)


def _talk(talk: Talk | None, words: Findable) -> SearchableTalk:
    whole = dict.fromkeys((*words.title, *words.people, *words.abstract, *words.about))
    return SearchableTalk(
        talk, words.kind, _line(words.title), _line(words.people), _line(tuple(whole))
    )


def _line(words: tuple[str, ...]) -> str:
    return "".join(f" {word}" for word in words)
