"""What a chat is told of its reminders: by what rule they come, when the next does, or why none."""

from collections.abc import Sequence
from datetime import timedelta

from markupsafe import Markup

from bot.chat import cards, rule_words, words
from bot.chat.interface import Button
from bot.chat.seen import Seen
from bot.chat.turn import Turn, named, press
from bot.domain.durations import describe_duration, sorted_reminders
from bot.domain.series import Series
from bot.domain.wording import city_of
from bot.flows.delivery.buttons import reference
from bot.flows.planning.expecting import (
    Why,
    expect,
    is_wanted,
    next_reminder,
    offsets_say,
    quiet_hours_of,
)
from bot.flows.selecting import over_at
from bot.reminders.plan import Reminder
from bot.reminders.rules import offsets_for

MOST_OFFSETS = 5
_NOTHING = Markup("")
_ONE_MORE = tuple(
    timedelta(minutes=minutes) for minutes in (7 * 24 * 60, 24 * 60, 3 * 60, 60, 30, 10)
)
_PRESETS = ("1d 1h", "1h")
_UNSAID = {Why.UNFOLLOWED, Why.OVER, Why.CANCELLED, Why.BEGUN, Why.REMINDED}  # on a card


def offsets_line(turn: Turn, series: Series) -> Markup:
    """Return when the chat is reminded of a series' sessions, and by whose rule."""
    offsets = _offsets(turn, series)
    whose = rule_words.WHOSE[offsets_say(turn.follower, series)]
    if not offsets:
        return rule_words.NEVER_REMINDED.format(whose=whose)
    return rule_words.REMINDED.format(offsets=words.lengths(offsets), whose=whose)


def offsets_in_short(turn: Turn, series: Series) -> str:
    """Return when the chat is reminded of a series' sessions: `1 day and 1 hour before`."""
    offsets = _offsets(turn, series)
    return words.BEFORE.format(offsets=words.lengths(offsets)) if offsets else words.NO_REMINDERS


def reminder_line(turn: Turn, seen: Seen, *, is_asked: bool = True) -> Markup:
    """Return when the next reminder of a session comes, else why none does.

    Where nobody asked for reminders, only what a card does not tell anyway.
    """
    found = expect(seen.series, seen.session, turn.follower, turn.now)
    if not isinstance(found, Why):
        return _told(turn, seen.series, found, rule_words.NEXT_REMINDER)
    if not is_asked and found in _UNSAID:
        return _NOTHING
    start, over = seen.session.start, over_at(seen.session)
    end = cards.tell_at(over, turn.zone_for(seen.series), turn.now) if over else ""
    distance = words.distance(start.at - turn.now) if start else ""
    return rule_words.WHY_NONE[found].format(end=end, distance=distance)


def remedies(turn: Turn, seen: Seen) -> list[Button]:
    """Return buttons by which reminders of a session would come that does not get any."""
    match expect(seen.series, seen.session, turn.follower, turn.now):
        case Why.TOO_NEAR:
            return one_more(turn, seen)[:1]
        case Why.NO_RULE:
            whose = whose_rule(turn, seen.series)
            return [press(one.replace(" ", ", "), f"remind {whose}{one}") for one in _PRESETS]
        case Why.LEFT_OUT:
            return [named("star", f"star {seen.reference}")]
    return []


def one_more(turn: Turn, seen: Seen) -> list[Button]:
    """Return buttons for reminders of a session besides those that there are, the earliest first.

    They are a rule for its series where the chat follows that, else for all.
    """
    offsets, whose = _offsets(turn, seen.series), whose_rule(turn, seen.series)
    if len(offsets) >= MOST_OFFSETS:
        return []
    return [
        press(
            rule_words.ONE_BEFORE.format(length=describe_duration(one)),
            f"remind {whose}{_written(sorted_reminders([*offsets, one]))}",
        )
        for one in _ONE_MORE
        if one not in offsets and turn.is_before(seen, one)
    ]


def whose_rule(turn: Turn, series: Series) -> str:
    """Return what stands in a button before a rule: the series, if the chat follows it."""
    return f"{reference(series.id)} " if series.id in turn.follower.subscriptions else ""


def _written(offsets: Sequence[timedelta]) -> str:
    """Return lengths as short as they can be written in a rule."""
    return " ".join(f"{int(one.total_seconds())}s" for one in offsets)


def next_of_all(turn: Turn) -> Markup:
    """Return when the very next reminder comes, and of what; nothing if none is to come."""
    every = turn.view.series.values()
    found = [(series, next_reminder(series, turn.follower, turn.now)) for series in every]
    coming = [(series, reminder) for series, reminder in found if reminder]
    if not coming:
        return _NOTHING
    series, reminder = min(coming, key=lambda one: (one[1].due_at, one[0].id))
    return _announced(turn, series, reminder, rule_words.THE_NEXT_REMINDER)


