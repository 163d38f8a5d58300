"""The secret addresses of chats' calendars, and what these hold."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, insert, select, update

from bot.store.chats.subscriptions import list_stars, list_subscriptions
from bot.store.schema import tables


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
    return Selection(
        tuple(one.series_id for one in list_subscriptions(connection, chat_id)),
        tuple(list_stars(connection, chat_id)),
    )


def has_token(connection: Connection, chat_id: int) -> bool:
    """Tell whether a token stands for the chat."""
    table = tables.feed_tokens
    where = (table.c.chat_id == chat_id) & table.c.revoked_at.is_(None)
    return bool(connection.execute(select(exists().where(where))).scalar())


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
