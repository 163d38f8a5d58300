"""Chats, what they follow, and the secret addresses of their calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "chats",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chats")),
        sa.UniqueConstraint("platform", "address", name=op.f("uq_chats_platform_address")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.id"],
            name=op.f("fk_subscriptions_chat_id_chats"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_subscriptions_series_id_series")
        ),
        sa.PrimaryKeyConstraint("chat_id", "series_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(
        op.f("ix_subscriptions_series_id"), "subscriptions", ["series_id"], unique=False
    )
    op.create_table(
        "stars",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_stars_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "session_id"],
            ["sessions.series_id", "sessions.id"],
            name=op.f("fk_stars_series_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("chat_id", "series_id", "session_id", name=op.f("pk_stars")),
    )
    op.create_table(
        "feed_tokens",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_feed_tokens_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_feed_tokens")),
    )
    op.create_index(op.f("ix_feed_tokens_chat_id"), "feed_tokens", ["chat_id"], unique=False)
