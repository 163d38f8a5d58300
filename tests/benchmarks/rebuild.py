"""A feed made anew after one change among 10,000 talks: `python -m tests.benchmarks.rebuild`.

Measured is what the service does between a changed row and the new bytes: it reads what changed
from the database and joins the calendar.
"""

import asyncio
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.series import Series
from bot.flows.publish import Feed, series_calendar
from bot.flows.selecting import FeedQuery
from bot.flows.versions import plan_version
from bot.store.engine import Store, open_store
from bot.store.series.schedules import load_series, save_series
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue
from tests.benchmarks.icalendar_alone import serialized_by_icalendar
from tests.benchmarks.measuring import cpu_of, show
from tests.benchmarks.samples import JOIN, TALKS, conference

ROUNDS = 3
LONG_ROUNDS = 2  # of what takes many seconds
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory() as name, open_store(f"sqlite:///{name}/b.db") as store:
        store.migrate()
        asyncio.run(_measure(store, conference(JOIN)))


async def _measure(store: Store, series: Series) -> None:
    """Measure CPU time: one of the two is so short that it alone would escape a busy machine."""
    catalogue = Catalogue(store, now=lambda: _NOW, every=timedelta(hours=1))
    _save(store, series)
    await catalogue.refresh()
    made = _calendar(catalogue)
    alone = cpu_of(serialized_by_icalendar(made), rounds=LONG_ROUNDS)
    best = [float("inf")] * 3
    for number in range(ROUNDS):
        _save(store, _changed(series, number))
        begin = time.process_time()
        await catalogue.refresh()
        read = time.process_time()
        new = _calendar(catalogue)
        joined = time.process_time()
        assert new != made
        await _keep(new)
        took = joined - begin, read - begin, time.process_time() - joined
        best = list(map(min, best, took))
        made = new
    ours, reading, packing = best
    show(
        f"feed after 1 change of {TALKS:,} talks",
        f"{ours * 1000:.0f} ms CPU",
        f"{reading * 1000:.0f} ms of it to read; then {packing * 1000:.0f} ms to hash and pack it",
    )
    figure = f"{alone:.2f} s CPU"
    show(
        "icalendar's to_ical of it", figure, f"{alone / ours:.0f} times as long (goal: at least 50)"
    )


async def _keep(data: bytes) -> None:
    """Do what else the service does before it answers."""
    await FeedCache(1 << 30, now=lambda: _NOW).get(0, 0, lambda: Feed(data, _NOW))


def _calendar(catalogue: Catalogue) -> bytes:
    publication = catalogue.snapshot.publications["large"]
    return series_calendar(publication, FeedQuery(), "", _NOW).data


def _changed(series: Series, number: int) -> Series:
    """Return the series with another title for one of its talks."""
    at = len(series.sessions) // 2
    session = series.sessions[at]
    talk = replace(session.talks[7], title=f"Another title, the {number}.")
    session = replace(session, talks=(*session.talks[:7], talk, *session.talks[8:]))
    return replace(series, sessions=(*series.sessions[:at], session, *series.sessions[at + 1 :]))


def _save(store: Store, series: Series) -> None:
    with store.writing(series.id) as connection:
        before = load_series(connection, series.id)
        planned = plan_version(before, series, repr(hash(series)), _NOW)
        save_series(connection, before, planned.after, planned.changes, now=_NOW)


if __name__ == "__main__":
    main()
