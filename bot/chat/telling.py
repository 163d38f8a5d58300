"""What a chat is told of its reminders: by what rule they come, and when the next one does."""

from markupsafe import Markup

from bot.chat import cards, rule_words, words
from bot.chat.turn import Turn
from bot.domain.series import Series
from bot.domain.wording import city_of
from bot.flows.expecting import is_wanted, next_reminder, offsets_say
from bot.reminders.plan import Reminder
from bot.reminders.rules import offsets_for


def offsets_line(turn: Turn, series: Series) -> Markup:
    """Return when the chat is reminded of a series' sessions, and by whose rule."""
    offsets = offsets_for(series, turn.follower.own_offsets(series.id))
    whose = words.WHOSE[offsets_say(turn.follower, series)]
    if not offsets:
        return words.NEVER_REMINDED.format(whose=whose)
    return words.REMINDED.format(offsets=words.lengths(offsets), whose=whose)


def offsets_in_short(turn: Turn, series: Series) -> str:
    """Return when the chat is reminded of a series' sessions: `1 day and 1 hour before`."""
    offsets = offsets_for(series, turn.follower.own_offsets(series.id))
    return words.BEFORE.format(offsets=words.lengths(offsets)) if offsets else words.NO_REMINDERS


def next_of_all(turn: Turn) -> Markup:
    """Return when the very next reminder comes, and of what; nothing if none is to come."""
    every = turn.view.series.values()
    found = [(series, next_reminder(series, turn.follower, turn.now)) for series in every]
    coming = [(series, reminder) for series, reminder in found if reminder]
    if not coming:
        return Markup("")
    series, reminder = min(coming, key=lambda one: (one[1].due_at, one[0].id))
    return _announced(turn, series, reminder, words.THE_NEXT_REMINDER)


def _announced(turn: Turn, series: Series, reminder: Reminder, template: Markup) -> Markup:
    told = template.format(
        time=cards.tell_at(reminder.due_at, turn.zone_for(series), turn.now),
        distance=words.distance(reminder.due_at - turn.now),
    )
    about = words.IS_ABOUT.format(
        headline=cards.headline(reminder.session),
        time=cards.tell_time(reminder.start, turn.zone, turn.now),
    )
    return cards.lines(told, about)


def _reminder_line(turn: Turn, series: Series, template: Markup) -> Markup:
    """Return when the next reminder of a series comes, and of what; or why none does."""
    reminder = next_reminder(series, turn.follower, turn.now)
    if reminder is not None:
        return _announced(turn, series, reminder, template)
    if not offsets_for(series, turn.follower.own_offsets(series.id)):
        return words.NO_REMINDER_WANTED
    coming = turn.view.to_come(turn.view.sessions(series.id))
    wanted = [one for one in coming if is_wanted(series, one.session, turn.follower, turn.now)]
    if wanted and wanted[0].session.start:
        return words.NO_REMINDER_DUE.format(
            headline=cards.headline(wanted[0].session),
            time=cards.tell_time(wanted[0].session.start, turn.zone, turn.now),
        )
    return rule_words.NO_REMINDER_FITS if coming else words.NO_REMINDER_LEFT


def filter_line(turn: Turn, series: Series) -> Markup:
    """Return of which of a series' talks the chat wants to be reminded; nothing if of all."""
    rules = turn.follower.subscriptions.get(series.id)
    if rules is None or not (rules.kinds or rules.keywords):
        return Markup("")
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
    template = words.FIRST_REMINDER if is_new else words.THE_NEXT_REMINDER
    first = _reminder_line(turn, series, template)
    is_over = first == words.NO_REMINDER_LEFT
    host = turn.zone_for(series)
    zone = words.SAY_ZONE.format(zone=city_of(host) or host)
    return cards.paragraphs(
        cards.lines(
            "" if is_over else offsets_line(turn, series), filter_line(turn, series), first
        ),
        "" if turn.zone or is_over else zone,
    )
