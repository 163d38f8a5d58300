"""The messages that are owed: taken under a lease, marked before they leave and after, closed.

`pending → claimed → sending → sent`. A row whose lease has ended is free again, whatever it was: if
it was `sending`, its message may have left, and leaves again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, exists, or_, select, update

from bot.domain.series import Status
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
    DROPPED = "dropped"  # nobody wants it any more: moved, cancelled, muted, unsubscribed
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
    DROPPED = "dropped"  # it is not wanted as it was planned


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
    table, chats = tables.deliveries, tables.chats
    of_chat = (chats.c.platform, chats.c.address, chats.c.zone, chats.c.quiet_from)
    rows = connection.execute(
        select(table, *of_chat, chats.c.quiet_to, chats.c.kind)
        .join(chats, chats.c.id == table.c.chat_id)
        .where(table.c.next_at.is_not(None), table.c.next_at <= seconds(now))
        .where(chats.c.platform.in_(platforms))
        .order_by(table.c.next_at, table.c.id)
        .limit(most)
        .with_for_update(of=table, skip_locked=True)
    ).mappings()
    claimed = [_claimed(row) for row in rows]
    values = {
        "status": DeliveryStatus.CLAIMED.value,
        "lease_owner": owner,
        "next_at": seconds(now + LEASE),
    }
    where = table.c.id.in_([one.id for one in claimed])
    if claimed:
        connection.execute(update(table).where(where).values(**values))
    return claimed


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
    connection: Connection, claimed: Claimed, owner: str, *, now: datetime
) -> Readiness:
    """Note that a message leaves now, if it is still ours and still wanted as it was planned.

    If it is ours and not wanted, it is dropped.
    """
    table = tables.deliveries
    ours = (
        (table.c.id == claimed.id)
        & (table.c.status == DeliveryStatus.CLAIMED.value)
        & (table.c.lease_owner == owner)
        & (table.c.next_at > seconds(now))
    )
    sending = {
        "status": DeliveryStatus.SENDING.value,
        "attempts": table.c.attempts + 1,
        "next_at": seconds(now + LEASE),
    }
    wanted = update(table).where(ours, *_is_wanted(claimed)).values(**sending)
    if count_of(connection.execute(wanted)):
        return Readiness.READY
    dropped = {"status": DeliveryStatus.DROPPED.value, "next_at": None, "lease_owner": None}
    if count_of(connection.execute(update(table).where(ours).values(**dropped))):
        return Readiness.DROPPED
    return Readiness.LOST


def _is_wanted(claimed: Claimed) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions: the session takes place at that time, and the chat wants to know."""
    chats, series, sessions = tables.chats, tables.series, tables.sessions
    takes_place = exists().where(
        sessions.c.series_id == claimed.series_id,
        sessions.c.id == claimed.session_id,
        sessions.c.start_at == claimed.start_at,
        sessions.c.status != Status.CANCELLED.value,
        sessions.c.is_removed.is_(False),
        series.c.id == sessions.c.series_id,
        series.c.archived_at.is_(None),
    )
    is_reachable = exists().where(chats.c.id == claimed.chat_id, chats.c.ended_at.is_(None))
    follows, stars, mutes = tables.subscriptions, tables.stars, tables.mutes
    of_series = (
        follows.c.chat_id == claimed.chat_id,
        follows.c.series_id == claimed.series_id,
    )
    single = [
        (
            table.c.chat_id == claimed.chat_id,
            table.c.series_id == claimed.series_id,
            table.c.session_id == claimed.session_id,
        )
        for table in (stars, mutes)
    ]
    is_followed = or_(exists().where(*of_series), exists().where(*single[0]))
    return takes_place, is_reachable, is_followed, ~exists().where(*single[1])


def mark_sent(connection: Connection, delivery_id: int, message_id: str, *, now: datetime) -> None:
    """Note that a message has left; whoever may have claimed it meanwhile has lost it."""
    table = tables.deliveries
    values = {
        "status": DeliveryStatus.SENT.value,
        "message_id": message_id,
        "sent_at": seconds(now),
        "next_at": None,
        "lease_owner": None,
        "error": "",
    }
    connection.execute(update(table).where(table.c.id == delivery_id).values(**values))


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
