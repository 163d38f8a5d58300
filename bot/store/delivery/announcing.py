"""Announcements: drafts and what waits, whom they reach, and what is taken back of them."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    and_,
    delete,
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
from bot.store.delivery.letters import Letter, Purpose, letters_of
from bot.store.schema import tables
from bot.store.schema.columns import count_of, instant, seconds
from bot.store.schema.letter_tables import letters
from bot.store.schema.upsert import count_inserted, insert_missing

_DRAFTED = timedelta(days=2)  # for which a draft waits to be answered
_LOOKED_FOR = timedelta(days=2)  # after it was taken back: the service may be down for long
_ON_ITS_WAY = timedelta(hours=2)  # at most, before it is known to have left
_A_DAY = 86400  # seconds
_KEPT = ("chat_id", "series_id", "session_id", "offset_s", "start_at", "subject", "message_id")


def purge_drafts(connection: Connection, *, now: datetime) -> None:
    """Delete drafts that nobody has answered for two days."""
    is_old = (letters.c.purpose == Purpose.DRAFT.value) & (letters.c.created_at < now - _DRAFTED)
    connection.execute(delete(letters).where(is_old))


def set_draft_due(connection: Connection, letter_id: int, at: datetime) -> bool:
    """Let a draft leave at another time; return whether it is one still."""
    return _update_draft(connection, letter_id, {"due_at": seconds(at)})


def publish_draft(
    connection: Connection, letter_id: int, *, due_at: datetime, expires_at: datetime, now: datetime
) -> bool:
    """Make an announcement of a draft; return whether it was one still: it is one once."""
    values = {
        "purpose": Purpose.ANNOUNCEMENT.value,
        "created_at": now,
        "due_at": seconds(due_at),
        "expires_at": seconds(expires_at),
    }
    return _update_draft(connection, letter_id, values)


def _update_draft(connection: Connection, letter_id: int, values: dict[str, object]) -> bool:
    is_draft = letters.c.purpose == Purpose.DRAFT.value
    where = (letters.c.id == letter_id) & is_draft & letters.c.withdrawn_at.is_(None)
    return count_of(connection.execute(update(letters).where(where).values(**values))) > 0


def list_waiting(connection: Connection) -> list[Letter]:
    """Return the announcements of all series that are published and wait, the first first."""
    where = [
        letters.c.purpose == Purpose.ANNOUNCEMENT.value,
        letters.c.released_at.is_(None),
        letters.c.withdrawn_at.is_(None),
    ]
    query = select(letters).where(*where).order_by(letters.c.due_at, letters.c.id)
    return letters_of(connection, query)


def list_times(connection: Connection, series_id: str) -> list[datetime]:
    """Return when announcements of a series left, or are to leave (UTC); not what never left."""
    query = select(letters.c.due_at).where(
        letters.c.series_id == series_id,
        letters.c.purpose == Purpose.ANNOUNCEMENT.value,
        letters.c.withdrawn_at.is_(None) | letters.c.released_at.is_not(None),
    )
    return sorted(instant(at) for at in connection.execute(query).scalars())


def addressees(
    series_id: str, session_id: str, filters: Collection[tuple[str, str]]
) -> ColumnElement[bool]:
    """Tell which chats get an announcement of a series, or of one of its sessions.

    Those of a series that follow it; those of a session by rules whose kinds and keywords, as
    columns have them, are among the `filters`, or by itself, unless they have muted it. Who has
    said `none` to changes of the series gets none.
    """
    chats, follows = tables.chats, tables.subscriptions
    of_series = exists().where(follows.c.chat_id == chats.c.id, follows.c.series_id == series_id)
    is_none = func.coalesce(follows.c.changes, "") == Wish.NONE.value
    if not session_id:
        return of_series.where(~is_none)
    of_talks = tuple_(func.coalesce(follows.c.kinds, ""), func.coalesce(follows.c.keywords, ""))
    is_follower = of_series.where(~is_none, of_talks.in_(list(filters)))
    is_star, is_muted = (
        exists().where(
            table.c.chat_id == chats.c.id,
            table.c.series_id == series_id,
            table.c.session_id == session_id,
        )
        for table in (tables.stars, tables.mutes)
    )
    return and_(or_(is_follower, and_(is_star, ~of_series.where(is_none))), ~is_muted)


def count_addressees(connection: Connection, found: ColumnElement[bool]) -> int:
    """Return how many chats that can be reached are among those."""
    chats = tables.chats
    query = select(func.count()).select_from(chats).where(chats.c.ended_at.is_(None), found)
    return int(connection.execute(query).scalar_one())


def plan_retractions(connection: Connection, *, now: datetime) -> int:
    """Make an edit of each message that has left of an announcement that was taken back since.

    Return how many are new: planning again adds nothing. What was on its way when it was taken back
    is found once it is known to have left; what was down meanwhile has two days to find it.
    """
    table, at = tables.deliveries, seconds(now)
    rows = (
        select(
            literal(Kind.RETRACTION.value),
            *(table.c[name] for name in _KEPT),
            literal(at, BigInteger),
            literal(at, BigInteger),
            literal(at + _A_DAY, BigInteger),
        )
        .join(letters, and_(letters.c.id == table.c.subject, _is_taken_back(now)))
        .join(tables.chats, tables.chats.c.id == table.c.chat_id)
        .where(
            tables.chats.c.ended_at.is_(None),
            table.c.sent_at.is_not(None),
            # A scan of all that was ever sent takes long.
            table.c.sent_at >= letters.c.released_at - _A_DAY,
            table.c.sent_at <= letters.c.withdrawn_at + _A_DAY,
            table.c.kind == Kind.LETTER.value,
            table.c.status == DeliveryStatus.SENT.value,
        )
    )
    columns = ["kind", *_KEPT, "due_at", "next_at", "expires_at"]
    insertion = insert_missing(connection, table).from_select(columns, rows)
    return count_inserted(connection, insertion)


def list_taken_back(connection: Connection, *, now: datetime) -> list[int]:
    """Return the numbers of the announcements that were taken back within two days."""
    query = select(letters.c.id).where(_is_taken_back(now)).order_by(letters.c.id)
    return list(connection.execute(query).scalars())


def is_leaving(connection: Connection, letter_ids: Collection[int], *, now: datetime) -> bool:
    """Tell whether a worker holds a message of one of these letters, which may have left.

    Of those that were taken back within two hours.
    """
    table = tables.deliveries
    is_open = table.c.next_at.is_not(None) & (table.c.kind == Kind.LETTER.value)
    lately = letters.c.withdrawn_at > seconds(now - _ON_ITS_WAY)
    query = select(table.c.id).join(letters, and_(letters.c.id == table.c.subject, lately))
    found = query.where(is_open, table.c.subject.in_(letter_ids)).limit(1)
    return connection.execute(found).first() is not None


def _is_taken_back(now: datetime) -> ColumnElement[bool]:
    lately = seconds(now - _LOOKED_FOR)
    return (letters.c.purpose == Purpose.ANNOUNCEMENT.value) & (letters.c.withdrawn_at > lately)
