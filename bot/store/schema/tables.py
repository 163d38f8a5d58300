"""The tables. `migrations/` makes them; a test holds the two against each other."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.store.schema.column_types import Instant, Microseconds, Seconds, Words

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


NUMBER = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts only INTEGER keys by itself

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
    Column("id", NUMBER, primary_key=True),
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
    Column("location", Text, nullable=False, index=True),  # a path; an address; nothing for chats
    Column("read_at", Instant, nullable=False),
    Column("problem", Words, nullable=False),  # why the last reading changed nothing
    Column("kind", Text, nullable=False, server_default="file"),  # file, address or chat
)

# Those who follow series: one row for each chat of each platform.
chats = Table(
    "chats",
    metadata,
    Column("id", NUMBER, primary_key=True),
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
    Column("digest_weekday", Integer),  # 0 is Monday; none: no digest
    Column("digest_minute", Integer),  # of the day in the chat's zone
    Column("digest_since", Seconds, nullable=False, server_default="0"),  # as ruled_at, for digests
    Column("free_at", Microseconds, nullable=False, server_default="0"),  # for the next message
    Column("ended_at", Instant),  # since when the chat cannot be reached
    Column("ended_reason", Words, nullable=False, server_default=""),
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
    Column("changes", Text),  # of which it wants to be told (`reminders/notices.py`); none: of all
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

# What chats want to be told of, whatever series it is in.
watches = Table(
    "watches",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("folded", Text, primary_key=True),  # the words, as they are searched for
    Column("words", Text, nullable=False),  # as they were said
    Column("created_at", Instant, nullable=False),
    Index(None, "folded"),
)

# Sessions of which a chat is told, as they mention what it watches, in the version that does so
# first. They are kept, so that no chat is told twice.
alerts = Table(
    "alerts",
    metadata,
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), primary_key=True),
    Column("series_id", Text, primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    ForeignKeyConstraint(["series_id", "session_id"], ["sessions.series_id", "sessions.id"]),
    Index(None, "series_id", "version"),
)

# Messages owed to chats, one row each, kept after they were sent so that none is planned again.
# `next_at` is when somebody has to look at it: due, tried again, or left by one whose lease ended.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("chat_id", ForeignKey("chats.id", ondelete="CASCADE"), nullable=False),
    # A reminder is of a session, some time before its start; so is the edit of one, and `subject`
    # is the delivery whose message it edits. A digest is of no series, `start_at` is its hour. An
    # alert is of a series alone, and `subject` the version in which it tells of sessions. A notice
    # is of a session, or of a series for several, and `subject` the message of `notices`; of a
    # letter and its retraction, it is the number of that.
    Column("kind", Text, nullable=False, server_default="reminder"),
    Column("series_id", Text, nullable=False),
    Column("session_id", Text, nullable=False),
    Column("offset_s", Integer, nullable=False),  # before the start, by the rule
    Column("start_at", Seconds, nullable=False),  # of the session as it was planned
    Column("subject", BigInteger, nullable=False, server_default="0"),
    Column("due_at", Seconds, nullable=False),
    Column("expires_at", Seconds, nullable=False),
    Column("status", Text, nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Seconds),  # none when it is over
    Column("lease_owner", Text),
    Column("message_id", Words),  # of what was sent; of an edit until then, of what it edits
    Column("shown", Text),  # what tells the link in that message from others; none: not known
    Column("sent_at", Seconds),
    Column("carries", BigInteger, nullable=False, server_default="0"),  # a message of `notices`
    Column("told", Integer, nullable=False, server_default="0"),  # the series' version it was of
    Column("error", Words, nullable=False, server_default=""),
    UniqueConstraint(
        "chat_id",
        "kind",
        "series_id",
        "session_id",
        "offset_s",
        "start_at",
        "subject",
        name="uq_deliveries_key",
    ),
    # Its condition is that of the query that claims: another one costs a factor of twenty.
    Index(
        "ix_deliveries_open",
        "next_at",
        "id",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
    Index(
        "ix_deliveries_sent",
        "sent_at",
        sqlite_where=text("sent_at IS NOT NULL"),
        postgresql_where=text("sent_at IS NOT NULL"),
    ),
    # What came of a message must never be written to another one that got the number of its row.
    sqlite_autoincrement=True,
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
