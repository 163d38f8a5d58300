"""The page of a series for its organizers, and who reads its feeds."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables: nobody has seen the page, and no reader was counted."""
    texts = ("kind", "series_id", "platform", "person", "language")
    op.create_table(
        "page_keys",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_page_keys")),
        _of_series("page_keys"),
    )
    op.create_index(op.f("ix_page_keys_expires_at"), "page_keys", ["expires_at"])
    op.create_table(
        "feed_readers",
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("series_id", "day", "app", name=op.f("pk_feed_readers")),
        _of_series("feed_readers"),
    )


def _of_series(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_series_id_series")
    return sa.ForeignKeyConstraint(["series_id"], ["series.id"], name=name)
