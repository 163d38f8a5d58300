"""What organizers pasted, until they publish it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
TEXTS = ("platform", "person", "series_id", "name", "media_type")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "pastes",
        sa.Column("id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("mends", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("touched_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pastes")),
    )
    op.create_index(op.f("ix_pastes_created_at"), "pastes", ["created_at"])
    op.create_index(op.f("ix_pastes_platform_person"), "pastes", ["platform", "person"])
