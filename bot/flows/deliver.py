"""Sending what is due: take, wait for the turn, compose, mark, send, record.

Nothing is lost: a row is closed only after its message has left, or has no use any more. A process
that dies leaves at most the messages that were on their way to be sent once more.
"""

import asyncio
import logging
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from bot.channels.interface import SendError
from bot.channels.retry import RetryAt, SendPlain, decide
from bot.clock import Clock
from bot.flows.composing import Draft, Unsent, is_made_at_once
from bot.flows.grouping import GroupedWrites
from bot.flows.ledger import PATIENCE, Ledger, Taken
from bot.flows.library import Library
from bot.flows.outlets import Outlet
from bot.store.deliveries import Claimed, Kind, mark_sent
from bot.store.engine import Connection, Store, StoreError
from bot.store.sending import Readiness

_logger = logging.getLogger("talkbell.delivery")
_REST = timedelta(minutes=1)  # at most, until deliveries that others have planned are looked for
_SENDING = 25.0  # seconds that a channel may take: less than a lease
_AFTER_ERROR = 1.0  # seconds until a database that fails is tried again
_COMPOSINGS = 3  # a series that changes more often meanwhile is not waited for
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
        """Take the outlets by their platforms, and how many messages may be on their way."""
        self.counts: Counter[str] = Counter()
        self._ledger = Ledger(store, library, outlets, clock.speed)
        self._writes = GroupedWrites(store)
        # The turns of an account are locked while they are taken: not for as long as all the rest.
        self._taking = self._writes if store.is_embedded else GroupedWrites(store)
        self._outlets = dict(outlets)
        self._clock = clock
        self._free = asyncio.Semaphore(in_flight)
        self._nudged = asyncio.Event()
        self._is_stopping = False

    def nudge(self) -> None:
        """Tell that there may be something due: deliveries were planned."""
        self._nudged.set()

    def stop(self) -> None:
        """Take nothing more; what is on its way is sent and recorded before `run` returns."""
        self._is_stopping = True
        self._nudged.set()

    async def run(self) -> None:
        """Send what is due as soon as it is, until `stop`. Whatever fails is tried again."""
        async with asyncio.TaskGroup() as group:
            while not self._is_stopping:
                self._nudged.clear()
                try:
                    if not await self._send_some(group):
                        await self._rest()
                except StoreError as error:
                    _logger.error("nothing can be sent: %s", error)  # noqa: TRY400 - told, not traced
                    await asyncio.sleep(_AFTER_ERROR)
                except Exception:
                    _logger.exception("nothing can be sent")
                    await asyncio.sleep(_AFTER_ERROR)

    async def deliver_due(self) -> datetime | None:
        """Send all that is due; return when there will be something again. Raises StoreError."""
        while True:
            async with asyncio.TaskGroup() as group:
                while not self._is_stopping and await self._send_some(group):
                    pass
            now = self._clock.now()
            next_at = await asyncio.to_thread(self._ledger.next_at, now)
            if self._is_stopping or next_at is None or next_at > now:
                return next_at

    async def _send_some(self, group: asyncio.TaskGroup) -> bool:
        """Begin to send the next messages, as many as are allowed; tell whether there were any."""
        await self._free.acquire()
        held = 1
        try:
            while not self._free.locked():
                await self._free.acquire()
                held += 1
            if self._is_stopping:
                return False
            now, most = self._clock.now(), held
            taken = await self._taking.run(
                lambda connection: self._ledger.take(connection, now, most)
            )
            for one in taken:
                group.create_task(self._deliver(one))
                held -= 1
            return bool(taken)
        finally:
            for _ in range(held):
                self._free.release()

    async def _rest(self) -> None:
        """Wait until something is due, or until somebody says that something may be."""
        if self._is_stopping:
            return
        now = self._clock.now()
        next_at = await asyncio.to_thread(self._ledger.next_at, now)
        at = min(next_at or now + _REST, now + _REST)
        waiting = [
            asyncio.ensure_future(self._clock.sleep_until(at)),
            asyncio.ensure_future(self._nudged.wait()),
        ]
        try:
            # A clock that is set back may take hours to be at that time.
            await asyncio.wait(
                waiting, timeout=_REST.total_seconds(), return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            for one in waiting:
                one.cancel()

    async def _deliver(self, taken: Taken) -> None:
        one = taken.delivery
        is_leaving = False
        try:
            await self._clock.sleep_until(taken.turn_at)
            if draft := await self._begin(one):
                is_leaving = True
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
        finally:
            self._free.release()

    async def _begin(self, one: Claimed) -> Draft | None:
        """Return the message to be sent at once, noted as such; None if it must not be.

        What was read of its series may be outdated: then it is read and composed once more.
        """
        why, now = Unsent.UNWANTED, self._clock.now()
        for _ in range(_COMPOSINGS):
            now = self._clock.now()
            made = await self._composed(one, now)
            if isinstance(made, Draft):
                begin = partial(self._ledger.begin, one=one, draft=made, now=now)
                readiness = await self._writes.run(begin)
                if readiness is Readiness.READY:
                    return made
                if readiness is Readiness.LOST:
                    return None
            elif made is Unsent.NOTHING:
                why = made
                break
            await asyncio.to_thread(self._ledger.refresh)
        self.counts["dropped"] += 1
        await self._writes.run(lambda connection: self._ledger.put_away(connection, one, why, now))
        return None

    async def _composed(self, one: Claimed, now: datetime) -> Draft | Unsent:
        if is_made_at_once(one):
            return self._ledger.compose(one, now)
        return await asyncio.to_thread(self._ledger.compose, one, now)

    async def _send(self, one: Claimed, draft: Draft) -> None:
        """Send a message that is marked, and note what came of it."""
        channel, outgoing = self._outlets[one.platform].channel, draft.outgoing
        try:
            async with asyncio.timeout(_SENDING):
                if one.kind is Kind.EDIT:
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
            turn_at = await self._taking.run(
                lambda connection: self._ledger.another_turn(connection, one, now)
            )
            if turn_at <= now + PATIENCE:
                await self._clock.sleep_until(turn_at)
                plain = replace(draft.outgoing, html="", buttons=())
                await self._send(one, replace(draft, outgoing=plain))
                return
            decision = RetryAt(turn_at)  # by then another worker would have it, and send it too
        await self._write(
            lambda connection: self._ledger.settle(connection, one, decision, error.reason, now)
        )
        self.nudge()  # it may be due before what `run` waits for, such as the end of its own lease

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