def _announced(turn: Turn, series: Series, reminder: Reminder, template: Markup) -> Markup:
    about = rule_words.IS_ABOUT.format(
        headline=cards.headline(series, reminder.session),
        time=cards.tell_time(reminder.start, turn.zone, turn.now),
    )
    return cards.lines(_told(turn, series, reminder, template), about)


def _told(turn: Turn, series: Series, reminder: Reminder, template: Markup) -> Markup:
    if reminder.due_at <= turn.now:
        quiet = quiet_hours_of(series, turn.follower)
        is_silent = quiet is not None and turn.now in quiet
        return rule_words.REMINDER_NOW_SILENT if is_silent else rule_words.REMINDER_NOW
    return template.format(
        time=cards.tell_at(reminder.due_at, turn.zone_for(series), turn.now),
        distance=words.distance(reminder.due_at - turn.now),
    )


def _coming(turn: Turn, series: Series) -> list[Seen]:
    """Return the sessions to come, or on, that the chat wants to be reminded of."""
    return [
        one
        for one in turn.view.to_come(turn.view.sessions(series.id))
        if is_wanted(series, one.session, turn.follower, turn.now)
    ]


def missed(turn: Turn, series: Series) -> list[Seen]:
    """Return the sessions of a series that no reminder comes of any more: on, or too near."""
    reasons = {Why.BEGUN, Why.TOO_NEAR}
    return [
        one
        for one in _coming(turn, series)
        if expect(series, one.session, turn.follower, turn.now) in reasons
    ]


def missed_line(turn: Turn, seen: Seen) -> Markup:
    """Return that no reminder of a session comes any more."""
    start, over = seen.session.start, over_at(seen.session)
    if start is None or over is None:
        return _NOTHING
    name = cards.headline_of(seen)
    if start.at <= turn.now:
        end = cards.tell_at(over, turn.zone_for(seen.series), turn.now)
        return rule_words.IS_ON.format(headline=name, end=end)
    time = cards.tell_time(start, turn.zone, turn.now)
    return rule_words.NONE_DUE.format(headline=name, time=time)


def filter_line(turn: Turn, series: Series) -> Markup:
    """Return of which of a series' talks the chat wants to be reminded; nothing if of all."""
    rules = turn.follower.subscriptions.get(series.id)
    if rules is None or not (rules.kinds or rules.keywords):
        return _NOTHING
    kinds = ", ".join(str(rule_words.TALK_KINDS[kind]) for kind in rules.kinds)
    keywords = Markup(", ").join(
        rule_words.ONLY_KEYWORD.format(keyword=one) for one in rules.keywords
    )
    if not rules.keywords:
        return rule_words.ONLY_KINDS.format(kinds=kinds)
    if not rules.kinds:
        return rule_words.ONLY_KEYWORDS.format(keywords=keywords)
    return rule_words.ONLY_BOTH.format(kinds=kinds, keywords=keywords)


def follow_summary(turn: Turn, series: Series, *, is_new: bool = False) -> Markup:
    """Return what following a series means for the chat."""
    rules = offsets_line(turn, series), filter_line(turn, series)
    if not _offsets(turn, series):
        return cards.lines(*rules)
    template = rule_words.FIRST_REMINDER if is_new else rule_words.THE_NEXT_REMINDER
    reminder = next_reminder(series, turn.follower, turn.now)
    lost = [missed_line(turn, one) for one in missed(turn, series)]
    told = _announced(turn, series, reminder, template) if reminder else _NOTHING
    if not (told or lost or _coming(turn, series)):
        is_any = turn.view.to_come(turn.view.sessions(series.id))
        told = rule_words.NO_REMINDER_FITS if is_any else rule_words.NO_REMINDER_LEFT
    return cards.lines(*rules, *lost, told)


def summary_buttons(turn: Turn, series: Series) -> list[Button]:
    """Return what else there is to do about what `follow_summary` tells."""
    return [button for one in missed(turn, series) for button in remedies(turn, one)][:1]


def zone_line(turn: Turn, series: Series) -> Markup:
    """Return whose times those of a series are, to who has not said a zone; else nothing."""
    host = turn.zone_for(series)
    zone = rule_words.SAY_ZONE.format(zone=city_of(host) or host)
    return _NOTHING if turn.zone else zone


def _offsets(turn: Turn, series: Series) -> tuple[timedelta, ...]:
    return offsets_for(series, turn.follower.own_offsets(series.id))
