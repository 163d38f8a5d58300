"""The tables behind the organizers' page of a series. Made by migrations too."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, Table, Text

from bot.store.schema.column_types import Instant
from bot.store.schema.tables import metadata

# What lets somebody see the page: links that count once, and what browsers got for one. Only the
# hashes are known. Nobody's are of who runs the service.
page_keys = Table(
    "page_keys",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("kind", Text, nullable=False),  # link or session
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("platform", Text, nullable=False),
    Column("person", Text, nullable=False),  # the platform's own number of them
    Column("language", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Index(None, "expires_at"),
)

# How many different readers of each kind of calendar app asked for feeds of a series on a day.
feed_readers = Table(
    "feed_readers",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("day", Date, primary_key=True),  # of UTC
    Column("app", Text, primary_key=True),
    Column("readers", Integer, nullable=False),
)
