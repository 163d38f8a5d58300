"""A reminder as it leaves, and the edit of one that tells what counts no more."""

from dataclasses import replace
from datetime import datetime

from bot.channels.interface import Outgoing
from bot.domain.audience import texts_seen_by
from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.flows.broadcasting import BROADCAST
from bot.flows.delivery.buttons import reminder_rows
from bot.flows.delivery.composed import Draft, Unsent, quieted
from bot.flows.delivery.links import link_mark, shown_mark
from bot.flows.library import Library
from bot.flows.planning.noticing import audience_of, read_untold
from bot.reminders.chat_form import chat_form
from bot.reminders.messages import Message, Starts, compose, starts_by_hour
from bot.reminders.notice_messages import carried_facts, moved_facts, off_facts
from bot.reminders.plain_form import plain_form
from bot.reminders.plan import Reminder, is_reminded_of
from bot.reminders.windows import time_left
from bot.store.delivery.deliveries import Claimed
from bot.store.delivery.interests import read_interest
from bot.store.engine import Store
from bot.store.series.records import StoredSeries, StoredSession

_MADE = 500  # messages that are kept, for others that are equal


class ReminderComposer:
    """Composes reminders. It keeps what messages of one version of a series share."""

    def __init__(self, store: Store, library: Library) -> None:
        """Take the store, for changes that are told along, and the series as last read."""
        self._store = store
        self._library = library
        self._starts: dict[str, tuple[int, Starts]] = {}
        self._made: dict[tuple[object, ...], Outgoing] = {}

    def reminder(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        """Return a reminder, if its session still takes place as it was planned."""
        stored = self._library.last_read(delivery.series_id)
        series = _seen(stored, delivery) if stored else None
        session = _session(series, delivery) if series else None
        if stored is None or series is None or session is None or session.start is None:
            return Unsent.UNWANTED
        planned = Reminder(delivery.due_at, delivery.offset, session, session.start)
        told = Reminder(delivery.due_at, time_left(planned, now), session, session.start)
        if delivery.carries and (carrying := self._carrying(told, delivery, now)):
            return carrying
        outgoing = self._composed(told, stored, series, delivery, now)
        return Draft(
            outgoing=quieted(outgoing, delivery, series.timezone, now),
            version=stored.version,
            shown=_shown_link(session, delivery),
        )

    def _carrying(self, told: Reminder, delivery: Claimed, now: datetime) -> Draft | None:
        """Return a reminder that tells a change too; None if the chat knows of it, or need not."""
        with self._store.reading() as connection:
            self._library.read(connection)
            stored = self._library.last_read(delivery.series_id)
            interest = read_interest(connection, delivery.chat_id)
            untold = read_untold(connection, self._library, delivery, interest, now)
        if stored is None or untold is None or untold.is_early:
            return None
        of_session = [one for one in untold.notices if one.session == told.session]
        if not of_session:
            return None
        zone = delivery.zone or untold.series.timezone or told.start.zone
        message = compose(told, untold.series, zone, self._starts_of(stored))
        message = replace(message, changes=tuple(carried_facts(of_session[0], zone)))
        outgoing = self._formed(message, untold.series, told.session, delivery, now)
        return Draft(
            outgoing=quieted(outgoing, delivery, untold.series.timezone, now),
            version=untold.version,
            shown=_shown_link(told.session, delivery),
            interest=interest,
            known=untold.known,
        )

    def _composed(
        self,
        told: Reminder,
        stored: StoredSeries,
        series: Series,
        delivery: Claimed,
        now: datetime,
    ) -> Outgoing:
        """Return the message of a reminder; those for thousands of chats are equal, and made once.

        All that it depends on is in the key: the version of the series stands for what it says.
        """
        zone = delivery.zone or series.timezone or told.start.zone
        room = delivery.address if delivery.platform == BROADCAST else ""
        about = stored.series.id, stored.version, told.session.id, told.offset
        key = *about, now < told.start.at, zone, delivery.language, room
        if key not in self._made:
            if len(self._made) >= _MADE:
                self._made.clear()
            message = compose(told, series, zone, self._starts_of(stored))
            self._made[key] = self._formed(message, series, told.session, delivery, now)
        return self._made[key]

    def _formed(
        self, message: Message, series: Series, session: Session, delivery: Claimed, now: datetime
    ) -> Outgoing:
        """Return a reminder in its forms; in a room nobody is there to press, nor has one clock."""
        is_room = delivery.platform == BROADCAST
        message = replace(message, clock_note="") if is_room else message
        return Outgoing(
            plain=plain_form(message),
            html=chat_form(message),
            buttons=() if is_room else reminder_rows(series, session, now),
        )

    def edit(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        """Return the reminder as it is now, unless what was shown is right (again)."""
        stored = self._library.last_read(delivery.series_id)
        known = {one.session.id: one for one in stored.sessions} if stored else {}
        found = known.get(delivery.session_id)
        if stored is None or found is None:
            return Unsent.UNWANTED
        session = None if found.is_removed else found.session
        mark = shown_mark(session, delivery.start_at)
        if mark == delivery.shown:
            return Unsent.UNWANTED
        if mark == link_mark(found.session.join):
            draft = self.reminder(delivery, now)
            is_needless = isinstance(draft, Draft) and draft.shown in {None, delivery.shown}
            return Unsent.UNWANTED if is_needless else draft
        message = self._outdated(stored, found, delivery, now)
        outgoing = self._formed(message, stored.series, found.session, delivery, now)
        is_off = session is None or not is_reminded_of(session)
        buttons = () if is_off else outgoing.buttons
        return Draft(
            outgoing=replace(outgoing, buttons=buttons, is_silent=True, only_replaces=True),
            version=stored.version,
            shown=mark,
        )

    def _outdated(
        self, stored: StoredSeries, found: StoredSession, delivery: Claimed, now: datetime
    ) -> Message:
        """Return a reminder of a session that is at another time now, or off."""
        session, series = found.session, stored.series
        is_off = found.is_removed or not is_reminded_of(session)
        host = series.timezone or (session.start.zone if session.start else "UTC")
        zone = delivery.zone or host
        start = session.start
        if is_off or start is None:
            start = Moment.of(delivery.start_at, start.zone if start else host)
            session = replace(session, start=start, join=None)
        told = Reminder(delivery.due_at, start.at - now, session, start)
        told = replace(told, offset=time_left(told, now))
        message = compose(told, series, zone, self._starts_of(stored))
        if is_off:
            off = tuple(off_facts(found.session))
            return replace(message, lead=off[0].text, status_note="", changes=off)
        return replace(message, changes=tuple(moved_facts(session, zone)))

    def _starts_of(self, stored: StoredSeries) -> Starts:
        version, starts = self._starts.get(stored.series.id, (0, {}))
        if version != stored.version:
            starts = starts_by_hour(stored.series)
            self._starts[stored.series.id] = (stored.version, starts)
        return starts


def _shown_link(session: Session, delivery: Claimed) -> str | None:
    """Return what tells the link that a reminder shows; None in a room, which has notices alone.

    Nothing there can be edited, so that another link would be told twice.
    """
    return None if delivery.platform == BROADCAST else link_mark(session.join)


def _seen(stored: StoredSeries, delivery: Claimed) -> Series | None:
    """Return the series as a chat may see it; None for a room that it does not tell any more."""
    audience = audience_of(stored, delivery)
    return texts_seen_by(stored.series, audience, stored.past_joins) if audience else None


def _session(series: Series, delivery: Claimed) -> Session | None:
    """Return the session that a delivery is about, if it still takes place as it was planned."""
    for session in series.sessions:
        if session.id == delivery.session_id:
            is_as_planned = session.start is not None and session.start.at == delivery.start_at
            return session if is_as_planned and is_reminded_of(session) else None
    return None
