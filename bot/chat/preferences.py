"""Where a chat is, and when it wants no sound: /zone and /quiet."""

import re
from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import Markup

from bot.chat import cards, words, zone_words
from bot.chat.interface import Button, Reply
from bot.chat.telling import next_of_all
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.cities import zone_of_reader
from bot.domain.moments import Moment, offset_name
from bot.domain.phrases import read_phrase
from bot.domain.zonedata import zone_names
from bot.errors import RefusalError
from bot.flows.selecting import folded
from bot.flows.subscribe import set_rules
from bot.language import in_english, saying, zone_of_city
from bot.store.chats.subscriptions import ChatRules

OFF = {"off", "none", "never", "no"}
"""What ends a rule."""

_MOST_ZONES = 5
_DAY = 24 * 60  # minutes
_HERE, _DEFAULT = "here", "default"
_QUIET = ((22 * 60, 7 * 60), (23 * 60, 8 * 60))
_BARE_HOURS = re.compile(r"^\s*(\d{1,2})\s*(?:-|\N{EN DASH}|to|until)\s*(\d{1,2})\s*$")
_ANY_TIME = datetime.fromtimestamp(0, UTC)


def zone(turn: Turn, text: str) -> Reply:
    """Tell or change the zone that times are shown in."""
    if text.lower() == _HERE and turn.incoming.can_locate:
        return Reply(html=zone_words.ZONE_SHARE, asks_location=words.BUTTONS["share_location"])
    if not text:
        known = _zone_line(turn) if turn.zone else zone_words.ZONE_UNKNOWN
        off = [named("no_zone", f"zone {_DEFAULT}")] if turn.zone else []
        rows = (*zone_rows(turn), *in_rows(off))
        return Reply(html=cards.paragraphs(known, zone_words.ZONE_ASK), buttons=rows)
    if in_english(text).lower() in {*OFF, _DEFAULT}:
        return _end_zone(turn)
    try:
        found = _zone_of_host(turn, text) or zone_of_reader(zone_of_city(text) or text)
    except RefusalError as refusal:
        return _refused_zone(turn, text, refusal)
    return set_zone(turn, found)


def set_zone(turn: Turn, name: str) -> Reply:
    """Let the chat have a zone (IANA), and tell it."""
    set_chat_rules(turn, replace(turn.follower.rules, zone=name))
    rows = in_rows([named("next", "next"), named("mine", "mine")])
    return Reply(html=_zone_line(turn), buttons=rows, replaces=turn.is_press)


def _end_zone(turn: Turn) -> Reply:
    rules = replace(turn.follower.rules, zone="")
    if turn.zone:
        set_chat_rules(turn, rules)
    told = cards.lines(
        zone_words.ZONE_ENDED,
        zone_words.ZONE_ENDED_QUIET if rules.quiet else "",
        zone_words.ZONE_ENDED_DIGEST if rules.digest else "",
    )
    return Reply(html=told, buttons=in_rows([named("mine", "mine")]), replaces=turn.is_press)


def quiet(turn: Turn, text: str) -> Reply:
    """Tell or change the hours in which no reminder comes."""
    rules = turn.follower.rules
    if not text:
        return Reply(html=_quiet_line(turn) or zone_words.QUIET_NONE, buttons=_quiet_rows(turn))
    if in_english(text.strip()).lower() in OFF:
        set_chat_rules(turn, replace(rules, quiet=None))
        return _quiet_told(turn, zone_words.QUIET_ENDED)
    hours, name = split_zone(text)
    begin, end = _read_hours(hours)
    if not (name or turn.zone):
        asked = cards.paragraphs(zone_words.QUIET_NEEDS_ZONE, zone_words.ZONE_ASK)
        said = f"quiet {clock_of(begin)}-{clock_of(end)} @"
        return Reply(html=asked, buttons=zone_rows(turn, said))
    set_chat_rules(turn, replace(rules, quiet=(begin, end), zone=name or turn.zone))
    return _quiet_told(turn, _quiet_line(turn))


def _quiet_told(turn: Turn, said: Markup) -> Reply:
    html = cards.paragraphs(said, next_of_all(turn))
    return Reply(html=html, buttons=_quiet_rows(turn), replaces=turn.is_press)


