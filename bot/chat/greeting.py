"""The first word: /start, also with what a link carries, and /help."""

from bot.chat import words
from bot.chat.browsing import follow, list_series
from bot.chat.interface import Reply
from bot.chat.organizing.organizers import INVITATION, accept
from bot.chat.organizing.own_talk import open_invitation
from bot.chat.organizing.speakers import INVITATION as SPEAKERS
from bot.chat.own import mine
from bot.chat.sessions import show_session, star
from bot.chat.turn import Turn, in_rows, named


def start(turn: Turn, text: str) -> Reply:
    """Greet; with a series, or a session's two ids, or short forms, follow that in one tap."""
    if text.startswith(SPEAKERS):
        return open_invitation(turn, text)
    return accept(turn, text) if text.startswith(INVITATION) else _start(turn, text)


def changes(text: str) -> bool:
    """Tell whether /start changes what the chat follows.

    A link that makes an organizer changes a person's rights, and whoever shows it to a group uses
    it up: there, nobody is asked who they are before.
    """
    return bool(text) and not text.startswith(INVITATION)


def _start(turn: Turn, text: str) -> Reply:
    if seen := turn.view.find_session(text) or turn.view.find_session(f"~{text}"):
        is_new = not turn.follower.follows(seen.key)
        return star(turn, seen.reference) if is_new else show_session(turn, seen)
    names = (text, f"~{text}") if text else ()  # no link can carry the sign before a hash
    if known := next((name for name in names if turn.view.find_series(name)), ""):
        return follow(turn, known)
    if not turn.view.series:
        return Reply(html=words.NO_SERIES)
    if text:
        return list_series(turn, words.NO_SUCH_SERIES.format(words=text))
    if turn.follower.subscriptions or turn.follower.stars:
        return mine(turn, "", words.WELCOME_BACK)
    return list_series(turn, words.WELCOME)


def thanks(_turn: Turn, _text: str) -> Reply:
    """Answer thanks."""
    return Reply(html=words.WELCOME_THANKS, buttons=in_rows([named("next", "next")]))


def assent(_turn: Turn, _text: str) -> Reply:
    """Answer a yes, or a no, to nothing that was asked."""
    buttons = [named("next", "next"), named("series", "series"), named("help", "help")]
    return Reply(html=words.ALL_RIGHT, buttons=in_rows(buttons))
