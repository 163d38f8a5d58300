"""A delivery's message, made when it leaves: so it tells the time and the link as they are then."""

from datetime import datetime
from typing import assert_never

from bot.flows.broadcasting import BROADCAST
from bot.flows.delivery.composed import Draft, Unsent, quieted
from bot.flows.delivery.letter_composing import compose_mail, read_mail
from bot.flows.delivery.lists import Known, alert_of, digest
from bot.flows.delivery.reminder_composing import ReminderComposer
from bot.flows.library import Library
from bot.flows.organizing.announcements import retraction_outgoing
from bot.flows.planning.noticing import notice_outgoing, read_untold
from bot.language import speaking
from bot.store.delivery.deliveries import Claimed, Kind
from bot.store.delivery.interests import read_interest
from bot.store.delivery.watches import list_alerted
from bot.store.engine import Store


class Composer:
    """Composes messages of all kinds."""

    def __init__(self, store: Store, library: Library) -> None:
        """Take the store, for what is not made at once, and the series as they were last read."""
        self._store = store
        self._library = library
        self._reminders = ReminderComposer(store, library)

    def compose(self, delivery: Claimed, now: datetime) -> Draft | Unsent:  # noqa: PLR0911 - by kind
        """Return the message that a delivery is at `now`; silent in the chat's quiet hours.

        It is in the chat's language. What is not made `at_once` reads the store. Raises StoreError.
        """
        with speaking(delivery.language):
            match delivery.kind:
                case Kind.REMINDER:
                    return self._reminders.reminder(delivery, now)
                case Kind.EDIT:
                    return self._reminders.edit(delivery, now)
                case Kind.DIGEST:
                    return self._digest(delivery, now)
                case Kind.ALERT:
                    return self._alert(delivery, now)
                case Kind.NOTICE:
                    return self._notice(delivery, now)
                case Kind.LETTER:
                    return self._letter(delivery, now)
                case Kind.RETRACTION:
                    return self._retraction(delivery)
                case _ as never:
                    assert_never(never)

    def _notice(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        """Return what a chat has not been told of a change; nothing if it has, or is as before."""
        with self._store.reading() as connection:
            self._library.read(connection)
            interest = read_interest(connection, delivery.chat_id)
            untold = read_untold(connection, self._library, delivery, interest, now)
        if untold is None or not (untold.notices or untold.is_early):
            return Unsent.NOTHING
        if untold.is_early:
            return Unsent.UNWANTED
        is_room = delivery.platform == BROADCAST
        outgoing = notice_outgoing(untold, delivery.zone, now, is_room=is_room)
        return Draft(
            outgoing=quieted(outgoing, delivery, untold.series.timezone, now),
            version=untold.version,
            interest=interest,
            versions=untold.versions,
            known=untold.known,
        )

    def _letter(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        """Return what somebody wrote, if it may still go to the chat."""
        with self._store.reading() as connection:
            series = self._library.read(connection)
            mail = read_mail(connection, delivery)
        stored = series.get(mail.about[0]) if mail else None
        outgoing = compose_mail(series, mail, delivery, now) if stored and mail else None
        if stored is None or mail is None or outgoing is None:
            return Unsent.NOTHING
        return Draft(
            outgoing=quieted(outgoing, delivery, stored.series.timezone, now),
            version=stored.version,
            interest=mail.interest,
            versions={name: series[name].version for name in mail.organized if name in series},
            organized=mail.organized,
        )

    def _retraction(self, delivery: Claimed) -> Draft | Unsent:
        """Return what stands in place of a letter that was taken back."""
        with self._store.reading() as connection:
            self._library.read(connection)
        stored = self._library.ever_read(delivery.series_id)
        outgoing = retraction_outgoing(stored, delivery) if stored else None
        return Draft(outgoing=outgoing) if outgoing else Unsent.NOTHING

    def _digest(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        known, _ = self._read(delivery)
        outgoing = digest(known, now)
        if outgoing is None:
            return Unsent.NOTHING
        followed = known.interest.series_ids
        return Draft(
            outgoing=quieted(outgoing, delivery, known.interest.zone, now),
            interest=known.interest,
            versions={name: one.version for name, one in known.series.items() if name in followed},
        )

    def _alert(self, delivery: Claimed, now: datetime) -> Draft | Unsent:
        known, alerted = self._read(delivery)
        outgoing = alert_of(known, delivery.series_id, alerted, now)
        if outgoing is None:
            return Unsent.NOTHING
        stored = known.series[delivery.series_id]
        return Draft(
            outgoing=quieted(outgoing, delivery, stored.series.timezone, now),
            version=stored.version,
            interest=known.interest,
        )

    def _read(self, delivery: Claimed) -> tuple[Known, frozenset[str]]:
        """Read what a list is made of, in one transaction."""
        about = delivery.chat_id, delivery.series_id, delivery.subject
        with self._store.reading() as connection:
            interest = read_interest(connection, delivery.chat_id)
            known = Known(interest=interest, series=self._library.read(connection))
            is_alert = delivery.kind is Kind.ALERT
            return known, list_alerted(connection, *about) if is_alert else frozenset()


def is_made_at_once(delivery: Claimed) -> bool:
    """Tell whether composing a delivery takes no longer than it takes to think."""
    return delivery.kind in {Kind.REMINDER, Kind.EDIT} and not delivery.carries
