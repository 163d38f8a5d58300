"""Made feeds, kept with what sending them again needs: within a bound of memory, made once.

What cannot be made anew goes out as it was last.
"""

import asyncio
import gzip
import logging
from base64 import urlsafe_b64encode
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from anyio import CapacityLimiter, to_thread

from bot.flows.publish import Feed

_logger = logging.getLogger(__name__)
_SECOND = timedelta(seconds=1)
_AT_ONCE = 2  # feeds made at a time: each takes a processor
_LEAST_PACKED = 512  # bytes; packing less than that saves nothing
_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Kept:
    """A made feed. `of` is the version that it was made of, `etag` a hash of the content.

    `packed` is it with gzip, None where that is no shorter. `modified_at` is in whole seconds,
    and later than that of what was kept before with other content.
    """

    data: bytes
    packed: bytes | None
    etag: str
    modified_at: datetime
    valid_until: datetime | None
    of: Hashable

    @property
    def size(self) -> int:
        """How many bytes are kept."""
        return len(self.data) + len(self.packed or b"")

    def is_valid(self, of: Hashable, now: datetime) -> bool:
        """Whether it is what would be made now of a version."""
        return self.of == of and (self.valid_until is None or now < self.valid_until)


class FeedCache:
    """The feeds that were last asked for, by key, in at most so many bytes."""

    def __init__(
        self,
        most_bytes: int,
        *,
        now: Callable[[], datetime],
        count_build: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin with nothing; `count_build` is called for each feed that is made."""
        self._most_bytes = most_bytes
        self._now = now
        self._count_build = count_build
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self.evicted = 0
        self._making: dict[Hashable, asyncio.Task[Kept]] = {}
        self._limiter: CapacityLimiter | None = None

    def last(self, key: Hashable) -> Kept | None:
        """Return what was last made for a key, valid or not."""
        return self._kept.get(key)

    def valid(self, key: Hashable, of: Hashable) -> Kept | None:
        """Return what is kept for a key if it is what would be made now."""
        kept = self._kept.get(key)
        if kept is None or not kept.is_valid(of, self._now()):
            return None
        self._kept.move_to_end(key)
        return kept

    async def get(self, key: Hashable, of: Hashable, make: Callable[[], Feed]) -> Kept:
        """Return the feed for a key, made of a version: kept, or made now in a thread.

        Whoever asks meanwhile gets the same. If making it fails, what was made last is returned;
        raises what making it raised if there is nothing.
        """
        if kept := self.valid(key, of):
            return kept
        task = self._making.get((key, of))
        if task is None:
            task = asyncio.create_task(self._make(key, of, make))
            self._making[key, of] = task
            task.add_done_callback(lambda _: self._making.pop((key, of), None))
        # One who asks and leaves must not take it away from the others.
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, of: Hashable, make: Callable[[], Feed]) -> Kept:
        self._limiter = self._limiter or CapacityLimiter(_AT_ONCE)
        try:
            before = self._kept.get(key)
            made = await to_thread.run_sync(_made, make, of, before, limiter=self._limiter)
        except Exception:
            if before := self._kept.get(key):
                _logger.exception("a feed could not be made; the last one goes out")
                return before
            raise
        self._count_build()
        self._keep(key, made)
        return made

    def _keep(self, key: Hashable, made: Kept) -> None:
        if before := self._kept.pop(key, None):
            self._bytes -= before.size
        self._kept[key] = made
        self._bytes += made.size
        while self._bytes > self._most_bytes and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= oldest.size
            self.evicted += 1


def _made(make: Callable[[], Feed], of: Hashable, before: Kept | None) -> Kept:
    """Make a feed; content that stays the same keeps its date, other content gets a later one."""
    feed = make()
    etag = urlsafe_b64encode(sha256(feed.data).digest()[:18]).decode()
    if before and before.etag == etag:
        return replace(before, valid_until=feed.valid_until, of=of)
    modified_at = feed.modified_at.replace(microsecond=0)
    if before and modified_at <= before.modified_at:
        modified_at = before.modified_at + _SECOND
    packed = None
    if len(feed.data) >= _LEAST_PACKED:
        packed = gzip.compress(feed.data, _LEVEL, mtime=0)
        packed = packed if len(packed) < len(feed.data) else None
    return Kept(feed.data, packed, etag, modified_at, feed.valid_until, of)
