"""A chat that got another address."""

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, and_, delete, exists, literal, select, update

from bot.store.schema import tables
from bot.store.schema.columns import language_of
from bot.store.schema.upsert import insert_missing

_KEPT = (tables.subscriptions, tables.stars, tables.mutes, tables.watches, tables.alerts)
# What a chat says of itself: the first of each tells whether it says anything of that.
_SAID = (
    ("zone",),
    ("offsets",),
    ("quiet_from", "quiet_to"),
    ("digest_weekday", "digest_minute", "digest_since"),
)


def move_chat(connection: Connection, chat_id: int, address: str) -> None:
    """Let a chat have another address on its platform.

    If there is a chat already, it gets what the first one had, or said, and it had not.
    """
    chats = tables.chats
    platform = select(chats.c.platform).where(chats.c.id == chat_id).scalar_subquery()
    where = (chats.c.platform == platform) & (chats.c.address == address)
    other: int | None = connection.execute(select(chats.c.id).where(where)).scalar()
    if other is None:
        moved = update(chats).where(chats.c.id == chat_id).values(address=address)
        connection.execute(moved)
    elif other != chat_id:
        _give(connection, chat_id, other)
        connection.execute(delete(chats).where(chats.c.id == chat_id))


def _give(connection: Connection, chat_id: int, other: int) -> None:
    chats = tables.chats
    pair = connection.execute(select(chats).where(chats.c.id.in_([chat_id, other]))).mappings()
    rows = {row["id"]: row for row in pair}
    said = dict(_said(rows[chat_id], rows[other]))
    connection.execute(update(chats).where(chats.c.id == other).values(**said))
    for table in _KEPT:
        names = [column.name for column in table.c if column.name != "chat_id"]
        had = select(literal(other), *(table.c[name] for name in names))
        had = had.where(table.c.chat_id == chat_id)
        connection.execute(insert_missing(connection, table).from_select(["chat_id", *names], had))
    tokens, table = tables.feed_tokens, tables.deliveries
    connection.execute(update(tokens).where(tokens.c.chat_id == chat_id).values(chat_id=other))
    same = table.alias()
    key = ("kind", "series_id", "session_id", "offset_s", "start_at", "subject")
    is_there = exists().where(
        same.c.chat_id == other, and_(*(same.c[name] == table.c[name] for name in key))
    )
    mine = update(table).where(table.c.chat_id == chat_id, ~is_there).values(chat_id=other)
    connection.execute(mine)


def _said(row: RowMapping, other: RowMapping) -> Iterator[tuple[str, object]]:
    """Yield what a chat says of itself, where the other says nothing."""
    for names in _SAID:
        if other[names[0]] is None and row[names[0]] is not None:
            yield from ((name, row[name]) for name in names)
    yield "ruled_at", max(row["ruled_at"], other["ruled_at"])
    chosen, _ = language_of(row["language"])
    if other["language"] is None or (chosen and not language_of(other["language"])[0]):
        yield "language", row["language"]
