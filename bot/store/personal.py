"""What chats follow, and the secret addresses of their calendars."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, and_, delete, insert, select, update

from bot.store import tables


@dataclass(frozen=True, slots=True)
class Selection:
    """What a chat follows: whole series, and single sessions as (series id, session id)."""

    series_ids: tuple[str, ...]
    starred: tuple[tuple[str, str], ...]


def find_selection(connection: Connection, token_hash: bytes) -> Selection | None:
    """Return what the chat with that token follows; None for a token unknown or revoked."""
    table = tables.feed_tokens
    where = (table.c.token_hash == token_hash) & table.c.revoked_at.is_(None)
    chat_id = connection.execute(select(table.c.chat_id).where(where)).scalar()
    if chat_id is None:
        return None
    series = tables.subscriptions
    of_chat = select(series.c.series_id).where(series.c.chat_id == chat_id)
    stars = tables.stars
    of_stars = select(stars.c.series_id, stars.c.session_id).where(stars.c.chat_id == chat_id)
    return Selection(
        tuple(connection.execute(of_chat.order_by(series.c.series_id)).scalars()),
        tuple(
            (row.series_id, row.session_id)
            for row in connection.execute(of_stars.order_by(stars.c.series_id, stars.c.session_id))
        ),
    )


def find_or_add_chat(connection: Connection, platform: str, address: str, *, now: datetime) -> int:
    """Return the number of a chat, given its address on its platform; it is added if it is new."""
    table = tables.chats
    where = (table.c.platform == platform) & (table.c.address == address)
    found: int | None = connection.execute(select(table.c.id).where(where)).scalar()
    if found is not None:
        return found
    values = {"platform": platform, "address": address, "created_at": now}
    added: int = connection.execute(
        insert(table).values(**values).returning(table.c.id)
    ).scalar_one()
    return added


def subscribe(connection: Connection, chat_id: int, series_id: str, *, now: datetime) -> None:
    """Let a chat follow a series; nothing changes if it does."""
    _put(connection, tables.subscriptions, {"chat_id": chat_id, "series_id": series_id}, now)


def unsubscribe(connection: Connection, chat_id: int, series_id: str) -> None:
    """Let a chat follow a series no longer."""
    table = tables.subscriptions
    where = (table.c.chat_id == chat_id) & (table.c.series_id == series_id)
    connection.execute(delete(table).where(where))


def star(
    connection: Connection, chat_id: int, series_id: str, session_id: str, *, now: datetime
) -> None:
    """Let a chat follow a single session; nothing changes if it does."""
    key = {"chat_id": chat_id, "series_id": series_id, "session_id": session_id}
    _put(connection, tables.stars, key, now)


def unstar(connection: Connection, chat_id: int, series_id: str, session_id: str) -> None:
    """Let a chat follow a single session no longer."""
    table = tables.stars
    where = (table.c.series_id == series_id) & (table.c.session_id == session_id)
    connection.execute(delete(table).where(where & (table.c.chat_id == chat_id)))


def _put(connection: Connection, table: Table, key: dict[str, object], now: datetime) -> None:
    where = and_(*(table.c[name] == value for name, value in key.items()))
    if connection.execute(select(table.c.created_at).where(where)).first() is None:
        connection.execute(insert(table).values(created_at=now, **key))


def renew_token(connection: Connection, chat_id: int, token_hash: bytes, *, now: datetime) -> None:
    """Let a token's hash stand for a chat, and those before it for nothing any more."""
    revoke_tokens(connection, chat_id, now=now)
    values = {"token_hash": token_hash, "chat_id": chat_id, "created_at": now}
    connection.execute(insert(tables.feed_tokens).values(**values))


def revoke_tokens(connection: Connection, chat_id: int, *, now: datetime) -> None:
    """Let no token stand for the chat any more."""
    table = tables.feed_tokens
    where = (table.c.chat_id == chat_id) & table.c.revoked_at.is_(None)
    connection.execute(update(table).where(where).values(revoked_at=now))
