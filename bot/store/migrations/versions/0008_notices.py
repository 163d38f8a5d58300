"""Notices of changes, and which of them chats want."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table, and the columns: what was sent before has told nobody of a change."""
    op.create_table(
        "notices",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("message", sa.BigInteger(), nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settle_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_notices_series_id_series")
        ),
    )
    op.create_index(op.f("ix_notices_series_id_session_id"), "notices", ["series_id", "session_id"])
    op.create_index(op.f("ix_notices_message"), "notices", ["message"])
    is_open = sa.text("released_at IS NULL")
    op.create_index(
        "ix_notices_open",
        "notices",
        ["series_id", "session_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    op.add_column("subscriptions", sa.Column("changes", sa.Text()))
    for name, kind in (("carries", sa.BigInteger()), ("told", sa.Integer())):
        op.add_column("deliveries", sa.Column(name, kind, nullable=False, server_default="0"))
