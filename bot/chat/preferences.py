"""How a chat wants to be told: /remind, /zone and /quiet."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.chat import cards, words, zone_words
from bot.chat.choosing import choose_series
from bot.chat.interface import Button, Reply
from bot.chat.seen import reference
from bot.chat.telling import follow_summary, next_of_all, offsets_line
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.durations import read_duration, sorted_reminders
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.phrases import read_phrase
from bot.domain.series import Series
from bot.domain.zones import zone_of_reader
from bot.errors import RefusalError
from bot.flows.selecting import folded
from bot.flows.subscribe import set_rules, set_series_offsets
from bot.language import gettext, in_english, zone_of_city

OFF = {"off", "none", "never", "no"}
"""What ends a rule."""

_MOST_OFFSETS = 5
_DAY = 24 * 60  # minutes
_HERE = "here"
_DEFAULT = {"default", "reset", "usual", "series"}
_LENGTH = re.compile(r"\d+(?:\s*:\s*\d+)*\s*[a-z]*(?:\s*\d+(?=\s|,|$))?", re.IGNORECASE)
# A rule stands at the end: what is before it names a series.
_UNIT = r"(?:w|weeks?|d|days?|h|hours?|hrs?|m|minutes?|mins?|s|seconds?|secs?)"
_GLUED = re.compile(rf"\d+(?::\d+)*{_UNIT}(?:\d+)?", re.IGNORECASE)
_BETWEEN = {",", "and", "before"}
_PRESETS = ("1d 1h 10m", "1d 1h", "1h", "10m")


def remind(turn: Turn, text: str) -> Reply:
    """Tell or change how long before sessions the chat is reminded, for all series or for one."""
    name, rule = _divided(text)
    series = None
    if name:
        found = choose_series(turn, name, "remind", rule)
        if isinstance(found, Reply):
            return found
        series = found
        if series.id not in turn.follower.subscriptions:
            follow = named("follow", f"follow {reference(series.id)}")
            told = words.REMIND_FOLLOW_FIRST.format(title=readable(series.title))
            return Reply(html=told, buttons=in_rows([follow]))
    if rule:
        offsets = read_offsets(rule)
        turn.change(lambda: _store_offsets(turn, series, offsets))
        return _told(turn, series)
    what = offsets_line(turn, series) if series else _rule_for_all(turn)
    if series:
        what = Markup("<b>{}</b>\n{}").format(readable(series.title), what)
    example = f"/remind {series.id} 1d 1h" if series else "/remind 1d 1h 10m"
    return Reply(html=words.REMIND_NOW.format(what=what, example=example), buttons=_presets(series))


def read_offsets(text: str) -> tuple[timedelta, ...] | None:
    """Return the lengths in `1d 1h 10m`, `1 day, 1 hour` or `off`; None for `default`.

    Raises RefusalError for anything else.
    """
    word = in_english(text.strip()).lower()
    if word in _DEFAULT:
        return None
    if word in OFF:
        return ()
    pieces = word.replace("before", "").replace(" and ", ",").split(",")
    if len(pieces) == 1:
        pieces = _LENGTH.findall(pieces[0])
    offsets = sorted_reminders(read_duration(piece) for piece in pieces if piece.strip())
    if len(offsets) > _MOST_OFFSETS:
        hint = gettext("choose {count} of them").format(count=_MOST_OFFSETS)
        raise RefusalError(gettext("these are too many reminders"), read=text, hint=hint)
    return offsets


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
        return Reply(html=_quiet_line(turn) or words.QUIET_NONE)
    if in_english(text.strip()).lower() in OFF:
        wanted = replace(rules, quiet=None)
    else:
        wanted = replace(rules, quiet=_read_hours(text))
        if not turn.zone:
            asked = cards.paragraphs(words.QUIET_NEEDS_ZONE, zone_words.ZONE_ASK)
            return Reply(html=asked, buttons=zone_rows(turn))
    turn.change(lambda: set_rules(turn.service.store, turn.place, wanted, now=turn.now))
    return Reply(html=_quiet_line(turn) or words.QUIET_NONE)


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


def _divided(text: str) -> tuple[str, str]:
    """Return the words that name a series, and the rule behind them."""
    if not re.search(r"[^\W\d_]", text):  # no letter: a rule without its units, to be told so
        return "", text.strip()
    said = text.replace(",", " , ").split()
    begin = _rule_begin([in_english(word) for word in said])
    name, rule = " ".join(said[:begin]), " ".join(said[begin:])
    return ("" if in_english(name).lower() in {"all", "me"} else name), rule.removeprefix(", ")


def _rule_begin(said: Sequence[str]) -> int:
    """Return the position of the first word of a rule that the words end in."""
    if said and said[-1].lower() in OFF | _DEFAULT:
        return len(said) - 1
    begin = len(said)
    while begin:
        word = said[begin - 1].lower()
        if word in _BETWEEN or _GLUED.fullmatch(word):
            begin -= 1
        elif begin > 1 and re.fullmatch(_UNIT, word) and said[begin - 2].isdecimal():
            begin -= 2
        else:
            break
    return begin


def _store_offsets(
    turn: Turn, series: Series | None, offsets: tuple[timedelta, ...] | None
) -> None:
    store, place = turn.service.store, turn.place
    if series:
        set_series_offsets(store, place, series.id, offsets, now=turn.now)
    else:
        rules = replace(turn.follower.rules, offsets=offsets)
        set_rules(store, place, rules, now=turn.now)


def _told(turn: Turn, series: Series | None) -> Reply:
    """Return what counts now."""
    if series is None:
        told = cards.paragraphs(_rule_for_all(turn), next_of_all(turn))
        return Reply(html=told, buttons=in_rows([named("mine", "mine")]))
    seen = turn.view.series[series.id]
    title = Markup("<b>{}</b>").format(readable(series.title))
    text = cards.paragraphs(title, follow_summary(turn, seen))
    return Reply(html=text, buttons=in_rows([named("mine", "mine")]))


def _rule_for_all(turn: Turn) -> Markup:
    offsets = turn.follower.rules.offsets
    if offsets is None:
        return words.REMIND_AS_SERIES
    if not offsets:
        return words.REMIND_ALL_NEVER
    return words.REMIND_ALL.format(offsets=words.lengths(offsets))


def _presets(series: Series | None) -> Rows:
    whose = f"{reference(series.id)} " if series else ""
    buttons = [press(preset.replace(" ", ", "), f"remind {whose}{preset}") for preset in _PRESETS]
    usual = named("as_all" if series else "as_series", f"remind {whose}default")
    return in_rows([*buttons, usual, named("never", f"remind {whose}off")])


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
    buttons = [_zone_button(one) for one in zones[:_MOST_OFFSETS]]
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
    return words.QUIET_IS.format(begin=begin, end=end)


def clock_of(minutes: int) -> str:
    """Return a minute of the day as a clock shows it: `22:00`."""
    return f"{minutes % _DAY // 60:02}:{minutes % 60:02}"
