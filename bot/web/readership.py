"""Counts who reads the feeds of series, by calendar app and day, and keeps nothing of who it is.

A reader is an address and what it says of itself; both are known by a hash alone, whose key is
drawn anew each day and stored nowhere. Counts go to the database once a minute, never while
somebody waits for a feed.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from anyio import to_thread
from starlette.types import Scope

from bot.store.engine import Store, StoreError
from bot.store.series.readers import ReadersKey, note_readers
from bot.web.calendar_apps import App, app_of, asks_for_many
from bot.web.limits import client_of

_logger = logging.getLogger(__name__)
_EVERY = 60.0  # seconds between two writes
_MOST_READERS = 200_000  # known at a time, at some hundred bytes each
_MOST_AGENTS = 1024
_DAY = timedelta(days=1)


class Readership:
    """Counts readers. To be used by one event loop."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        """Begin with nobody."""
        self._now = now
        self._seen: dict[tuple[str, App], set[int]] = {}
        self._agents: dict[bytes, tuple[App | None, bool]] = {}
        self._changed: dict[ReadersKey, int] = {}
        self._known = 0
        self._told = ""
        self._begin(now())

    def _begin(self, now: datetime) -> None:
        """Begin a day of UTC: nobody can be told to be the same as the day before."""
        self._day: date = now.astimezone(UTC).date()
        self._ends_at = datetime.combine(self._day, time(), UTC) + _DAY
        self._key = secrets.token_bytes(32)
        self._seen.clear()
        self._known = 0

    def note(self, series_id: str, scope: Scope) -> None:
        """Count who asks for a feed of a series."""
        now = self._now()
        if now >= self._ends_at:
            self._begin(now)
        agent = b""
        for name, value in scope["headers"]:  # a generator would take a microsecond more
            if name == b"user-agent":
                agent = value
        known = self._agents.get(agent)
        app, is_service = known or self._learn(agent)
        if app is None:
            return
        readers = self._seen.get((series_id, app))
        if readers is None:
            readers = self._seen[series_id, app] = set()
        # It leaves this process as little as its key does, so that a quicker hash does.
        reader = hash((self._key, "" if is_service else client_of(scope), agent))
        if reader not in readers and self._known < _MOST_READERS:
            readers.add(reader)
            self._known += 1
            self._changed[series_id, self._day, app.value] = len(readers)

    def _learn(self, agent: bytes) -> tuple[App | None, bool]:
        if len(self._agents) >= _MOST_AGENTS:
            self._agents.clear()
        said = agent.decode("latin-1")
        found = self._agents[agent] = app_of(said), asks_for_many(said)
        return found

    async def keep(self, store: Store) -> None:
        """Write counts until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.write(store)

    async def write(self, store: Store) -> None:
        """Write what has changed since it was written last; what cannot be written waits."""
        changed, self._changed = self._changed, {}
        if not changed:
            return
        try:
            await to_thread.run_sync(_note, store, changed)
        except StoreError as error:
            self._changed = {**changed, **self._changed}
            if str(error) != self._told:
                _logger.warning("readers of feeds are counted, and cannot be stored: %s", error)
            self._told = str(error)


def _note(store: Store, counts: dict[ReadersKey, int]) -> None:
    with store.writing() as connection:
        note_readers(connection, counts)
