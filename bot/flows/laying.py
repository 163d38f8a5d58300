"""What a source said last and the edits laid over it, in the store."""

from datetime import datetime

from bot.flows.versions import Laid, NextVersion
from bot.store.engine import Connection
from bot.store.series.overlays import list_edits, load_base, save_base, save_edits
from bot.store.series.sources import SourceKind, find_source_kind


def load_laid(connection: Connection, series_id: str) -> Laid:
    """Return what the source of a series said last, and the edits that lie over it."""
    return Laid(
        load_base(connection, series_id),
        tuple(list_edits(connection, series_id)),
        is_of_chat=find_source_kind(connection, series_id) is SourceKind.CHAT,
    )


def save_laid(connection: Connection, planned: NextVersion, *, now: datetime) -> None:
    """Keep what the source of a stored version says, and the edits that lie over it."""
    if planned.base is not None:
        save_base(connection, planned.base)
        save_edits(connection, planned.base.id, planned.edits, now=now)
