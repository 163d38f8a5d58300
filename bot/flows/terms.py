"""Words that are searched for: each must begin a word of a text, in any order and case.

Accents do not count. The same for searches in a chat and for what chats watch.
"""

import re
from collections.abc import Iterator

from bot.domain.series import Series, Session, Talk
from bot.flows.selecting import folded

_FIRST_WITHOUT_BLANKS = "\u2e80"  # from here on, scripts put no blanks between words


class Terms:
    """What is searched for. `words` are its folded words, each once, sorted."""

    def __init__(self, text: str) -> None:
        """Take the words, in any order."""
        self.words = sorted(set(folded(text).split()))
        self._forms = [_form(word) for word in self.words]

    def are_in(self, text: str) -> bool:
        """Tell whether a folded text has all the words; none has no words at all."""
        return bool(self._forms) and all(form.search(text) for form in self._forms)


def _form(word: str) -> re.Pattern[str]:
    is_spaced = word[0] < _FIRST_WITHOUT_BLANKS
    return re.compile(rf"(?<!\w){re.escape(word)}" if is_spaced else re.escape(word))


def about(series: Series, session: Session) -> str:
    """Return what a session says besides its talks, folded."""
    return folded(f"{series.title} {session.own_title} {session.chair} {session.room}")


def text_of(talk: Talk) -> str:
    """Return what a talk says, folded."""
    people = " ".join(str(speaker) for speaker in talk.speakers)
    return folded(f"{talk.title} {people} {talk.abstract}")


def texts_of(series: Series, session: Session) -> Iterator[str]:
    """Yield the texts of which one must have all words: each talk, with what it is part of."""
    whole = about(series, session)
    yield whole
    for talk in session.talks:
        yield f"{whole} {text_of(talk)}"
