"""Addresses that series are read from."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table: no series is watched yet."""
    texts = ("etag", "last_modified", "content_hash", "problem", "doubt", "ignored", "lease_owner")
    instants = ("fetched_at", "read_at", "failing_since", "told_at", "leased_until")
    op.create_table(
        "watched",
        sa.Column("series_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("definition", "accepted")),
        sa.Column("settled", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False, server_default="") for name in texts),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in instants),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pending", sa.Text()),
        sa.Column("pieces", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("letter", sa.BigInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_watched")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_watched_series_id_series")
        ),
    )
    op.create_index(op.f("ix_watched_next_at"), "watched", ["next_at"])
