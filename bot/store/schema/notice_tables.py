"""The table of changes of which chats are to be told. Made by migrations too."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from bot.store.schema.column_types import Instant, Seconds
from bot.store.schema.tables import NUMBER, metadata

# Changed sessions. An open one has not settled; later changes join it. Those that are told in one
# message, as the sessions of a new term, have the number of the first one as their `message`.
notices = Table(
    "notices",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("message", BigInteger, nullable=False),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("session_id", Text, nullable=False),
    Column("before", Text),  # JSON: as it was told last; none: it was not there
    Column("version", Integer, nullable=False),  # of the series in which it changed last
    Column("changed_at", Instant, nullable=False),  # when that was
    Column("settle_at", Seconds, nullable=False),
    Column("released_at", Seconds),  # none while it is open
    Index(None, "series_id", "session_id"),
    Index(None, "message"),
    Index(
        "ix_notices_open",
        "series_id",
        "session_id",
        unique=True,
        sqlite_where=text("released_at IS NULL"),
        postgresql_where=text("released_at IS NULL"),
    ),
)
