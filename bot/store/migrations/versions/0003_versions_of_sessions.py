"""In which version of its series a session was last written, to read only what is new."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; 0 is before any version."""
    op.add_column(
        "sessions", sa.Column("version", sa.Integer(), nullable=False, server_default="0")
    )
