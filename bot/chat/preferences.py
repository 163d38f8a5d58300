"""Where a chat is, and when it wants no sound: /zone and /quiet."""

from dataclasses import replace

from markupsafe import Markup

from bot.chat import cards, words, zone_words
from bot.chat.interface import Button, Reply
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.cities import zone_of_reader
from bot.domain.moments import Moment
from bot.domain.phrases import read_phrase
from bot.errors import RefusalError
from bot.flows.selecting import folded
from bot.flows.subscribe import set_rules
from bot.language import gettext, in_english, zone_of_city

OFF = {"off", "none", "never", "no"}
"""What ends a rule."""

_MOST_ZONES = 5
_DAY = 24 * 60  # minutes
_HERE = "here"


def zone(turn: Turn, text: str) -> Reply:
    """Tell or change the zone that times are shown in."""
    if text.lower() == _HERE and turn.incoming.can_locate:
        return Reply(html=zone_words.ZONE_SHARE, asks_location=words.BUTTONS["share_location"])
    if not text:
        known = _zone_line(turn) if turn.zone else zone_words.ZONE_UNKNOWN
        return turn.show(cards.paragraphs(known, zone_words.ZONE_ASK), zone_rows(turn))
    try:
        found = _zone_of_host(turn, text) or zone_of_reader(zone_of_city(text) or text)
    except RefusalError as refusal:
        return _refused_zone(turn, text, refusal)
    return set_zone(turn, found)


def set_zone(turn: Turn, name: str) -> Reply:
    """Let the chat have a zone (IANA), and tell it."""
    rules = replace(turn.follower.rules, zone=name)
    turn.change(lambda: set_rules(turn.service.store, turn.place, rules, now=turn.now))
    return Reply(html=_zone_line(turn), buttons=in_rows([named("next", "next")]))


def quiet(turn: Turn, text: str) -> Reply:
    """Tell or change the hours in which no reminder comes."""
    rules = turn.follower.rules
    if not text:
        return Reply(html=_quiet_line(turn) or zone_words.QUIET_NONE)
    if in_english(text.strip()).lower() in OFF:
        wanted = replace(rules, quiet=None)
    else:
        wanted = replace(rules, quiet=_read_hours(text))
        if not turn.zone:
            asked = cards.paragraphs(zone_words.QUIET_NEEDS_ZONE, zone_words.ZONE_ASK)
            return Reply(html=asked, buttons=zone_rows(turn))
    turn.change(lambda: set_rules(turn.service.store, turn.place, wanted, now=turn.now))
    return Reply(html=_quiet_line(turn) or zone_words.QUIET_NONE)


def _read_hours(text: str) -> tuple[int, int]:
    told = gettext("two times of day make quiet hours")
    wrong = RefusalError(told, read=text, hint=gettext("write when they begin and end"))
    try:
        phrase = read_phrase(in_english(text))
    except RefusalError:
        raise wrong from None
    if phrase.on or phrase.zone or phrase.start is None or phrase.end is None:
        raise wrong
    begin, end = (at.hour * 60 + at.minute for at in (phrase.start, phrase.end))
    if begin == end:
        hint = gettext("for none at all: /remind off")
        raise RefusalError(gettext("this is the whole day"), read=text, hint=hint)
    return begin, end


def _zone_of_host(turn: Turn, text: str) -> str:
    """Return the zone of a city that a series takes place in: no list of ours has them all."""
    hosts = {folded(one.place.partition(",")[0]): one.timezone for one in turn.view.series.values()}
    return hosts.get(folded(text), "") if text else ""


def _zone_line(turn: Turn) -> Markup:
    there = Moment.of(turn.now, turn.zone)
    time = f"{there.wall:%H:%M} {there.abbreviation}"
    return zone_words.ZONE_IS.format(zone=turn.zone.replace("_", " "), time=time)


def zone_rows(turn: Turn) -> Rows:
    """Return buttons for the zones of the series that there are, and for where somebody is."""
    zones = sorted({one.timezone for one in turn.view.series.values() if one.timezone})
    buttons = [_zone_button(one) for one in zones[:_MOST_ZONES]]
    here = [named("here", f"zone {_HERE}")] if turn.incoming.can_locate else []
    return in_rows([*buttons, *here])


def _zone_button(choice: str) -> Button:
    return press(choice.replace("_", " "), f"zone {choice.partition(' (')[0]}")


def _refused_zone(turn: Turn, text: str, refusal: RefusalError) -> Reply:
    """Return what would be understood instead: the choices, else the zones of the series."""
    if refusal.choices:
        told = zone_words.ZONE_AMBIGUOUS.format(read=cards.shortened(text, 40))
        return Reply(html=told, buttons=in_rows([_zone_button(one) for one in refusal.choices]))
    told = zone_words.ZONE_PLACE_UNKNOWN.format(read=cards.shortened(text, 40))
    return Reply(html=told, buttons=zone_rows(turn))


def _quiet_line(turn: Turn) -> str:
    if turn.follower.rules.quiet is None:
        return ""
    begin, end = (clock_of(minutes) for minutes in turn.follower.rules.quiet)
    return zone_words.QUIET_IS.format(begin=begin, end=end)


def clock_of(minutes: int) -> str:
    """Return a minute of the day as a clock shows it: `22:00`."""
    return f"{minutes % _DAY // 60:02}:{minutes % 60:02}"
