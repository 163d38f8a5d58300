"""The last step before a message leaves: no sooner after another than the limit allows.

Turns are apart as the limit wants, but a store that hesitates makes several messages ready at once,
after their turns. A platform counts what arrives, not turns.
"""

import asyncio
from datetime import timedelta

from bot.clock import Clock

_LONGEST = timedelta(seconds=0.25)  # what waits has a lease, which ends


class Departures:
    """Lets the messages of one process leave a gap apart. To be used within one event loop."""

    def __init__(self, gap: timedelta, clock: Clock) -> None:
        """Take the gap by the clock; it is measured by one that nobody sets."""
        self._gap = min(gap, _LONGEST).total_seconds() / clock.speed
        self._next = 0.0  # by the loop's clock

    async def wait(self) -> None:
        """Wait until the next message may leave; who came first leaves first."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next)
        self._next = at + self._gap
        if at > now:
            await asyncio.sleep(at - now)
