"""Rules of chats, and the messages that are owed to them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("next_at IS NOT NULL")


def upgrade() -> None:
    """Add the columns, make the tables."""
    _add_rules()
    _make_mutes()
    _make_deliveries()
    op.create_table(
        "limiters",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account", name=op.f("pk_limiters")),
    )


def _add_rules() -> None:
    for column in (
        sa.Column("kind", sa.Text(), server_default="private", nullable=False),
        sa.Column("zone", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("offsets", sa.Text(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("ruled_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("free_at", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.Column("ended_reason", sa.Text(), server_default="", nullable=False),
    ):
        op.add_column("chats", column)
    for column in (
        sa.Column("offsets", sa.Text(), nullable=True),
        sa.Column("kinds", sa.Text(), nullable=True),
        sa.Column("keywords", sa.Text(), nullable=True),
        sa.Column("ruled_at", sa.BigInteger(), server_default="0", nullable=False),
    ):
        op.add_column("subscriptions", column)
    op.add_column(
        "stars", sa.Column("ruled_at", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.create_index(
        op.f("ix_stars_series_id_session_id"), "stars", ["series_id", "session_id"], unique=False
    )


def _make_mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_mutes_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "session_id"],
            ["sessions.series_id", "sessions.id"],
            name=op.f("fk_mutes_series_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("chat_id", "series_id", "session_id", name=op.f("pk_mutes")),
    )


def _make_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("offset_s", sa.Integer(), nullable=False),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), server_default="pending", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_deliveries_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "chat_id",
            "series_id",
            "session_id",
            "offset_s",
            "start_at",
            name=op.f("uq_deliveries_chat_id_series_id_session_id_offset_s_start_at"),
        ),
    )
    op.create_index(
        "ix_deliveries_open",
        "deliveries",
        ["next_at", "id"],
        unique=False,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
