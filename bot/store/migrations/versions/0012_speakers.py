"""Speakers' links and proposals, nags of organizers, and questions that are open."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables: nobody has been asked anything."""
    _make_questions()
    _make_speakers()
    _make_nags()


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _of_series(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["series_id"], ["series.id"], name=op.f(f"fk_{table}_series_id_series")
    )


def _make_questions() -> None:
    op.create_table(
        "questions",
        _text("platform"),
        _text("person"),
        _text("address"),
        _text("command"),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("platform", "person", "address", name=op.f("pk_questions")),
    )
    op.create_index(op.f("ix_questions_asked_at"), "questions", ["asked_at"])


def _make_speakers() -> None:
    op.create_table(
        "speaker_links",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _text("series_id"),
        _text("session_id"),
        _text("talk_id"),
        _text("by_platform"),
        _text("by_person"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        _text("platform"),
        _text("person"),
        sa.Column("opened_at", INSTANT),
        sa.Column("revoked_at", INSTANT),
        _of_series("speaker_links"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_speaker_links_token_hash")),
        sqlite_autoincrement=True,
    )
    index = op.f("ix_speaker_links_series_id_session_id")
    op.create_index(index, "speaker_links", ["series_id", "session_id"])
    index = op.f("ix_speaker_links_platform_person")
    op.create_index(index, "speaker_links", ["platform", "person"])
    op.create_table(
        "proposals",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("link_id", NUMBER, nullable=False),
        _text("content"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT),
        _text("outcome"),
        _text("reason"),
        sa.Column("answered_at", INSTANT),
        sa.ForeignKeyConstraint(
            ["link_id"], ["speaker_links.id"], name=op.f("fk_proposals_link_id_speaker_links")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_proposals_link_id"), "proposals", ["link_id"])


def _make_nags() -> None:
    op.create_table(
        "nag_rules",
        _text("platform"),
        _text("person"),
        _text("offsets"),
        sa.Column("ruled_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "person", name=op.f("pk_nag_rules")),
    )
    key = ["platform", "person", "series_id", "session_id", "start_at", "offset_s"]
    op.create_table(
        "nags",
        *(_text(name) for name in key[:4]),
        sa.Column("start_at", sa.BigInteger(), nullable=False),
        sa.Column("offset_s", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.BigInteger(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        _of_series("nags"),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_nags")),
    )
    op.create_index(op.f("ix_nags_planned_at"), "nags", ["planned_at"])
