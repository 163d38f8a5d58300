"""The language that a chat is spoken to in: /language."""

from bot.chat import cards, words
from bot.chat.interface import Button, Reply, as_text
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.flows.selecting import folded
from bot.flows.subscribe import choose_language
from bot.language import in_english, language_name, offered, offered_as, speaking, spoken

_AUTO = "auto"


def language(turn: Turn, text: str) -> Reply:
    """Tell or change the language that the chat is answered and reminded in."""
    if not text:
        return turn.show(cards.paragraphs(_told(turn), words.LANGUAGE_ASK), _rows())
    wanted = "" if in_english(text).lower() == _AUTO else _meant(text)
    if wanted is None:
        said = words.LANGUAGE_UNKNOWN.format(words=cards.shortened(text, 40))
        return turn.show(said, _rows())
    store, place = turn.service.store, turn.place
    turn.change(lambda: choose_language(store, place, wanted, now=turn.now))
    with speaking(turn.language):
        return as_text(Reply(html=_told(turn), buttons=in_rows([named("help", "help")])))


def _told(turn: Turn) -> str:
    name = language_name(spoken(), spoken())
    is_chosen = bool(turn.follower.rules.language)
    return (words.LANGUAGE_IS if is_chosen else words.LANGUAGE_OF_CLIENT).format(name=name)


def _meant(text: str) -> str | None:
    """Return the language that somebody names: by its code, or by its name in any of ours."""
    wanted = folded(text)
    for one in offered():
        names = {language_name(one, told_in) for told_in in offered()}
        if wanted in {folded(name) for name in names}:
            return one
    return offered_as(text) or None


def _rows() -> Rows:
    buttons = [_button(one) for one in offered()]
    return (*in_rows(buttons, 3), *in_rows([named("auto_language", f"language {_AUTO}")]))


def _button(one: str) -> Button:
    name = language_name(one)
    return press(f"{name[:1].upper()}{name[1:]}", f"language {one}")
