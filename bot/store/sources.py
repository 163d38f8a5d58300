"""Where each series comes from, and what came of it when it was last read."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.store import tables


@dataclass(frozen=True, slots=True)
class StoredSource:
    """The source of a series: the path of its definition.

    `read_at` is the UTC instant of the last reading; `problem` tells why it changed nothing, if it
    should have.
    """

    series_id: str
    location: str
    read_at: datetime
    problem: str = ""


def list_sources(connection: Connection) -> list[StoredSource]:
    """Return the sources of all series that are not archived, by series."""
    table, series = tables.sources, tables.series
    query = (
        select(table)
        .join(series, series.c.id == table.c.series_id)
        .where(series.c.archived_at.is_(None))
        .order_by(table.c.series_id)
    )
    return [
        StoredSource(row.series_id, row.location, row.read_at, row.problem)
        for row in connection.execute(query)
    ]


def save_source(connection: Connection, source: StoredSource) -> None:
    """Store what came of reading a source, in place of what came of it before."""
    table = tables.sources
    connection.execute(delete(table).where(table.c.series_id == source.series_id))
    connection.execute(
        insert(table).values(
            series_id=source.series_id,
            location=source.location,
            read_at=source.read_at,
            problem=source.problem,
        )
    )
