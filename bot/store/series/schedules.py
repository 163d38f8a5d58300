"""Series in the database: loaded whole, saved by what changed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, delete, insert, select, update

from bot.domain.changes import Change
from bot.domain.ids import known_uid
from bot.domain.revisions import Revision
from bot.domain.series import Join, Series, Session, Talk
from bot.store.schema import tables
from bot.store.schema.codec import (
    change_from_json,
    change_to_json,
    content_hash,
    from_json,
    to_json,
)
from bot.store.series.found_words import save_words
from bot.store.series.records import Entries, RecordedChange, StoredSeries, StoredSession


def list_versions(connection: Connection) -> dict[str, int]:
    """Return the version of each series, archived ones too."""
    rows = connection.execute(select(tables.series.c.id, tables.series.c.version))
    return {row.id: row.version for row in rows}


def find_source_hash(connection: Connection, series_id: str) -> str:
    """Return of which reading a series is; nothing if it is not there, or archived."""
    table = tables.series
    query = select(table.c.source_hash)
    where = (table.c.id == series_id) & table.c.archived_at.is_(None)
    found: str | None = connection.execute(query.where(where)).scalar()
    return found or ""


def load_series(
    connection: Connection, series_id: str, known: StoredSeries | None = None
) -> StoredSeries | None:
    """Return a series with all sessions that it ever had; None if there is no such series.

    `known` is what was loaded of it before: only sessions that were written since then are read.
    """
    table = tables.series
    row = connection.execute(select(table).where(table.c.id == series_id)).mappings().first()
    if row is None:
        return None
    if known and known.version > row["version"]:  # an older state of the database came back
        known = None
    stored = _load_sessions(connection, series_id, known)
    live = tuple(one.session for one in stored if not one.is_removed)
    return StoredSeries(
        series=replace(from_json(row["content"], Series), sessions=live),
        version=row["version"],
        modified_at=row["modified_at"],
        archived_at=row["archived_at"],
        source_hash=row["source_hash"],
        entry_form=row["entry_form"],
        sessions=stored,
        past_joins=_load_past_joins(connection, series_id),
    )


def _load_sessions(
    connection: Connection, series_id: str, known: StoredSeries | None
) -> tuple[StoredSession, ...]:
    """Return the sessions: by start, those without one last, then by id. None is ever deleted."""
    sessions, talks = tables.sessions, tables.talks
    since = known.version if known else -1
    is_new = (sessions.c.series_id == series_id) & (sessions.c.version > since)
    query = select(talks.c.session_id, talks.c.content).join(sessions).where(is_new)
    talks_of: dict[str, list[Talk]] = defaultdict(list)
    for session_id, content in connection.execute(query.order_by(talks.c.position)):
        talks_of[session_id].append(from_json(content, Talk))
    rows = connection.execute(select(sessions).where(is_new)).mappings()
    stored = {one.session.id: one for one in known.sessions} if known else {}
    stored |= {row["id"]: _stored_session(row, talks_of[row["id"]]) for row in rows}
    return tuple(sorted(stored.values(), key=lambda one: one.session.order))


def _stored_session(row: RowMapping, talks: Sequence[Talk]) -> StoredSession:
    return StoredSession(
        session=replace(from_json(row["content"], Session), talks=tuple(talks)),
        revision=Revision(row["sequence"], row["created_at"], row["modified_at"]),
        source_ids=tuple(json.loads(row["source_ids"])),
        ended_at=row["ended_at"],
        is_removed=row["is_removed"],
        entries=Entries(
            public=row["entry_public"],
            subscribers=row["entry_subscribers"],
            zones=tuple((zone, year) for zone, year in json.loads(row["entry_zones"])),
        ),
    )


def list_past_joins(connection: Connection) -> list[Join]:
    """Return the links that sessions of any series have or ever had."""
    table = tables.past_joins
    rows = connection.execute(select(table.c.url, table.c.passcode).distinct())
    return [Join(url=url, passcode=passcode) for url, passcode in rows]


def _load_past_joins(connection: Connection, series_id: str) -> tuple[Join, ...]:
    table = tables.past_joins
    query = select(table.c.url, table.c.passcode).where(table.c.series_id == series_id)
    rows = connection.execute(query.order_by(table.c.url, table.c.passcode))
    return tuple(Join(url=url, passcode=passcode) for url, passcode in rows)


def save_series(
    connection: Connection,
    before: StoredSeries | None,
    after: StoredSeries,
    changes: Iterable[Change],
    *,
    now: datetime,
) -> None:
    """Store a version of a series in place of the one before, with the changes that made it.

    `before` is what `load_series` gave in this very transaction.
    """
    series_id = after.series.id
    _save_head(connection, after, is_new=before is None, now=now)
    _save_sessions(connection, before, after)
    findable = {one.session.id: one.findable for one in after.sessions if one.findable is not None}
    save_words(connection, series_id, findable)
    _save_joins(connection, series_id, set(before.past_joins if before else ()), after)
    _insert(connection, tables.changes, [_change_row(change, after, now) for change in changes])


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _save_head(connection: Connection, after: StoredSeries, *, is_new: bool, now: datetime) -> None:
    table = tables.series
    values = {
        "title": after.series.title,
        "content": to_json(replace(after.series, sessions=())),
        "source_hash": after.source_hash,
        "entry_form": after.entry_form,
        "version": after.version,
        "modified_at": after.modified_at,
        "archived_at": after.archived_at,
    }
    if is_new:
        connection.execute(insert(table).values(id=after.series.id, created_at=now, **values))
    else:
        connection.execute(update(table).where(table.c.id == after.series.id).values(**values))


def _save_sessions(
    connection: Connection, before: StoredSeries | None, after: StoredSeries
) -> None:
    """Write what is new or differs, all new sessions at once: a first version has thousands.

    All, where zone data may be another: equal moments may be other instants then.
    """
    table, series_id = tables.sessions, after.series.id
    known = {one.session.id: one for one in before.sessions} if before else {}
    is_same_form = before is not None and before.entry_form == after.entry_form
    differing = [
        one for one in after.sessions if not is_same_form or known.get(one.session.id) != one
    ]
    new = [one for one in differing if one.session.id not in known]
    _insert(connection, table, [_session_values(after, one) for one in new])
    for one in differing:
        if one.session.id in known:
            where = (table.c.series_id == series_id) & (table.c.id == one.session.id)
            connection.execute(update(table).where(where).values(_session_values(after, one)))
            _delete_talks(connection, series_id, one.session)
    talks = [row for one in differing for row in _talk_rows(series_id, one.session)]
    _insert(connection, tables.talks, talks)


def _session_values(after: StoredSeries, stored: StoredSession) -> dict[str, Any]:
    session, series_id = stored.session, after.series.id
    return {
        "series_id": series_id,
        "id": session.id,
        "uid": known_uid(series_id, session),
        "source_ids": json.dumps(stored.source_ids, ensure_ascii=False),
        "title": session.title,
        "status": session.status.value,
        "start_at": session.start.at if session.start else None,
        "end_at": session.end.at if session.end else None,
        "content": to_json(replace(session, talks=())),
        "content_hash": content_hash(session),
        "sequence": stored.revision.sequence,
        "created_at": stored.revision.created_at,
        "modified_at": stored.revision.modified_at,
        "ended_at": stored.ended_at,
        "is_removed": stored.is_removed,
        "entry_public": stored.entries.public,
        "entry_subscribers": stored.entries.subscribers,
        "entry_zones": json.dumps(stored.entries.zones),
        "version": after.version,
    }


def _delete_talks(connection: Connection, series_id: str, session: Session) -> None:
    table = tables.talks
    where = (table.c.series_id == series_id) & (table.c.session_id == session.id)
    connection.execute(delete(table).where(where))


def _talk_rows(series_id: str, session: Session) -> list[dict[str, Any]]:
    return [
        {
            "series_id": series_id,
            "session_id": session.id,
            "id": talk.id,
            "position": position,
            "kind": talk.kind.value,
            "title": talk.title,
            "start_at": talk.start.at if talk.start else None,
            "content": to_json(talk),
        }
        for position, talk in enumerate(session.talks)
    ]


def _save_joins(
    connection: Connection, series_id: str, known: set[Join], after: StoredSeries
) -> None:
    found = {_as_kept(one.session.join) for one in after.sessions if one.session.join} - known
    rows = [{"series_id": series_id, "url": j.url, "passcode": j.passcode} for j in found]
    _insert(connection, tables.past_joins, rows)


def _as_kept(join: Join) -> Join:
    return replace(join, passcode=join.passcode.replace("\0", ""))


def _change_row(change: Change, after: StoredSeries, now: datetime) -> dict[str, Any]:
    return {
        "series_id": after.series.id,
        "version": after.version,
        "session_id": getattr(change, "session_id", None),
        "kind": type(change).__name__,
        "content": change_to_json(change),
        "recorded_at": now,
    }


def list_changes(connection: Connection, series_id: str, *, limit: int) -> list[RecordedChange]:
    """Return the latest changes of a series, the latest first."""
    table = tables.changes
    query = select(table).where(table.c.series_id == series_id)
    rows = connection.execute(query.order_by(table.c.id.desc()).limit(limit)).mappings()
    return [
        RecordedChange(
            id=row["id"],
            version=row["version"],
            recorded_at=row["recorded_at"],
            change=change_from_json(row["content"]),
        )
        for row in rows
    ]
