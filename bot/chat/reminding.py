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
from bot.chat.telling import (
    MOST_OFFSETS,
    follow_summary,
    missed,
    missed_line,
    next_of_all,
    offsets_line,
    one_more,
    summary_buttons,
    whose_rule,
)
from bot.chat.turn import Rows, Turn, in_rows, named, press
from bot.domain.durations import read_duration, sorted_reminders
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.errors import RefusalError
from bot.flows.delivery.buttons import reference
from bot.flows.planning.expecting import Why, expect
from bot.flows.subscribe import set_rules, set_series_offsets
from bot.language import in_english, saying
from bot.reminders.rules import offsets_for

_MOST_LOST = 3  # sessions that are told to be missed
_DEFAULT = {"default", "reset", "usual", "series"}
_LENGTH = re.compile(r"\d+(?:\s*:\s*\d+)*\s*[a-z]*(?:\s*\d+(?=\s|,|$))?", re.IGNORECASE)
# A rule stands at the end: what is before it names a series.
_UNIT = r"(?:w|weeks?|d|days?|h|hours?|hrs?|m|minutes?|mins?|s|seconds?|secs?)"
_GLUED = re.compile(rf"\d+(?::\d+)*{_UNIT}(?:\d+)?", re.IGNORECASE)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}
_AND_A_HALF = re.compile(r"\b(\d+) and a half hours?\b", re.IGNORECASE)
_PART_OF_HOUR = re.compile(r"(?<![\d.,])(\d{1,3}[.,]\d{1,2})\s*(?:h|hrs?|hours?)\b", re.IGNORECASE)
_BETWEEN = {",", "and", "before"}
_PRESETS = ("1d 1h 10m", "1d 1h", "1h", "10m")


def remind(turn: Turn, text: str) -> Reply:
    """Tell or change how long before sessions the chat is reminded, for all series or for one."""
    name, rule = _divided(in_numbers(text))
    series = None
    if name:
        if _is_length_gone_wrong(turn, name):
            read_duration(text)  # tells how lengths are written
        found = choose_series(turn, name, "remind", rule)
        if isinstance(found, Reply):
            return found
        series = found
        if series.id not in turn.follower.subscriptions:
            follow = named("follow", f"follow {reference(series.id)}")
            told = rule_words.REMIND_FOLLOW_FIRST.format(title=readable(series.title))
            return Reply(html=told, buttons=in_rows([follow]))
    if rule:
        offsets = read_offsets(rule)
        turn.change(lambda: _store_offsets(turn, series, offsets))
        return _told(turn, series)
    what = offsets_line(turn, series) if series else _rule_for_all(turn)
    if series:
        what = Markup("<b>{}</b>\n{}").format(readable(series.title), what)
    example = f"/remind {series.id} 1d 1h" if series else "/remind 1d 1h 10m"
    html = rule_words.REMIND_NOW.format(what=what, example=example)
    return Reply(html=html, buttons=_presets(series))


def in_numbers(text: str) -> str:
    """Return a text with the lengths that are said in words in numbers: `half an hour` is `30 min`.

    So are parts of an hour: `1.5h` is `90 min`.
    """
    whole = _PART_OF_HOUR.sub(_minutes, _AND_A_HALF.sub(r"\1.5 hours", text)).split()
    said = [in_english(word).lower() for word in whole]
    found: list[str] = []
    for at, word in enumerate(said):
        is_length = any(re.fullmatch(_UNIT, one) for one in said[at + 1 : at + 3])
        if word in _NUMBERS and is_length:
            is_half = "half" in {*said[at + 1 : at + 2], *found[-1:]}
            found += [] if is_half else [str(_NUMBERS[word])]
        elif found[-1:] == ["half"] and re.fullmatch(_UNIT, word) and word.startswith("h"):
            found[-1:] = ["30", "min"]
        else:
            found.append("half" if word == "half" else whole[at])
    return " ".join(found)


def _minutes(hours: re.Match[str]) -> str:
    return f"{round(float(hours[1].replace(',', '.')) * 60)} min"


def _is_length_gone_wrong(turn: Turn, name: str) -> bool:
    """Tell whether what stands where a series is named was to be a length: none has such a name."""
    if turn.view.find_series(name) or name.startswith("~"):
        return False
    said = [in_english(word).lower() for word in name.split()]
    return any(char.isdecimal() for char in name) or any(re.fullmatch(_UNIT, one) for one in said)


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
    if len(offsets) > MOST_OFFSETS:
        hint = saying("choose {count} of them", count=MOST_OFFSETS)
        raise RefusalError(saying("these are too many reminders"), read=text, hint=hint)
    return offsets


def earlier(turn: Turn, text: str) -> Reply:
    """Offer reminders besides those that the chat gets of a session now."""
    seen = choose_session(turn, text, "earlier")
    if isinstance(seen, Reply):
        return seen
    series, whose = seen.series, whose_rule(turn, seen.series)
    told = {"now": offsets_line(turn, series), "title": readable(series.title)}
    other = named("other_rule", f"remind {whose}")
    offsets = offsets_for(series, turn.follower.own_offsets(series.id))
    if len(offsets) >= MOST_OFFSETS:
        return Reply(html=rule_words.REMIND_ENOUGH.format(**told), buttons=in_rows([other]))
    template = rule_words.REMIND_EARLIER if whose else rule_words.REMIND_EARLIER_ALL
    return Reply(html=template.format(**told), buttons=in_rows([*one_more(turn, seen), other]))


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
    """Return what counts now, in place of the question where that was pressed."""
    mine = named("mine", "mine")
    if series is None:
        followed = turn.view.followed
        lost = [missed_line(turn, one) for each in followed for one in missed(turn, each)]
        more = [one for each in followed for one in summary_buttons(turn, each)][:1]
        html = cards.paragraphs(
            cards.lines(_rule_for_all(turn), _silenced(turn)),
            cards.lines(*lost[:_MOST_LOST]) if turn.follower.rules.offsets != () else "",
            next_of_all(turn),
        )
        return Reply(html=html, buttons=in_rows([*more, mine]), replaces=turn.is_press)
    seen = turn.view.series[series.id]
    title = Markup("<b>{}</b>").format(readable(series.title))
    html = cards.paragraphs(title, follow_summary(turn, seen))
    rows = (*in_rows(summary_buttons(turn, seen)), *_presets(seen), (mine,))
    return Reply(html=html, buttons=rows, replaces=turn.is_press)


def _silenced(turn: Turn) -> Markup:
    """Return of which single sessions, followed by themselves, no reminder comes by the rule."""
    names = [
        cards.headline_of(one)
        for one in turn.view.to_come(turn.view.every)
        if one.key in turn.follower.stars
        and expect(one.series, one.session, turn.follower, turn.now) is Why.NO_RULE
    ]
    return rule_words.SILENCED.format(sessions=words.listed(names)) if names else Markup("")


def _rule_for_all(turn: Turn) -> Markup:
    offsets = turn.follower.rules.offsets
    if offsets is None:
        return rule_words.REMIND_AS_SERIES
    if not offsets:
        return rule_words.REMIND_ALL_NEVER
    return rule_words.REMIND_ALL.format(offsets=words.lengths(offsets))


def _presets(series: Series | None) -> Rows:
    whose = f"{reference(series.id)} " if series else ""
    buttons = [press(preset.replace(" ", ", "), f"remind {whose}{preset}") for preset in _PRESETS]
    usual = named("as_all" if series else "as_series", f"remind {whose}default")
    return in_rows([*buttons, usual, named("never", f"remind {whose}off")])
