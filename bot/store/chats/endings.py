"""A chat that cannot be reached any more, with all that is part of it."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.store.chats.subscriptions import end_chat
from bot.store.schema import tables


def end_chats(
    connection: Connection, platform: str, address: str, reason: str, *, now: datetime
) -> None:
    """Note that the chat at an address, and all that are part of it, cannot be reached.

    Parts of `-1001` have addresses such as `-1001/5`: the topics of a group.
    """
    chats = tables.chats
    is_part = chats.c.address.startswith(f"{address}/", autoescape=True)
    where = (chats.c.platform == platform) & ((chats.c.address == address) | is_part)
    for chat_id in connection.execute(select(chats.c.id).where(where)).scalars().all():
        end_chat(connection, chat_id, reason, now=now)
