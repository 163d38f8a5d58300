"""The steps of a delivery that the store must know of, each whole or not at all."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never
from uuid import uuid4

from bot.channels.retry import EndChat, GiveUp, MoveChat, PauseAll, RetryAt
from bot.flows.composing import Composer, Draft, Unsent
from bot.flows.library import Library
from bot.flows.outlets import Outlet
from bot.store.deliveries import (
    LEASE,
    Claimed,
    DeliveryStatus,
    Kind,
    claim,
    close,
    close_unreachable,
    drop,
    next_open_at,
    reschedule,
)
from bot.store.engine import Connection, Store
from bot.store.interests import read_interest
from bot.store.limiters import pause, paused_until, take_chat_turn, take_turn
from bot.store.moves import move_chat
from bot.store.schedules import list_versions
from bot.store.sending import Readiness, mark_sending
from bot.store.subscriptions import end_chat

PATIENCE = timedelta(seconds=5)
"""How long a delivery is held for its turn; one that is further off gives it back."""

_AGAIN = timedelta(minutes=1)  # until an alert is looked at again

_logger = logging.getLogger("talkbell.delivery")


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that is ours, and the UTC instant from which on it may leave."""

    delivery: Claimed
    turn_at: datetime


class Ledger:
    """What one worker writes into the store, in transactions of its caller.

    Everything raises StoreError where the database fails.
    """

    def __init__(
        self, store: Store, library: Library, outlets: Mapping[str, Outlet], speed: float = 1
    ) -> None:
        """Take the outlets by their platforms, and how many times as fast the clock goes.

        What is ours must be so for as long as it takes to send it, however fast the clock is.
        """
        self._store = store
        self._library = library
        self._outlets = dict(outlets)
        self._composer = Composer(store, library)
        self._lease = LEASE * max(speed, 1)
        self._owner = uuid4().hex

    def take(self, connection: Connection, now: datetime, most: int) -> list[Taken]:
        """Take the next deliveries that are due, and their turns; none if nothing is due."""
        open_platforms = [
            platform
            for platform, outlet in self._outlets.items()
            if paused_until(connection, outlet.account, now=now) <= now + PATIENCE
        ]
        while found := claim(
            connection, self._owner, open_platforms, now=now, most=most, lease=self._lease
        ):
            turns = [(one, self._turn(connection, one, now)) for one in found]
            if taken := [Taken(one, turn_at) for one, turn_at in turns if turn_at]:
                return taken
        return []

    def _turn(self, connection: Connection, one: Claimed, now: datetime) -> datetime | None:
        """Return when a delivery may leave; None if it is none any more, or comes later."""
        if one.expires_at <= now:
            close(connection, one.id, self._owner, DeliveryStatus.EXPIRED, error=_unsent(one))
            return None
        outlet = self._outlets[one.platform]
        gap = outlet.limits.of_chat(one.chat_kind)
        if gap and (free_at := take_chat_turn(connection, one.chat_id, gap, now=now)):
            reschedule(connection, one.id, self._owner, free_at)
            return None
        turn_at = take_turn(connection, outlet.account, outlet.limits.gap, now=now)
        if turn_at > now + PATIENCE:
            reschedule(connection, one.id, self._owner, turn_at)
            return None
        return turn_at

    def another_turn(self, connection: Connection, one: Claimed, now: datetime) -> datetime:
        """Return when one more message for a delivery may leave."""
        outlet = self._outlets[one.platform]
        return take_turn(connection, outlet.account, outlet.limits.gap, now=now)

    def compose(self, one: Claimed, now: datetime) -> Draft | Unsent:
        """Return the message as of what was last read, or why there is none to be sent."""
        return self._composer.compose(one, now)

    def begin(self, connection: Connection, one: Claimed, draft: Draft, now: datetime) -> Readiness:
        """Note that a message leaves now, if it may."""
        if not _is_as_composed(connection, one, draft):
            return Readiness.UNWANTED
        readiness = mark_sending(
            connection, one, self._owner, draft.version, now=now, lease=self._lease
        )
        if readiness is Readiness.READY and one.was_sending:
            _logger.warning("delivery %d may be sent twice: its worker died while sending", one.id)
        return readiness

    def put_away(self, connection: Connection, one: Claimed, why: Unsent, now: datetime) -> None:
        """Be done with a delivery of which no message could be made.

        One that nobody wants is forgotten, and planned anew if somebody does; an alert is planned
        once only, so it is looked at again.
        """
        if why is Unsent.NOTHING:
            close(connection, one.id, self._owner, DeliveryStatus.EMPTY)
        elif one.kind is Kind.ALERT:
            reschedule(connection, one.id, self._owner, now + _AGAIN)
        else:
            drop(connection, one.id, self._owner)

    def settle(
        self,
        connection: Connection,
        one: Claimed,
        decision: RetryAt | PauseAll | EndChat | MoveChat | GiveUp,
        reason: str,
        now: datetime,
    ) -> None:
        """Note what is to become of a delivery that could not be sent."""
        match decision:
            case RetryAt(at):
                reschedule(connection, one.id, self._owner, at, error=reason)
            case PauseAll(until):
                pause(connection, self._outlets[one.platform].account, until)
                reschedule(connection, one.id, self._owner, until, error=reason)
            case EndChat():
                end_chat(connection, one.chat_id, reason, now=now)
                close_unreachable(connection, one.chat_id, error=reason)
            case MoveChat(address):
                move_chat(connection, one.chat_id, address)
                reschedule(connection, one.id, self._owner, now, error=reason)
            case GiveUp():
                close(connection, one.id, self._owner, DeliveryStatus.EXPIRED, error=reason)
            case _ as never:
                assert_never(never)

    def refresh(self) -> None:
        """Read again what has changed since it was last read."""
        with self._store.reading() as connection:
            self._library.read(connection)

    def next_at(self, now: datetime) -> datetime | None:
        """Return when there will be something to take; None if nothing is owed."""
        found = []
        with self._store.reading() as connection:
            for platform, outlet in self._outlets.items():
                at = next_open_at(connection, platform)
                if at:
                    found.append(max(at, paused_until(connection, outlet.account, now=now)))
        return min(found, default=None)


def _unsent(one: Claimed) -> str:
    return "it may have been sent" if one.was_sending else ""


def _is_as_composed(connection: Connection, one: Claimed, draft: Draft) -> bool:
    """Tell whether a list would be made of the same interest and series now."""
    if draft.interest is None:
        return True
    if read_interest(connection, one.chat_id) != draft.interest:
        return False
    versions = list_versions(connection)
    return all(versions.get(name) == version for name, version in draft.versions.items())
