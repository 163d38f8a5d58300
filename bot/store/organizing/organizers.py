"""Who may change which series, the links that let them, and the trail of what they did."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, insert, select, update

from bot.store.schema import tables
from bot.store.schema.organizer_tables import audit, organizer_links, organizers
from bot.store.schema.upsert import count_inserted, insert_missing


class Origin(StrEnum):
    """By what somebody became an organizer."""

    DEFINITION = "definition"
    LINK = "link"


class Action(StrEnum):
    """What the trail tells of."""

    EDITED = "edited"
    INVITED = "invited"  # a link was made
    JOINED = "joined"
    MADE = "made"  # a series of the chat
    REVOKED = "revoked"
    INVITED_SPEAKER = "invited speaker"  # a link was made for the speaker of a session
    REVOKED_SPEAKER = "revoked speaker"
    ANNOUNCED = "announced"
    SCHEDULED = "scheduled"  # an announcement
    WITHDREW = "withdrew"  # an announcement, before it left or after
    UNSENT = "unsent"  # we have dropped one that was scheduled
    FETCHED = "fetched"  # an address said something else, and nobody had to be asked
    APPLIED = "applied"  # what an address said was doubtful, and a person took it over
    IGNORED = "ignored"  # or left it


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a platform, by its own number of them; `name` is how they are called here."""

    platform: str
    number: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organizer:
    """That somebody may change a series."""

    series_id: str
    person: Person
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One line of the trail. `version` is that of the series which an edit made."""

    series_id: str
    person: Person
    action: Action
    about: str = ""
    version: int | None = None
    recorded_at: datetime


def list_series_of(connection: Connection, person: Person) -> list[str]:
    """Return the series that somebody may change, archived ones left out, in order."""
    table, series = organizers, tables.series
    query = select(table.c.series_id).distinct().join(series, series.c.id == table.c.series_id)
    query = query.where(_is(person) & series.c.archived_at.is_(None)).order_by(table.c.series_id)
    return list(connection.execute(query).scalars())


def find_name(connection: Connection, person: Person, series_id: str) -> str:
    """Return how somebody is called among the organizers of a series; nothing if they are not."""
    where = _is(person) & (organizers.c.series_id == series_id)
    query = select(organizers.c.name).where(where).order_by(organizers.c.name.desc())
    return connection.execute(query.limit(1)).scalar() or ""


def list_organizers(connection: Connection, series_ids: Collection[str]) -> list[Organizer]:
    """Return who may change these series."""
    table = organizers
    query = select(table).where(table.c.series_id.in_(series_ids))
    query = query.order_by(table.c.series_id, table.c.name, table.c.person, table.c.origin)
    return [_organizer(row) for row in connection.execute(query).mappings()]


def list_rights_of(connection: Connection, person: Person) -> list[Organizer]:
    """Return all rights of somebody, of archived series too."""
    query = select(organizers).where(_is(person)).order_by(organizers.c.series_id)
    return [_organizer(row) for row in connection.execute(query).mappings()]


def _organizer(row: RowMapping) -> Organizer:
    person = Person(row["platform"], row["person"], row["name"])
    return Organizer(series_id=row["series_id"], person=person, origin=Origin(row["origin"]))


def add_organizer(connection: Connection, organizer: Organizer, *, now: datetime) -> bool:
    """Let somebody change a series; return whether that is new."""
    person = organizer.person
    values = {
        "series_id": organizer.series_id,
        "platform": person.platform,
        "person": person.number,
        "origin": organizer.origin.value,
        "name": person.name,
        "created_at": now,
    }
    return count_inserted(connection, insert_missing(connection, organizers).values(values)) > 0


def remove_organizer(connection: Connection, organizer: Organizer) -> bool:
    """Let somebody no longer change a series, by this origin; return whether they could."""
    where = (organizers.c.series_id == organizer.series_id) & _is(organizer.person)
    where &= organizers.c.origin == organizer.origin.value
    return connection.execute(delete(organizers).where(where)).rowcount > 0


def keep_named(
    connection: Connection, series_id: str, people: Iterable[Person], *, now: datetime
) -> None:
    """Let those whom the definition of a series names be its organizers, and no others by it."""
    wanted = {_named(series_id, one) for one in people}
    there = {
        one for one in list_organizers(connection, [series_id]) if one.origin is Origin.DEFINITION
    }
    for one in there - wanted:
        remove_organizer(connection, one)
    for one in wanted - there:
        add_organizer(connection, one, now=now)


def _named(series_id: str, person: Person) -> Organizer:
    return Organizer(series_id=series_id, person=person, origin=Origin.DEFINITION)


def add_link(
    connection: Connection,
    token_hash: bytes,
    series_id: str,
    name: str,
    *,
    now: datetime,
    expires_at: datetime,
) -> None:
    """Keep the hash of a link that makes one person an organizer."""
    values = {"series_id": series_id, "name": name, "created_at": now, "expires_at": expires_at}
    connection.execute(insert(organizer_links).values(token_hash=token_hash, **values))


def use_link(connection: Connection, token_hash: bytes, *, now: datetime) -> tuple[str, str] | None:
    """Use up a link; return the series and the name that it is for.

    None for one that is not known, was used, or has expired. Of two at once, one gets it.
    """
    table, series = organizer_links, tables.series
    is_open = (table.c.token_hash == token_hash) & table.c.used_at.is_(None)
    is_live = exists().where((series.c.id == table.c.series_id) & series.c.archived_at.is_(None))
    using = update(table).where(is_open & (table.c.expires_at > now) & is_live).values(used_at=now)
    row = connection.execute(using.returning(table.c.series_id, table.c.name)).first()
    return (row.series_id, row.name) if row else None


def add_act(connection: Connection, act: Act) -> None:
    """Add a line to the trail."""
    values = {
        "series_id": act.series_id,
        "platform": act.person.platform,
        "person": act.person.number,
        "name": act.person.name,
        "action": act.action.value,
        "about": act.about,
        "version": act.version,
        "recorded_at": act.recorded_at,
    }
    connection.execute(insert(audit).values(values))


def list_acts(connection: Connection, series_id: str) -> list[Act]:
    """Return what was done to a series by its organizers, the first thing first."""
    query = select(audit).where(audit.c.series_id == series_id).order_by(audit.c.id)
    return [
        Act(
            series_id=row["series_id"],
            person=Person(row["platform"], row["person"], row["name"]),
            action=Action(row["action"]),
            about=row["about"],
            version=row["version"],
            recorded_at=row["recorded_at"],
        )
        for row in connection.execute(query).mappings()
    ]


def _is(person: Person) -> ColumnElement[bool]:
    return (organizers.c.platform == person.platform) & (organizers.c.person == person.number)
