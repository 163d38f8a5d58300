"""What nobody needs any more is deleted, but nothing by which a message could be planned again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, select

from bot.store.schema import tables
from bot.store.schema.columns import count_of, seconds

KEPT = timedelta(days=90)
"""How long what is over is kept."""


def purge_deliveries(connection: Connection, *, now: datetime, most: int) -> int:
    """Delete up to so many deliveries that have been over for 90 days; return how many it were.

    Over is what is closed, had no use any more then, and is of a session that had begun by then:
    none of that is ever planned. Of which sessions a chat has been alerted is kept.
    """
    table, until = tables.deliveries, seconds(now - KEPT)
    over = (
        select(table.c.id)
        .where(table.c.next_at.is_(None), table.c.expires_at < until, table.c.start_at < until)
        .limit(most)
    )
    return count_of(connection.execute(delete(table).where(table.c.id.in_(over))))


def purge_chats(connection: Connection, *, now: datetime) -> int:
    """Delete the chats that could not be reached for 90 days and want nothing; count them.

    One that follows, watches or has muted anything is kept, and one with an address of a feed: it
    may come back. Nothing is owed to the others, nor can be planned for them.
    """
    chats = tables.chats
    wants = [
        exists().where(table.c.chat_id == chats.c.id)
        for table in (
            tables.subscriptions,
            tables.stars,
            tables.mutes,
            tables.watches,
            tables.feed_tokens,
        )
    ]
    is_gone = (chats.c.ended_at < now - KEPT) & chats.c.digest_weekday.is_(None)
    return count_of(connection.execute(delete(chats).where(is_gone, *(~one for one in wants))))
