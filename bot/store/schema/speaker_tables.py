"""The tables of speakers' links and what they propose, of nags, and of questions that are open.

Made by migrations too.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
)

from bot.store.schema.column_types import Instant, Seconds
from bot.store.schema.tables import NUMBER, metadata

# What somebody was asked in a chat: their next words complete the command.
questions = Table(
    "questions",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("address", Text, primary_key=True),  # of the chat
    Column("command", Text, nullable=False),
    Column("asked_at", Instant, nullable=False, index=True),
)

# Links that let one person describe one talk: of whoever opens it first. Only their hashes are
# known. A talk without an id is its session's only one.
speaker_links = Table(
    "speaker_links",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("session_id", Text, nullable=False),
    Column("talk_id", Text, nullable=False),
    Column("by_platform", Text, nullable=False),  # the organizer who made it
    Column("by_person", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("platform", Text, nullable=False),  # whose it is; empty until it was opened
    Column("person", Text, nullable=False),
    Column("opened_at", Instant),
    Column("revoked_at", Instant),
    Index(None, "series_id", "session_id"),
    Index(None, "platform", "person"),
    sqlite_autoincrement=True,  # buttons carry the number
)

# What a speaker says of a talk, for its organizers to approve: one that is not sent yet, at most,
# of a link.
proposals = Table(
    "proposals",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("link_id", ForeignKey("speaker_links.id"), nullable=False, index=True),
    Column("content", Text, nullable=False),  # JSON
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("outcome", Text, nullable=False),  # empty, approved, declined, or replaced by another
    Column("reason", Text, nullable=False),  # why it was declined
    Column("answered_at", Instant),
    sqlite_autoincrement=True,
)

# How long before a session its organizers are reminded of what it lacks, each by their own rule.
nag_rules = Table(
    "nag_rules",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("offsets", Text, nullable=False),  # JSON: seconds; empty: as everybody's
    Column("ruled_at", Seconds, nullable=False),  # what was due until then is left out
)

# Which organizer was reminded of what, so that nobody is twice: in which letter.
nags = Table(
    "nags",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("start_at", Seconds, primary_key=True),
    Column("offset_s", Integer, primary_key=True),
    Column("letter_id", BigInteger, nullable=False),
    Column("planned_at", Seconds, nullable=False, index=True),
)
