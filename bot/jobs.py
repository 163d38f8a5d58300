"""Reminders in a running service: APScheduler wakes planning, a worker delivers.

Nothing is kept in jobs: they only say when to look into the tables again.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock, SimulatedClock
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.keeping import keep_house
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.store.engine import Store, StoreError

_logger = logging.getLogger("talkbell.reminders")
_PLAN = "plan"
_KEEP = "keep"
_ERRAND = "errand"
_LOOK = timedelta(minutes=1)  # at most, until changes by other processes are planned for
_RETRY = timedelta(seconds=1)
_PAUSE = timedelta(milliseconds=200)  # between two errands, whatever they say of the next
_ENDING = 2.5  # seconds for what is on its way when the service ends
_DAILY = timedelta(days=1)
_CHECK = 20.0  # seconds between two looks at whether the machine's clock was set anew
_APART = 5.0  # seconds by which our clock may differ from the database's
_SET_ANEW = 2.0  # seconds by which it must differ from what has passed


Errand = Callable[[], datetime | None]
"""Does what is due besides, and returns when to be called again (UTC), None for when asked to."""


class Reminding:
    """Plans what is due at each instant at which something is, and delivers it.

    To be made and run within one event loop; `nudge` may be called from any thread.
    """

    def __init__(
        self,
        store: Store,
        outlets: Mapping[str, Outlet],
        clock: Clock,
        *,
        in_flight: int = 4,
        errand: Errand | None = None,
    ) -> None:
        """Take the outlets by their platforms, and how many messages may be on their way.

        The `errand` is run in a thread, not twice at once, and again when something has changed.
        """
        self._store = store
        self._errand = errand
        self._is_away = self._is_sent_again = False
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
        self._arm(self._keep, timedelta(0), _KEEP)
        self._send_out()
        worker = asyncio.create_task(self._worker.run())
        checking = asyncio.create_task(self._check_clock())
        try:
            await asyncio.shield(worker)
        finally:
            checking.cancel()
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
        self._send_out()

    def _send_out(self, wait: timedelta = timedelta(0)) -> None:
        """Arm the errand, if there is one, for some time from now."""
        self._is_sent_again = self._is_away
        if self._errand and not self._is_away:
            self._arm(self._run_errand, wait, _ERRAND)

    async def _run_errand(self) -> None:
        """Run the errand, and plan what comes of it."""
        if self._errand is None or self._is_away:
            return
        self._is_away, at = True, None
        try:
            at = await asyncio.to_thread(self._errand)
        except asyncio.CancelledError:
            return
        except StoreError as error:
            _logger.error("nothing can be fetched: %s", error)  # noqa: TRY400 - told, not traced
        except Exception:
            _logger.exception("nothing can be fetched")
        finally:
            self._is_away = False
        if not self._is_planning:
            self._plan_at(self._clock.now())
        left = max(at - self._clock.now(), timedelta(0)) / self._clock.speed if at else _LOOK
        self._send_out(timedelta(0) if self._is_sent_again else min(max(left, _PAUSE), _LOOK))

    def _plan_at(self, at: datetime) -> None:
        """Arm planning anew, for an instant of our clock."""
        now = self._clock.now()
        self._arm(self._plan, min(max(at - now, timedelta(0)) / self._clock.speed, _LOOK), _PLAN)

    def _arm(self, job: Callable[[], Awaitable[None]], wait: timedelta, name: str) -> None:
        """Arm the one job of a name anew, for some time from now."""
        if not self._scheduler.running:
            return
        trigger = DateTrigger(datetime.now(UTC) + wait, timezone=UTC)
        self._scheduler.add_job(job, trigger, id=name, replace_existing=True)

    async def _check_clock(self) -> None:
        """Plan at once when the machine's clock was set: the scheduler would wait for its hour."""
        last = time.time() - time.monotonic()
        while True:
            await self._compare_clocks()
            await asyncio.sleep(_CHECK)
            ahead = time.time() - time.monotonic()
            if abs(ahead - last) >= _SET_ANEW:
                _logger.warning("the clock was set by %.0f seconds", ahead - last)
                self._ask()
                self._worker.nudge()
                self._arm(self._keep, timedelta(0), _KEEP)
            last = ahead

    async def _compare_clocks(self) -> None:
        """Say loudly if our clock is not that of the database, by which all workers should go."""
        if isinstance(self._clock, SimulatedClock):
            return
        with suppress(StoreError):  # those who plan tell it
            theirs = await asyncio.to_thread(self._store.now)
            ahead = (self._clock.now() - theirs).total_seconds() if theirs else 0.0
            if abs(ahead) > _APART:
                side = "ahead of" if ahead > 0 else "behind"
                message = "this machine's clock is %.0f seconds %s the database's: set them"
                _logger.error(message, abs(ahead), side)

    async def _keep(self) -> None:
        """Delete what nobody needs any more, and again in a day."""
        wait = _DAILY / self._clock.speed
        try:
            await asyncio.to_thread(keep_house, self._store, now=self._clock.now())
        except asyncio.CancelledError:
            return
        except StoreError as error:
            _logger.error("nothing can be deleted: %s", error)  # noqa: TRY400 - told, not traced
            wait = _LOOK
        except Exception:
            _logger.exception("nothing can be deleted")
        self._arm(self._keep, max(wait, _LOOK), _KEEP)

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
        self._worker.nudge()  # what others have planned may be due too, such as alerts
        return planned.next_due_at or now + _LOOK * self._clock.speed
