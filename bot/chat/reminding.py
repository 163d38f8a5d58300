"""How long before sessions a chat is reminded: /remind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from markupsafe import Markup

from bot.chat import cards, rule_words, words
from bot.chat.choosing import choose_series, choose_session
from bot.chat.interface import Reply
from bot.chat.preferences import OFF
from bot.chat.telling import follow_summary, next_of_all, offsets_line
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.durations import describe_duration, read_duration, sorted_reminders
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.errors import RefusalError
from bot.flows.buttons import reference
from bot.flows.subscribe import set_rules, set_series_offsets
from bot.language import gettext, in_english
from bot.reminders.rules import offsets_for

_MOST_OFFSETS = 5
_DEFAULT = {"default", "reset", "usual", "series"}
_LENGTH = re.compile(r"\d+(?:\s*:\s*\d+)*\s*[a-z]*(?:\s*\d+(?=\s|,|$))?", re.IGNORECASE)
# A rule stands at the end: what is before it names a series.
_UNIT = r"(?:w|weeks?|d|days?|h|hours?|hrs?|m|minutes?|mins?|s|seconds?|secs?)"
_GLUED = re.compile(rf"\d+(?::\d+)*{_UNIT}(?:\d+)?", re.IGNORECASE)
_BETWEEN = {",", "and", "before"}
_PRESETS = ("1d 1h 10m", "1d 1h", "1h", "10m")
_ONE_MORE = tuple(
    timedelta(minutes=minutes) for minutes in (7 * 24 * 60, 24 * 60, 3 * 60, 60, 30, 10)
)


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


def earlier(turn: Turn, text: str) -> Reply:
    """Offer reminders besides those that the chat gets of a session now."""
    seen = choose_session(turn, text, "earlier")
    if isinstance(seen, Reply):
        return seen
    series = seen.series
    is_followed = series.id in turn.follower.subscriptions
    offsets = offsets_for(series, turn.follower.own_offsets(series.id))
    whose = f"{reference(series.id)} " if is_followed else ""
    told = {"now": offsets_line(turn, series), "title": readable(series.title)}
    other = named("other_rule", f"remind {whose}")
    if len(offsets) >= _MOST_OFFSETS:
        return Reply(html=rule_words.REMIND_ENOUGH.format(**told), buttons=in_rows([other]))
    buttons = [
        press(
            rule_words.ONE_BEFORE.format(length=describe_duration(one)),
            f"remind {whose}{_written(sorted_reminders([*offsets, one]))}",
        )
        for one in _ONE_MORE
        if one not in offsets and turn.is_before(seen, one)
    ]
    template = rule_words.REMIND_EARLIER if is_followed else rule_words.REMIND_EARLIER_ALL
    return Reply(html=template.format(**told), buttons=in_rows([*buttons, other]))


def _written(offsets: Sequence[timedelta]) -> str:
    """Return lengths as short as they can be written in a rule."""
    return " ".join(f"{int(one.total_seconds())}s" for one in offsets)


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
