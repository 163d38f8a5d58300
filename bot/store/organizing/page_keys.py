"""What lets somebody see the organizers' page of a series: kept as hashes, while it counts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select

from bot.store.organizing.organizers import Person
from bot.store.schema.page_tables import page_keys


class Key(StrEnum):
    """What a key is."""

    LINK = "link"  # counts once
    SESSION = "session"  # what a browser got for it


@dataclass(frozen=True, slots=True)
class Pass:
    """That somebody may see the page of a series, in a language if they have the right still."""

    series_id: str
    person: Person
    language: str


def add_key(
    connection: Connection,
    token_hash: bytes,
    kind: Key,
    of: Pass,
    *,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep a key, by the hash of its token."""
    adding = insert(page_keys).values(
        token_hash=token_hash,
        kind=kind.value,
        series_id=of.series_id,
        platform=of.person.platform,
        person=of.person.number,
        language=of.language,
        created_at=now,
        expires_at=expires_at,
    )
    connection.execute(adding)


def find_key(connection: Connection, token_hash: bytes, kind: Key, *, now: datetime) -> Pass | None:
    """Return what a key lets see; None for one that is not known, or counts no more."""
    query = select(page_keys).where(_counts(token_hash, kind, now))
    row = connection.execute(query).mappings().first()
    return _pass(row) if row else None


def take_key(connection: Connection, token_hash: bytes, kind: Key, *, now: datetime) -> Pass | None:
    """Return what a key lets see, and forget it: of two who take it at once, one gets it."""
    taking = delete(page_keys).where(_counts(token_hash, kind, now)).returning(page_keys)
    row = connection.execute(taking).mappings().first()
    return _pass(row) if row else None


def purge_keys(connection: Connection, *, now: datetime) -> None:
    """Delete the keys that count no more."""
    connection.execute(delete(page_keys).where(page_keys.c.expires_at <= now))


def _counts(token_hash: bytes, kind: Key, now: datetime) -> ColumnElement[bool]:
    is_it = (page_keys.c.token_hash == token_hash) & (page_keys.c.kind == kind.value)
    return is_it & (page_keys.c.expires_at > now)


def _pass(row: RowMapping) -> Pass:
    return Pass(row["series_id"], Person(row["platform"], row["person"]), row["language"])
