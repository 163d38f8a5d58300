"""The language of a chat."""

from sqlalchemy import Connection, update

from bot.store.schema import tables
from bot.store.schema.columns import language_text


def set_chat_language(
    connection: Connection, chat_id: int, language: str, *, heard: str = ""
) -> None:
    """Let a chat have a language, chosen or only heard of its client; what is due to it stays."""
    table = tables.chats
    values = {"language": language_text(language, heard)}
    connection.execute(update(table).where(table.c.id == chat_id).values(**values))
