"""Organizers of series, what they may and did, and edits made in chat."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; a base comes with the next version that a source gives."""
    _make_rights()
    _make_edits()


def _of_series(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["series_id"], ["series.id"], name=op.f(f"fk_{table}_series_id_series")
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _make_rights() -> None:
    op.create_table(
        "organizers",
        _text("series_id"),
        _text("platform"),
        _text("person"),
        _text("origin"),
        _text("name"),
        sa.Column("created_at", INSTANT, nullable=False),
        _of_series("organizers"),
        sa.PrimaryKeyConstraint(
            "series_id", "platform", "person", "origin", name=op.f("pk_organizers")
        ),
    )
    op.create_index(op.f("ix_organizers_platform_person"), "organizers", ["platform", "person"])
    op.create_table(
        "organizer_links",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        _text("series_id"),
        _text("name"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _of_series("organizer_links"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_organizer_links")),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        _text("series_id"),
        _text("platform"),
        _text("person"),
        _text("name"),
        _text("action"),
        _text("about"),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("recorded_at", INSTANT, nullable=False),
        _of_series("audit"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_series_id_id"), "audit", ["series_id", "id"])


def _make_edits() -> None:
    op.create_table(
        "bases",
        _text("series_id"),
        _text("content"),
        _of_series("bases"),
        sa.PrimaryKeyConstraint("series_id", name=op.f("pk_bases")),
    )
    op.create_table(
        "overlays",
        _text("series_id"),
        _text("session_id"),
        _text("facet"),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("content"),
        sa.Column("created_at", INSTANT, nullable=False),
        _of_series("overlays"),
        sa.PrimaryKeyConstraint("series_id", "session_id", "facet", name=op.f("pk_overlays")),
    )
    op.create_table(
        "drafts",
        _text("id"),
        _text("platform"),
        _text("person"),
        _text("series_id"),
        _text("content"),
        _text("shown_hash"),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        _of_series("drafts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
    )
    op.create_index(op.f("ix_drafts_created_at"), "drafts", ["created_at"])
