"""Reminders in a running service: APScheduler wakes planning, a worker delivers.

Nothing is kept in jobs: they only say when to look into the tables again.
"""

import asyncio
import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock
from bot.flows.deliver import DeliveryWorker
from bot.flows.library import Library
from bot.flows.outlets import Outlet
from bot.flows.remind import plan_reminders
from bot.store.engine import Store, StoreError

_logger = logging.getLogger("talkbell.reminders")
_PLAN = "plan"
_LOOK = timedelta(minutes=1)  # at most, until changes by other processes are planned for
_RETRY = timedelta(seconds=1)
_ENDING = 2.5  # seconds for what is on its way when the service ends


class Reminding:
    """Plans what is due at each instant at which something is, and delivers it.

    To be made and run within one event loop; `nudge` may be called from any thread.
    """

    def __init__(
        self, store: Store, outlets: Mapping[str, Outlet], clock: Clock, *, in_flight: int = 4
    ) -> None:
        """Take the outlets by their platforms, and how many messages may be on their way."""
        self._store = store
        self._clock = clock
        self._library = Library()
        self._loop = asyncio.get_running_loop()
        self._worker = DeliveryWorker(store, self._library, outlets, clock, in_flight=in_flight)
        self._is_planning = False
        self._is_asked = False
        # A job that is late, as after a sleep of the machine, is run all the same: the default of
        # one second would drop it without a word. So would one instance at most: the next job is
        # armed, and may be due, before the one that arms it counts as ended.
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 10},
        )

    async def run(self) -> None:
        """Remind until cancelled; what is on its way then is sent and recorded, if that is soon."""
        self._scheduler.start()
        self._plan_at(self._clock.now())
        worker = asyncio.create_task(self._worker.run())
        try:
            await asyncio.shield(worker)
        finally:
            self._scheduler.shutdown(wait=False)
            self._worker.stop()
            await asyncio.wait({worker}, timeout=_ENDING)
            worker.cancel()  # what hangs is logged, and tried again once its lease ends
            with suppress(asyncio.CancelledError):
                await worker

    def nudge(self) -> None:
        """Plan at once: a series, a subscription or a rule has changed."""
        self._loop.call_soon_threadsafe(self._ask)

    def _ask(self) -> None:
        """Plan now; once more, if planning may have read already what has changed."""
        self._is_asked = True
        if not self._is_planning:
            self._plan_at(self._clock.now())

    def _plan_at(self, at: datetime) -> None:
        """Arm the one job anew, for an instant of our clock."""
        if not self._scheduler.running:
            return
        now = self._clock.now()
        wait = min(max(at - now, timedelta(0)) / self._clock.speed, _LOOK)
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)
        self._scheduler.add_job(self._plan, trigger, id=_PLAN, replace_existing=True)

    async def _plan(self) -> None:
        if self._is_planning:
            self._is_asked = True
            return
        self._is_planning = self._is_asked = True
        try:
            while self._is_asked:
                self._is_asked = False
                again_at = await self._planned()
        except asyncio.CancelledError:  # the service ends; the scheduler would call it an error
            return
        finally:
            self._is_planning = False
        self._plan_at(again_at)

    async def _planned(self) -> datetime:
        """Plan what is due now, and return when to plan again."""
        now = self._clock.now()
        try:
            planned = await asyncio.to_thread(plan_reminders, self._store, self._library, now=now)
        except StoreError as error:
            _logger.error("nothing can be planned: %s", error)  # noqa: TRY400 - told, not traced
            return now + _RETRY * self._clock.speed
        except Exception:
            _logger.exception("nothing can be planned")
            return now + _LOOK * self._clock.speed
        if planned.added:
            self._worker.nudge()
        return planned.next_due_at or now + _LOOK * self._clock.speed
