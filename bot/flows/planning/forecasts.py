"""Which sessions of a version of a series chats ask for, and which reminders of them are due.

What does not depend on the time is worked out once: there may be a thousand rules.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.series import Series, Session, TalkKind
from bot.flows.selecting import FeedQuery, folded, select
from bot.flows.terms import texts_of
from bot.reminders.rules import offsets_for
from bot.reminders.windows import LATEST, QuietHours, Window, ahead, windows
from bot.store.delivery.planning import DueReminder, Rule
from bot.store.series.records import StoredSeries

_Wish = tuple[str, str]  # kinds and keywords, as a rule has them


class Forecast:
    """The reminders of one version of a series. To be used by one thread at a time."""

    def __init__(self, stored: StoredSeries) -> None:
        """Take the version."""
        self._series = stored.series
        dated = [one for one in stored.series.sessions if one.start]
        self._sessions = sorted(dated, key=_start)
        self._starts = [_start(one) for one in self._sessions]
        self._changed = {
            one.session.id
            for one in stored.sessions
            if one.revision.modified_at != one.revision.created_at
        }
        self._texts: dict[str, str] = {}
        self._wanted: dict[_Wish, frozenset[str]] = {}

    def has_changed(self, session_id: str) -> bool:
        """Tell whether a session was another one once, at another time perhaps."""
        return session_id in self._changed

    def windows(
        self, rule: Rule, now: datetime, default: tuple[timedelta, ...]
    ) -> tuple[list[Window], datetime | None]:
        """Return the reminders by a rule that have a use now, and when the next is due (UTC)."""
        return ahead(self._coming(rule, now), *self._wishes(rule, default), now=now)

    def until(
        self, rule: Rule, now: datetime, end_at: datetime, default: tuple[timedelta, ...]
    ) -> list[Window]:
        """Return the reminders by a rule that have a use now, or are due before `end_at`.

        Those that `windows` gives at one instant or another until then, as the series is now.
        """
        coming = replace(self._series, sessions=tuple(self._coming(rule, now)))
        found = windows(coming, *self._wishes(rule, default), now=now)
        return [one for one in found if one.reminder.due_at < end_at]

    def owed(self, rule: Rule, window: Window) -> DueReminder:
        """Return what chats with a rule are owed by one of these reminders."""
        reminder = window.reminder
        return DueReminder(
            rule=rule,
            session_id=reminder.session.id,
            offset=reminder.offset,
            start_at=reminder.start.at,
            due_at=reminder.due_at,
            expires_at=window.expires_at,
            has_changed=self.has_changed(reminder.session.id),
        )

    def _wishes(
        self, rule: Rule, default: tuple[timedelta, ...]
    ) -> tuple[tuple[timedelta, ...], QuietHours | None]:
        offsets = offsets_for(self._series, rule.own_offsets, default)
        return offsets, quiet_hours(rule.quiet_minutes, rule.zone or self._series.timezone)

    def _coming(self, rule: Rule, now: datetime) -> Sequence[Session]:
        coming = self._sessions[bisect_left(self._starts, now - LATEST) :]
        if not (rule.kinds or rule.keywords):
            return coming
        wanted = self._asked_for(rule, now)
        return [one for one in coming if one.id in wanted]

    def _asked_for(self, rule: Rule, now: datetime) -> frozenset[str]:
        wish = rule.kinds, rule.keywords
        if wish not in self._wanted:
            self._wanted[wish] = frozenset(
                one.id
                for one in self._sessions
                if self._may_say(one, rule.own_keywords)
                and is_asked_for(self._series, one, rule.own_kinds, rule.own_keywords, now)
            )
        return self._wanted[wish]

    def _may_say(self, session: Session, keywords: Sequence[str]) -> bool:
        """Tell whether all that a session says, taken together, has one of the words, if any."""
        if session.id not in self._texts:
            self._texts[session.id] = "\n".join(texts_of(self._series, session))
        text = self._texts[session.id]
        return not keywords or any(folded(word) in text for word in keywords)


def _start(session: Session) -> datetime:
    assert session.start  # noqa: S101 - those without one are left out
    return session.start.at


def quiet_hours(minutes: tuple[int, int] | None, zone: str) -> QuietHours | None:
    """Return quiet hours in a zone, those of UTC where none is known."""
    return QuietHours(*minutes, zone or "UTC") if minutes else None


def is_asked_for(
    series: Series,
    session: Session,
    kinds: Sequence[TalkKind],
    keywords: Sequence[str],
    now: datetime,
) -> bool:
    """Tell whether a session has a talk of one of the kinds and one of the keywords, if any."""
    if not (kinds or keywords):
        return True
    alone = replace(series, sessions=(session,))
    queries = [FeedQuery(kinds=tuple(kinds), words=(word,)) for word in keywords or ("",)]
    return any(any(select(alone, one, now)) for one in queries)
