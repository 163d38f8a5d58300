"""One session: /talk, /star and /mute."""

from collections.abc import Callable
from dataclasses import replace

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.choosing import choose_session
from bot.chat.interface import Button, Reply
from bot.chat.seen import Seen
from bot.chat.turn import Rows, Turn, in_rows, named
from bot.flows.buttons import has_details, link_rows, reference
from bot.flows.expecting import next_reminder
from bot.flows.subscribe import (
    Place,
    follow_session,
    mute_session,
    unfollow_session,
    unmute_session,
)
from bot.reminders.plan import is_reminded_of
from bot.store.engine import Store
from bot.store.subscriptions import SessionKey


def talk(turn: Turn, text: str) -> Reply:
    """Show a session with all that there is to know of it."""
    seen = choose_session(turn, text, "talk")
    return seen if isinstance(seen, Reply) else show_session(turn, seen)


def star(turn: Turn, text: str) -> Reply:
    """Follow a single session."""
    return _changed(turn, text, "star", words.STARRED)


def unstar(turn: Turn, text: str) -> Reply:
    """Follow a single session no longer."""
    return _changed(turn, text, "unstar", words.UNSTARRED)


def mute(turn: Turn, text: str) -> Reply:
    """Be reminded of a session no more."""
    return _changed(turn, text, "mute", words.MUTED)


def unmute(turn: Turn, text: str) -> Reply:
    """Be reminded of a session again."""
    return _changed(turn, text, "unmute", words.UNMUTED)


_MOST_DETAILS = 3  # talks of a session, found by words, that are shown whole
_AHEAD = {"star", "mute"}
_EDITS: dict[str, Callable[[Store, Place, SessionKey, Turn], None]] = {
    "star": lambda store, place, key, turn: follow_session(store, place, key, now=turn.now),
    "unstar": lambda store, place, key, turn: unfollow_session(store, place, key, now=turn.now),
    "mute": lambda store, place, key, turn: mute_session(store, place, key, now=turn.now),
    "unmute": lambda store, place, key, turn: unmute_session(store, place, key, now=turn.now),
}


def _changed(turn: Turn, text: str, command: str, said: Markup) -> Reply:
    seen = choose_session(turn, text, command)
    if isinstance(seen, Reply):
        return seen
    if command in _AHEAD and not turn.view.to_come([seen]):
        return show_session(turn, seen, words.NOTHING_TO_REMIND_OF)
    turn.change(lambda: _EDITS[command](turn.service.store, turn.place, seen.key, turn))
    return show_session(turn, seen, said)


def show_session(turn: Turn, seen: Seen, said: Markup | None = None) -> Reply:
    """Return the card of a session as the chat sees it now, with `said` before it."""
    seen = turn.view.again(seen)
    if said is None:
        return Reply(html=about(turn, seen), buttons=rows(turn, seen))
    return turn.show(about(turn, seen), rows(turn, seen), said)


def about(turn: Turn, seen: Seen) -> Markup:
    """Return all that there is to know of a session, and when the chat is reminded of it."""
    card = cards.session_card(seen, turn.zone, turn.now)
    found = [cards.talk_card(one, turn.zone, turn.now) for one in seen.matching[:_MOST_DETAILS]]
    return cards.paragraphs(card, *found, _when_reminded(turn, seen))


def abstracts(turn: Turn, text: str) -> Reply:
    """Show the talks of a session one by one, with their abstracts and what there is to see."""
    seen = choose_session(turn, text, "abstracts")
    if isinstance(seen, Reply):
        return seen
    heading = cards.session_line(replace(seen, matching=()), turn.zone, turn.now, with_series=True)
    talks = [cards.talk_card(one, turn.zone, turn.now) for one in cards.talks_of(seen.session)]
    return Reply(html=cards.paragraphs(heading, *talks), buttons=rows(turn, seen))


def _when_reminded(turn: Turn, seen: Seen) -> Markup:
    if seen.key in turn.follower.mutes:
        return words.MUTED
    only = {seen.session.id}
    reminder = next_reminder(seen.series, turn.follower, turn.now, only=only)
    if reminder is None:
        return Markup("")
    zone = turn.zone_for(seen.series)
    return words.NEXT_REMINDER.format(
        time=cards.tell_at(reminder.due_at, zone, turn.now),
        distance=words.distance(reminder.due_at - turn.now),
    )


def rows(turn: Turn, seen: Seen) -> Rows:
    """Return what can be done with a session."""
    is_coming = bool(turn.view.to_come([seen]))
    more = [named("abstracts", f"abstracts {seen.reference}")] if has_details(seen.session) else []
    more += [named("calendar", f"calendar {seen.reference}")] if seen.session.start else []
    more.append(named("about_series", f"series {reference(seen.series.id)}"))
    own = _own_buttons(turn, seen) if is_reminded_of(seen.session) and is_coming else []
    links = link_rows(seen.session, is_over=not is_coming)
    return (*links, *in_rows(own), *in_rows(more))


def _own_buttons(turn: Turn, seen: Seen) -> list[Button]:
    """Return what can be done with a session, as things are."""
    follower, name = turn.follower, seen.reference
    if seen.key in follower.mutes:
        return [named("unmute", f"unmute {name}")]
    earlier = [named("earlier", f"earlier {name}")] if turn.is_before(seen) else []
    if seen.key in follower.stars:
        return [named("unstar", f"unstar {name}"), *earlier]
    if follower.follows(seen.key):
        return [named("mute", f"mute {name}"), *earlier]
    follow = named("follow_series", f"follow {reference(seen.series.id)}")
    return [named("star", f"star {name}"), follow]
