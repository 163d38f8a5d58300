"""Series, their sessions and talks, every change, and where they come from."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "series",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.Text(), nullable=False),
        sa.Column("entry_form", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("modified_at", INSTANT, nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
    )
    op.create_table(
        "sessions",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("source_ids", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("start_at", INSTANT, nullable=True),
        sa.Column("end_at", INSTANT, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("modified_at", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("is_removed", sa.Boolean(), nullable=False),
        sa.Column("entry_public", sa.LargeBinary(), nullable=False),
        sa.Column("entry_subscribers", sa.LargeBinary(), nullable=False),
        sa.Column("entry_zones", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_sessions_series_id_series")
        ),
        sa.PrimaryKeyConstraint("series_id", "id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("series_id", "uid", name=op.f("uq_sessions_series_id_uid")),
    )
    op.create_index(op.f("ix_sessions_start_at"), "sessions", ["start_at"], unique=False)
    op.create_table(
        "talks",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("start_at", INSTANT, nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id", "session_id"],
            ["sessions.series_id", "sessions.id"],
            name=op.f("fk_talks_series_id_session_id_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("series_id", "session_id", "id", name=op.f("pk_talks")),
    )
    op.create_table(
        "changes",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_changes_series_id_series")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
    )
    op.create_index(op.f("ix_changes_series_id_id"), "changes", ["series_id", "id"], unique=False)
    op.create_table(
        "past_joins",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("passcode", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_past_joins_series_id_series")
        ),
        sa.PrimaryKeyConstraint("series_id", "url", "passcode", name=op.f("pk_past_joins")),
    )
    op.create_table(
        "sources",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_sources_series_id_series")
        ),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_location"), "sources", ["location"], unique=False)
