"""The lane of one platform: what is due there is taken as soon as it may leave.

Each platform has its own, so that a slow one holds up no other.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.flows.delivery.grouping import GroupedWrites
from bot.flows.delivery.ledger import Ledger
from bot.flows.delivery.taking import Taken
from bot.store.engine import StoreError

_logger = logging.getLogger("talkbell.delivery")
_REST = timedelta(minutes=1)  # at most, until deliveries that others have planned are looked for
_SHORTEST_REST = timedelta(milliseconds=100)  # what is due may be in the hands of another worker
_AFTER_ERROR = 1.0  # seconds until a database that fails is tried again

Deliver = Callable[[Taken], Awaitable[None]]


class Lane:
    """Takes what is due on a platform, as many messages as may be on their way, and delivers it.

    To be used within one event loop.
    """

    def __init__(
        self,
        platform: str,
        ledger: Ledger,
        writes: GroupedWrites,
        clock: Clock,
        deliver: Deliver,
        *,
        in_flight: int,
    ) -> None:
        """Take how a delivery is delivered, which must raise nothing."""
        self._platform = platform
        self._ledger = ledger
        self._writes = writes
        self._clock = clock
        self._deliver = deliver
        self._free = asyncio.Semaphore(in_flight)
        self._nudged = asyncio.Event()
        self._is_stopping = False

    def nudge(self) -> None:
        """Tell that there may be something due."""
        self._nudged.set()

    def stop(self) -> None:
        """Take nothing more."""
        self._is_stopping = True
        self._nudged.set()

    async def run(self) -> None:
        """Deliver what is due as soon as it is, until `stop`. Whatever fails is tried again."""
        async with asyncio.TaskGroup() as group:
            while not self._is_stopping:
                self._nudged.clear()
                try:
                    if not await self._begin_some(group):
                        await self._rest()
                except StoreError as error:
                    _logger.error("nothing can be sent: %s", error)  # noqa: TRY400 - told, not traced
                    await asyncio.sleep(_AFTER_ERROR)
                except Exception:
                    _logger.exception("nothing can be sent")
                    await asyncio.sleep(_AFTER_ERROR)

    async def drain(self) -> None:
        """Deliver all that is due. Raises StoreError, in a group."""
        async with asyncio.TaskGroup() as group:
            while not self._is_stopping and await self._begin_some(group):
                pass

    async def next_at(self) -> datetime | None:
        """Return when there will be something to take; None if nothing is owed."""
        return await asyncio.to_thread(self._ledger.next_at, self._platform)

    async def _begin_some(self, group: asyncio.TaskGroup) -> bool:
        """Begin to deliver the next, as many as are allowed; tell whether there were any."""
        await self._free.acquire()
        held = 1
        try:
            while not self._free.locked():
                await self._free.acquire()
                held += 1
            if self._is_stopping:
                return False
            most = held
            taken = await self._writes.run(
                lambda connection: self._ledger.take(connection, self._platform, most)
            )
            for one in taken:
                group.create_task(self._deliver_one(one))
                held -= 1
            return bool(taken)
        finally:
            for _ in range(held):
                self._free.release()

    async def _deliver_one(self, taken: Taken) -> None:
        try:
            await self._deliver(taken)
        finally:
            self._free.release()

    async def _rest(self) -> None:
        """Wait until something is due, or until somebody says that something may be."""
        if self._is_stopping:
            return
        next_at, now = await self.next_at(), self._clock.now()
        latest = now + _REST
        soonest = now + _SHORTEST_REST * self._clock.speed
        at = max(min(next_at or latest, latest), soonest)
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
