"""Searching what a chat sees: each word must begin a word of a talk, or of what it is part of."""

from collections.abc import Collection, Iterator
from dataclasses import replace

from bot.chat.seen import Seen, View
from bot.domain.series import Talk
from bot.flows.finding import Search, find_talks
from bot.flows.selecting import folded
from bot.flows.terms import Terms, about, text_of
from bot.store.chats.subscriptions import SessionKey
from bot.store.engine import Store


def find_sessions(store: Store, view: View, text: str) -> list[Seen]:
    """Return the sessions that have all words of a text; of very many, those that matter most.

    Those to come are first; then it counts whether the words are in a title, in a name or
    elsewhere, and how near it is. Raises StoreError.
    """
    wanted = Words(text)
    found = [one for one in _found(store, view, text, wanted) if one]
    return sorted(found, key=lambda one: (view.group(one), wanted.place(one), view.nearness(one)))


def _found(store: Store, view: View, text: str, wanted: "Words") -> Iterator[Seen | None]:
    """Yield what has the words: looked up by them where they are stored, else by a look at all."""
    search = Search(text=text)
    if not search.is_answerable:
        yield from map(wanted.find, view.every)
        return
    with store.reading() as connection:
        talks = find_talks(connection, search, now=view.now)
    by_session: dict[SessionKey, set[str]] = {}
    for one in talks:
        by_session.setdefault((one.series_id, one.session_id), set()).add(one.talk_id)
    for key, ids in by_session.items():
        if (seen := view.find_key(key)) and view.is_indexed(key[0]):
            yield wanted.find(seen, ids)
    for series_id in view.series:
        if not view.is_indexed(series_id):
            yield from map(wanted.find, view.sessions(series_id))


class Words:
    """What is searched for."""

    def __init__(self, text: str) -> None:
        """Take the words, in any order."""
        self._terms = Terms(text)

    def find(self, seen: Seen, ids: Collection[str] | None = None) -> Seen | None:
        """Return a session that has all the words; of several talks, with those that have them.

        Only talks of these ids, if any are given, are looked at.
        """
        session = seen.session
        whole = about(seen.series, session)
        if self._terms.are_in(whole):
            return seen
        found = tuple(
            talk
            for talk in session.talks
            if (ids is None or talk.id in ids) and self._terms.are_in(f"{whole} {text_of(talk)}")
        )
        if not found:
            return None
        return replace(seen, matching=found if len(found) < len(session.talks) else ())

    def place(self, seen: Seen) -> int:
        """Return where a session that was found has the words: 0 in a title, 1 in names, 2."""
        talks = seen.matching or seen.session.talks or (Talk(id="", title=""),)
        return min(self._place(seen, talk) for talk in talks)

    def _place(self, seen: Seen, talk: Talk) -> int:
        title = folded(f"{talk.title} {seen.session.own_title}")
        names = " ".join(str(speaker) for speaker in talk.speakers)
        if self._terms.are_in(title):
            return 0
        return 1 if self._terms.are_in(folded(f"{title} {names} {seen.session.chair}")) else 2
