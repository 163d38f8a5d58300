"""What a chat is told of its reminders: by what rule they come, and when the next one does."""

from markupsafe import Markup

from bot.chat import cards, words
from bot.chat.turn import Turn
from bot.domain.series import Series
from bot.flows.subscribe import next_reminder, offsets_say
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


def first_reminder_line(turn: Turn, series: Series) -> Markup:
    """Return when the next reminder of a series comes, and of what; or why none does."""
    zone = turn.zone_for(series)
    reminder = next_reminder(series, turn.follower, turn.now)
    if reminder is not None:
        told = words.FIRST_REMINDER.format(
            time=cards.tell_at(reminder.due_at, zone, turn.now),
            distance=words.distance(reminder.due_at - turn.now),
        )
        about = words.IS_ABOUT.format(
            headline=cards.headline(reminder.session),
            time=cards.tell_time(reminder.start, turn.zone, turn.now),
        )
        return cards.lines(told, about)
    if not offsets_for(series, turn.follower.own_offsets(series.id)):
        return words.NO_REMINDER_WANTED
    coming = turn.view.to_come(turn.view.sessions(series.id))
    if coming and coming[0].session.start:
        return words.NO_REMINDER_DUE.format(
            headline=cards.headline(coming[0].session),
            time=cards.tell_time(coming[0].session.start, turn.zone, turn.now),
        )
    return words.NO_REMINDER_LEFT


def follow_summary(turn: Turn, series: Series) -> Markup:
    """Return what following a series means for the chat."""
    first = first_reminder_line(turn, series)
    is_over = first == words.NO_REMINDER_LEFT
    zone = words.SAY_ZONE.format(zone=turn.zone_for(series).replace("_", " "))
    return cards.paragraphs(
        cards.lines("" if is_over else offsets_line(turn, series), first),
        "" if turn.zone or is_over else zone,
    )
