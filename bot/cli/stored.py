"""Finding the stored series that a command names."""

import difflib

from bot.errors import TalkbellError, one_of
from bot.store.engine import Store
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import list_versions, load_series


def stored_series(store: Store, series_id: str) -> StoredSeries:
    """Return a series as it is stored. Raises TalkbellError for one that is not, or is archived."""
    with store.reading() as connection:
        known = list(list_versions(connection))
        found = load_series(connection, series_id)
    if found is None:
        near = difflib.get_close_matches(series_id.lower(), known, n=2)
        there = f"there are {', '.join(known)}" if known else "run `talkbell sync` first"
        hint = f"did you mean {one_of(near)}?" if near else there
        message = f'no stored series has the id "{series_id}"; {hint}'
        raise TalkbellError(message)
    if found.archived_at:
        message = f"{series_id} is archived: its definition is gone"
        raise TalkbellError(message)
    return found
