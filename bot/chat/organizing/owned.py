"""Which session of their own series organizers mean."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.chat import cards, list_words
from bot.chat.interface import Button, Reply
from bot.chat.organizing import organizer_words
from bot.chat.seen import Seen, in_order
from bot.chat.turn import Turn, in_rows, press
from bot.flows.selecting import over_at

_MOST = 8


def choose_own(turn: Turn, text: str, command: str, behind: str = "") -> Seen | Reply:
    """Return the one session of an organizer's series that a text names, else ask which.

    What is `behind` the command goes along with each choice. Those that are over count last.
    """
    if (seen := turn.view.find_session(text)) and seen.series.id in turn.organized:
        return seen
    found = own_sessions(turn) if not text else _own(turn, turn.search(text))
    found = [one for one in found if is_open(turn, one)] or found
    if len(found) == 1 and text:
        return found[0]
    if not found:
        told = organizer_words.NO_SUCH_OWN.format(words=text)
        return Reply(html=told if text else organizer_words.EDIT_NOTHING)
    return list_own(turn, organizer_words.WHICH_OWN, found, command, behind)


def list_own(
    turn: Turn, heading: Markup, found: Sequence[Seen], command: str, behind: str = ""
) -> Reply:
    """Return a list of sessions with a button for each."""
    shown, rest = found[:_MOST], len(found) - _MOST
    lines = [turn.line(one, with_series=True) for one in shown]
    more = list_words.MORE_SESSIONS.format(count=rest) if rest > 0 else ""
    buttons = [_button(turn, one, command, behind) for one in shown]
    return turn.show(cards.paragraphs(heading, *lines, more), in_rows(buttons, 1))


def _button(turn: Turn, seen: Seen, command: str, behind: str) -> Button:
    return press(cards.session_label(seen, turn.zone), f"{command} {seen.reference}", behind)


def own_sessions(turn: Turn) -> list[Seen]:
    """Return the sessions of an organizer's series that are not over."""
    return [one for one in in_order(_own(turn, turn.view.every)) if is_open(turn, one)]


def is_open(turn: Turn, seen: Seen) -> bool:
    """Tell whether a session is not over; without a date it never is."""
    over = over_at(seen.session)
    return over is None or over > turn.now


def _own(turn: Turn, found: Sequence[Seen]) -> list[Seen]:
    return [one for one in found if one.series.id in turn.organized]
