"""Searching what a chat sees: each word must begin a word of a talk, or of what it is part of."""

from dataclasses import replace

from bot.chat.seen import Seen
from bot.flows.terms import Terms, about, text_of


class Words:
    """What is searched for."""

    def __init__(self, text: str) -> None:
        """Take the words, in any order."""
        self._terms = Terms(text)

    def find(self, seen: Seen) -> Seen | None:
        """Return a session that has all the words; of several talks, with those that have them."""
        session = seen.session
        whole = about(seen.series, session)
        if self._terms.are_in(whole):
            return seen
        found = tuple(
            talk for talk in session.talks if self._terms.are_in(f"{whole} {text_of(talk)}")
        )
        if not found:
            return None
        return replace(seen, matching=found if len(found) < len(session.talks) else ())
