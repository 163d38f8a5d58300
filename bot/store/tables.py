"""The tables. `migrations/` makes them; a test holds the two against each other."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. Naive datetimes are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC; SQLite, which knows no zones, gets it without one."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = f"an instant has a zone, {value} has none"
            raise ValueError(message)
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Return what was stored, in UTC."""
        del dialect
        if value is None:
            return None
        at: datetime = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return at


class Words(TypeDecorator[str]):
    """A text as it is shown, without NUL, which PostgreSQL refuses; `content` has it whole."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the text without it."""
        del dialect
        return value and value.replace("\0", "")


Seconds = BigInteger  # since 1970, UTC: what SQL computes with is a number in both databases
Microseconds = BigInteger

_Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only INTEGER keys by itself

# A series as it was last read; `content` is all of it but the sessions.
series = Table(
    "series",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Words, nullable=False),
    Column("content", Text, nullable=False),
    Column("source_hash", Text, nullable=False),  # of the whole series as its source has it
    Column("entry_form", Text, nullable=False),  # by which sessions' entries were rendered
    Column("version", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
    Column("archived_at", Instant),
)

# The current version of each session that a series ever had; `content` is all but the talks.
sessions = Table(
    "sessions",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("uid", Text, nullable=False),
    Column("source_ids", Text, nullable=False),  # JSON: the latest first
    Column("title", Words, nullable=False),
    Column("status", Text, nullable=False),
    Column("start_at", Instant),
    Column("end_at", Instant),
    Column("content", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
    Column("ended_at", Instant),  # cancelled or taken out
    Column("is_removed", Boolean, nullable=False),
    Column("entry_public", LargeBinary, nullable=False),  # ready VEVENTs
    Column("entry_subscribers", LargeBinary, nullable=False),
    Column("entry_zones", Text, nullable=False),  # JSON: [zone, year] that they need
    Column("version", Integer, nullable=False, server_default="0"),  # of the series, when written
    UniqueConstraint("series_id", "uid"),
    Index(None, "start_at"),
)

# The talks of the current version; `content` is the whole talk.
talks = Table(
    "talks",
    metadata,
    Column("series_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Words, nullable=False),
    Column("start_at", Instant),
    Column("content", Text, nullable=False),
    ForeignKeyConstraint(
        ["series_id", "session_id"], ["sessions.series_id", "sessions.id"], ondelete="CASCADE"
    ),
)

# Every change, for ever: rows are only added.
changes = Table(
    "changes",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("session_id", Text),  # none for a change of the series itself
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Index(None, "series_id", "id"),
)

# Links that sessions had once: they are kept from the public still.
past_joins = Table(
    "past_joins",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("url", Text, primary_key=True),
    Column("passcode", Text, primary_key=True),
)

# Where each series comes from, and what came of it when it was last read.
sources = Table(
    "sources",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("location", Text, nullable=False, index=True),  # the definition's path
    Column("read_at", Instant, nullable=False),
    Column("problem", Words, nullable=False),  # why the last reading changed nothing
)

# Those who follow series: one row for each chat of each platform.
chats = Table(
    "chats",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("address", Text, nullable=False),  # the platform's own number of the chat
    Column("created_at", Instant, nullable=False),
    Column("kind", Text, nullable=False, server_default="private"),
    Column("zone", Text),  # IANA; none until the chat says one
    Column("language", Text),
    Column("offsets", Text),  # JSON: seconds, for all series; none: says nothing
    Column("quiet_from", Integer),  # minutes of the day in the chat's zone, as quiet_to
    Column("quiet_to", Integer),
    Column("ruled_at", Seconds, nullable=False, server_default="0"),  # see subscriptions
    Column("free_at", Microseconds, nullable=False, server_default="0"),  # for the next message
    Column("ended_at", Instant),  # since when the chat cannot be reached
    Column("ended_reason", Text, nullable=False, server_default=""),
    UniqueConstraint("platform", "address"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("offsets", Text),  # JSON: seconds; none: as the chat says
    Column("kinds", Text),  # JSON: of which talks; none: of all
    Column("keywords", Text),  # JSON: one of them must be in the session; none: whatever it says
    # When its rules became as they are: what would have been due until then is not sent any more.
    Column("ruled_at", Seconds, nullable=False, server_default="0"),
    Index(None, "series_id"),
)

stars = Table(
    "stars",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("series_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("ruled_at", Seconds, nullable=False, server_default="0"),  # as of a subscription
    ForeignKeyConstraint(["series_id", "session_id"], ["sessions.series_id", "sessions.id"]),
    Index(None, "series_id", "session_id"),
)

# Single sessions of which a chat does not want to be reminded.
mutes = Table(
    "mutes",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("series_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(["series_id", "session_id"], ["sessions.series_id", "sessions.id"]),
)

# Messages owed to chats, one row each, kept after they were sent so that none is planned again.
# `next_at` is when somebody has to look at it: due, tried again, or left by one whose lease ended.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Number, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("series_id", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("offset_s", Integer, nullable=False),  # before the start, by the rule
    Column("start_at", Seconds, nullable=False),  # of the session as it was planned
    Column("due_at", Seconds, nullable=False),
    Column("expires_at", Seconds, nullable=False),
    Column("status", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Seconds),  # none when it is over
    Column("lease_owner", Text),
    Column("message_id", Text),
    Column("sent_at", Seconds),
    Column("error", Text, nullable=False, server_default=""),
    UniqueConstraint("chat_id", "series_id", "session_id", "offset_s", "start_at"),
    # Its condition is that of the query that claims: another one costs a factor of twenty.
    Index(
        "ix_deliveries_open",
        "next_at",
        "id",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)

# When the next message may leave, for each account that sends (a hash of its token).
limiters = Table(
    "limiters",
    metadata,
    Column("account", Text, primary_key=True),
    Column("next_at", Microseconds, nullable=False),
    Column("paused_until", Microseconds, nullable=False),
)

# Secret addresses of personal feeds: only their hashes are known. A chat has one that counts.
feed_tokens = Table(
    "feed_tokens",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Index(None, "chat_id"),
)
