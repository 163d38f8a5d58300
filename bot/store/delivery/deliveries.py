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
    delete,
    select,
    update,
)

from bot.store.schema import tables
from bot.store.schema.columns import count_of, instant, language_of, seconds

LEASE = timedelta(seconds=30)
"""How long a delivery belongs to who has claimed it, and anew to who sends it."""


class Kind(StrEnum):
    """What a delivery is: `flows/delivery/composing.py` and `marking.py` tell them apart."""

    REMINDER = "reminder"  # of a session, some time before its start
    EDIT = "edit"  # of a message that shows a session's link, which is another one now
    DIGEST = "digest"  # what a chat follows, of a week
    ALERT = "alert"  # sessions that mention what a chat watches
    NOTICE = "notice"  # what has changed of sessions that a chat follows
    LETTER = "letter"  # what somebody wrote, or what is for organizers
    RETRACTION = "retraction"  # the edit of a letter that has left, and was taken back


class DeliveryStatus(StrEnum):
    """How far a delivery has come."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    EXPIRED = "expired"  # it could not be sent while it had a use
    FAILED = "failed"  # the chat cannot be reached
    EMPTY = "empty"  # there was nothing to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery under our lease. All times are aware UTC instants.

    `attempts` were made before; `was_sending`: the last may have arrived. `zone` is the chat's, if
    it says one; `quiet` are its quiet minutes of the day, `language` is its own or its clients'.
    What `subject` is depends on the kind; an edit is of the message `message_id`, which showed what
    `shown` tells. `carries` is a message of `notices`, `told` the version of what may have arrived.
    """

    id: int
    kind: Kind
    subject: int
    message_id: str
    shown: str
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
    language: str = ""
    carries: int = 0
    told: int = 0


ReminderKey = tuple[str, str, timedelta, datetime, datetime]
"""A series' id, a session's, how long before its start, its start, when it was due (UTC)."""


def list_planned(connection: Connection, chat_id: int) -> list[ReminderKey]:
    """Return the reminders that were planned for a chat, whatever became of them."""
    table = tables.deliveries
    query = select(table)
    found = query.where(table.c.chat_id == chat_id, table.c.kind == Kind.REMINDER.value)
    return [
        (
            row.series_id,
            row.session_id,
            timedelta(seconds=row.offset_s),
            instant(row.start_at),
            instant(row.due_at),
        )
        for row in connection.execute(found)
    ]


def next_open_at(connection: Connection, platform: str) -> datetime | None:
    """Return when to look at the next delivery of a platform; None if there is none."""
    table, chats = tables.deliveries, tables.chats
    query = select(table.c.next_at).join(chats, chats.c.id == table.c.chat_id)
    where = table.c.next_at.is_not(None) & (_platform() == platform)
    earliest = query.where(where).order_by(table.c.next_at).limit(1)
    found: int | None = connection.execute(earliest).scalar()
    return None if found is None else instant(found)


def _platform() -> ColumnElement[str]:
    """Return the platform by no index, so that SQLite begins with deliveries, not with chats."""
    return tables.chats.c.platform.concat("")


def claim(
    connection: Connection,
    owner: str,
    platforms: Collection[str],
    *,
    now: datetime,
    most: int = 1,
    lease: timedelta = LEASE,
) -> list[Claimed]:
    """Take up to so many deliveries of these platforms that are due, the earliest first."""
    about = {"now": seconds(now), "platforms": list(platforms), "most": most}
    claimed = [_claimed(row) for row in connection.execute(_due(), about).mappings()]
    taken = {"ids": [one.id for one in claimed], "owner": owner, "until": seconds(now + lease)}
    if claimed:
        connection.execute(_taking(), taken)
    return claimed


@cache
def _due() -> Select[Any]:
    table, chats = tables.deliveries, tables.chats
    names = ("platform", "address", "zone", "language", "quiet_from", "quiet_to")
    return (
        select(table, chats.c.kind.label("chat_kind"), *(chats.c[name] for name in names))
        .join(chats, chats.c.id == table.c.chat_id)
        .where(table.c.next_at.is_not(None), table.c.next_at <= bindparam("now"))
        .where(_platform().in_(bindparam("platforms", expanding=True)))
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
        kind=Kind(row["kind"]),
        subject=row["subject"],
        message_id=row["message_id"] or "",
        shown=row["shown"] or "",
        chat_id=row["chat_id"],
        platform=row["platform"],
        address=row["address"],
        chat_kind=row["chat_kind"],
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
        language="".join(language_of(row["language"])),
        carries=row["carries"],
        told=row["told"],
    )


def mark_sent(
    connection: Connection,
    delivery_id: int,
    message_id: str,
    *,
    now: datetime,
    shown: str | None = None,
) -> None:
    """Note that a message has left; whoever may have claimed it meanwhile has lost it.

    `shown` tells the link in it from others (`flows/delivery/links.py`); None if it can show none.
    """
    values = {"its_id": delivery_id, "name": message_id, "link": shown, "at": seconds(now)}
    connection.execute(_closing_sent(), values)


@cache
def _closing_sent() -> Update:
    table = tables.deliveries
    values: dict[str, object] = {
        "status": DeliveryStatus.SENT.value,
        "message_id": bindparam("name"),
        "shown": bindparam("link"),
        "sent_at": bindparam("at"),
        "next_at": None,
        "lease_owner": None,
        "error": "",
    }
    return update(table).where(table.c.id == bindparam("its_id")).values(**values)


def find_owed_chat(connection: Connection, delivery_id: int) -> int | None:
    """Return to which chat a message is owed now; None if the chat is forgotten."""
    table = tables.deliveries
    query = select(table.c.chat_id).where(table.c.id == delivery_id)
    found: int | None = connection.execute(query).scalar()
    return found


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
    return _update_ours(connection, delivery_id, owner, _closed(status, error))


def drop(connection: Connection, delivery_id: int, owner: str) -> None:
    """Forget a delivery of ours that nobody wants, so that it is planned anew if it is wanted."""
    table = tables.deliveries
    where = (table.c.id == delivery_id) & (table.c.lease_owner == owner)
    connection.execute(delete(table).where(where))


def _update_ours(
    connection: Connection, delivery_id: int, owner: str, values: Mapping[str, object]
) -> bool:
    table = tables.deliveries
    where = (table.c.id == delivery_id) & (table.c.lease_owner == owner)
    return count_of(connection.execute(update(table).where(where).values(**values))) > 0


def _closed(status: DeliveryStatus, error: str) -> dict[str, object]:
    return {"status": status.value, "next_at": None, "lease_owner": None, "error": error}


def close_unreachable(connection: Connection, chat_id: int, *, error: str) -> int:
    """Be done with all that is owed to a chat that cannot be reached; return how many it were."""
    table = tables.deliveries
    values = _closed(DeliveryStatus.FAILED, error)
    where = (table.c.chat_id == chat_id) & table.c.next_at.is_not(None)
    return count_of(connection.execute(update(table).where(where).values(**values)))


def expire_overdue(connection: Connection, *, now: datetime) -> int:
    """Be done with all deliveries that nobody holds and that have no use any more; count them."""
    table = tables.deliveries
    is_free = table.c.next_at.is_not(None) & (table.c.next_at <= seconds(now))
    overdue = update(table).where(is_free, table.c.expires_at <= seconds(now))
    values = _closed(DeliveryStatus.EXPIRED, "")
    return count_of(connection.execute(overdue.values(**values)))
