"""A delivery's message, made when it leaves: so it tells the time and the link as they are then."""

from dataclasses import replace
from datetime import datetime

from bot.channels.interface import Outgoing
from bot.domain.audience import Audience, texts_seen_by
from bot.domain.series import Series, Session
from bot.flows.broadcasting import BROADCAST
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
        series = _seen(stored, delivery)
        session = _session(series, delivery) if series else None
        if series is None or session is None or session.start is None:
            return None
        planned = Reminder(delivery.due_at, delivery.offset, session, session.start)
        told = Reminder(delivery.due_at, time_left(planned, now), session, session.start)
        zone = delivery.zone or series.timezone or session.start.zone
        message = compose(told, series, zone, self._starts_of(stored))
        if delivery.platform == BROADCAST:  # it speaks of the one reader's clock
            message = replace(message, clock_note="")
        quiet = quiet_hours(delivery.quiet, delivery.zone or series.timezone)
        return Outgoing(
            plain=plain_form(message),
            html=chat_form(message),
            is_silent=quiet is not None and now in quiet,
        )

    def _starts_of(self, stored: StoredSeries) -> Starts:
        version, starts = self._starts.get(stored.series.id, (0, {}))
        if version != stored.version:
            starts = starts_by_hour(stored.series)
            self._starts[stored.series.id] = (stored.version, starts)
        return starts


def _seen(stored: StoredSeries, delivery: Claimed) -> Series | None:
    """Return the series as a chat may see it; None for a room that it does not tell any more."""
    if delivery.platform != BROADCAST:
        return stored.series
    for target in stored.series.broadcast:
        if target.name == delivery.address:
            audience = Audience(target.audience.value)
            return texts_seen_by(stored.series, audience, stored.past_joins)
    return None


def _session(series: Series, delivery: Claimed) -> Session | None:
    """Return the session that a delivery is about, if it still takes place as it was planned."""
    for session in series.sessions:
        if session.id == delivery.session_id:
            is_as_planned = session.start is not None and session.start.at == delivery.start_at
            return session if is_as_planned and is_reminded_of(session) else None
    return None
