"""Where each series comes from, and what came of it when it was last read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select

from bot.store.schema import tables


class SourceKind(StrEnum):
    """Where a series lives: what its source says counts, unless an edit lies over it."""

    FILE = "file"
    ADDRESS = "address"
    CHAT = "chat"  # it has no other source than what its organizers say


@dataclass(frozen=True, slots=True)
class StoredSource:
    """The source of a series: the path of its definition, or nothing for the chat.

    `read_at` is the UTC instant of the last reading; `problem` tells why it changed nothing, if it
    should have.
    """

    series_id: str
    location: str
    read_at: datetime
    problem: str = ""
    kind: SourceKind = SourceKind.FILE


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
        StoredSource(row.series_id, row.location, row.read_at, row.problem, SourceKind(row.kind))
        for row in connection.execute(query)
    ]


def find_source_kind(connection: Connection, series_id: str) -> SourceKind:
    """Return where a series lives; a file where nothing is known of it."""
    table = tables.sources
    query = select(table.c.kind).where(table.c.series_id == series_id)
    return SourceKind(connection.execute(query).scalar() or SourceKind.FILE)


def list_outdated(connection: Connection, form: str) -> list[str]:
    """Return the series, archived ones too, whose entries were rendered in another form."""
    series = tables.series
    query = select(series.c.id).where(series.c.entry_form != form).order_by(series.c.id)
    return list(connection.execute(query).scalars())


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
            kind=source.kind.value,
        )
    )
