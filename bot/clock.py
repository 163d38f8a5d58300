"""The time: the machine's, or one that is simulated so that another term can be lived through."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

_LONGEST = (
    10.0  # seconds of sleep at once: a clock that is set anew, or a machine that slept, shows
)


class Clock(Protocol):
    """What tells the time, and wakes at one. Safe to share between threads.

    `speed` is how many times as fast as the machine's it goes.
    """

    speed: float

    def now(self) -> datetime:
        """Return the aware UTC instant that it is."""
        ...

    async def sleep_until(self, at: datetime) -> None:
        """Return once it is `at` (aware) or later."""
        ...


class SystemClock:
    """The machine's clock."""

    speed = 1.0

    def now(self) -> datetime:
        """Return the aware UTC instant that it is."""
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime) -> None:
        """Return once it is `at` (aware) or later, also if the clock is set anew meanwhile."""
        while (left := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is no event
            await asyncio.sleep(min(left, _LONGEST))


class SimulatedClock:
    """A clock that begins at `start` (aware) and goes `speed` times as fast as the machine's."""

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        """Begin to run. Raises ValueError for a naive start, and a clock that would stand still."""
        if start.tzinfo is None or speed <= 0:
            message = "a simulated clock begins at an instant, and goes forward"
            raise ValueError(message)
        self._start = start.astimezone(UTC)
        self.speed = speed
        self._began = time.monotonic()

    def now(self) -> datetime:
        """Return the aware UTC instant that it is by this clock."""
        return self._start + timedelta(seconds=(time.monotonic() - self._began) * self.speed)

    async def sleep_until(self, at: datetime) -> None:
        """Return once it is `at` (aware) or later by this clock."""
        while (left := (at - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time is no event
            await asyncio.sleep(left / self.speed)
