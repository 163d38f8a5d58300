"""Changes of which chats are to be told: kept until they have settled, then owed to all at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, delete, insert, or_, select, update

from bot.domain.series import Session
from bot.store.chats.subscriptions import SessionKey
from bot.store.delivery.deliveries import DeliveryStatus, Kind
from bot.store.schema import tables
from bot.store.schema.codec import from_json, to_json
from bot.store.schema.columns import count_of, instant, seconds
from bot.store.schema.notice_tables import notices


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNotice:
    """A session that changed. All times are aware UTC instants.

    `before` is the session as it was told last, None if it was not there. `version` is the series'
    in which it changed last, at `changed_at`. All with the same `message` are told in one.
    """

    series_id: str
    session_id: str
    before: Session | None
    version: int
    changed_at: datetime
    settle_at: datetime
    message: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a chat knows of a session: the last version of the series of which it was told.

    `is_leaving`: something tells it at the moment. `untold` are the notices of what came after, or
    those owed to it if it was told nothing. `doubtful` are those that came after what may have
    arrived, where nobody knows: each has what that may have told.
    """

    version: int
    is_leaving: bool
    untold: tuple[StoredNotice, ...]
    doubtful: tuple[StoredNotice, ...] = ()


def list_open(
    connection: Connection, series_id: str = "", *, is_locked: bool = False
) -> list[StoredNotice]:
    """Return the notices that have not been released, of one series or of all, in order.

    Those that another transaction has changed are waited for in a series, else left out.
    """
    query = select(notices).where(notices.c.released_at.is_(None)).order_by(notices.c.id)
    if series_id:
        query = query.where(notices.c.series_id == series_id)
    if is_locked:
        query = query.with_for_update(skip_locked=not series_id)
    return [_notice(row) for row in connection.execute(query).mappings()]


def list_message(connection: Connection, message: int) -> list[StoredNotice]:
    """Return the notices that are told in a message, in order."""
    query = select(notices).where(notices.c.message == message).order_by(notices.c.id)
    return [_notice(row) for row in connection.execute(query).mappings()]


def list_later(
    connection: Connection, keys: Collection[SessionKey], after: int
) -> list[StoredNotice]:
    """Return the notices of sessions, by the series' ids and their own, that came after one."""
    wanted = {series_id for series_id, _ in keys}
    query = select(notices).where(notices.c.id > after, notices.c.series_id.in_(wanted))
    found = [_notice(row) for row in connection.execute(query.order_by(notices.c.id)).mappings()]
    return [one for one in found if (one.series_id, one.session_id) in keys]


def _notice(row: RowMapping) -> StoredNotice:
    return StoredNotice(
        id=row["id"],
        message=row["message"],
        series_id=row["series_id"],
        session_id=row["session_id"],
        before=from_json(row["before"], Session) if row["before"] else None,
        version=row["version"],
        changed_at=row["changed_at"],
        settle_at=instant(row["settle_at"]),
    )


def add_notice(connection: Connection, new: StoredNotice) -> int:
    """Note a session that changed; return its message: the one it says, else its own.

    Its number is not taken, but found.
    """
    adding = insert(notices).values(
        message=new.message,
        series_id=new.series_id,
        session_id=new.session_id,
        before=to_json(new.before) if new.before else None,
        version=new.version,
        changed_at=new.changed_at,
        settle_at=seconds(new.settle_at),
    )
    its_id = int(connection.execute(adding.returning(notices.c.id)).scalar_one())
    if not new.message:
        its_own = update(notices).where(notices.c.id == its_id).values(message=its_id)
        connection.execute(its_own)
    return new.message or its_id


def join_notice(
    connection: Connection, notice_id: int, version: int, *, settle_at: datetime, now: datetime
) -> None:
    """Let a change join an open notice: it settles no later than it would have."""
    values = {"version": version, "changed_at": now, "settle_at": seconds(settle_at)}
    connection.execute(update(notices).where(notices.c.id == notice_id).values(**values))


def release(connection: Connection, ids: Iterable[int], *, now: datetime) -> None:
    """Note that notices are told from now on: later changes make others."""
    where = notices.c.id.in_(list(ids))
    connection.execute(update(notices).where(where).values(released_at=seconds(now)))


def list_wishes(connection: Connection, series_id: str) -> list[tuple[str, str]]:
    """Return the kinds and keywords, as columns have them, that followers of a series want."""
    table = tables.subscriptions
    query = select(table.c.kinds, table.c.keywords).distinct()
    rows = connection.execute(query.where(table.c.series_id == series_id))
    return sorted({(row.kinds or "", row.keywords or "") for row in rows})


def find_told(connection: Connection, chat_id: int, key: SessionKey, delivery_id: int) -> Told:
    """Return what a chat knows of a session by other messages than a delivery."""
    series_id, session_id = key
    table = tables.deliveries
    tells = or_(
        and_(table.c.kind == Kind.NOTICE.value, table.c.subject == notices.c.message),
        and_(table.c.kind == Kind.REMINDER.value, table.c.carries == notices.c.message),
    )
    columns = (table.c.id.label("delivery_id"), table.c.status, table.c.told)
    query = select(notices, *columns).join(table, tells).order_by(notices.c.id)
    query = query.where(
        table.c.chat_id == chat_id,
        table.c.series_id == series_id,
        table.c.session_id.in_(["", session_id]),
        notices.c.series_id == series_id,
        notices.c.session_id == session_id,
    )
    rows = list(connection.execute(query).mappings())
    others = [row for row in rows if row["delivery_id"] != delivery_id]
    sent = [row["told"] for row in others if row["status"] == DeliveryStatus.SENT.value]
    version = max(sent, default=0)
    owed = tuple(_notice(row) for row in rows)
    is_sent = DeliveryStatus.SENT.value
    maybe = [row["version"] for row in rows if row["status"] != is_sent and row["told"] > version]
    return Told(
        version=version,
        is_leaving=any(row["status"] == DeliveryStatus.SENDING.value for row in others),
        untold=_list_after(connection, key, version) if version else owed,
        doubtful=_list_after(connection, key, min(maybe)) if maybe else (),
    )


def _list_after(connection: Connection, key: SessionKey, version: int) -> tuple[StoredNotice, ...]:
    """Return the notices of a session's changes after a version, the first one first."""
    where = (notices.c.series_id == key[0]) & (notices.c.session_id == key[1])
    query = select(notices).where(where, notices.c.version > version).order_by(notices.c.id)
    return tuple(_notice(row) for row in connection.execute(query).mappings())


def is_unsettled(connection: Connection, found: Iterable[StoredNotice]) -> bool:
    """Tell whether a session of some notices has an open one: it may change once more."""
    keys = {(one.series_id, one.session_id) for one in found}
    where = notices.c.series_id.in_({series_id for series_id, _ in keys})
    query = select(notices.c.series_id, notices.c.session_id).where(where)
    rows = connection.execute(query.where(notices.c.released_at.is_(None)))
    return any((row.series_id, row.session_id) in keys for row in rows)


def purge_notices(connection: Connection, *, before: datetime) -> int:
    """Delete the notices that were released before an instant; return how many it were."""
    where = notices.c.released_at < seconds(before)
    return count_of(connection.execute(delete(notices).where(where)))
