"""What a sync does with definitions that name an address: its sessions stay, and it is watched."""

from dataclasses import replace
from datetime import datetime

from bot.domain.handwritten import with_handwritten
from bot.domain.series import Series, Session
from bot.domain.watched import SHORTEST_INTERVAL
from bot.flows.laying import load_laid
from bot.store.delivery.letters import withdraw_letter
from bot.store.engine import Connection
from bot.store.series.schedules import load_series
from bot.store.series.watched import WatchedSeries, delete_watched, find_watched, save_watched


def address_of(
    connection: Connection, definition: Series, *, now: datetime
) -> WatchedSeries | None:
    """Return what is to be kept of the address that a definition names; None if it names none.

    Until the address was read for the first time, sessions that are stored stay. It is read anew,
    soon, where what it says may mean something else now.
    """
    if definition.source is None:
        return None
    row = find_watched(connection, definition.id)
    if row is None:
        accepted = _stored(connection, definition.id)
        return WatchedSeries(
            series_id=definition.id, definition=definition, accepted=accepted, next_at=now
        )
    if _context(row.definition) != _context(definition):
        row = _asked_anew(row, definition, now)
    elif row.fetched_at:
        latest = row.fetched_at + definition.source.every
        row = replace(row, next_at=min(row.next_at, max(now, latest)))
    return replace(row, definition=definition)


def joint(definition: Series, row: WatchedSeries | None) -> Series:
    """Return the series that a definition and what is known of its address make."""
    return with_handwritten(definition, row.accepted) if row else definition


def keep_address(
    connection: Connection, series_id: str, row: WatchedSeries | None, *, now: datetime
) -> None:
    """Watch an address for a series from now on, or none."""
    known = find_watched(connection, series_id)
    if known and known.letter and (row is None or row.letter != known.letter):
        withdraw_letter(connection, known.letter, now=now)
    if row is None:
        delete_watched(connection, series_id)
    elif row != known:
        save_watched(connection, row)


def _stored(connection: Connection, series_id: str) -> tuple[Session, ...]:
    before = load_series(connection, series_id)
    if before is None or before.archived_at:
        return ()
    return (load_laid(connection, series_id).base or before.series).sessions


def _asked_anew(row: WatchedSeries, definition: Series, now: datetime) -> WatchedSeries:
    soon = row.fetched_at + SHORTEST_INTERVAL if row.fetched_at else now
    row = replace(row, etag="", last_modified="", content_hash="", next_at=max(soon, now))
    if _url(row.definition) == _url(definition):
        return row
    row = replace(row, pending=None, doubt="", ignored="", letter=0)
    return replace(row, failing_since=None, problem="", told_at=None)


def _url(definition: Series) -> str:
    return definition.source.url if definition.source else ""


def _context(definition: Series) -> tuple[object, ...]:
    """Return what the meaning of a page depends on."""
    year = definition.source.year if definition.source else None
    where = definition.timezone, definition.place, definition.slot, definition.duration
    return (_url(definition), year, *where)
