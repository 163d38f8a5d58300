"""The tables of those who organize series, and of what they change. Made by migrations too."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from bot.store.schema.column_types import Instant
from bot.store.schema.tables import NUMBER, metadata

# Who may change a series: persons, never chats. A definition names them, or a one-time link did.
organizers = Table(
    "organizers",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("person", Text, primary_key=True),  # the platform's own number of them
    Column("origin", Text, primary_key=True),  # definition or link
    Column("name", Text, nullable=False),  # as the definition, or who made the link, calls them
    Column("created_at", Instant, nullable=False),
    Index(None, "platform", "person"),
)

# One-time links that make somebody an organizer: only their hashes are known.
organizer_links = Table(
    "organizer_links",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

# What organizers did, for ever: rows are only added. What an edit changed stands in `changes`.
audit = Table(
    "audit",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("platform", Text, nullable=False),  # empty for the command line
    Column("person", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("about", Text, nullable=False),  # whom a right was given or taken
    Column("version", Integer),  # of the series that an edit made
    Column("recorded_at", Instant, nullable=False),
    Index(None, "series_id", "id"),
)

# Each series as its source last said it, with the ids that are known: overlays are laid upon it.
bases = Table(
    "bases",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("content", Text, nullable=False),
)

# Edits made in chat that the source does not say yet: the latest of each facet of a session.
overlays = Table(
    "overlays",
    metadata,
    Column("series_id", ForeignKey("series.id"), primary_key=True),
    Column("session_id", Text, primary_key=True),
    Column("facet", Text, primary_key=True),
    Column("position", Integer, nullable=False),  # in the order in which they were made
    Column("content", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

# Edits that were shown to who asked for them, and wait for a yes.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("series_id", ForeignKey("series.id"), nullable=False),
    Column("content", Text, nullable=False),
    Column("shown_hash", Text, nullable=False),  # of the session as it was shown
    Column("created_at", Instant, nullable=False, index=True),
    Column("outcome", Text, nullable=False, server_default=""),  # published or dropped
)

# Texts and files that were shown to who sent them, and wait for what is missing, or for a yes. Once
# that is answered, `data` is empty. `series_id` may be of a series that is not there yet.
pastes = Table(
    "pastes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("series_id", Text, nullable=False),  # none until it is chosen
    Column("name", Text, nullable=False),  # of the file
    Column("media_type", Text, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("mends", Text, nullable=False),  # JSON: what was said besides
    Column("created_at", Instant, nullable=False, index=True),
    Column("touched_at", Instant, nullable=False),
    Column("outcome", Text, nullable=False, server_default=""),  # published or dropped
    Index(None, "platform", "person"),
)
