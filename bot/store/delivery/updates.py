"""Edits of messages that chats have seen: rows for all that show what counts no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import (
    BigInteger,
    Connection,
    Select,
    Text,
    and_,
    case,
    column,
    func,
    literal,
    select,
    values,
)

from bot.store.delivery.deliveries import DeliveryStatus, Kind
from bot.store.schema import tables
from bot.store.schema.column_types import Seconds
from bot.store.schema.columns import seconds
from bot.store.schema.upsert import count_inserted, insert_missing

EDITED_FOR = timedelta(hours=1)
"""How long after a message was sent its link is edited still."""

OUTDATED_FOR = timedelta(hours=48)
"""How long after it was sent it is edited if its session is at another time, or off."""

_AT_ONCE = 500  # rows in one statement
_NEVER = -1
_KEPT = ("chat_id", "series_id", "session_id", "offset_s", "start_at", "message_id", "shown")


@dataclass(frozen=True, slots=True)
class ShownNow:
    """What messages of a session show if they are made now: marks that tell it from all else.

    Those of its start, if it has one, show its link: `shown`. Those of another start say where it
    is, or that it is off: `elsewhere`, None if they are to be left alone. `until` is the UTC
    instant from which on nobody needs it any more.
    """

    series_id: str
    session_id: str
    until: datetime
    start_at: datetime | None = None
    shown: str = ""
    elsewhere: str | None = None


def plan_edits(connection: Connection, current: Iterable[ShownNow], *, now: datetime) -> int:
    """Make a delivery for each message of late that shows what counts no more; count the new.

    A message has one edit that follows it, which is followed by the next: planning again adds
    nothing. An edit of a link has a use until an hour after the first message was sent, one of a
    time for two days.
    """
    remaining, added = iter(current), 0
    while some := list(islice(remaining, _AT_ONCE)):
        columns = ["kind", "subject", *_KEPT, "due_at", "next_at", "expires_at"]
        insertion = insert_missing(connection, tables.deliveries)
        added += count_inserted(connection, insertion.from_select(columns, _outdated(some, now)))
    return added


def _outdated(current: Sequence[ShownNow], now: datetime) -> Select[tuple[object, ...]]:
    table, chats, at = tables.deliveries, tables.chats, seconds(now)
    texts = [column(name, Text) for name in ("series_id", "session_id", "shown", "elsewhere")]
    instants = [column(name, Seconds) for name in ("start_at", "until")]
    rows = [
        (
            one.series_id,
            one.session_id,
            one.shown,
            one.elsewhere or "",
            seconds(one.start_at) if one.start_at else _NEVER,
            seconds(one.until),
        )
        for one in current
    ]
    wanted = values(*texts, *instants, name="current").data(rows).cte()
    is_of = and_(*(table.c[name] == wanted.c[name] for name in ("series_id", "session_id")))
    is_there = table.c.start_at == wanted.c.start_at
    mark = case((is_there, wanted.c.shown), else_=wanted.c.elsewhere)
    hour, days = (int(one.total_seconds()) for one in (EDITED_FOR, OUTDATED_FOR))
    # What follows an edit of a link has no more time than the edit had.
    own = case(
        (is_there & (table.c.kind == Kind.EDIT.value), table.c.expires_at),
        (is_there, table.c.sent_at + hour),
        else_=table.c.sent_at + days,
    )
    expires = case((own < wanted.c.until, own), else_=wanted.c.until)
    return (
        select(
            literal(Kind.EDIT.value),
            table.c.id,
            *(table.c[name] for name in _KEPT),
            literal(at, BigInteger),
            literal(at, BigInteger),
            expires,
        )
        .join(wanted, is_of)
        .join(chats, and_(chats.c.id == table.c.chat_id, chats.c.ended_at.is_(None)))
        .where(
            table.c.sent_at.is_not(None),
            table.c.sent_at > at - days,
            table.c.status == DeliveryStatus.SENT.value,
            table.c.kind.in_([Kind.REMINDER.value, Kind.EDIT.value]),
            func.coalesce(table.c.message_id, "") != "",
            is_there | (wanted.c.elsewhere != ""),
            table.c.shown != mark,
            expires > at,
        )
    )
