"""Messages of more kinds than reminders: edits of those shown, weekly digests, keyword alerts."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("next_at IS NOT NULL")
SENT = sa.text("sent_at IS NOT NULL")
OLD_KEY = "uq_deliveries_chat_id_series_id_session_id_offset_s_start_at"
KEY = ("chat_id", "kind", "series_id", "session_id", "offset_s", "start_at", "subject")


def upgrade() -> None:
    """Add the columns, make the tables."""
    _widen_deliveries()
    op.add_column("chats", sa.Column("digest_weekday", sa.Integer(), nullable=True))
    op.add_column("chats", sa.Column("digest_minute", sa.Integer(), nullable=True))
    op.add_column(
        "chats", sa.Column("digest_since", sa.BigInteger(), server_default="0", nullable=False)
    )
    _make_watches()


def _widen_deliveries() -> None:
    """Give deliveries a kind, which SQLite can put into their key by a new table only.

    The indexes have conditions, which it would not take along. From now on it gives no number of a
    row to another one.
    """
    op.drop_index("ix_deliveries_open", table_name="deliveries")
    with op.batch_alter_table(
        "deliveries", table_kwargs={"sqlite_autoincrement": True}
    ) as deliveries:
        deliveries.add_column(
            sa.Column("kind", sa.Text(), server_default="reminder", nullable=False)
        )
        deliveries.add_column(
            sa.Column("subject", sa.BigInteger(), server_default="0", nullable=False)
        )
        deliveries.add_column(sa.Column("shown", sa.Text(), nullable=True))
        deliveries.drop_constraint(OLD_KEY, type_="unique")
        deliveries.create_unique_constraint("uq_deliveries_key", KEY)
    for name, columns, where in (
        ("ix_deliveries_open", ["next_at", "id"], OPEN),
        ("ix_deliveries_sent", ["sent_at"], SENT),
    ):
        op.create_index(
            name,
            "deliveries",
            columns,
            unique=False,
            sqlite_where=where,
            postgresql_where=where,
        )


def _make_watches() -> None:
    op.create_table(
        "watches",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_watches_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "folded", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_folded"), "watches", ["folded"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("series_id", sa.Text(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"], ["chats.id"], name=op.f("fk_alerts_chat_id_chats"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id", "session_id"],
            ["sessions.series_id", "sessions.id"],
            name=op.f("fk_alerts_series_id_session_id_sessions"),
        ),
        sa.PrimaryKeyConstraint("chat_id", "series_id", "session_id", name=op.f("pk_alerts")),
    )
    op.create_index(
        op.f("ix_alerts_series_id_version"), "alerts", ["series_id", "version"], unique=False
    )
