"""Words to be told of, whatever series they come up in: /watch and /unwatch."""

from markupsafe import Markup

from bot.chat import cards, list_words, words
from bot.chat.interface import Button, Reply
from bot.chat.seen import reference
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.errors import RefusalError
from bot.flows.subscribe import watch_for, watch_key, watch_no_more
from bot.language import saying

_MOST = 20  # that one chat watches for
_LONGEST = 60  # characters
_LEAST = 3  # letters: fewer begin a word of nearly every talk
_NOTHING = Markup("")


def watch(turn: Turn, text: str) -> Reply:
    """Be told of talks that mention words; without any, tell which those are."""
    if not text:
        return _list(turn)
    said = text.strip("\"“”„'")
    key = watch_key(said)
    if len(said) > _LONGEST or len(key.replace(" ", "")) < _LEAST:
        is_long = len(said) > _LONGEST
        message = saying("this is too long") if is_long else saying("this begins too many words")
        hint = saying("write a word or a few")
        raise RefusalError(message, read=cards.shortened(text, _LONGEST), hint=hint)
    if len(turn.follower.watches) >= _MOST and key not in turn.follower.watches:
        message = saying("you watch for {count} things already", count=_MOST)
        hint = saying("end one of them: /watch has them all")
        raise RefusalError(message, read=said, hint=hint)
    turn.change(lambda: watch_for(turn.service.store, turn.place, said, now=turn.now))
    found = turn.view.to_come(turn.search(said))
    told = list_words.WATCHED_NOW.format(count=len(found)) if found else list_words.WATCHED_NONE_YET
    shown = turn.follower.watches[key]
    buttons = [press(words.BUTTONS["search_it"], "search", said)] if found else []
    rows = in_rows([*buttons, _ending(key, words.BUTTONS["unwatch"])])
    return turn.show(cards.paragraphs(list_words.WATCHED.format(words=shown), told), rows)


def unwatch(turn: Turn, text: str) -> Reply:
    """Be told of words no longer."""
    known = turn.follower.watches
    wanted = {text, watch_key(text)}
    key = next((one for one in known if one in wanted or _name(one) in wanted), None)
    if key is None:
        return _list(
            turn, list_words.NOT_WATCHED.format(words=text) if text and known else _NOTHING
        )
    turn.change(lambda: watch_no_more(turn.service.store, turn.place, key, now=turn.now))
    return _list(turn, list_words.UNWATCHED.format(words=known[key]))


def _list(turn: Turn, said: Markup = _NOTHING) -> Reply:
    known = turn.follower.watches
    if not known:
        return turn.show(list_words.WATCHES_NONE, in_rows([named("mine", "mine")]), said)
    lines = cards.lines(*(list_words.WATCH_LINE.format(words=one) for one in known.values()))
    return turn.show(cards.paragraphs(list_words.WATCHES, lines), _rows(turn), said)


def _rows(turn: Turn) -> Rows:
    return in_rows(
        [
            _ending(key, list_words.UNWATCH_BUTTON.format(words=shown))
            for key, shown in turn.follower.watches.items()
        ]
    )


def _ending(key: str, label: str) -> Button:
    return press(label, f"unwatch {_name(key)}")


def _name(key: str) -> str:
    """Return what buttons call watched words, which may be too long for one."""
    return reference("watch", key)
