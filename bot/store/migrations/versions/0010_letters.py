"""Letters: messages that somebody wrote, or that organizers alone get."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "letters",
        sa.Column("id", NUMBER, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("series_id", "session_id", "purpose", "key", "content")
        ),
        sa.Column("by_platform", sa.Text(), nullable=False),
        sa.Column("by_person", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("released_at", sa.BigInteger()),
        sa.Column("withdrawn_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.ForeignKeyConstraint(
            ["series_id"], ["series.id"], name=op.f("fk_letters_series_id_series")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_letters_series_id_purpose"), "letters", ["series_id", "purpose"])
    has_key = sa.text("key != ''")
    op.create_index(
        "ix_letters_key",
        "letters",
        ["series_id", "session_id", "purpose", "key"],
        unique=True,
        sqlite_where=has_key,
        postgresql_where=has_key,
    )
