"""Links by which one person may describe one talk: kept as hashes, and of whoever opens them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, insert, or_, select, update

from bot.store.organizing.organizers import Person
from bot.store.schema import tables
from bot.store.schema.columns import count_of
from bot.store.schema.speaker_tables import speaker_links

_NOBODY = Person("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerLink:
    """That a talk may be described; without an id, it is its session's only one.

    `by` made it, `person` has opened it first: nobody (without a number) until then. All times are
    aware UTC instants.
    """

    series_id: str
    session_id: str
    talk_id: str
    by: Person
    created_at: datetime
    expires_at: datetime
    person: Person = _NOBODY
    id: int = 0


def add_speaker_link(connection: Connection, token_hash: bytes, new: SpeakerLink) -> int:
    """Keep a link, by the hash of its token; return its number, which is not taken but found."""
    adding = insert(speaker_links).values(
        token_hash=token_hash,
        series_id=new.series_id,
        session_id=new.session_id,
        talk_id=new.talk_id,
        by_platform=new.by.platform,
        by_person=new.by.number,
        created_at=new.created_at,
        expires_at=new.expires_at,
        platform="",
        person="",
    )
    return int(connection.execute(adding.returning(speaker_links.c.id)).scalar_one())


def open_speaker_link(
    connection: Connection, token_hash: bytes, person: Person, *, now: datetime
) -> SpeakerLink | None:
    """Return the link of a token, which is this person's if it is nobody's yet.

    None for one that is not known, is somebody else's, or counts no more. Of two people at once,
    one gets it.
    """
    table = speaker_links
    is_it = (table.c.token_hash == token_hash) & _counts(now)
    values = {"platform": person.platform, "person": person.number, "opened_at": now}
    connection.execute(update(table).where(is_it & (table.c.person == "")).values(**values))
    row = connection.execute(select(table).where(is_it & _is_of(person))).mappings().first()
    return _link(row) if row else None


def spoil_speaker_link(connection: Connection, token_hash: bytes, *, now: datetime) -> None:
    """Let a link that nobody has opened, and others have seen, count no more."""
    table = speaker_links
    is_unopened = (table.c.token_hash == token_hash) & (table.c.person == "")
    is_open = is_unopened & table.c.revoked_at.is_(None)
    connection.execute(update(table).where(is_open).values(revoked_at=now))


def list_own_links(connection: Connection, person: Person, *, now: datetime) -> list[SpeakerLink]:
    """Return the links that are somebody's and count, the oldest first."""
    if not person.number:
        return []
    query = select(speaker_links).where(_is_of(person) & _counts(now))
    rows = connection.execute(query.order_by(speaker_links.c.id)).mappings()
    return [_link(row) for row in rows]


def list_links_of(
    connection: Connection, series_id: str, session_id: str, *, now: datetime
) -> list[SpeakerLink]:
    """Return the links of a session that count, the oldest first."""
    table = speaker_links
    its = (table.c.series_id == series_id) & (table.c.session_id == session_id)
    rows = connection.execute(select(table).where(its & _counts(now)).order_by(table.c.id))
    return [_link(row) for row in rows.mappings()]


def find_speaker_link(connection: Connection, link_id: int) -> SpeakerLink | None:
    """Return a link, whether it counts or not; None if it is not there."""
    query = select(speaker_links).where(speaker_links.c.id == link_id)
    row = connection.execute(query).mappings().first()
    return _link(row) if row else None


def revoke_speaker_link(connection: Connection, link_id: int, *, now: datetime) -> bool:
    """Let a link count no more; return whether it did."""
    where = (speaker_links.c.id == link_id) & speaker_links.c.revoked_at.is_(None)
    revoking = update(speaker_links).where(where).values(revoked_at=now)
    return count_of(connection.execute(revoking)) > 0


def _counts(now: datetime) -> ColumnElement[bool]:
    """Tell whether a link counts: it is not taken back, and its talk has yet to begin."""
    table, sessions, series = speaker_links, tables.sessions, tables.series
    is_ahead = exists().where(
        sessions.c.series_id == table.c.series_id,
        sessions.c.id == table.c.session_id,
        sessions.c.is_removed.is_(False),
        or_(sessions.c.start_at.is_(None), sessions.c.start_at > now),
        series.c.id == table.c.series_id,
        series.c.archived_at.is_(None),
    )
    return table.c.revoked_at.is_(None) & (table.c.expires_at > now) & is_ahead


def _is_of(person: Person) -> ColumnElement[bool]:
    is_there = speaker_links.c.platform == person.platform
    return is_there & (speaker_links.c.person == person.number)


def _link(row: RowMapping) -> SpeakerLink:
    return SpeakerLink(
        id=row["id"],
        series_id=row["series_id"],
        session_id=row["session_id"],
        talk_id=row["talk_id"],
        by=Person(row["by_platform"], row["by_person"]),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        person=Person(row["platform"], row["person"]),
    )
