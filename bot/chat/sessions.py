"""One session: /talk, /star and /mute."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.chat import cards, list_words, rule_words
from bot.chat.choosing import choose_session, session_buttons
from bot.chat.interface import Button, Reply
from bot.chat.seen import Seen
from bot.chat.telling import remedies, reminder_line
from bot.chat.turn import Rows, Turn, in_rows, named
from bot.flows.delivery.buttons import has_details, link_rows, reference
from bot.flows.planning.expecting import Why, expect
from bot.flows.subscribe import (
    Place,
    follow_session,
    mute_session,
    unfollow_session,
    unmute_session,
)
from bot.store.chats.subscriptions import SessionKey
from bot.store.engine import Store


def talk(turn: Turn, text: str) -> Reply:
    """Show a session with all that there is to know of it."""
    seen = choose_session(turn, text, "talk")
    return seen if isinstance(seen, Reply) else show_session(turn, seen)


def star(turn: Turn, text: str) -> Reply:
    """Follow a single session."""
    return _changed(turn, text, "star", rule_words.STARRED)


def unstar(turn: Turn, text: str) -> Reply:
    """Follow a single session no longer."""
    return _changed(turn, text, "unstar", rule_words.UNSTARRED)


def mute(turn: Turn, text: str) -> Reply:
    """Be reminded of a session no more."""
    return _changed(turn, text, "mute", _NOTHING)


def unmute(turn: Turn, text: str) -> Reply:
    """Be reminded of a session again."""
    return _changed(turn, text, "unmute", rule_words.UNMUTED)


THEN = "then"
"""Stands behind a session in buttons of a card that tells what comes then too."""

_NOTHING = Markup("")
_MOST_DETAILS = 3  # talks of a session, found by words, that are shown whole
_MOST_THEN = 3  # sessions after the next one
_AHEAD = {"star", "mute"}
_TOO_LATE = {Why.OVER, Why.CANCELLED}
_EDITS: dict[str, Callable[[Store, Place, SessionKey, Turn], None]] = {
    "star": lambda store, place, key, turn: follow_session(store, place, key, now=turn.now),
    "unstar": lambda store, place, key, turn: unfollow_session(store, place, key, now=turn.now),
    "mute": lambda store, place, key, turn: mute_session(store, place, key, now=turn.now),
    "unmute": lambda store, place, key, turn: unmute_session(store, place, key, now=turn.now),
}


def _changed(turn: Turn, text: str, command: str, said: Markup) -> Reply:
    name = text.removesuffix(f" {THEN}") if turn.is_press else text
    seen = choose_session(turn, name, command)
    if isinstance(seen, Reply):
        return seen
    is_muted = seen.key in turn.follower.mutes
    why = expect(seen.series, seen.session, turn.follower, turn.now)
    if command in _AHEAD and why in _TOO_LATE:
        return show_session(turn, seen, _NOTHING)
    turn.change(lambda: _EDITS[command](turn.service.store, turn.place, seen.key, turn))
    if command == "unmute" and not is_muted:
        said = rule_words.NOT_MUTED
    return show_session(turn, seen, said, with_then=name != text)


def show_session(
    turn: Turn, seen: Seen, said: Markup | None = None, *, with_then: bool = False
) -> Reply:
    """Return the card of a session as the chat sees it now, and what of its reminders is to say.

    `said` tells what has changed; None if nothing has.
    """
    seen = turn.view.again(seen)
    line = reminder_line(turn, seen, is_asked=said is not None)
    is_below = said is None or turn.is_press
    then = _then(turn, seen) if with_then else []
    html = cards.paragraphs(about(turn, seen), line if is_below else "", *then_lines(turn, then))
    below = (*rows(turn, seen, with_then=with_then), *in_rows(session_buttons(turn, then, "talk")))
    if said is None:
        return Reply(html=html, buttons=below)
    return turn.show(html, below, cards.lines(said, line))


def about(turn: Turn, seen: Seen) -> Markup:
    """Return all that there is to know of a session; first the talks of it that were meant."""
    card = cards.session_card(seen, turn.zone, turn.now)
    found = [cards.talk_card(one, turn.zone, turn.now) for one in seen.matching[:_MOST_DETAILS]]
    return cards.paragraphs(*found, card)


def _then(turn: Turn, seen: Seen) -> list[Seen]:
    """Return what comes after a session, of its series if the chat follows others only."""
    among, _ = turn.view.of_interest()
    wanted = [one for one in among if one.key not in turn.follower.mutes]
    of_it = [one for one in among if one.key == seen.key]
    coming = turn.view.to_come(wanted if of_it else turn.view.sessions(seen.series.id))
    later = [one for one in coming if one.session.order > seen.session.order]
    return later[:_MOST_THEN]


def then_lines(turn: Turn, then: Sequence[Seen]) -> list[Markup]:
    """Return the paragraphs that tell what comes then."""
    is_mixed = len({one.series.id for one in then}) > 1
    lines = [turn.line(one, with_series=is_mixed) for one in then]
    return [list_words.THEN_HEADING, *lines] if lines else []


def abstracts(turn: Turn, text: str) -> Reply:
    """Show the talks of a session one by one, with their abstracts and what there is to see."""
    seen = choose_session(turn, text, "abstracts")
    if isinstance(seen, Reply):
        return seen
    heading = cards.session_line(replace(seen, matching=()), turn.zone, turn.now, with_series=True)
    talks = [cards.talk_card(one, turn.zone, turn.now) for one in cards.talks_of(seen.session)]
    return Reply(html=cards.paragraphs(heading, *talks), buttons=rows(turn, seen))


def rows(turn: Turn, seen: Seen, *, with_then: bool = False) -> Rows:
    """Return what can be done with a session."""
    is_coming = bool(turn.view.to_come([seen]))
    more = [named("abstracts", f"abstracts {seen.reference}")] if has_details(seen.session) else []
    more += [named("calendar", f"calendar {seen.reference}")] if seen.session.start else []
    more.append(named("about_series", f"series {reference(seen.series.id)}"))
    behind = f" {THEN}" if with_then else ""
    own = _own_buttons(turn, seen, behind) if is_coming else []
    links = link_rows(seen.session, is_over=not is_coming)
    return (*links, *in_rows([*remedies(turn, seen), *own]), *in_rows(more))


def _own_buttons(turn: Turn, seen: Seen, behind: str) -> list[Button]:
    """Return what can be done with a session, as things are."""
    follower, name = turn.follower, seen.reference
    if seen.key in follower.mutes:
        return [named("unmute", f"unmute {name}{behind}")]
    earlier = [named("earlier", f"earlier {name}")] if turn.is_before(seen) else []
    if seen.series.id in follower.subscriptions:  # a star alone, taken away, would change nothing
        return [named("mute", f"mute {name}{behind}"), *earlier]
    if seen.key in follower.stars:
        return [named("unstar", f"unstar {name}{behind}"), *earlier]
    follow = named("follow_series", f"follow {reference(seen.series.id)} {name}")
    return [named("star", f"star {name}{behind}"), follow]
