"""What is meant by a text that is no command: a greeting, a forgotten slash, or a search."""

from collections.abc import Sequence

from bot.chat import words
from bot.chat.commands import ALIASES, COMMANDS
from bot.chat.turn import Turn
from bot.language import in_english

_SIGNS = "/!?.,;: "
_MOST_GREETING = 3  # words of a text that only greets
_WITHOUT_WORDS = {"next", "today", "tomorrow", "week", "now", "mine", "series", "help", "calendar"}


def meant(turn: Turn, text: str) -> tuple[str, str]:
    """Return the command that a text means, and what is behind it; all else is a search.

    A command's name alone means the command. With more behind it, it does where that names a
    series, or where nothing would be found by all the words.
    """
    alone = in_english(text.casefold().strip(_SIGNS))
    if not alone or alone in words.GREETINGS:
        return "start", ""
    if alone in words.THANKS | words.ASSENT:
        return ("thanks" if alone in words.THANKS else "assent"), ""
    if _is_command(alone):
        return alone, ""
    said = [in_english(word.casefold().strip(_SIGNS)) for word in text.split()]
    rest = text.split(maxsplit=1)[1] if len(said) > 1 else ""
    if rest and _is_command(said[0]) and turn.view.find_series(rest):
        return said[0], rest
    if turn.view.find_session(text) or turn.view.find_series(text) or turn.search(text):
        return "search", text
    return _unfound(said, rest) or ("search", text)


def _unfound(said: Sequence[str], rest: str) -> tuple[str, str] | None:
    """Return the command in words that nothing is found by, if there is one."""
    if rest and _is_command(said[0]) and said[0] not in _WITHOUT_WORDS:
        return said[0], rest
    if len(said) <= _MOST_GREETING and said[0] in words.GREETINGS:
        return "start", ""
    if said[0] in words.THANKS:
        return "thanks", ""
    plain = [word for word in said if word in _WITHOUT_WORDS]
    return (plain[0], "") if plain else None


def _is_command(word: str) -> bool:
    """Tell whether a word, without its slash, is a command that people are told of."""
    command = COMMANDS.get(ALIASES.get(word, word))
    return command is not None and bool(command.summary or word in _UNTOLD)


_UNTOLD = {"follow", "unfollow", "unmute", "unstar", "unwatch", "subscribe", "unsubscribe"}
