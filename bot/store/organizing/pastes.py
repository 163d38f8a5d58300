"""Texts and files that organizers sent to be read, kept until they are published or dropped."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select, update

from bot.domain.series import Join
from bot.store.organizing.organizers import Person
from bot.store.schema.codec import from_json, to_json
from bot.store.schema.columns import count_of
from bot.store.schema.organizer_tables import pastes

_KEPT = timedelta(days=2)


class AtThatHour(StrEnum):
    """What a person says of talks at whose hour the series has others."""

    BOTH = "both"  # take place
    INSTEAD = "instead"  # of the other, which is cancelled


NEW_SERIES = "+"
"""What `series_id` is of a paste that is to be a new series."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mends:
    """What a person said of a paste that it does not say itself; what is empty was not said.

    `timezone` is a zone word, `title` that of a new series. With `is_academic_year`, `year` is that
    in which one begins.
    """

    year: int | None = None
    is_academic_year: bool = False
    timezone: str = ""
    length: timedelta | None = None
    join: Join | None = None
    title: str = ""
    at_that_hour: AtThatHour | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """A document of a person: its bytes, what it is called, and for which series it is.

    `series_id` is empty until it is chosen, or NEW_SERIES.
    """

    id: str
    series_id: str = ""
    name: str = ""
    media_type: str = ""
    data: bytes = field(default=b"", repr=False)
    mends: Mends = Mends()


def add_paste(connection: Connection, paste: Paste, by: Person, *, now: datetime) -> None:
    """Keep a paste until it is answered, for two days at most."""
    purge_pastes(connection, now=now)
    values = {
        "id": paste.id,
        "platform": by.platform,
        "person": by.number,
        "name": paste.name,
        "media_type": paste.media_type,
        "created_at": now,
        **_changing(paste, now),
    }
    connection.execute(insert(pastes).values(values))


def save_paste(connection: Connection, paste: Paste, *, now: datetime) -> bool:
    """Keep what was said of an open paste; return whether it is one."""
    values = _changing(paste, now) | {"name": paste.name, "media_type": paste.media_type}
    return count_of(connection.execute(update(pastes).where(_is_open(paste.id)).values(values))) > 0


def find_paste(connection: Connection, paste_id: str, by: Person) -> Paste | None:
    """Return a person's own paste; None if it is not there, or was answered."""
    query = select(pastes).where(_is_open(paste_id), _is_of(by))
    row = connection.execute(query).mappings().first()
    return _paste(row) if row else None


def close_paste(connection: Connection, paste_id: str, outcome: str) -> bool:
    """Note how a paste was answered, and forget what it said; return whether it was open."""
    values = {"outcome": outcome, "data": b"", "mends": to_json(Mends())}
    return count_of(connection.execute(update(pastes).where(_is_open(paste_id)).values(values))) > 0


def delete_pastes(connection: Connection, by: Person) -> None:
    """Forget all that a person pasted."""
    connection.execute(delete(pastes).where(_is_of(by)))


def purge_pastes(connection: Connection, *, now: datetime) -> None:
    """Forget what nobody has answered for two days, and what was answered before that."""
    connection.execute(delete(pastes).where(pastes.c.touched_at < now - _KEPT))


def _changing(paste: Paste, now: datetime) -> dict[str, object]:
    return {
        "series_id": paste.series_id,
        "data": paste.data,
        "mends": to_json(paste.mends),
        "touched_at": now,
    }


def _paste(row: RowMapping) -> Paste:
    return Paste(
        id=row["id"],
        series_id=row["series_id"],
        name=row["name"],
        media_type=row["media_type"],
        data=row["data"],
        mends=from_json(row["mends"], Mends),
    )


def _is_open(paste_id: str) -> ColumnElement[bool]:
    return (pastes.c.id == paste_id) & (pastes.c.outcome == "")


def _is_of(by: Person) -> ColumnElement[bool]:
    return (pastes.c.platform == by.platform) & (pastes.c.person == by.number)
