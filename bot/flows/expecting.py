"""What a chat may expect: when it is reminded next, of what, and by whose rule."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.domain.series import Series, Session
from bot.flows.forecasts import is_asked_for, quiet_hours
from bot.flows.subscribe import Follower
from bot.reminders.plan import Reminder
from bot.reminders.rules import offsets_for
from bot.reminders.windows import Window, windows


def offsets_say(follower: Follower, series: Series) -> str:
    """Tell who decides when a chat is reminded of a series: `own`, `all`, `series` or `usual`."""
    rules = follower.subscriptions.get(series.id)
    if rules and rules.offsets is not None:
        return "own"
    if follower.rules.offsets is not None:
        return "all"
    return "usual" if series.remind is None else "series"


def next_reminder(
    series: Series, follower: Follower, now: datetime, *, only: Collection[str] = ()
) -> Reminder | None:
    """Return the next reminder of a series that a chat gets, None if none is to come.

    Of the sessions in `only`, if any are named.
    """
    wanted = tuple(
        session
        for session in series.sessions
        if (not only or session.id in only) and is_wanted(series, session, follower, now)
    )
    offsets = offsets_for(series, follower.own_offsets(series.id))
    zone = follower.rules.zone or series.timezone
    quiet = quiet_hours(follower.rules.quiet, zone)
    coming = windows(replace(series, sessions=wanted), offsets, quiet, now=now)
    for window in coming:
        reminder = window.reminder
        if reminder.due_at > now:
            return reminder
        if _is_due_now(window, series.id, follower, now):
            return replace(reminder, due_at=now)
    return None


def _is_due_now(window: Window, series_id: str, follower: Follower, now: datetime) -> bool:
    """Tell whether a reminder was moved to before now by quiet hours and is yet to be planned."""
    reminder = window.reminder
    hour = reminder.start.at - reminder.offset
    key = series_id, reminder.session.id, reminder.offset, reminder.start.at
    return window.is_open(now) and hour > now and key not in follower.told


def is_wanted(series: Series, session: Session, follower: Follower, now: datetime) -> bool:
    """Tell whether a chat is to be reminded of a session, if it is at all: not what it has muted.

    A star counts whatever the chat's rules for the series leave out.
    """
    key = series.id, session.id
    if key in follower.mutes or not follower.follows(key):
        return False
    rules = follower.subscriptions.get(series.id)
    if rules is None or key in follower.stars:
        return True
    return is_asked_for(series, session, rules.kinds, rules.keywords, now)
