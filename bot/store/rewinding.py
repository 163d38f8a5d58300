"""Turning the clock back, in a database of a simulation: what lies ahead has not happened yet."""

from datetime import datetime

from sqlalchemy import Connection, delete, update

from bot.store.organizing.nagging import rewind_nags
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from bot.store.schema.letter_tables import letters
from bot.store.schema.notice_tables import notices
from bot.store.schema.watched_tables import watched


def rewind(connection: Connection, *, now: datetime) -> None:
    """Forget what is due, was sent or changed after now, and let rules be as old as now.

    Of those that are left, nobody has any, whatever worker of the later time did.

    Never for a database that serves people: they would be reminded twice.
    """
    table, at = tables.deliveries, seconds(now)
    connection.execute(delete(notices).where(notices.c.changed_at > now))
    connection.execute(delete(letters).where(letters.c.created_at > now))
    for done in (letters.c.released_at, letters.c.withdrawn_at):
        connection.execute(update(letters).where(done > at).values({done: None}))
    connection.execute(delete(table).where((table.c.due_at > at) | (table.c.sent_at > at)))
    connection.execute(update(table).where(table.c.next_at > at).values(next_at=at))
    for ruled in (tables.chats, tables.subscriptions, tables.stars):
        connection.execute(update(ruled).where(ruled.c.ruled_at > at).values(ruled_at=at))
    rewind_nags(connection, now=now)
    chats = tables.chats
    since = chats.c.digest_since > at
    connection.execute(update(chats).where(since).values(digest_since=at))
    connection.execute(update(chats).values(free_at=0))
    connection.execute(delete(tables.limiters))
    connection.execute(update(watched).values(lease_owner="", leased_until=None))
    later = update(watched).where(watched.c.fetched_at > now)
    connection.execute(later.values(fetched_at=None, next_at=now, failing_since=None, told_at=None))
