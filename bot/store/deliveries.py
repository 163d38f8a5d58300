"""The messages that are owed: taken under a lease, marked before they leave and after, closed.

`pending → claimed → sending → sent`. A row whose lease has ended is free again, whatever it was: if
it was `sending`, its message may have left, and leaves again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Update,
    bindparam,
    exists,
    or_,
    select,
    update,
)

from bot.store import tables
from bot.store.columns import count_of, instant, seconds

LEASE = timedelta(seconds=30)
"""How long a delivery belongs to who has claimed it, and anew to who sends it."""


class DeliveryStatus(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    EXPIRED = "expired"  # it could not be sent while it had a use
    DROPPED = "dropped"  # nobody wants it: moved, cancelled, muted, unsubscribed
    FAILED = "failed"  # the chat cannot be reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery under our lease. All times are aware UTC instants.

    `attempts` were made before. `was_sending`: the last of them may have arrived. `zone` is the
    chat's, empty if it says none; `quiet` are its quiet minutes of the day.
    """

    id: int
    chat_id: int
    platform: str
    address: str
    chat_kind: str
    zone: str
    quiet: tuple[int, int] | None
    series_id: str
    session_id: str
    offset: timedelta
    start_at: datetime
    due_at: datetime
    expires_at: datetime
    attempts: int
    was_sending: bool


class Readiness(StrEnum):
    """What came of marking a delivery as being sent."""

    READY = "ready"
    LOST = "lost"  # the lease has ended, or it is somebody else's
    UNWANTED = "unwanted"  # it is ours, but not to be sent as it is


def next_open_at(connection: Connection, platform: str) -> datetime | None:
    """Return when the next delivery of a platform is to be looked at; None if there is none."""
    table, chats = tables.deliveries, tables.chats
    query = select(table.c.next_at).join(chats, chats.c.id == table.c.chat_id)
    where = table.c.next_at.is_not(None) & (chats.c.platform == platform)
    earliest = query.where(where).order_by(table.c.next_at).limit(1)
    found: int | None = connection.execute(earliest).scalar()
    return None if found is None else instant(found)


def claim(
    connection: Connection,
    owner: str,
    platforms: Collection[str],
    *,
    now: datetime,
    most: int = 1,
) -> list[Claimed]:
    """Take up to so many deliveries of these platforms that are due, the earliest first."""
    about = {"now": seconds(now), "platforms": list(platforms), "most": most}
    claimed = [_claimed(row) for row in connection.execute(_due(), about).mappings()]
    taken = {"ids": [one.id for one in claimed], "owner": owner, "until": seconds(now + LEASE)}
    if claimed:
        connection.execute(_taking(), taken)
    return claimed


@cache
def _due() -> Select[Any]:
    table, chats = tables.deliveries, tables.chats
    of_chat = (chats.c.platform, chats.c.address, chats.c.zone, chats.c.quiet_from)
    return (
        select(table, *of_chat, chats.c.quiet_to, chats.c.kind)
        .join(chats, chats.c.id == table.c.chat_id)
        .where(table.c.next_at.is_not(None), table.c.next_at <= bindparam("now"))
        .where(chats.c.platform.in_(bindparam("platforms", expanding=True)))
        .order_by(table.c.next_at, table.c.id)
        .limit(bindparam("most"))
        .with_for_update(of=table, skip_locked=True)
    )


@cache
def _taking() -> Update:
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.CLAIMED.value,
        "lease_owner": bindparam("owner"),
        "next_at": bindparam("until"),
    }
    its_id = table.c.id.in_(bindparam("ids", expanding=True))
    return update(table).where(its_id).values(**values)


def _claimed(row: RowMapping) -> Claimed:
    has_quiet = row["quiet_from"] is not None and row["quiet_to"] is not None
    return Claimed(
        id=row["id"],
        chat_id=row["chat_id"],
        platform=row["platform"],
        address=row["address"],
        chat_kind=row["kind"],
        zone=row["zone"] or "",
        quiet=(row["quiet_from"], row["quiet_to"]) if has_quiet else None,
        series_id=row["series_id"],
        session_id=row["session_id"],
        offset=timedelta(seconds=row["offset_s"]),
        start_at=instant(row["start_at"]),
        due_at=instant(row["due_at"]),
        expires_at=instant(row["expires_at"]),
        attempts=row["attempts"],
        was_sending=row["status"] == DeliveryStatus.SENDING,
    )


