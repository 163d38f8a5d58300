"""Searching what a chat sees: each word must begin a word of a talk, or of what it is part of."""

import re
from dataclasses import replace

from bot.chat.seen import Seen
from bot.domain.series import Talk
from bot.flows.selecting import folded

_FIRST_WITHOUT_BLANKS = "\u2e80"  # from here on, scripts put no blanks between words


class Words:
    """What is searched for."""

    def __init__(self, text: str) -> None:
        """Take the words, in any order."""
        self._forms = [_form(word) for word in sorted(set(folded(text).split()))]

    def find(self, seen: Seen) -> Seen | None:
        """Return a session that has all the words; of several talks, with those that have them."""
        if not self._forms:
            return None
        session = seen.session
        about = folded(f"{seen.series.title} {session.own_title} {session.chair} {session.room}")
        if self._are_in(about):
            return seen
        found = tuple(talk for talk in session.talks if self._are_in(f"{about} {_text(talk)}"))
        if not found:
            return None
        return replace(seen, matching=found if len(found) < len(session.talks) else ())

    def _are_in(self, text: str) -> bool:
        return all(form.search(text) for form in self._forms)


def _form(word: str) -> re.Pattern[str]:
    is_spaced = word[0] < _FIRST_WITHOUT_BLANKS
    return re.compile(rf"(?<!\w){re.escape(word)}" if is_spaced else re.escape(word))


def _text(talk: Talk) -> str:
    people = " ".join(str(speaker) for speaker in talk.speakers)
    return folded(f"{talk.title} {people} {talk.abstract}")
