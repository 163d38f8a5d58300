"""Addresses that series are read from: what they said, when to ask again, what is doubtful."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from bot.domain.series import Series, Session
from bot.errors import Problem
from bot.store.schema.codec import from_json, to_json
from bot.store.schema.columns import count_of
from bot.store.schema.watched_tables import watched

_LEASE = timedelta(minutes=5)  # longer than any fetch and what follows it


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReading:
    """What an address said at one time: sessions with the ids that the reading gave them.

    `lines` has the lines of each session, by its id. `pieces` is how many pieces of text there
    were, `mentioned` are the ids of sessions that count and are not read, but are spoken of.
    """

    sessions: tuple[Session, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    pieces: int = 0
    mentioned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSeries:
    """A series that is read from an address.

    `definition` is what its file says, `accepted` are the sessions that count, as the address said
    them, with their permanent ids; that version had so many `pieces` of text. `settled` are marks
    of problems that nobody is asked about any more. `etag`, `last_modified` and `content_hash` are
    of the version that was read last; `fetched_at` is when it was asked for last, `read_at` when
    that went well. `doubt` is a mark of what of `pending` is asked about by a `letter` (0 for
    none), or was asked about last, `ignored` of what shall stay as it is. Instants are UTC.
    """

    series_id: str
    definition: Series
    accepted: tuple[Session, ...] = ()
    settled: tuple[str, ...] = ()
    pieces: int = 0
    etag: str = ""
    last_modified: str = ""
    content_hash: str = ""
    fetched_at: datetime | None = None
    read_at: datetime | None = None
    next_at: datetime
    failing_since: datetime | None = None
    problem: str = ""
    told_at: datetime | None = None
    pending: PageReading | None = None
    doubt: str = ""
    ignored: str = ""
    letter: int = 0

    @property
    def is_asking(self) -> bool:
        """Whether something waits for a yes or no."""
        return self.pending is not None and bool(self.doubt) and self.doubt != self.ignored


def find_watched(connection: Connection, series_id: str) -> WatchedSeries | None:
    """Return what is known of the address of a series; None if it is read from none."""
    query = select(watched).where(watched.c.series_id == series_id)
    row = connection.execute(query).mappings().first()
    return _loaded(row) if row else None


def list_watched_series(connection: Connection) -> list[WatchedSeries]:
    """Return all series that are read from addresses."""
    rows = connection.execute(select(watched).order_by(watched.c.series_id)).mappings()
    return [_loaded(row) for row in rows]


def save_watched(connection: Connection, one: WatchedSeries) -> None:
    """Store what is known of the address of a series; a lease on it stays."""
    values = _values(one)
    where = watched.c.series_id == one.series_id
    if not count_of(connection.execute(update(watched).where(where).values(values))):
        connection.execute(insert(watched).values(series_id=one.series_id, **values))


def delete_watched(connection: Connection, series_id: str) -> None:
    """Forget the address of a series."""
    connection.execute(delete(watched).where(watched.c.series_id == series_id))


def next_fetch_of_any(connection: Connection, *, shortest: timedelta) -> datetime | None:
    """Return when the next address can be claimed; None if there is none."""
    query = select(watched.c.next_at, watched.c.fetched_at, watched.c.leased_until)
    times = [
        max(next_at, *([fetched + shortest] if fetched else []), *([leased] if leased else []))
        for next_at, fetched, leased in connection.execute(query)
    ]
    return min(times, default=None)


def claim_watched(
    connection: Connection,
    owner: str,
    *,
    now: datetime,
    shortest: timedelta,
    among: Iterable[str] | None = None,
) -> str | None:
    """Take a lease on the address that is due first; return its series, None if none is.

    None that was asked for within the `shortest` interval, nor one that another has a lease on. Of
    two who ask at once, one gets it.
    """
    # What was asked for later than now was so by a clock at another time, and is due.
    is_ahead = watched.c.fetched_at > now + _LEASE
    is_due = or_(watched.c.next_at <= now, is_ahead) & _is_free(now)
    is_due &= or_(watched.c.fetched_at.is_(None), watched.c.fetched_at <= now - shortest, is_ahead)
    if among is not None:
        is_due &= watched.c.series_id.in_(list(among))
    first = select(watched.c.series_id).where(is_due).order_by(watched.c.next_at).limit(1)
    taking = (
        update(watched)
        .where(
            watched.c.series_id == first.with_for_update(skip_locked=True).scalar_subquery(), is_due
        )
        .values(lease_owner=owner, leased_until=now + _LEASE)
    )
    return connection.execute(taking.returning(watched.c.series_id)).scalar()


def _is_free(now: datetime) -> Any:  # noqa: ANN401 - as SQLAlchemy has it
    # A lease that ends later than any can was written by a clock at another time.
    return or_(
        watched.c.leased_until.is_(None),
        watched.c.leased_until <= now,
        watched.c.leased_until > now + _LEASE,
    )


def release_watched(connection: Connection, series_id: str, owner: str) -> bool:
    """Give a lease back; return whether it was still ours."""
    is_ours = (watched.c.series_id == series_id) & (watched.c.lease_owner == owner)
    giving = update(watched).where(is_ours).values(lease_owner="", leased_until=None)
    return count_of(connection.execute(giving)) > 0


def _values(one: WatchedSeries) -> dict[str, Any]:
    names = ("etag", "last_modified", "content_hash", "fetched_at", "read_at", "next_at")
    more = ("failing_since", "problem", "told_at", "doubt", "ignored", "letter", "pieces")
    return {
        "definition": to_json(one.definition),
        "accepted": to_json(Series(id=one.series_id, title="", sessions=one.accepted)),
        "settled": json.dumps(one.settled),
        "pending": to_json(one.pending) if one.pending else None,
        **{name: getattr(one, name) for name in (*names, *more)},
    }


def _loaded(row: RowMapping) -> WatchedSeries:
    known = {name: row[name] for name in WatchedSeries.__dataclass_fields__ if name in row}
    known |= {
        "definition": from_json(row["definition"], Series),
        "accepted": from_json(row["accepted"], Series).sessions,
        "settled": tuple(json.loads(row["settled"])),
        "pending": from_json(row["pending"], PageReading) if row["pending"] else None,
    }
    return WatchedSeries(**known)
