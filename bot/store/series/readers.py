"""Who reads the feeds of a series: how many, by calendar app and day. Nothing tells who it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select

from bot.store.schema.page_tables import feed_readers
from bot.store.schema.upsert import put_greatest

ReadersKey = tuple[str, date, str]
"""A series' id, a day of UTC, and an app."""


@dataclass(frozen=True, slots=True)
class Readers:
    """How many readers with an app a series had on a day of UTC, at least."""

    day: date
    app: str
    count: int


def note_readers(connection: Connection, counts: Mapping[ReadersKey, int]) -> None:
    """Keep counts; of several of one day, as of processes that count apart, the greatest."""
    for (series_id, day, app), count in sorted(counts.items()):
        key = {"series_id": series_id, "day": day, "app": app}
        put_greatest(connection, feed_readers, key, "readers", count)


def list_readers(connection: Connection, series_id: str, *, since: date) -> list[Readers]:
    """Return the readers of a series from a day on, by day and app."""
    table = feed_readers
    query = select(table).where(table.c.series_id == series_id, table.c.day >= since)
    rows = connection.execute(query.order_by(table.c.day, table.c.app))
    return [Readers(row.day, row.app, row.readers) for row in rows]


def purge_readers(connection: Connection, *, before: date) -> None:
    """Delete what was counted before a day."""
    connection.execute(delete(feed_readers).where(feed_readers.c.day < before))
