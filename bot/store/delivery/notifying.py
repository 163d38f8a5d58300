"""Rows for notices: one for each chat that is to be told of a change, all of them at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from bot.reminders.notices import Wish
from bot.store.delivery.deliveries import DeliveryStatus, Kind
from bot.store.schema import tables
from bot.store.schema.columns import count_of, seconds
from bot.store.schema.notice_tables import notices
from bot.store.schema.upsert import count_inserted, insert_missing

_CARRYING = timedelta(minutes=1)  # that a reminder which tells a change has to leave first


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNotice:
    """What is to be told of a series: in one `message`, of one session or several.

    To chats with one of these `wishes` for changes whose kinds and keywords, as columns have them,
    are among the `filters`; if they followed by `changed_at`, and, where `is_of_past`, have been
    reminded of it. All times are aware UTC instants, `version` is the series'.
    """

    series_id: str
    session_ids: Sequence[str]
    message: int
    version: int
    filters: Collection[tuple[str, str]]
    wishes: Collection[Wish]
    is_of_past: bool
    changed_at: datetime
    start_at: datetime
    expires_at: datetime


def plan_notice(connection: Connection, due: DueNotice, *, now: datetime) -> int:
    """Make a delivery for each chat that is to be told; return how many are new.

    A chat gets none of what another message has told it, or will: that is made when it leaves.
    Where a reminder is about to tell it, the notice waits for that.
    """
    chats, at = tables.chats, seconds(now)
    single = due.session_ids[0] if len(due.session_ids) == 1 else ""
    expires_at = max(seconds(due.expires_at), at + 3600)
    _prolong(connection, due, expires_at)
    later = literal(at + int(_CARRYING.total_seconds()), BigInteger)
    due_at = case((_is_carried(due), later), else_=literal(at, BigInteger))
    wanted = [*_wanted(due), *([~_is_known(due, single)] if single else [])]
    rows = select(
        literal(Kind.NOTICE.value),
        chats.c.id,
        literal(due.series_id),
        literal(single),
        literal(0, BigInteger),
        literal(seconds(due.start_at), BigInteger),
        literal(due.message, BigInteger),
        due_at,
        due_at,
        literal(expires_at, BigInteger),
    ).where(*wanted)
    columns = ["kind", "chat_id", "series_id", "session_id", "offset_s", "start_at", "subject"]
    columns += ["due_at", "next_at", "expires_at"]
    insertion = insert_missing(connection, tables.deliveries).from_select(columns, rows)
    return count_inserted(connection, insertion)


def count_told(connection: Connection, due: DueNotice) -> int:
    """Return how many chats are to be told, whatever they know already."""
    count = select(func.count()).select_from(tables.chats).where(*_wanted(due))
    return int(connection.execute(count).scalar_one())


def _wanted(due: DueNotice) -> list[ColumnElement[bool]]:
    single = due.session_ids[0] if len(due.session_ids) == 1 else ""
    wanted = [tables.chats.c.ended_at.is_(None), _is_concerned(due)]
    if single:
        wanted += [~_is_muted(due.series_id, single)]
        wanted += [_is_reminded(due, single)] if due.is_of_past else []
    return wanted


def _prolong(connection: Connection, due: DueNotice, until: int) -> None:
    """Let earlier notices of the sessions, which will tell this change too, have a use as long."""
    table = tables.deliveries
    waiting = update(table).where(
        table.c.next_at.is_not(None),
        table.c.kind == Kind.NOTICE.value,
        table.c.series_id == due.series_id,
        table.c.session_id.in_(["", *due.session_ids]),
        table.c.expires_at < until,
    )
    connection.execute(waiting.values(expires_at=until))


def carry(connection: Connection, due: DueNotice) -> int:
    """Let reminders of changed sessions that have not left yet tell the change; count them."""
    table, chats = tables.deliveries, tables.chats
    concerned = select(chats.c.id).where(_is_concerned(due))
    carrying = update(table).where(
        table.c.next_at.is_not(None),
        table.c.status == DeliveryStatus.PENDING.value,
        table.c.kind == Kind.REMINDER.value,
        table.c.series_id == due.series_id,
        table.c.session_id.in_(due.session_ids),
        table.c.carries != due.message,
        table.c.chat_id.in_(concerned),
    )
    return count_of(connection.execute(carrying.values(carries=due.message)))


def _is_concerned(due: DueNotice) -> ColumnElement[bool]:
    """Tell whether a chat followed the series, or one of the sessions, and wants to be told."""
    chats, follows, stars = tables.chats, tables.subscriptions, tables.stars
    wish = func.coalesce(follows.c.changes, Wish.ALL.value)
    of_series = exists().where(
        follows.c.chat_id == chats.c.id, follows.c.series_id == due.series_id
    )
    is_wanted = wish.in_([one.value for one in due.wishes])
    of_talks = tuple_(func.coalesce(follows.c.kinds, ""), func.coalesce(follows.c.keywords, ""))
    is_star = exists().where(
        stars.c.chat_id == chats.c.id,
        stars.c.series_id == due.series_id,
        stars.c.session_id.in_(due.session_ids),
        stars.c.created_at <= due.changed_at,
    )
    is_follower = of_series.where(
        is_wanted, of_talks.in_(list(due.filters)), follows.c.created_at <= due.changed_at
    )
    return or_(is_follower, and_(is_star, ~of_series.where(~is_wanted)))


def _is_muted(series_id: str, session_id: str) -> ColumnElement[bool]:
    mutes = tables.mutes
    return exists().where(
        mutes.c.chat_id == tables.chats.c.id,
        mutes.c.series_id == series_id,
        mutes.c.session_id == session_id,
    )


def _is_known(due: DueNotice, session_id: str) -> ColumnElement[bool]:
    """Tell whether a chat has been told of the session as it is, or is owed a message that will."""
    table = tables.deliveries
    of_chat = (
        table.c.chat_id == tables.chats.c.id,
        table.c.series_id == due.series_id,
        table.c.session_id.in_(["", session_id]),
    )
    tells_it = table.c.status.in_([DeliveryStatus.SENT.value, DeliveryStatus.SENDING.value])
    has_told = and_(tells_it, table.c.told >= due.version)
    will = table.c.status.in_([DeliveryStatus.PENDING.value, DeliveryStatus.CLAIMED.value])
    of_notice = exists().where(
        *of_chat,
        table.c.kind == Kind.NOTICE.value,
        table.c.subject == notices.c.message,
        notices.c.series_id == due.series_id,
        notices.c.session_id == session_id,
        notices.c.message != due.message,
        or_(has_told, will),
    )
    of_reminder = exists().where(
        *of_chat,
        table.c.kind == Kind.REMINDER.value,
        table.c.carries != 0,
        table.c.status == DeliveryStatus.SENT.value,
        table.c.told >= due.version,
    )
    return or_(of_notice, of_reminder)


def _is_reminded(due: DueNotice, session_id: str) -> ColumnElement[bool]:
    table = tables.deliveries
    return exists().where(
        table.c.chat_id == tables.chats.c.id,
        table.c.kind == Kind.REMINDER.value,
        table.c.series_id == due.series_id,
        table.c.session_id == session_id,
        table.c.sent_at.is_not(None),
    )


def _is_carried(due: DueNotice) -> ColumnElement[bool]:
    """Tell whether a reminder is about to leave that tells it."""
    table = tables.deliveries
    return exists().where(
        table.c.chat_id == tables.chats.c.id,
        table.c.kind == Kind.REMINDER.value,
        table.c.series_id == due.series_id,
        table.c.carries == due.message,
        table.c.next_at.is_not(None),
    )
