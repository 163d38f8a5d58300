"""What Telegram shows of the bot before anybody has said a word, in every language."""

from dataclasses import replace

from bot.chat import words
from bot.chat.commands import COMMANDS
from bot.chat.telegram.running import Introduction
from bot.language import ENGLISH, offered, speaking

_CODE = 2  # letters of a language code that Telegram takes


def introduction() -> Introduction:
    """Return what is shown in English, with its translations."""
    shown = {}
    for language in offered():
        with speaking(language):
            shown[language[:_CODE]] = _said()
    english = shown.pop(ENGLISH)
    return replace(english, translations=shown)


def _said() -> Introduction:
    """Return what is shown, in the language that is spoken."""
    return Introduction(
        commands={name: str(one.summary) for name, one in COMMANDS.items() if one.summary},
        description=str(words.DESCRIPTION),
        short_description=str(words.SHORT_DESCRIPTION),
    )
