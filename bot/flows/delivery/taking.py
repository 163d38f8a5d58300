"""Taking what is due on one platform: no more than may leave soon, and a turn for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.flows.delivery.outlets import Outlet
from bot.store.delivery.deliveries import Claimed, DeliveryStatus, claim, close, reschedule
from bot.store.delivery.limiters import lock_chats, next_turn, set_free_at, take_turns
from bot.store.engine import Connection

PATIENCE = timedelta(seconds=5)
"""How long a delivery is held for its turn."""

_BUSY = timedelta(seconds=1)  # until a chat is looked at again that somebody is writing about


@dataclass(frozen=True, slots=True)
class Taken:
    """A delivery that is ours, and the UTC instant from which on it may leave."""

    delivery: Claimed
    turn_at: datetime


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes deliveries of a platform, and for how long they are theirs."""

    owner: str
    platform: str
    outlet: Outlet
    lease: timedelta

    def take(self, connection: Connection, most: int, *, now: datetime) -> list[Taken]:
        """Take the next deliveries that are due, up to so many, and their turns.

        None if nothing is due, or while the account is held back for longer than `PATIENCE`: no
        turn is taken that is not used. Raises StoreError.
        """
        limits = self.outlet.limits
        opens_at = next_turn(connection, self.outlet.account, now=now)
        most = min(most, _turns_until(now + PATIENCE, opens_at, limits.gap, most))
        while found := self._claim(connection, most, now):
            useful = [one for one in found if self._has_use(connection, one, now)]
            if ready := self._ready(connection, useful, now):
                return self._with_turns(connection, ready, now)
        return []

    def _claim(self, connection: Connection, most: int, now: datetime) -> list[Claimed]:
        if most <= 0:
            return []
        where = [self.platform]
        return claim(connection, self.owner, where, now=now, most=most, lease=self.lease)

    def _has_use(self, connection: Connection, one: Claimed, now: datetime) -> bool:
        """Tell whether a delivery may leave still; one that may not is closed."""
        if now < one.expires_at:
            return True
        error = "it may have been sent" if one.was_sending else ""
        close(connection, one.id, self.owner, DeliveryStatus.EXPIRED, error=error)
        return False

    def _ready(
        self, connection: Connection, claimed: Sequence[Claimed], now: datetime
    ) -> list[Claimed]:
        """Return those whose chat may get a message now, one for each; put off the others."""
        limited = {one.chat_id for one in claimed if self._gap(one)}
        free_at = lock_chats(connection, limited, now=now) if limited else {}
        ready = []
        for one in claimed:
            at = free_at.get(one.chat_id, now + _BUSY) if self._gap(one) else now
            if at > now:
                reschedule(connection, one.id, self.owner, at)
            else:
                ready.append(one)
                free_at[one.chat_id] = now + self._gap(one)
        return ready

    def _with_turns(
        self, connection: Connection, ready: Sequence[Claimed], now: datetime
    ) -> list[Taken]:
        account, gap = self.outlet.account, self.outlet.limits.gap
        first = take_turns(connection, account, gap, now=now, count=len(ready))
        taken = [Taken(one, first + place * gap) for place, one in enumerate(ready)]
        set_free_at(connection, dict(self._free_times(taken)))
        return taken

    def _free_times(self, taken: Sequence[Taken]) -> Iterator[tuple[int, datetime]]:
        for one in taken:
            if gap := self._gap(one.delivery):
                yield one.delivery.chat_id, one.turn_at + gap

    def _gap(self, one: Claimed) -> timedelta:
        return self.outlet.limits.of_chat(one.chat_kind)


def _turns_until(latest: datetime, first: datetime, gap: timedelta, most: int) -> int:
    """Return how many turns there are until an instant, the first and it included."""
    if first > latest:
        return 0
    return (latest - first) // gap + 1 if gap else most
