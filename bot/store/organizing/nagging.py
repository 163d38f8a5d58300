"""Who organizes what, when each wants to be reminded of what is missing, and of what they were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select

from bot.store.organizing.organizers import Person
from bot.store.schema.columns import Lengths, count_of, instant, offsets_of, offsets_text, seconds
from bot.store.schema.organizer_tables import organizers
from bot.store.schema.speaker_tables import nag_rules, nags
from bot.store.schema.upsert import count_inserted, insert_missing

NagKey = tuple[str, str, timedelta, datetime]
"""A series' id, a session's, how long before its start, its start (UTC)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organizing:
    """That somebody organizes a series; `offsets` is None where they say nothing of being reminded.

    What was due by `since` (UTC) is left out: until then they did not organize it, or had another
    rule.
    """

    series_id: str
    person: Person
    offsets: Lengths | None
    since: datetime


def list_organizing(connection: Connection) -> list[Organizing]:
    """Return who organizes which series, in order."""
    table, rules = organizers, nag_rules
    own = and_(rules.c.platform == table.c.platform, rules.c.person == table.c.person)
    key = (table.c.platform, table.c.person, table.c.series_id)
    since = func.min(table.c.created_at).label("since")
    query = select(*key, since, rules.c.offsets, rules.c.ruled_at).outerjoin(rules, own)
    query = query.group_by(*key, rules.c.offsets, rules.c.ruled_at).order_by(*key)
    return [
        Organizing(
            series_id=row["series_id"],
            person=Person(row["platform"], row["person"]),
            offsets=offsets_of(row["offsets"]),
            since=max(row["since"], instant(row["ruled_at"] or 0)),
        )
        for row in connection.execute(query).mappings()
    ]


def find_nag_rule(connection: Connection, person: Person) -> Lengths | None:
    """Return how long before sessions somebody is to be reminded; None where they say nothing."""
    query = select(nag_rules.c.offsets).where(_of(person))
    return offsets_of(connection.execute(query).scalar())


def set_nag_rule(
    connection: Connection, person: Person, offsets: Lengths | None, *, now: datetime
) -> None:
    """Let somebody be reminded so from now on; None is as everybody is.

    A rule that is said again stays as old as it is.
    """
    known = connection.execute(select(nag_rules.c.offsets).where(_of(person))).scalar()
    said = offsets_text(offsets) or ""
    if known == said or (known is None and not said):
        return
    connection.execute(delete(nag_rules).where(_of(person)))
    values = {"platform": person.platform, "person": person.number}
    connection.execute(insert(nag_rules).values(**values, offsets=said, ruled_at=seconds(now)))


def _of(person: Person) -> ColumnElement[bool]:
    is_of = nag_rules.c.platform == person.platform
    return is_of & (nag_rules.c.person == person.number)


def list_nagged(connection: Connection, *, now: datetime) -> set[tuple[Person, NagKey]]:
    """Return of which sessions to come organizers were reminded, or need not be."""
    rows = connection.execute(select(nags).where(nags.c.start_at > seconds(now))).mappings()
    return {
        (
            Person(row["platform"], row["person"]),
            (
                row["series_id"],
                row["session_id"],
                timedelta(seconds=row["offset_s"]),
                instant(row["start_at"]),
            ),
        )
        for row in rows
    }


def add_nags(
    connection: Connection,
    person: Person,
    keys: Iterable[NagKey],
    letter_id: int,
    *,
    now: datetime,
) -> int:
    """Note that somebody is reminded of sessions, in a letter (0: in none); return what is new."""
    rows = [
        {
            "platform": person.platform,
            "person": person.number,
            "series_id": series_id,
            "session_id": session_id,
            "offset_s": int(offset.total_seconds()),
            "start_at": seconds(start_at),
            "letter_id": letter_id,
            "planned_at": seconds(now),
        }
        for series_id, session_id, offset, start_at in keys
    ]
    return count_inserted(connection, insert_missing(connection, nags).values(rows)) if rows else 0


def purge_nags(connection: Connection, *, before: datetime) -> int:
    """Delete what organizers were told of sessions that began before an instant; count it."""
    where = nags.c.start_at < seconds(before)
    return count_of(connection.execute(delete(nags).where(where)))


def rewind_nags(connection: Connection, *, now: datetime) -> None:
    """Forget what organizers were told after now, in the database of a simulation."""
    connection.execute(delete(nags).where(nags.c.planned_at > seconds(now)))
