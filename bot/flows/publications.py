"""All stored series with what audiences see of them, read anew as far as they have changed."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.flows.publish import Publication
from bot.store.engine import Connection
from bot.store.series.schedules import list_changes, list_versions, load_series

_CHANGES = 50  # in the feed of changes


def read_publications(
    connection: Connection, known: Mapping[str, Publication]
) -> Mapping[str, Publication] | None:
    """Return the series as they are now, by id, archived ones too; None if they are as `known`."""
    versions = list_versions(connection)
    if versions == {key: one.stored.version for key, one in known.items()}:
        return None
    found: dict[str, Publication] = {}
    for key, version in versions.items():
        if key in known and known[key].stored.version == version:
            found[key] = known[key]
        elif stored := load_series(connection, key, known[key].stored if key in known else None):
            found[key] = Publication(stored, list_changes(connection, key, limit=_CHANGES))
    return MappingProxyType(found)
