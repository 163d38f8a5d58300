"""Which series or session somebody means: found by what they wrote, or asked back with buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import cards, list_words, words
from bot.chat.interface import Button, Reply
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.flows.delivery.buttons import reference

MOST = 8
"""Choices in one answer."""

_OF_FOLLOWED = {"calendar", "changes", "next", "only", "remind", "sessions", "unfollow"}


def choose_series(turn: Turn, text: str, command: str, behind: str = "") -> Series | Reply:
    """Return the one series that a text names, else the question which is meant.

    Those that the chat follows count first where a command is about what it follows. `behind` is
    what the command says besides.
    """
    found = turn.view.find_series(text)
    if command in _OF_FOLLOWED and len(found) > 1:
        found = [one for one in found if one.id in turn.follower.subscriptions] or found
    if len(found) == 1:
        return found[0]
    every = list(turn.view.series.values())
    if not text and command in _OF_FOLLOWED:
        every = turn.view.followed or every
    if text.startswith("~"):
        return gone()
    told = words.WHICH_SERIES if found or not text else words.NO_SUCH_SERIES.format(words=text)
    return turn.show(told, in_rows(series_buttons(found or every, command, behind), 1))


def choose_session(turn: Turn, text: str, command: str) -> Seen | Reply:
    """Return the one session that a text names, else the question which is meant.

    Without a text, those that come next are asked for.
    """
    text = turn.without_page(text)
    if seen := turn.view.find_session(text):
        return seen
    if text.startswith("~"):
        return gone()
    if not text:
        among, _ = turn.view.of_interest()
        found = turn.view.to_come(among)
        if not found:
            return Reply(html=list_words.NOTHING_NEXT)
    else:
        found = turn.search(text)
    if len(found) == 1 and text:
        return found[0]
    if not found:
        return Reply(
            html=words.NO_SUCH_TALK.format(words=text), buttons=in_rows([named("next", "next")])
        )
    paged = Paged(f"{command} {text}".strip())
    return list_sessions(turn, words.WHICH_TALK, found, command, paged)


@dataclass(frozen=True, slots=True)
class Paged:
    """How a list goes on: by which command, with how many on a page, and what stands below it."""

    command: str = ""
    most: int = MOST
    more: Sequence[Button] = ()


_ALONE = Paged()


def list_sessions(
    turn: Turn, heading: str, found: Sequence[Seen], command: str = "talk", paged: Paged = _ALONE
) -> Reply:
    """Return the page of a list that is asked for, with a button for each session's command.

    It names their series where they are of several, or where anything could have been found.
    """
    most = paged.most
    page = min(turn.page or 0, max(len(found) - 1, 0) // most)
    shown = found[page * most : (page + 1) * most]
    is_mixed = len({one.series.id for one in shown}) > 1 or most == MOST
    rest = len(found) - (page * most + len(shown))
    text = cards.paragraphs(
        heading,
        *(turn.line(one, with_series=is_mixed) for one in shown),
        list_words.MORE_SESSIONS.format(count=rest) if rest else "",
    )
    paging = _paging(paged.command, page, is_last=not rest)
    buttons = (*in_rows(session_buttons(turn, shown, command)), *in_rows([*paging, *paged.more]))
    return Reply(html=text, buttons=buttons, replaces=turn.is_press and turn.page is not None)


def _paging(listing: str, page: int, *, is_last: bool) -> list[Button]:
    """Return the buttons to the page before and to the next, where they can carry what is listed.

    Without room for it they would list something else.
    """
    before = [press("←", listing, f"+{page - 1}")] if page else []
    after = [press(words.BUTTONS["more"], listing, f"+{page + 1}")] if not is_last else []
    return [one for one in (*before, *after) if listing and one.data != listing]


def session_buttons(turn: Turn, found: Sequence[Seen], command: str) -> list[Button]:
    """Return a button for each session."""
    labels = [cards.session_label(one, turn.zone) for one in found]
    return [
        press(label, f"{command} {one.reference}") for label, one in zip(labels, found, strict=True)
    ]


def series_buttons(found: Sequence[Series], command: str, behind: str = "") -> list[Button]:
    """Return a button for each series, which does a command with it."""
    return [
        press(readable(one.title), f"{command} {reference(one.id)}", behind) for one in found[:MOST]
    ]


def gone() -> Reply:
    """Return the answer to a button whose series or session is there no more."""
    return Reply(html=words.GONE, buttons=in_rows([named("next", "next")]))
