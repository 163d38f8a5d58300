"""All stored series in memory, kept as they are in the database.

What answers requests never asks the database, so that a database that is away takes nothing away:
the last state that was read stays.
"""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType

from anyio import to_thread

from bot.flows.publications import read_publications
from bot.flows.publish import Publication
from bot.store.engine import Store, StoreError

_logger = logging.getLogger(__name__)
_SILENCE = 15  # seconds after which a database that was asked counts as away
_WARN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The series as they were at one time, by id; each state has a number of its own."""

    publications: Mapping[str, Publication] = field(default_factory=lambda: MappingProxyType({}))
    number: int = 0

    @property
    def every(self) -> tuple[Publication, ...]:
        """All of them, by id: calendars keep what an archived series had."""
        return tuple(one for _, one in sorted(self.publications.items()))

    @property
    def listed(self) -> tuple[Publication, ...]:
        """Those that are on the list of series, by id: all but the archived ones."""
        return tuple(one for one in self.every if one.stored.archived_at is None)


class Catalogue:
    """Keeps a snapshot, and follows the database."""

    def __init__(self, store: Store, *, now: Callable[[], datetime], every: timedelta) -> None:
        """Take the store to read; nothing is read before `refresh`."""
        self.snapshot = Snapshot()
        self.read_at: datetime | None = None
        self.reads = 0
        self._is_reachable = False
        self._answered = -math.inf
        self._store = store
        self._now = now
        self._every = every
        self._warned_at: datetime | None = None
        self._nudged = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether the database answered when it was last asked, and that not long ago."""
        return self._is_reachable and time.monotonic() - self._answered < _SILENCE

    async def refresh(self) -> None:
        """Read what has changed. If the database is away, what was read before stays."""
        # After an absence it may be another database: nothing that is known counts then.
        known = self.snapshot.publications if self._is_reachable else {}
        try:
            publications = await to_thread.run_sync(_read, self._store, known)
        except StoreError as error:
            self.reads += 1
            self._is_reachable = False
            self._warn(error)
            return
        self.reads += 1
        self._is_reachable, self._warned_at, self.read_at = True, None, self._now()
        self._answered = time.monotonic()
        if publications is not None:
            self.snapshot = Snapshot(publications, self.snapshot.number + 1)

    async def follow(self) -> None:
        """Refresh again and again, and at once when nudged, until cancelled."""
        self._loop = asyncio.get_running_loop()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._nudged.wait(), self._every.total_seconds())
            self._nudged.clear()
            try:
                await self.refresh()
            except Exception:
                _logger.exception("the series could not be read anew; those read before stay")

    def nudge(self) -> None:
        """Have the next refresh now. Any thread may call this."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._nudged.set)

    def _warn(self, error: StoreError) -> None:
        if self._warned_at is None or self._now() >= self._warned_at + _WARN_EVERY:
            self._warned_at = self._now()
            _logger.warning("serving what was read before: %s", error)


def _read(store: Store, known: Mapping[str, Publication]) -> Mapping[str, Publication] | None:
    """Return the series as they are now, None if they are as they were.

    What searches look through is prepared before anybody can search it, so that no reader waits.
    """
    with store.reading() as connection:
        found = read_publications(connection, known)
    for key, one in (found or {}).items():
        if not one.is_search_prepared and one.stored.archived_at is None:
            one.prepare_search(known.get(key))
    return found
