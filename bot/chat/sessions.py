"""One session: /talk, /star and /mute."""

from collections.abc import Callable

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.choosing import choose_session
from bot.chat.interface import Button, Reply
from bot.chat.seen import Seen, reference
from bot.chat.turn import Rows, Turn, named
from bot.domain.wording import material_label
from bot.flows.subscribe import (
    Place,
    follow_session,
    mute_session,
    next_reminder,
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
    seen = next(one for one in turn.view.sessions(seen.series.id) if one.key == seen.key)
    if said is None:
        return Reply(html=about(turn, seen), buttons=rows(turn, seen))
    return turn.show(about(turn, seen), rows(turn, seen), said)


def about(turn: Turn, seen: Seen) -> Markup:
    """Return all that there is to know of a session, and when the chat is reminded of it."""
    card = cards.session_card(seen, turn.zone, turn.now)
    return cards.paragraphs(card, _when_reminded(turn, seen))


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
    join = seen.session.join
    is_coming = bool(turn.view.to_come([seen]))
    links = (Button(label=str(words.BUTTONS["join"]), url=join.url),) if join and is_coming else ()
    materials = [talk.materials for talk in seen.session.talks]
    opening = [
        Button(label=material_label(one), url=one.url)
        for one in (materials[0] if len(materials) == 1 else ())
    ]
    more = [named("calendar", f"calendar {seen.reference}")] if seen.session.start else []
    more.append(named("about_series", f"series {reference(seen.series.id)}"))
    own = _own_buttons(turn, seen) if is_reminded_of(seen.session) and is_coming else []
    return tuple(row for row in (links, tuple(opening), tuple(own), tuple(more)) if row)


def _own_buttons(turn: Turn, seen: Seen) -> list[Button]:
    """Return what can be done with a session, as things are."""
    follower, name = turn.follower, seen.reference
    if seen.key in follower.mutes:
        return [named("unmute", f"unmute {name}")]
    if seen.key in follower.stars:
        return [named("unstar", f"unstar {name}")]
    if follower.follows(seen.key):
        return [named("mute", f"mute {name}")]
    follow = named("follow_series", f"follow {reference(seen.series.id)}")
    return [named("star", f"star {name}"), follow]
