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


class JumpingClock:
    """A clock that can be set: those who wait see it, as of the machine's, within a moment."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self.speed = speed
        self._start = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    def jump(self, by: timedelta) -> None:
        self._start += by

    async def sleep_until(self, at: datetime) -> None:
        while (left := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is no event
            await asyncio.sleep(min(left / self.speed, 0.1))