def mark_sending(
    connection: Connection, claimed: Claimed, owner: str, version: int, *, now: datetime
) -> Readiness:
    """Note that a message leaves now, if it is still ours, and still wanted.

    It is not if the series has another version than the message was made of, or if the chat does
    not follow it any more, has muted the session, or cannot be reached.
    """
    about = {
        "its_id": claimed.id,
        "its_chat": claimed.chat_id,
        "its_series": claimed.series_id,
        "its_session": claimed.session_id,
        "owner": owner,
        "version": version,
        "now": seconds(now),
        "lease_end": seconds(now + LEASE),
    }
    if count_of(connection.execute(_sending(), about)):
        return Readiness.READY
    is_ours = connection.execute(_is_ours(), about).first() is not None
    return Readiness.UNWANTED if is_ours else Readiness.LOST


@cache
def _sending() -> Update:
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.SENDING.value,
        "attempts": table.c.attempts + 1,
        "next_at": bindparam("lease_end"),
    }
    return update(table).where(*_ours(), *_wanted()).values(**values)


@cache
def _is_ours() -> Select[Any]:
    return select(tables.deliveries.c.id).where(*_ours())


def _ours() -> tuple[ColumnElement[bool], ...]:
    table = tables.deliveries
    return (
        table.c.id == bindparam("its_id"),
        table.c.status == DeliveryStatus.CLAIMED.value,
        table.c.lease_owner == bindparam("owner"),
        table.c.next_at > bindparam("now"),
    )


def _wanted() -> tuple[ColumnElement[bool], ...]:
    chats, series, follows = tables.chats, tables.series, tables.subscriptions
    is_current = exists().where(
        series.c.id == bindparam("its_series"),
        series.c.version == bindparam("version"),
        series.c.archived_at.is_(None),
    )
    is_reachable = exists().where(chats.c.id == bindparam("its_chat"), chats.c.ended_at.is_(None))
    follows_series = exists().where(
        follows.c.chat_id == bindparam("its_chat"), follows.c.series_id == bindparam("its_series")
    )
    follows_session, is_muted = (
        exists().where(
            table.c.chat_id == bindparam("its_chat"),
            table.c.series_id == bindparam("its_series"),
            table.c.session_id == bindparam("its_session"),
        )
        for table in (tables.stars, tables.mutes)
    )
    return is_current, is_reachable, or_(follows_series, follows_session), ~is_muted


def mark_sent(connection: Connection, delivery_id: int, message_id: str, *, now: datetime) -> None:
    """Note that a message has left; whoever may have claimed it meanwhile has lost it."""
    about = {"its_id": delivery_id, "name": message_id, "at": seconds(now)}
    connection.execute(_closing_sent(), about)


@cache
def _closing_sent() -> Update:
    table = tables.deliveries
    values: dict[str, object] = {
        "status": DeliveryStatus.SENT.value,
        "message_id": bindparam("name"),
        "sent_at": bindparam("at"),
        "next_at": None,
        "lease_owner": None,
        "error": "",
    }
    return update(table).where(table.c.id == bindparam("its_id")).values(**values)


def reschedule(
    connection: Connection, delivery_id: int, owner: str, at: datetime, *, error: str = ""
) -> bool:
    """Give a delivery back, to be tried again at an instant; return whether it was still ours."""
    whole = at if at.microsecond == 0 else at + timedelta(seconds=1)  # never before it
    values = {
        "status": DeliveryStatus.PENDING.value,
        "next_at": seconds(whole),
        "lease_owner": None,
        "error": error,
    }
    return _update_ours(connection, delivery_id, owner, values)


def close(
    connection: Connection,
    delivery_id: int,
    owner: str,
    status: DeliveryStatus,
    *,
    error: str = "",
) -> bool:
    """Be done with a delivery without having sent it; return whether it was still ours."""
    values = {"status": status.value, "next_at": None, "lease_owner": None, "error": error}
    return _update_ours(connection, delivery_id, owner, values)


def _update_ours(
    connection: Connection, delivery_id: int, owner: str, values: Mapping[str, object]
) -> bool:
    table = tables.deliveries
    where = (table.c.id == delivery_id) & (table.c.lease_owner == owner)
    return count_of(connection.execute(update(table).where(where).values(**values))) > 0


def close_unreachable(connection: Connection, chat_id: int, *, error: str) -> int:
    """Be done with all that is owed to a chat that cannot be reached; return how many it were."""
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.FAILED.value,
        "next_at": None,
        "lease_owner": None,
        "error": error,
    }
    where = (table.c.chat_id == chat_id) & table.c.next_at.is_not(None)
    return count_of(connection.execute(update(table).where(where).values(**values)))


def expire_overdue(connection: Connection, *, now: datetime) -> int:
    """Be done with all deliveries that nobody holds and that have no use any more; count them."""
    table = tables.deliveries
    values = {"status": DeliveryStatus.EXPIRED.value, "next_at": None, "lease_owner": None}
    where = table.c.next_at.is_not(None) & (table.c.next_at <= seconds(now))
    overdue = update(table).where(where, table.c.expires_at <= seconds(now)).values(**values)
    return count_of(connection.execute(overdue))
