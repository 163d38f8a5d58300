"""The steps of a delivery that the store must know of, each whole or not at all."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from uuid import uuid4

from bot.channels.interface import SendError
from bot.channels.retry import EndChat, GiveUp, MoveChat, PauseAll, RetryAt
from bot.clock import Clock
from bot.flows.delivery.composed import Draft, Unsent
from bot.flows.delivery.composing import Composer
from bot.flows.delivery.outlets import Outlet
from bot.flows.delivery.taking import PATIENCE, Taken, Taker
from bot.flows.library import Library
from bot.flows.planning.noticing import known_of
from bot.store.chats.moves import move_chat
from bot.store.chats.subscriptions import end_chat
from bot.store.delivery.deliveries import (
    LEASE,
    Claimed,
    DeliveryStatus,
    Kind,
    close,
    close_unreachable,
    drop,
    find_owed_chat,
    next_open_at,
    reschedule,
)
from bot.store.delivery.interests import read_interest
from bot.store.delivery.limiters import lock_chat, next_turn, pause, take_turns
from bot.store.delivery.marking import (
    Readiness,
    mark_sending,
    note_untold,
    renew_sending,
    unmark_sending,
)
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import Person, list_series_of
from bot.store.series.schedules import list_versions

_AGAIN = timedelta(minutes=1)  # until an alert, a notice or a letter is looked at again
# Others may take what is ours so long after our lease has ended: their clocks may be ahead of ours.
_MARGIN = timedelta(seconds=10)

_logger = logging.getLogger("talkbell.delivery")


@dataclass(frozen=True, slots=True)
class Begun:
    """Whether a message may leave, and the UTC instant until which it is surely ours."""

    readiness: Readiness
    until: datetime


class Ledger:
    """What one worker writes into the store, in transactions of its caller.

    Everything raises StoreError where the database fails. The clock is read within the
    transactions: they may have waited for others.
    """

    def __init__(
        self, store: Store, library: Library, outlets: Mapping[str, Outlet], clock: Clock
    ) -> None:
        """Take the outlets by their platforms.

        What is ours must be so for as long as it takes to send it, however fast the clock is.
        """
        self._store = store
        self._library = library
        self._outlets = dict(outlets)
        self._clock = clock
        self._composer = Composer(store, library)
        self._lease = LEASE * max(clock.speed, 1)
        self._kept = self._lease + _MARGIN * max(clock.speed, 1)
        self._owner = uuid4().hex

    def take(self, connection: Connection, platform: str, most: int) -> list[Taken]:
        """Take the next deliveries of a platform that are due, and their turns, if there are."""
        taker = Taker(self._owner, platform, self._outlets[platform], self._kept)
        return taker.take(connection, most, now=self._clock.now())

    def another_turn(self, connection: Connection, one: Claimed) -> datetime:
        """Return when one more message for a delivery may leave.

        That turn is taken if it is soon enough to be waited for.
        """
        outlet, now = self._outlets[one.platform], self._clock.now()
        turn_at = next_turn(connection, outlet.account, now=now)
        if turn_at > now + PATIENCE:
            return turn_at
        return take_turns(connection, outlet.account, outlet.limits.gap, now=now)

    def compose(self, one: Claimed, now: datetime) -> Draft | Unsent:
        """Return the message as of what was last read, or why there is none to be sent."""
        return self._composer.compose(one, now)

    def begin(self, connection: Connection, one: Claimed, draft: Draft) -> Begun:
        """Note that a message leaves now, if it may."""
        now = self._clock.now()
        if not _is_as_composed(connection, one, draft):
            return Begun(Readiness.UNWANTED, now)
        readiness = mark_sending(
            connection, one, self._owner, draft.version, now=now, lease=self._kept
        )
        if readiness is Readiness.READY and draft.known is not None:
            lock_chat(connection, one.chat_id)
            if known_of(connection, one) != draft.known:
                unmark_sending(connection, one)
                return Begun(Readiness.UNWANTED, now)
        if readiness is Readiness.READY and one.was_sending:
            _logger.warning("delivery %d may be sent twice: its worker died while sending", one.id)
        return Begun(readiness, now + self._lease)

    def renew(self, connection: Connection, one: Claimed, draft: Draft) -> datetime | None:
        """Return until when a message that leaves is ours from now on; None if it is no more."""
        now = self._clock.now()
        if not _is_theirs(connection, one, draft):
            return None
        is_ours = renew_sending(connection, one, self._owner, now=now, lease=self._kept)
        return now + self._lease if is_ours else None

    def put_away(self, connection: Connection, one: Claimed, why: Unsent) -> None:
        """Be done with a delivery of which no message could be made.

        One that nobody wants is forgotten, and planned anew if somebody does; alerts, notices and
        letters are planned once only, so they are looked at again.
        """
        if why is Unsent.NOTHING:
            close(connection, one.id, self._owner, DeliveryStatus.EMPTY)
        elif one.kind in {Kind.ALERT, Kind.NOTICE, Kind.LETTER}:
            reschedule(connection, one.id, self._owner, self._clock.now() + _AGAIN)
        else:
            drop(connection, one.id, self._owner)

    def settle(
        self,
        connection: Connection,
        one: Claimed,
        decision: RetryAt | PauseAll | EndChat | MoveChat | GiveUp,
        error: SendError,
    ) -> None:
        """Note what is to become of a delivery that could not be sent.

        What may have arrived all the same is remembered as told. A chat that was forgotten
        meanwhile has left nothing to be noted: its number may be that of another one.
        """
        reason = error.reason
        if not error.was_maybe_delivered:
            note_untold(connection, one, self._owner)
        match decision:
            case PauseAll(until):
                account = self._outlets[one.platform].account
                pause(connection, account, until, now=self._clock.now())
                reschedule(connection, one.id, self._owner, until, error=reason)
            case RetryAt(at):
                reschedule(connection, one.id, self._owner, at, error=reason)
            case GiveUp():
                close(connection, one.id, self._owner, DeliveryStatus.EXPIRED, error=reason)
            case EndChat() | MoveChat():
                if chat_id := find_owed_chat(connection, one.id):
                    self._settle_chat(connection, one.id, chat_id, decision, reason)
            case _ as never:
                assert_never(never)

    def _settle_chat(
        self,
        connection: Connection,
        delivery_id: int,
        chat_id: int,
        decision: EndChat | MoveChat,
        reason: str,
    ) -> None:
        now = self._clock.now()
        if isinstance(decision, MoveChat):
            move_chat(connection, chat_id, decision.address)
            reschedule(connection, delivery_id, self._owner, now, error=reason)
            return
        # In this order: whoever takes deliveries asks for the chat's turn after them.
        close_unreachable(connection, chat_id, error=reason)
        end_chat(connection, chat_id, reason, now=now)

    def refresh(self) -> None:
        """Read again what has changed since it was last read."""
        with self._store.reading() as connection:
            self._library.read(connection)

    def next_at(self, platform: str) -> datetime | None:
        """Return when there will be something of a platform to take; None if nothing is owed."""
        with self._store.reading() as connection:
            at = next_open_at(connection, platform)
            if at is None:
                return None
            now, account = self._clock.now(), self._outlets[platform].account
            opens_at = next_turn(connection, account, now=now)
            return max(at, opens_at) if opens_at > now + PATIENCE else at


def _is_theirs(connection: Connection, one: Claimed, draft: Draft) -> bool:
    """Tell whether the reader organizes all series of which a message tells organizers alone."""
    if not draft.organized:
        return True
    own = list_series_of(connection, Person(one.platform, one.address))
    return set(draft.organized) <= set(own)


def _is_as_composed(connection: Connection, one: Claimed, draft: Draft) -> bool:
    """Tell whether a list would be made of the same interest and series now."""
    if draft.interest is not None and read_interest(connection, one.chat_id) != draft.interest:
        return False
    if not _is_theirs(connection, one, draft):
        return False
    versions = list_versions(connection) if draft.versions else {}
    return all(versions.get(name) == version for name, version in draft.versions.items())
