"""Sending what is due: take, wait for the turn, compose, mark, send, record.

Nothing is lost: a row is closed only after its message has left, or has no use any more. A process
that dies leaves at most the messages that were on their way to be sent once more.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.channels.interface import SendError
from bot.channels.retry import RetryAt, SendPlain, decide
from bot.clock import Clock
from bot.flows.delivery.composed import Draft, Unsent
from bot.flows.delivery.composing import is_made_at_once
from bot.flows.delivery.departing import Departures
from bot.flows.delivery.grouping import GroupedWrites
from bot.flows.delivery.lanes import Lane
from bot.flows.delivery.ledger import Ledger
from bot.flows.delivery.outlets import Outlet
from bot.flows.delivery.taking import PATIENCE, Taken
from bot.flows.library import Library
from bot.store.delivery.deliveries import Claimed, Kind, mark_sent
from bot.store.delivery.marking import Readiness
from bot.store.engine import Connection, Store, StoreError

_logger = logging.getLogger("talkbell.delivery")
_SENDING = 25.0  # seconds that a channel may take: less than a lease
_AFTER_ERROR = 1.0  # seconds until a database that fails is tried again
_AGAIN = 0.1  # seconds until it is looked again at what others seem to have taken
_AHEAD = timedelta(milliseconds=60)  # of a turn: time to mark what leaves then as being sent
_TURN = 2 * PATIENCE  # that a turn is waited for, if the clock is set back
_COMPOSINGS = 3  # a series that changes more often meanwhile is not waited for
_RENEWALS = 3  # of a lease that the store takes too long to write
_RECORDINGS = 300  # times that it is tried to record what has left


class DeliveryWorker:
    """Sends what is due, a few messages at a time. `counts` tells what came of them.

    To be used within one event loop.
    """

    def __init__(
        self,
        store: Store,
        library: Library,
        outlets: Mapping[str, Outlet],
        clock: Clock,
        *,
        in_flight: int = 4,
    ) -> None:
        """Take the outlets by their platforms; of each, so many messages may be on their way."""
        self.counts: Counter[str] = Counter()
        self._ledger = Ledger(store, library, outlets, clock)
        self._writes = GroupedWrites(store)
        self._outlets = dict(outlets)
        self._clock = clock
        self._is_stopping = False
        self._departures = {
            platform: Departures(outlet.limits.gap, clock) for platform, outlet in outlets.items()
        }
        self._lanes = [
            Lane(
                platform,
                self._ledger,
                # The turns of an account are locked while they are taken: not for all the rest.
                self._writes if store.is_embedded else GroupedWrites(store),
                clock,
                self._deliver,
                in_flight=in_flight,
            )
            for platform in outlets
        ]

    def nudge(self) -> None:
        """Tell that there may be something due: deliveries were planned."""
        for lane in self._lanes:
            lane.nudge()

    def stop(self) -> None:
        """Take nothing more; what is on its way is sent and recorded before `run` returns."""
        self._is_stopping = True
        for lane in self._lanes:
            lane.stop()

    async def run(self) -> None:
        """Send what is due as soon as it is, until `stop`. Whatever fails is tried again."""
        async with asyncio.TaskGroup() as group:
            for lane in self._lanes:
                group.create_task(lane.run())

    async def deliver_due(self) -> datetime | None:
        """Send all that is due; return when there will be something again.

        Raises StoreError, in a group.
        """
        while True:
            async with asyncio.TaskGroup() as group:
                for lane in self._lanes:
                    group.create_task(lane.drain())
            found = [await lane.next_at() for lane in self._lanes]
            next_at = min((at for at in found if at), default=None)
            if self._is_stopping or next_at is None or next_at > self._clock.now():
                return next_at
            await asyncio.sleep(_AGAIN)

    async def _deliver(self, taken: Taken) -> None:
        one = taken.delivery
        is_leaving = False
        try:
            await self._wait_for(taken.turn_at - _AHEAD * self._clock.speed)
            if draft := await self._begin(one):
                is_leaving = True
                await self._wait_for(taken.turn_at, at_most=2 * _AHEAD)
                await self._send(one, draft)
        except asyncio.CancelledError:
            if is_leaving:
                message = "delivery %d was leaving at the end; it may have arrived and be repeated"
                _logger.warning(message, one.id)
            raise
        except StoreError as error:
            message = "delivery %d waits for its lease to end: %s"
            _logger.error(message, one.id, error)  # noqa: TRY400 - told, not traced
        except Exception:
            _logger.exception("delivery %d waits for its lease to end", one.id)

    async def _wait_for(self, turn_at: datetime, at_most: timedelta = _TURN) -> None:
        """Wait for a turn, but not for hours if the clock is set back meanwhile."""
        with suppress(TimeoutError):
            async with asyncio.timeout(at_most.total_seconds()):
                await self._clock.sleep_until(turn_at)

    async def _begin(self, one: Claimed) -> Draft | None:
        """Return the message to be sent at once, noted as such; None if it must not be.

        What was read of its series may be outdated: then it is read and composed once more.
        """
        why = Unsent.UNWANTED
        for _ in range(_COMPOSINGS):
            made = await self._composed(one, self._clock.now())
            if isinstance(made, Draft):
                begun = await self._writes.run(partial(self._ledger.begin, one=one, draft=made))
                if begun.readiness is Readiness.READY:
                    return made if await self._is_held(one, made, begun.until) else None
                if begun.readiness is Readiness.LOST:
                    return None
            elif made is Unsent.NOTHING:
                why = made
                break
            await asyncio.to_thread(self._ledger.refresh)
        self.counts["dropped"] += 1
        await self._writes.run(lambda connection: self._ledger.put_away(connection, one, why))
        return None

    async def _is_held(self, one: Claimed, draft: Draft, until: datetime | None) -> bool:
        """Tell whether a message is ours for as long as sending it may take; see that it is.

        The store may have been slow to note it: others would send it too.
        """
        needed = timedelta(seconds=_SENDING) * self._clock.speed
        for _ in range(_RENEWALS):
            if until and self._clock.now() + needed <= until:
                return True
            until = await self._writes.run(partial(self._ledger.renew, one=one, draft=draft))
            if until is None:
                break
        _logger.warning(
            "delivery %d is not sent: it was taken back, or may be another worker's by now", one.id
        )
        return False

    async def _composed(self, one: Claimed, now: datetime) -> Draft | Unsent:
        if is_made_at_once(one):
            return self._ledger.compose(one, now)
        return await asyncio.to_thread(self._ledger.compose, one, now)

    async def _send(self, one: Claimed, draft: Draft) -> None:
        """Send a message that is marked, and note what came of it."""
        channel, outgoing = self._outlets[one.platform].channel, draft.outgoing
        await self._departures[one.platform].wait()
        try:
            async with asyncio.timeout(_SENDING):
                if one.kind in {Kind.EDIT, Kind.RETRACTION}:
                    message_id = await channel.edit(one.address, one.message_id, outgoing)
                else:
                    message_id = await channel.send(one.address, outgoing)
        except TimeoutError:
            await self._fail(one, draft, SendError("no answer", was_maybe_delivered=True))
        except SendError as error:
            await self._fail(one, draft, error)
        except Exception as error:
            _logger.exception("delivery %d: a mistake of ours", one.id)
            failure = SendError(f"a mistake of ours: {type(error).__name__}")
            await self._fail(one, draft, failure)
        else:
            self.counts["sent"] += 1
            now, shown = self._clock.now(), draft.shown
            await self._write(
                lambda connection: mark_sent(connection, one.id, message_id, now=now, shown=shown)
            )

    async def _fail(self, one: Claimed, draft: Draft, error: SendError) -> None:
        now = self._clock.now()
        decision = decide(
            error,
            attempt=one.attempts + 1,
            now=now,
            expires_at=one.expires_at,
            chance=random.random(),  # noqa: S311 - spreads attempts, hides nothing
            is_plain=not draft.outgoing.html,
        )
        self.counts[type(decision).__name__] += 1
        twice = "; it may have arrived, and may be repeated" if error.was_maybe_delivered else ""
        kind = type(decision).__name__
        _logger.warning("delivery %d: %s (%s)%s", one.id, error.reason, kind, twice)
        if isinstance(decision, SendPlain):
            turn_at = await self._writes.run(partial(self._ledger.another_turn, one=one))
            if turn_at <= self._clock.now() + PATIENCE:
                await self._wait_for(turn_at)
                if await self._is_held(one, draft, None):
                    plain = replace(draft.outgoing, html="", buttons=())
                    await self._send(one, replace(draft, outgoing=plain))
                return
            decision = RetryAt(turn_at)  # by then another worker would have it, and send it too
        await self._write(lambda connection: self._ledger.settle(connection, one, decision, error))
        self.nudge()  # it may be due before what is waited for, such as the end of its own lease

    async def _write(self, write: Callable[[Connection], None]) -> None:
        """Write what happened, however long the database fails: else it would happen again."""
        for attempt in range(_RECORDINGS):
            try:
                await self._writes.run(write)
            except StoreError as error:
                if not attempt:
                    _logger.error("what was sent cannot be recorded yet: %s", error)  # noqa: TRY400
                await asyncio.sleep(_AFTER_ERROR)
            else:
                return
        _logger.error("what was sent could not be recorded, and may be repeated")
