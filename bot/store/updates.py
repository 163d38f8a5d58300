"""Edits of messages that chats have seen: rows for all that show a link that counts no more."""

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

from bot.store import tables
from bot.store.column_types import Seconds
from bot.store.columns import seconds
from bot.store.deliveries import DeliveryStatus, Kind
from bot.store.upsert import count_inserted, insert_missing

EDITED_FOR = timedelta(hours=1)
"""How long after a message was sent it is edited still."""

_AT_ONCE = 500  # rows in one statement
_KEPT = ("chat_id", "series_id", "session_id", "offset_s", "start_at", "message_id", "shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownNow:
    """What messages of a session show if they are made now: `shown` tells its link from others.

    `until` is the UTC instant from which on nobody needs the link any more.
    """

    series_id: str
    session_id: str
    start_at: datetime
    shown: str
    until: datetime


def plan_edits(connection: Connection, current: Iterable[ShownNow], *, now: datetime) -> int:
    """Make a delivery for each message of the last hour that shows another link; count the new.

    A message has one edit that follows it, which is followed by the next: planning again adds
    nothing. An edit has a use until an hour after the first message was sent.
    """
    remaining, added = iter(current), 0
    while some := list(islice(remaining, _AT_ONCE)):
        columns = ["kind", "subject", *_KEPT, "due_at", "next_at", "expires_at"]
        insertion = insert_missing(connection, tables.deliveries)
        added += count_inserted(connection, insertion.from_select(columns, _outdated(some, now)))
    return added


def _outdated(current: Sequence[ShownNow], now: datetime) -> Select[tuple[object, ...]]:
    table, chats, at = tables.deliveries, tables.chats, seconds(now)
    texts = [column(name, Text) for name in ("series_id", "session_id", "shown")]
    instants = [column(name, Seconds) for name in ("start_at", "until")]
    rows = [
        (one.series_id, one.session_id, one.shown, seconds(one.start_at), seconds(one.until))
        for one in current
    ]
    wanted = values(*texts, *instants, name="current").data(rows).cte()
    is_of = and_(*(table.c[name] == wanted.c[name] for name in ("series_id", "session_id")))
    latest = table.c.sent_at + int(EDITED_FOR.total_seconds())
    # What follows an edit has no more time than the edit had.
    own = case((table.c.kind == Kind.EDIT.value, table.c.expires_at), else_=latest)
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
        .join(wanted, and_(is_of, table.c.start_at == wanted.c.start_at))
        .join(chats, and_(chats.c.id == table.c.chat_id, chats.c.ended_at.is_(None)))
        .where(
            table.c.sent_at.is_not(None),
            table.c.sent_at > at - int(EDITED_FOR.total_seconds()),
            table.c.status == DeliveryStatus.SENT.value,
            table.c.kind.in_([Kind.REMINDER.value, Kind.EDIT.value]),
            func.coalesce(table.c.message_id, "") != "",
            table.c.shown != wanted.c.shown,
            expires > at,
        )
    )
