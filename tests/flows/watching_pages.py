"""A series that is read from a page on loopback, for tests of what comes of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.domain.change_wording import describe_changes
from bot.domain.series import Series
from bot.flows.addresses.refresh import Fetching, Refreshed, next_refresh_at, refresh_due
from bot.flows.ingest import SyncOptions, SyncResult, sync
from bot.sources.fetched import Limits
from bot.store.delivery.letters import Letter, Purpose, list_letters
from bot.store.engine import Store
from bot.store.series.schedules import load_series
from bot.store.series.watched import WatchedSeries, find_watched
from tests.watched_page import Page, listed, serving_page

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADA = "5 July 2027, 16:30–17:30: Ada Example: On Kernels"
BELA = "12 July 2027, 16:30–17:30: Bela Beispiel: On Widths"
CLEO = "19 July 2027, 16:30–17:30: Cleo Exemple: On Depths"
DORA = "26 July 2027, 16:30–17:30: Dora Esempio: On Noise"
ALL = (ADA, BELA, CLEO, DORA)
MOVED = ADA.replace("5 July", "6 July")


@dataclass
class Stopped(Clock):
    """A clock that goes on when it is told to."""

    time: datetime = NOW
    speed: float = 1.0

    def now(self) -> datetime:
        return self.time

    async def sleep_until(self, at: datetime) -> None:
        raise NotImplementedError


@dataclass
class Watch:
    """A definition with an address, in a store, at a time."""

    store: Store
    folder: Path
    page: Page
    clock: Stopped = field(default_factory=Stopped)
    shortest: timedelta = timedelta(minutes=15)
    longest: float = 5.0

    @property
    def fetching(self) -> Fetching:
        limits = Limits(allow_private=True, same_site=True, longest=self.longest)
        return Fetching(limits=limits, shortest=self.shortest, draw=lambda: 0.5)

    def define(self, *lines: str, every: str = "6 hours") -> list[SyncResult]:
        """Write the definition, and sync it."""
        source = f"source: {{url: '{self.page.url}', every: {every}}}"
        head = ("title: Example Seminar", "timezone: Europe/Zurich", source)
        (self.folder / "seminar.yaml").write_text("\n".join([*head, *lines]), "utf-8")
        return self.sync()

    def sync(self, **options: bool) -> list[SyncResult]:
        return sync(self.store, [self.folder], now=self.clock.now(), options=SyncOptions(**options))

    def refresh(self) -> list[Refreshed]:
        return refresh_due(self.store, self.fetching, self.clock)

    def later(self, *talks: str, **page: object) -> Refreshed:
        """Let the page say something else, and be read at its next time."""
        if talks:
            self.page.body = listed(*talks)
        for name, value in page.items():
            setattr(self.page, name, value)
        at = next_refresh_at(self.store, self.fetching)
        assert at
        self.clock.time = at
        [result] = self.refresh()
        return result

    @property
    def row(self) -> WatchedSeries:
        with self.store.reading() as connection:
            found = find_watched(connection, "seminar")
        assert found
        return found

    @property
    def series(self) -> Series:
        with self.store.reading() as connection:
            stored = load_series(connection, "seminar")
        assert stored
        return stored.series

    @property
    def times(self) -> list[str]:
        return [
            f"{one.headline} {one.start.wall:%d.%m. %H:%M}" if one.start else one.headline
            for one in self.series.sessions
        ]

    def letters(self, purpose: Purpose = Purpose.PAGE_QUESTION) -> list[Letter]:
        with self.store.reading() as connection:
            return list_letters(connection, ["seminar"], purpose)


@pytest.fixture
def watch(store: Store, tmp_path: Path) -> Iterator[Watch]:
    """Give a series of four talks that was read from its page once."""
    folder = tmp_path / "schedules"
    folder.mkdir()
    with serving_page() as page:
        page.body = listed(*ALL)
        watch = Watch(store, folder, page)
        watch.define()
        watch.refresh()
        yield watch


def told(result: Refreshed) -> list[str]:
    return list(describe_changes(result.changes, result.series)) if result.series else []


WHOLE = [
    "Ada Example: On Kernels 05.07. 16:30",
    "Bela Beispiel: On Widths 12.07. 16:30",
    "Cleo Exemple: On Depths 19.07. 16:30",
    "Dora Esempio: On Noise 26.07. 16:30",
]
