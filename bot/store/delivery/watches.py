"""What chats watch for, and the sessions of which they are told for it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import (
    BigInteger,
    Connection,
    Text,
    and_,
    column,
    exists,
    literal,
    select,
    values,
)

from bot.store.delivery.deliveries import Kind
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from bot.store.schema.upsert import count_inserted, insert_missing, put_row, take_row

_AT_ONCE = 500  # rows in one statement


def watch(connection: Connection, chat_id: int, folded: str, words: str, *, now: datetime) -> bool:
    """Let a chat watch for words, `folded` as they are searched for; return whether that is new."""
    if folded in list_watches(connection, chat_id):
        return False
    key = {"chat_id": chat_id, "folded": folded, "words": words}
    return put_row(connection, tables.watches, key, now)


def unwatch(connection: Connection, chat_id: int, folded: str) -> bool:
    """Let a chat watch for words no longer; return whether it did."""
    return take_row(connection, tables.watches, {"chat_id": chat_id, "folded": folded})


def list_watches(connection: Connection, chat_id: int) -> dict[str, str]:
    """Return what a chat watches for: the words as they were said, by their folded form."""
    table = tables.watches
    query = select(table.c.folded, table.c.words).where(table.c.chat_id == chat_id)
    rows = connection.execute(query.order_by(table.c.created_at, table.c.folded))
    return {row.folded: row.words for row in rows}


def list_watched(connection: Connection) -> list[str]:
    """Return all that any chat that can be reached watches for, folded, each once."""
    table, chats = tables.watches, tables.chats
    query = select(table.c.folded).distinct().join(chats, chats.c.id == table.c.chat_id)
    rows = connection.execute(query.where(chats.c.ended_at.is_(None)).order_by(table.c.folded))
    return list(rows.scalars())


def plan_alerts(
    connection: Connection,
    series_id: str,
    version: int,
    found: Mapping[str, Sequence[str]],
    *,
    now: datetime,
    expires_at: datetime,
) -> int:
    """Make one delivery for each chat that is to be told of sessions; return how many are new.

    `found` has the ids of the sessions that mention something watched, by its folded form. A chat
    is told once of a session, and not of those that it follows or has muted: it knows of them.
    """
    pairs = iter([(folded, one) for folded, ids in found.items() for one in ids])
    while some := list(islice(pairs, _AT_ONCE)):
        _note(connection, series_id, version, some)
    alerts, at = tables.alerts, seconds(now)
    told = select(
        literal(Kind.ALERT.value),
        alerts.c.chat_id,
        literal(series_id),
        literal(""),
        literal(0, BigInteger),
        literal(0, BigInteger),
        literal(version, BigInteger),
        literal(at, BigInteger),
        literal(at, BigInteger),
        literal(seconds(expires_at), BigInteger),
    ).distinct()
    told = told.where(alerts.c.series_id == series_id, alerts.c.version == version)
    columns = ["kind", "chat_id", "series_id", "session_id", "offset_s", "start_at", "subject"]
    columns += ["due_at", "next_at", "expires_at"]
    insertion = insert_missing(connection, tables.deliveries).from_select(columns, told)
    return count_inserted(connection, insertion)


def _note(
    connection: Connection, series_id: str, version: int, pairs: Iterable[tuple[str, str]]
) -> None:
    watches, chats = tables.watches, tables.chats
    columns = [column("folded", Text), column("session_id", Text)]
    found = values(*columns, name="found").data(list(pairs)).cte()
    knows = [
        exists().where(
            table.c.chat_id == watches.c.chat_id,
            table.c.series_id == series_id,
            *(table.c[name] == found.c[name] for name in ("session_id",) if name in table.c),
        )
        for table in (tables.subscriptions, tables.stars, tables.mutes)
    ]
    new = (
        select(watches.c.chat_id, literal(series_id), found.c.session_id, literal(version))
        .distinct()
        .join(found, found.c.folded == watches.c.folded)
        .join(chats, and_(chats.c.id == watches.c.chat_id, chats.c.ended_at.is_(None)))
        .where(*(~one for one in knows))
    )
    names = ["chat_id", "series_id", "session_id", "version"]
    connection.execute(insert_missing(connection, tables.alerts).from_select(names, new))


def list_alerted(
    connection: Connection, chat_id: int, series_id: str, version: int
) -> frozenset[str]:
    """Return the ids of the sessions of which a chat is told for a version of a series."""
    table = tables.alerts
    query = select(table.c.session_id).where(
        table.c.chat_id == chat_id, table.c.series_id == series_id, table.c.version == version
    )
    return frozenset(connection.execute(query).scalars())
