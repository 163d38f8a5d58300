"""A delivery's message, made when it leaves: so it tells the time and the link as they are then."""

from datetime import datetime

from bot.channels.interface import Outgoing
from bot.domain.audience import Audience, seen_by
from bot.domain.series import Session
from bot.flows.buttons import reminder_rows
from bot.flows.remind import quiet_hours
from bot.reminders.chat_form import chat_form
from bot.reminders.messages import Starts, compose, starts_by_hour
from bot.reminders.plain_form import plain_form
from bot.reminders.plan import Reminder, is_reminded_of
from bot.reminders.windows import time_left
from bot.store.deliveries import Claimed
from bot.store.records import StoredSeries


class Composer:
    """Composes messages. It keeps what messages of one version of a series share."""

    def __init__(self) -> None:
        """Begin with nothing kept."""
        self._starts: dict[str, tuple[int, Starts]] = {}

    def compose(self, stored: StoredSeries, delivery: Claimed, now: datetime) -> Outgoing | None:
        """Return the message that a delivery is at `now`.

        None if the session does not take place as it was planned. In the chat's quiet hours, the
        message is silent.
        """
        session = _session(stored, delivery)
        if session is None or session.start is None:
            return None
        series = seen_by(stored.series, Audience.SUBSCRIBERS)
        planned = Reminder(delivery.due_at, delivery.offset, session, session.start)
        told = Reminder(delivery.due_at, time_left(planned, now), session, session.start)
        zone = delivery.zone or series.timezone or session.start.zone
        message = compose(told, series, zone, self._starts_of(stored))
        quiet = quiet_hours(delivery.quiet, delivery.zone or series.timezone)
        return Outgoing(
            plain=plain_form(message),
            html=chat_form(message),
            buttons=reminder_rows(series, session, now),
            is_silent=quiet is not None and now in quiet,
        )

    def _starts_of(self, stored: StoredSeries) -> Starts:
        version, starts = self._starts.get(stored.series.id, (0, {}))
        if version != stored.version:
            starts = starts_by_hour(stored.series)
            self._starts[stored.series.id] = (stored.version, starts)
        return starts


def _session(stored: StoredSeries, delivery: Claimed) -> Session | None:
    """Return the session that a delivery is about, if it still takes place as it was planned."""
    for session in stored.series.sessions:
        if session.id == delivery.session_id:
            is_as_planned = session.start is not None and session.start.at == delivery.start_at
            return session if is_as_planned and is_reminded_of(session) else None
    return None
