"""The table of addresses that series are read from. Made by migrations too."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text

from bot.store.schema.column_types import Instant
from bot.store.schema.tables import metadata

# One row for each series whose sessions come from an address. What it said is kept by parts: what
# counts is in `accepted`, what waits for an organizer's yes in `pending`.
watched = Table(
    "watched",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("definition", Text, nullable=False),  # the series as its file says it
    Column("accepted", Text, nullable=False),  # a series whose sessions count now, as the page said
    Column("settled", Text, nullable=False),  # JSON: marks of problems that nobody asks about
    Column("pieces", Integer, nullable=False, server_default="0"),  # of text, when they were read
    Column("etag", Text, nullable=False, server_default=""),
    Column("last_modified", Text, nullable=False, server_default=""),
    Column("content_hash", Text, nullable=False, server_default=""),  # of the bytes read last
    Column("fetched_at", Instant),  # when it was asked for last, whatever came
    Column("read_at", Instant),  # when it answered as it should last
    Column("next_at", Instant, nullable=False, index=True),
    Column("failing_since", Instant),
    Column("problem", Text, nullable=False, server_default=""),
    Column("told_at", Instant),  # when organizers were told that it fails
    Column("pending", Text),  # the reading that has something doubtful
    Column("doubt", Text, nullable=False, server_default=""),  # a mark of what is doubtful
    Column("ignored", Text, nullable=False, server_default=""),  # of what is to be left as it is
    Column("letter", BigInteger, nullable=False, server_default="0"),  # that asks about it
    Column("lease_owner", Text, nullable=False, server_default=""),
    Column("leased_until", Instant),
)
