"""What sort of source each series has: a file until now."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: all that is there came from files."""
    column = sa.Column("kind", sa.Text(), nullable=False, server_default="file")
    op.add_column("sources", column)
