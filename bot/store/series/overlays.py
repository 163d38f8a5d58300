"""What the sources of series said last, and the edits that are laid over it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from bot.domain.edits import Edit, facet_of
from bot.domain.series import Series
from bot.store.schema.codec import edit_from_json, edit_to_json, from_json, to_json
from bot.store.schema.organizer_tables import bases, overlays


def load_base(connection: Connection, series_id: str) -> Series | None:
    """Return a series as its source last said it; None where that is not known."""
    query = select(bases.c.content).where(bases.c.series_id == series_id)
    content = connection.execute(query).scalar()
    return from_json(content, Series) if content else None


def save_base(connection: Connection, base: Series) -> None:
    """Keep a series as its source says it now."""
    connection.execute(delete(bases).where(bases.c.series_id == base.id))
    connection.execute(insert(bases).values(series_id=base.id, content=to_json(base)))


def list_edits(connection: Connection, series_id: str) -> dict[Edit, datetime]:
    """Return the edits laid over a series, in their order, and when each was made."""
    query = select(overlays).where(overlays.c.series_id == series_id)
    rows = connection.execute(query.order_by(overlays.c.position)).mappings()
    return {edit_from_json(row["content"]): row["created_at"] for row in rows}


def save_edits(
    connection: Connection, series_id: str, edits: Sequence[Edit], *, now: datetime
) -> None:
    """Let these edits, and no others, lie over a series; those known keep when they were made."""
    known = list_edits(connection, series_id)
    if tuple(known) == tuple(edits):
        return
    connection.execute(delete(overlays).where(overlays.c.series_id == series_id))
    rows = list(_rows(series_id, edits, known, now))
    if rows:
        connection.execute(insert(overlays), rows)


def _rows(
    series_id: str, edits: Iterable[Edit], known: dict[Edit, datetime], now: datetime
) -> Iterable[dict[str, object]]:
    for position, edit in enumerate(edits):
        yield {
            "series_id": series_id,
            "session_id": edit.session_id,
            "facet": facet_of(edit),
            "position": position,
            "content": edit_to_json(edit),
            "created_at": known.get(edit, now),
        }
