"""The last step before a message leaves: no sooner after another than the limit allows.

Turns are apart as the limit wants, but a store that hesitates makes several messages ready at once,
after their turns, and a busy process wakes late. A platform counts what arrives, not turns.
"""

import asyncio
from datetime import timedelta

from bot.clock import Clock

_LONGEST = timedelta(seconds=0.25)  # what waits has a lease, which ends
_LATE = timedelta(milliseconds=5)
"""By how much a message may be late, and the next one leave in time all the same: less than what
the gaps of a second have to spare (`Limits.keeping`)."""


class Departures:
    """Lets the messages of one process leave a gap apart. To be used within one event loop."""

    def __init__(self, gap: timedelta, clock: Clock) -> None:
        """Take the gap by the clock; it is measured by one that nobody sets."""
        self._gap = min(gap, _LONGEST).total_seconds() / clock.speed
        self._late = min(_LATE, gap).total_seconds() / clock.speed
        self._next = 0.0  # by the loop's clock
        self._leaving = asyncio.Lock()

    async def wait(self) -> None:
        """Wait until the next message may leave; who came first leaves first."""
        async with self._leaving:
            loop = asyncio.get_running_loop()
            at = max(loop.time(), self._next)
            if (pause := at - loop.time()) > 0:
                await asyncio.sleep(pause)
            self._next = max(at, loop.time() - self._late) + self._gap
