"""Clocks that do what no machine's clock should, and some do."""

import asyncio
import time
from datetime import datetime, timedelta


class SteppingClock:
    """A clock by which time passes only while somebody waits for it."""

    speed = 1.0

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(0)
        self.time = max(self.time, at)


class HastyClock:
    """A clock that goes faster than it says, so that leases and delays end sooner.

    It can be set: those who wait see it within a moment. Clocks of several processes that `began`
    at one instant of the machine's monotonic clock are one.
    """

    speed = 1.0

    def __init__(self, start: datetime, pace: float = 1.0, began: float | None = None) -> None:
        self._start = start
        self._pace = pace
        self._began = time.monotonic() if began is None else began

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self._pace)

    def jump(self, by: timedelta) -> None:
        self._start += by

    async def sleep_until(self, at: datetime) -> None:
        while (left := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is no event
            await asyncio.sleep(min(left / self._pace, 0.1))
