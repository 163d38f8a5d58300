"""Weekly digests: at which hours of the week chats want one, and rows for all of them at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Connection, Integer, Text, and_, column, func, literal, select
from sqlalchemy import values as value_rows

from bot.reminders.digests import WeeklySlot
from bot.store.delivery.deliveries import Kind
from bot.store.schema import tables
from bot.store.schema.column_types import Seconds
from bot.store.schema.columns import seconds
from bot.store.schema.upsert import count_inserted, insert_missing

_SLOT = ("digest_weekday", "digest_minute", "zone")


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDigest:
    """A digest that is owed to all chats that want it at a slot. Both are aware UTC instants."""

    slot: WeeklySlot
    due_at: datetime
    expires_at: datetime


def list_digest_slots(connection: Connection) -> list[WeeklySlot]:
    """Return at which slots of the week any chat that can be reached wants a digest, each once."""
    chats = tables.chats
    zone = func.coalesce(chats.c.zone, "UTC")
    query = select(chats.c.digest_weekday, chats.c.digest_minute, zone).distinct()
    wanted = query.where(chats.c.digest_weekday.is_not(None), chats.c.ended_at.is_(None))
    rows = connection.execute(wanted)
    return sorted(WeeklySlot(weekday, minute, zone) for weekday, minute, zone in rows)


def plan_digests(connection: Connection, due: Sequence[DueDigest]) -> int:
    """Make a delivery of each digest for each chat with its slot; return how many are new.

    A chat gets none of an hour before it said its slot, and none twice.
    """
    if not due:
        return 0
    chats = tables.chats
    numbers = [column(name, Integer) for name in ("digest_weekday", "digest_minute")]
    instants = [column(name, Seconds) for name in ("due_at", "expires_at")]
    rows = [
        (
            one.slot.weekday,
            one.slot.minute,
            one.slot.zone,
            seconds(one.due_at),
            seconds(one.expires_at),
        )
        for one in due
    ]
    owed = value_rows(*numbers, column("zone", Text), *instants, name="owed").data(rows).cte()
    is_its_slot = and_(
        chats.c.digest_weekday == owed.c.digest_weekday,
        chats.c.digest_minute == owed.c.digest_minute,
        func.coalesce(chats.c.zone, "UTC") == owed.c.zone,
    )
    wanted = (
        select(
            literal(Kind.DIGEST.value),
            chats.c.id,
            literal(""),
            literal(""),
            literal(0, BigInteger),
            owed.c.due_at,
            owed.c.due_at,
            owed.c.due_at,
            owed.c.expires_at,
        )
        .join(owed, is_its_slot)
        .where(chats.c.ended_at.is_(None), chats.c.digest_since < owed.c.due_at)
    )
    columns = ["kind", "chat_id", "series_id", "session_id", "offset_s"]
    columns += ["start_at", "due_at", "next_at", "expires_at"]
    insertion = insert_missing(connection, tables.deliveries).from_select(columns, wanted)
    return count_inserted(connection, insertion)