def _quiet_rows(turn: Turn) -> Rows:
    known = turn.follower.rules.quiet
    hours = [f"{clock_of(begin)}-{clock_of(end)}" for begin, end in _QUIET if (begin, end) != known]
    off = [named("no_quiet", "quiet off")] if known else []
    return in_rows([*(press(one, f"quiet {one}") for one in hours), *off])


def split_zone(text: str) -> tuple[str, str]:
    """Return a text without the zone behind it, as buttons write it: `22:00-07:00 @Asia/Tokyo`."""
    before, _, name = text.rpartition(" @")
    known = zone_names().get(name.strip().lower(), "")
    return (before, known) if before and known else (text, "")


def set_chat_rules(turn: Turn, rules: ChatRules) -> None:
    """Let the chat have rules for all that it follows."""
    turn.change(lambda: set_rules(turn.service.store, turn.place, rules, now=turn.now))


def _read_hours(text: str) -> tuple[int, int]:
    told = saying("two times of day make quiet hours")
    wrong = RefusalError(told, read=text, hint=saying("write when they begin and end"))
    said = _BARE_HOURS.sub(r"\1:00-\2:00", in_english(text))
    try:
        phrase = read_phrase(said)
    except RefusalError:
        raise wrong from None
    if phrase.on or phrase.zone or phrase.start is None or phrase.end is None:
        raise wrong
    begin, end = (at.hour * 60 + at.minute for at in (phrase.start, phrase.end))
    if begin == end:
        hint = saying("for none at all: /remind off")
        raise RefusalError(saying("this is the whole day"), read=text, hint=hint)
    return begin, end


def _zone_of_host(turn: Turn, text: str) -> str:
    """Return the zone of a city that a series takes place in: no list of ours has them all."""
    hosts = {folded(one.place.partition(",")[0]): one.timezone for one in turn.view.series.values()}
    return hosts.get(folded(text), "") if text else ""


def _zone_line(turn: Turn) -> Markup:
    there = Moment.of(turn.now, turn.zone)
    time = f"{there.wall:%H:%M} {there.abbreviation}"
    return zone_words.ZONE_IS.format(zone=shown_zone(turn.zone), time=time)


def shown_zone(zone: str) -> str:
    """Return a zone as people call it: `America/New York`, `UTC+9`."""
    if zone.startswith("Etc/GMT"):  # named by POSIX, which counts west of Greenwich as positive
        return offset_name(Moment.of(_ANY_TIME, zone).offset)
    return zone.replace("_", " ")


def zone_rows(turn: Turn, said: str = "zone ") -> Rows:
    """Return buttons for the zones of the series that there are, and for where somebody is.

    They say a zone behind what is `said`.
    """
    zones = sorted({one.timezone for one in turn.view.series.values() if one.timezone})
    buttons = [_zone_button(one, said) for one in zones[:_MOST_ZONES]]
    here = [named("here", f"zone {_HERE}")] if turn.incoming.can_locate else []
    return in_rows([*buttons, *here])


def _zone_button(choice: str, said: str = "zone ") -> Button:
    return press(choice.replace("_", " "), f"{said}{choice.partition(' (')[0]}")


def _refused_zone(turn: Turn, text: str, refusal: RefusalError) -> Reply:
    """Return what would be understood instead: the choices, else the zones of the series."""
    read = cards.shortened(text, 40)
    if refusal.choices:
        is_known = refusal.code != "unknown-zone"
        template = zone_words.ZONE_AMBIGUOUS if is_known else zone_words.ZONE_SIMILAR
        buttons = [_zone_button(one) for one in refusal.choices]
        return Reply(html=template.format(read=read), buttons=in_rows(buttons))
    return Reply(html=zone_words.ZONE_PLACE_UNKNOWN.format(read=read), buttons=zone_rows(turn))


def _quiet_line(turn: Turn) -> Markup:
    if turn.follower.rules.quiet is None:
        return Markup("")
    begin, end = (clock_of(minutes) for minutes in turn.follower.rules.quiet)
    return zone_words.QUIET_IS.format(begin=begin, end=end)


def clock_of(minutes: int) -> str:
    """Return a minute of the day as a clock shows it: `22:00`."""
    return f"{minutes % _DAY // 60:02}:{minutes % 60:02}"
