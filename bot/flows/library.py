"""All stored series, each read again only when it has changed."""

import threading

from bot.flows.planning.forecasts import Forecast
from bot.store.engine import Connection
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import list_versions, load_series


class Library:
    """The series of one store, as they were when last read. Safe to share between threads."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._lock = threading.Lock()
        self._series: dict[str, StoredSeries] = {}
        self._forecasts: dict[str, tuple[StoredSeries, Forecast]] = {}

    def read(self, connection: Connection) -> dict[str, StoredSeries]:
        """Return the series by their ids as the connection sees them, archived ones left out."""
        versions = list_versions(connection)
        with self._lock:
            known = {name: one for name, one in self._series.items() if name in versions}
            for name, version in versions.items():
                if name not in known or known[name].version != version:
                    loaded = load_series(connection, name)
                    if loaded:
                        known[name] = loaded
            self._series = known
            return {name: one for name, one in known.items() if one.archived_at is None}

    def ever_read(self, series_id: str) -> StoredSeries | None:
        """Return a series as it was when last read, an archived one too."""
        return self._series.get(series_id)

    def last_read(self, series_id: str) -> StoredSeries | None:
        """Return a series as it was when last read; None if it was not there, or was archived."""
        found = self._series.get(series_id)
        return found if found and found.archived_at is None else None

    def forecast(self, stored: StoredSeries) -> Forecast:
        """Return what is worked out of a series that was read, until it is read anew."""
        name = stored.series.id
        with self._lock:
            of, forecast = self._forecasts.get(name, (None, None))
            if forecast is None or of is not stored:
                forecast = Forecast(stored)
                self._forecasts[name] = stored, forecast
            return forecast
