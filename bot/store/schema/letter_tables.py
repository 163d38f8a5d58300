"""The table of messages that somebody wrote, or that organizers alone get. Migrations make it."""

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from bot.store.schema.column_types import Instant, Seconds
from bot.store.schema.tables import NUMBER, metadata

# What is to be said to chats that a change does not make by itself. Who gets it is a row of
# `deliveries` each, whose `subject` is the letter.
letters = Table(
    "letters",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("session_id", Text, nullable=False),  # empty for one of the series
    Column("purpose", Text, nullable=False),
    Column("key", Text, nullable=False),  # what tells it from others that say the same; or empty
    Column("content", Text, nullable=False),  # JSON: what it says, a value of its purpose
    Column("by_platform", Text, nullable=False),  # who wrote it; empty for the command line and us
    Column("by_person", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Seconds, nullable=False),
    Column("expires_at", Seconds, nullable=False),
    Column("released_at", Seconds),  # when it was owed to chats; none until then
    Column("withdrawn_at", Seconds),
    Index(None, "series_id", "purpose"),
    Index(
        "ix_letters_key",
        "series_id",
        "session_id",
        "purpose",
        "key",
        unique=True,
        sqlite_where=text("key != ''"),
        postgresql_where=text("key != ''"),
    ),
    # A number is never given anew: what is owed of a letter must not become another one.
    sqlite_autoincrement=True,
)
