"""The words of all talks, as the public sees them, for searches."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and its index; series fill it when their source is read the next time."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE found_words USING fts5("
            "series_id UNINDEXED, session_id UNINDEXED, talk_id UNINDEXED, kind UNINDEXED, "
            "title, people, abstract, about, tokenize = 'ascii', prefix = '2 3')"
        )
        return
    op.execute(
        "CREATE TABLE found_words ("
        "series_id TEXT NOT NULL, session_id TEXT NOT NULL, talk_id TEXT NOT NULL, "
        "kind TEXT NOT NULL, words TSVECTOR NOT NULL, "
        "CONSTRAINT pk_found_words PRIMARY KEY (series_id, session_id, talk_id))"
    )
    op.execute("CREATE INDEX ix_found_words_words ON found_words USING gin (words)")
