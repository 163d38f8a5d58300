"""To how many chats reminders will be owed: as `planning.py` would make them, but not by chat.

Those who want a reminder are counted by rule, as most of them have the same one, and have had it
for long. Only where chats have muted a session or were told of it, they are looked at each.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Select,
    Subquery,
    Table,
    and_,
    case,
    exists,
    func,
    literal,
    select,
    union,
)

from bot.store.delivery.deliveries import Kind
from bot.store.delivery.planning import (
    AT_ONCE,
    RULE,
    DueReminder,
    followers,
    is_spared,
    starrers,
    table_of,
    wanting,
)
from bot.store.schema import tables
from bot.store.schema.columns import instant, seconds

Reminder = tuple[str, timedelta, datetime]
"""The id of a session, the offset, and when it is due (UTC)."""


def count_due(connection: Connection, due: Sequence[DueReminder]) -> dict[Reminder, int]:
    """Return to how many chats `plan_due` would owe reminders if all of them were due now.

    A chat that follows the series and the session too is counted once. What nobody would get may
    be left out.
    """
    counts: Counter[Reminder] = Counter()
    following: set[tuple[Reminder, int]] = set()
    starring: set[tuple[Reminder, int]] = set()
    for begin in range(0, len(due), AT_ONCE):
        some = due[begin : begin + AT_ONCE]
        for audience in (followers(), starrers()):
            counts.update(_counted(connection, _wanted(some, audience)))
            counts.subtract(_counted(connection, _spared(some, audience)))
        following |= _chats(connection, some, _who_are_in(followers(), tables.stars))
        starring |= _chats(connection, some, _who_are_in(starrers(), tables.subscriptions))
    # A chat has one rule as either: only who is both was counted twice.
    counts.subtract(one for one, _ in following & starring)
    return dict(+counts)


def _counted(connection: Connection, query: Select[Any]) -> dict[Reminder, int]:
    return {_reminder(*one): int(count) for *one, count in connection.execute(query)}


def _reminder(session_id: str, offset: int, due_at: int) -> Reminder:
    return session_id, timedelta(seconds=offset), instant(due_at)


def _of(owed: CTE) -> tuple[ColumnElement[Any], ...]:
    return owed.c.session_id, owed.c.offset_s, owed.c.due_at


def _wanted(due: Sequence[DueReminder], audience: Subquery) -> Select[Any]:
    """Return how many want each reminder, whether they have muted or been told it or not."""
    owed = table_of(due)
    groups = _grouped(audience, min(seconds(one.start_at - one.offset) for one in due))
    count = func.sum(groups.c.chats)
    joined = select(*_of(owed), count).join(groups, and_(*wanting(groups, owed)))
    return joined.group_by(*_of(owed))


def _grouped(audience: Subquery, earliest: int) -> Subquery:
    """Return an audience by rule: whose rule is older than the earliest instant is as old as that.

    It has the columns that `wanting` asks for, and how many chats are in each group.
    """
    ruled_at, chat_ruled_at = (
        case((said < earliest, literal(earliest - 1)), else_=said).label(said.name)
        for said in (audience.c.ruled_at, audience.c.chat_ruled_at)
    )
    by = (*(audience.c[name] for name in (*RULE, "session_id")), ruled_at, chat_ruled_at)
    found = select(*by, audience.c.chat_id).subquery("each")
    columns = [column for column in found.c if column.name != "chat_id"]
    chats = func.count().label("chats")
    return select(*columns, chats).group_by(*columns).subquery("groups")


def _spared(due: Sequence[DueReminder], audience: Subquery) -> Select[Any]:
    """Return how many want each reminder and do not get it."""
    owed, touched = table_of(due), _touched({(one.rule.series_id, one.session_id) for one in due})
    there = and_(
        touched.c.chat_id == audience.c.chat_id,
        touched.c.series_id == owed.c.series_id,
        touched.c.session_id == owed.c.session_id,
    )
    query = select(*_of(owed), func.count())
    joined = query.join(audience, and_(*wanting(audience, owed))).join(touched, there)
    return joined.where(is_spared(audience, owed)).group_by(*_of(owed))


def _touched(sessions: set[tuple[str, str]]) -> CTE:
    """Return which chats have muted a session or were owed reminders of it."""
    ids = sorted({session_id for _, session_id in sessions})
    names = sorted({series_id for series_id, _ in sessions})
    queries = [
        select(table.c.chat_id, table.c.series_id, table.c.session_id).where(
            table.c.series_id.in_(names), table.c.session_id.in_(ids), condition
        )
        for table, condition in (
            (tables.mutes, literal(value=True)),
            (tables.deliveries, tables.deliveries.c.kind == Kind.REMINDER.value),
        )
    ]
    return union(*queries).cte("touched")


def _chats(
    connection: Connection, due: Sequence[DueReminder], audience: Subquery
) -> set[tuple[Reminder, int]]:
    """Return each reminder with each chat of an audience to which it would be owed."""
    owed = table_of(due)
    query = select(*_of(owed), audience.c.chat_id).join(audience, and_(*wanting(audience, owed)))
    rows = connection.execute(query.where(~is_spared(audience, owed)))
    return {(_reminder(*one), chat_id) for *one, chat_id in rows}


def _who_are_in(audience: Subquery, table: Table) -> Subquery:
    """Return those of an audience who are in another one of the series too."""
    there = exists().where(
        table.c.chat_id == audience.c.chat_id, table.c.series_id == audience.c.series_id
    )
    return select(audience).where(there).subquery("both")
