"""The first word: /start, also with what a link carries, and /help."""

from bot.chat import words
from bot.chat.browsing import follow, list_series
from bot.chat.interface import Reply
from bot.chat.organizers import INVITATION, accept
from bot.chat.own import mine
from bot.chat.sessions import show_session, star
from bot.chat.turn import Turn


def start(turn: Turn, text: str) -> Reply:
    """Greet; with a series or `SERIES-SESSION` behind it, follow that in one tap."""
    return accept(turn, text) if text.startswith(INVITATION) else _start(turn, text)


def _start(turn: Turn, text: str) -> Reply:
    if seen := turn.view.find_session(text):
        is_new = not turn.follower.follows(seen.key)
        return star(turn, text) if is_new else show_session(turn, seen)
    if text and turn.view.find_series(text):
        return follow(turn, text)
    if not turn.view.series:
        return Reply(html=words.NO_SERIES)
    if text:
        return list_series(turn, words.NO_SUCH_SERIES.format(words=text))
    if turn.follower.subscriptions or turn.follower.stars:
        return mine(turn, "", words.WELCOME_BACK)
    return list_series(turn, words.WELCOME)
