"""What is stored of a chat: /mine, /mydata and /forget."""

import json
from typing import Any

from markupsafe import Markup

from bot.chat import cards, change_words, words
from bot.chat.browsing import list_series, next_line
from bot.chat.choosing import session_buttons
from bot.chat.interface import Document, Reply
from bot.chat.organizing import organizer_words
from bot.chat.preferences import clock_of, shown_zone
from bot.chat.seen import Seen
from bot.chat.telling import filter_line, next_of_all, offsets_in_short
from bot.chat.turn import Turn, in_rows, named, press
from bot.domain.latex import readable
from bot.flows.delivery.buttons import reference
from bot.flows.organizing.rights import Person, give_up
from bot.flows.subscribe import Follower, forget
from bot.language import weekday_name
from bot.reminders.notices import Wish
from bot.store.chats.subscriptions import SessionKey
from bot.store.own_data import read_own_data, read_personal_data

_YES = "yes"


def mine(turn: Turn, _text: str, heading: Markup = words.MINE_HEADING) -> Reply:
    """Show what the chat follows, and by what rules."""
    follower = turn.follower
    if not (follower.subscriptions or follower.stars or follower.watches):
        return list_series(turn, cards.paragraphs(_rules(follower), words.MINE_NOTHING))
    followed = turn.view.followed
    stars = _sessions(turn, follower.stars)
    mutes = _sessions(turn, follower.mutes)
    text = cards.paragraphs(
        heading,
        *(
            cards.lines(
                words.MINE_SERIES.format(
                    title=readable(series.title),
                    offsets=offsets_in_short(turn, series),
                    next=next_line(turn, series),
                ),
                filter_line(turn, series),
                _changes_line(follower, series.id),
            )
            for series in followed
        ),
        *_group(turn, words.MINE_STARS, stars),
        *_group(turn, words.MINE_MUTES, mutes),
        next_of_all(turn),
        _rules(follower),
    )
    buttons = [press(readable(one.title), f"series {reference(one.id)}") for one in followed]
    singles = session_buttons(turn, [*stars, *mutes], "talk")
    more = [named("remind", "remind"), named("calendar", "calendar")]
    more += [named("zone", "zone"), named("quiet", "quiet")]
    return Reply(html=text, buttons=(*in_rows(buttons, 1), *in_rows(singles), *in_rows(more)))


def my_data(turn: Turn, _text: str) -> Reply:
    """Give all that is stored of the chat, and in a private one of who is in it, as JSON."""
    stored = _stored(turn)
    if not stored:
        return Reply(html=words.MYDATA_NOTHING)
    data = json.dumps(stored, ensure_ascii=False, indent=2).encode() + b"\n"
    document = Document(name="talkbell-my-data.json", media_type="application/json", data=data)
    return Reply(html=words.MYDATA, documents=(document,))


def forget_me(turn: Turn, text: str) -> Reply:
    """Delete all that is stored of the chat, after asking."""
    word = text.strip().lower()
    stored = _stored(turn)
    if not stored:
        return turn.show(words.MYDATA_NOTHING)
    if word == _YES:
        return _forgotten(turn)
    if word == "no":
        return turn.show(words.NOT_FORGOTTEN)
    yes, no = named("yes_forget", f"forget {_YES}"), named("no_forget", "forget no")
    is_organizer = bool({"organizers", "audit"} & stored.keys())
    rights = organizer_words.FORGET_RIGHTS if is_organizer else ""
    asked = cards.paragraphs(words.FORGET_ASK, rights)
    return Reply(html=asked, buttons=in_rows([yes, no]))


def _forgotten(turn: Turn) -> Reply:
    turn.change(lambda: forget(turn.service.store, turn.place))
    is_left = give_up(turn.service.store, _oneself(turn), now=turn.now)
    kept = organizer_words.FORGOTTEN_BUT if is_left else ""
    return turn.show(cards.paragraphs(words.FORGOTTEN, kept))


def _oneself(turn: Turn) -> Person:
    """Return who says it, in a private chat; in any other, what is stored is of nobody alone."""
    is_private = turn.incoming.kind == "private"
    return turn.person if is_private else Person(turn.place.platform, "")


def _stored(turn: Turn) -> dict[str, list[dict[str, Any]]]:
    """Return what is stored of the chat, and in a private one of who is in it."""
    chat_id = turn.follower.chat_id
    with turn.service.store.reading() as connection:
        own = {} if chat_id is None else read_own_data(connection, chat_id)
        return {**own, **read_personal_data(connection, _oneself(turn))}


def _changes_line(follower: Follower, series_id: str) -> Markup:
    """Return of which changes the chat is told, unless it is of all."""
    rules = follower.subscriptions.get(series_id)
    is_usual = rules is None or rules.changes is Wish.ALL
    return Markup("") if is_usual or rules is None else change_words.CHANGES[rules.changes]


def _sessions(turn: Turn, keys: frozenset[SessionKey]) -> list[Seen]:
    return [one for one in turn.view.every if one.key in keys]


def _group(turn: Turn, heading: Markup, found: list[Seen]) -> list[Markup]:
    lines = [turn.line(one, with_series=True) for one in found]
    return [heading, *lines] if found else []


def _rules(follower: Follower) -> Markup:
    rules = follower.rules
    zone = words.MINE_ZONE.format(zone=shown_zone(rules.zone))
    begin, end = (clock_of(minutes) for minutes in rules.quiet or (0, 0))
    day, minute = rules.digest or (0, 0)
    watched = ", ".join(follower.watches.values())
    offsets = words.BEFORE.format(offsets=words.lengths(rules.offsets or ()))
    return cards.lines(
        zone if rules.zone else words.MINE_ZONE_NONE,
        words.MINE_OFFSETS.format(offsets=offsets if rules.offsets else words.NO_REMINDERS)
        if rules.offsets is not None
        else "",
        words.MINE_QUIET.format(begin=begin, end=end) if rules.quiet else "",
        words.MINE_DIGEST.format(day=weekday_name(day), time=clock_of(minute))
        if rules.digest
        else "",
        words.MINE_WATCHES.format(words=watched) if watched else "",
    )
