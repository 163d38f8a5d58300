"""What a chat may expect: which reminder comes next, by whose rule; or why none does.

It has to say what planning does (`bot.store.delivery.planning`): a reminder is owed from the
instant that it is due, if its hour, before quiet hours move it, is after the rule was made. One
that quiet hours would have moved to before the rule comes at once: a silent one is better than
none.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import Enum

from bot.domain.series import Series, Session, Status
from bot.flows.planning.forecasts import is_asked_for, quiet_hours
from bot.flows.selecting import over_at
from bot.flows.subscribe import Follower
from bot.reminders.plan import Reminder, is_reminded_of
from bot.reminders.rules import offsets_for
from bot.reminders.windows import QuietHours, Window, windows


class Why(Enum):
    """Why no reminder of a session comes; the first reason of several."""

    CANCELLED = "cancelled"
    UNDATED = "undated"
    OVER = "over"
    MUTED = "muted"
    UNFOLLOWED = "unfollowed"
    LEFT_OUT = "left out"  # by the kinds and words that the chat wants of its series
    NO_RULE = "no rule"  # the rule that counts is to be reminded never
    BEGUN = "begun"
    REMINDED = "reminded"
    TOO_NEAR = "too near"  # its last reminder was due before the rule was made


def offsets_say(follower: Follower, series: Series) -> str:
    """Tell who decides when a chat is reminded of a series: `own`, `all`, `series` or `usual`."""
    rules = follower.subscriptions.get(series.id)
    if rules and rules.offsets is not None:
        return "own"
    if follower.rules.offsets is not None:
        return "all"
    return "usual" if series.remind is None else "series"


def expect(series: Series, session: Session, follower: Follower, now: datetime) -> Reminder | Why:
    """Return the next reminder of a session that a chat gets, else why none comes.

    Its `due_at` is `now` if it leaves at once.
    """
    if why := _passed(session, now) or _unwanted(series, session, follower, now):
        return why
    if reminder := next_reminder(series, follower, now, only={session.id}):
        return reminder
    start = session.start
    if start is None or start.at <= now:
        return Why.BEGUN
    told = {(*key, start_at) for *key, _, start_at, _ in follower.told}
    return Why.REMINDED if (series.id, session.id, start.at) in told else Why.TOO_NEAR


def _passed(session: Session, now: datetime) -> Why | None:
    """Return why nobody is reminded of a session any more, or yet."""
    over = over_at(session)
    if session.status is Status.CANCELLED:
        return Why.CANCELLED
    if over is None:
        return Why.UNDATED
    return Why.OVER if over <= now or not is_reminded_of(session) else None


def _unwanted(series: Series, session: Session, follower: Follower, now: datetime) -> Why | None:
    """Return why a chat does not want to be reminded of a session."""
    key = series.id, session.id
    if key in follower.mutes:
        return Why.MUTED
    if not follower.follows(key):
        return Why.UNFOLLOWED
    if not is_wanted(series, session, follower, now):
        return Why.LEFT_OUT
    return None if offsets_for(series, follower.own_offsets(series.id)) else Why.NO_RULE


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
    quiet = quiet_hours_of(series, follower)
    for window in windows(replace(series, sessions=wanted), offsets, quiet, now=now):
        if window.reminder.due_at > now:
            return window.reminder
        if _is_owed(window, series, follower, now):
            return replace(window.reminder, due_at=now)
    return None


def quiet_hours_of(series: Series, follower: Follower) -> QuietHours | None:
    """Return the hours in which a chat wants to hear nothing of a series."""
    return quiet_hours(follower.rules.quiet, follower.rules.zone or series.timezone)


def _is_owed(window: Window, series: Series, follower: Follower, now: datetime) -> bool:
    """Tell whether a reminder that is due is yet to be planned."""
    reminder = window.reminder
    hour = reminder.start.at - reminder.offset
    ruled_at = _ruled_at(series, reminder.session, follower, now)
    if not window.is_open(now) or hour <= ruled_at:
        return False
    about = series.id, reminder.session.id, reminder.start.at
    return not any(
        (*key, start_at) == about and (due_at >= reminder.due_at or offset == reminder.offset)
        for *key, offset, start_at, due_at in follower.told
    )


def _ruled_at(series: Series, session: Session, follower: Follower, now: datetime) -> datetime:
    """Return since when a chat wants to be reminded of a session as it is now."""
    rulings, key = follower.rulings, (series.id, session.id)
    of_star = rulings.sessions.get(key)
    is_asked = _is_asked_for(series, session, follower, now)
    of_series = rulings.series.get(series.id) if is_asked else None
    since = [one for one in (of_star, of_series) if one is not None]
    return max(rulings.chat_at, min(since, default=rulings.chat_at))


def is_wanted(series: Series, session: Session, follower: Follower, now: datetime) -> bool:
    """Tell whether a chat is to be reminded of a session, if it is at all: not what it has muted.

    A star counts whatever the chat's rules for the series leave out.
    """
    key = series.id, session.id
    if key in follower.mutes or not follower.follows(key):
        return False
    return key in follower.stars or _is_asked_for(series, session, follower, now)


def _is_asked_for(series: Series, session: Session, follower: Follower, now: datetime) -> bool:
    rules = follower.subscriptions.get(series.id)
    return rules is None or is_asked_for(series, session, rules.kinds, rules.keywords, now)
