"""What became of the messages of a series, and how many chats follow it. It tells of no chat."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    case,
    exists,
    func,
    literal,
    literal_column,
    select,
)

from bot.store.delivery.deliveries import DeliveryStatus, Kind
from bot.store.schema import tables
from bot.store.schema.columns import instant, seconds

PUNCTUAL = timedelta(minutes=1)
"""A message that left within so long after it was due counts as in time."""

_SLOT = 900  # seconds: days of all zones begin at a full quarter of an hour
_TOLD = (Kind.REMINDER, Kind.ALERT, Kind.NOTICE, Kind.LETTER)  # messages; the others edit them


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    LATE = "late"  # it was sent, more than a minute after it was due
    FAILED = "failed"  # the chat could not be reached
    DROPPED = "dropped"  # it could not be sent while it had a use


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many messages that were due in a quarter of an hour (from `due_at` on, UTC) fared so."""

    due_at: datetime
    outcome: Outcome
    count: int


@dataclass(frozen=True, slots=True)
class Following:
    """How many chats of a platform follow a series, or single sessions of it alone.

    `unreachable` do either, and cannot be reached; they are in neither of the others.
    """

    platform: str
    whole: int
    single: int
    unreachable: int


def list_outcomes(connection: Connection, series_id: str, *, since: datetime) -> list[Outcomes]:
    """Return what became of the messages of a series that were due since then."""
    table = tables.deliveries
    slot = literal_column(f"due_at - due_at % {_SLOT}", Integer).label("slot")
    latest = table.c.due_at + int(PUNCTUAL.total_seconds())
    is_late = case((table.c.sent_at > latest, 1), else_=0).label("is_late")
    found = (
        select(slot, table.c.status, is_late)
        .where(table.c.series_id == series_id, table.c.due_at >= seconds(since))
        .where(table.c.kind.in_([one.value for one in _TOLD]))
        .subquery()
    )
    of = (found.c.slot, found.c.status, found.c.is_late)
    query = select(*of, func.count()).group_by(*of).order_by(*of)
    return list(_outcomes(connection.execute(query)))


def _outcomes(rows: Iterable[Row[Any]]) -> Iterator[Outcomes]:
    for row in rows:
        outcome = Outcome.LATE if row.is_late else _OUTCOMES.get(DeliveryStatus(row.status))
        if outcome:
            yield Outcomes(instant(row.slot), outcome, row[-1])


_OUTCOMES = {
    DeliveryStatus.SENT: Outcome.SENT,
    DeliveryStatus.FAILED: Outcome.FAILED,
    DeliveryStatus.EXPIRED: Outcome.DROPPED,
}


def count_open(connection: Connection, series_id: str) -> int:
    """Return how many messages of a series are owed to chats at the moment."""
    table = tables.deliveries
    where = (table.c.series_id == series_id) & table.c.next_at.is_not(None)
    query = select(func.count()).select_from(table).where(where)
    return int(connection.execute(query).scalar_one())


def list_following(connection: Connection, series_id: str) -> list[Following]:
    """Return how many chats follow a series, by platform."""
    chats = tables.chats
    follows, stars = (
        exists().where(table.c.chat_id == chats.c.id, table.c.series_id == series_id)
        for table in (tables.subscriptions, tables.stars)
    )
    is_ended = chats.c.ended_at.is_not(None)
    way = case((is_ended, literal("unreachable")), (follows, literal("whole")), else_="single")
    found = select(chats.c.platform, way.label("way")).where(follows | stars).subquery()
    of = (found.c.platform, found.c.way)
    counts: dict[str, dict[str, int]] = {}
    for row in connection.execute(select(*of, func.count()).group_by(*of)):
        of_platform = counts.setdefault(row.platform, {"whole": 0, "single": 0, "unreachable": 0})
        of_platform[row.way] = row[-1]
    return [Following(platform, **counts[platform]) for platform in sorted(counts)]
