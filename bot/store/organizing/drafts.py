"""Edits that wait for a yes of who asked for them, and how many were reminded of a session."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.edits import Edit
from bot.store.organizing.organizers import Person
from bot.store.schema import tables
from bot.store.schema.codec import edit_from_json, edit_to_json
from bot.store.schema.columns import count_of, seconds
from bot.store.schema.organizer_tables import drafts

_KEPT = timedelta(days=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An edit that was shown to a person. `shown_hash` is of the session as it was then."""

    id: str
    series_id: str
    edit: Edit
    shown_hash: str


def add_draft(connection: Connection, draft: Draft, by: Person, *, now: datetime) -> None:
    """Keep an edit until it is answered, for two days at most."""
    purge_drafts(connection, now=now)
    values = {
        "id": draft.id,
        "platform": by.platform,
        "person": by.number,
        "series_id": draft.series_id,
        "content": edit_to_json(draft.edit),
        "shown_hash": draft.shown_hash,
        "created_at": now,
    }
    connection.execute(insert(drafts).values(values))


def purge_drafts(connection: Connection, *, now: datetime) -> None:
    """Forget what nobody has answered for two days, and what was answered before that."""
    connection.execute(delete(drafts).where(drafts.c.created_at < now - _KEPT))


def find_draft(connection: Connection, draft_id: str, by: Person, *, now: datetime) -> Draft | None:
    """Return a person's own draft; None if it is not there, was answered, or is too old."""
    is_own = (drafts.c.platform == by.platform) & (drafts.c.person == by.number)
    is_open = (drafts.c.id == draft_id) & (drafts.c.outcome == "")
    is_open &= drafts.c.created_at >= now - _KEPT
    row = connection.execute(select(drafts).where(is_own & is_open)).mappings().first()
    if row is None:
        return None
    return Draft(
        id=row["id"],
        series_id=row["series_id"],
        edit=edit_from_json(row["content"]),
        shown_hash=row["shown_hash"],
    )


def close_draft(connection: Connection, draft_id: str, outcome: str) -> bool:
    """Note how a draft was answered; return whether it was open."""
    where = (drafts.c.id == draft_id) & (drafts.c.outcome == "")
    return count_of(connection.execute(update(drafts).where(where).values(outcome=outcome))) > 0


def count_reminders(
    connection: Connection, series_id: str, session_id: str, *, now: datetime
) -> int:
    """Return how many reminders of a session have left."""
    sent = tables.deliveries
    is_sent = (
        (sent.c.series_id == series_id)
        & (sent.c.session_id == session_id)
        & (sent.c.kind == "reminder")
        & (sent.c.sent_at <= seconds(now))
    )
    query = select(func.count()).select_from(sent).where(is_sent)
    return int(connection.execute(query).scalar_one())
