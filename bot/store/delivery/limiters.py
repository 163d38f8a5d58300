"""When the next message may leave: one row for each sending account, shared by all workers."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Update,
    bindparam,
    case,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.store.schema import tables
from bot.store.schema.column_types import Microseconds
from bot.store.schema.upsert import insert_missing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_LONGEST_PAUSE = timedelta(days=1)
# What is further ahead was written by a clock at another time, such as a simulated one.
_FURTHEST_TURN = timedelta(minutes=1)
_FURTHEST_PAUSE = _LONGEST_PAUSE + timedelta(hours=1)


def next_turn(connection: Connection, account: str, *, now: datetime) -> datetime:
    """Return from when on the next message of an account may leave, without taking that turn."""
    about = {**_bounds(now), "its_account": account}
    found: int | None = connection.execute(_next(connection.dialect.name), about).scalar()
    return now if found is None else _EPOCH + found * _TICK


def take_turns(
    connection: Connection, account: str, gap: timedelta, *, now: datetime, count: int = 1
) -> datetime:
    """Return from when on the first of some messages of an account may leave.

    Each of the others may a `gap` later; nobody else gets these turns. None is before `now` or in a
    pause.
    """
    taken = gap * count
    about = {**_bounds(now), "its_account": account, "taken": taken // _TICK}
    taking = _taking(connection.dialect.name)
    found: int | None = connection.execute(taking, about).scalar()
    if found is None:
        _add(connection, account)
        found = int(connection.execute(taking, about).scalar_one())
    return _EPOCH + found * _TICK - taken


@cache
def _next(dialect: str) -> Select[Any]:
    table = tables.limiters
    return select(_free(dialect)).where(table.c.account == bindparam("its_account"))


@cache
def _taking(dialect: str) -> ReturningUpdate[Any]:
    table = tables.limiters
    return (
        update(table)
        .where(table.c.account == bindparam("its_account"))
        .values(next_at=_free(dialect) + bindparam("taken", type_=Microseconds()))
        .returning(table.c.next_at)
    )


def _free(dialect: str) -> ColumnElement[int]:
    table = tables.limiters
    latest = func.max if dialect == "sqlite" else func.greatest
    return latest(
        _sensible(table.c.next_at, "furthest_turn"),
        _sensible(table.c.paused_until, "furthest_pause"),
        bindparam("now", type_=Microseconds()),
        type_=Microseconds(),
    )


def pause(connection: Connection, account: str, until: datetime, *, now: datetime) -> None:
    """Let no message of an account leave before an instant, by whomever; a longer pause stays.

    None is longer than a day: after that it is asked for again, if it must be.
    """
    table = tables.limiters
    _add(connection, account)
    at = _ticks(min(until, now + _LONGEST_PAUSE))
    is_longer = _sensible(table.c.paused_until, "furthest_pause") < at
    where = (table.c.account == account) & is_longer
    pausing = update(table).where(where).values(paused_until=at)
    connection.execute(pausing, {"furthest_pause": _ticks(now + _FURTHEST_PAUSE)})


def lock_chats(
    connection: Connection, chat_ids: Collection[int], *, now: datetime
) -> dict[int, datetime]:
    """Return when the next message to each of the chats may leave; until we commit, it stays so.

    Chats that somebody else is writing to the store just now are left out: nobody is waited for.
    """
    about = {"ids": list(chat_ids), "furthest_turn": _ticks(now + _FURTHEST_TURN)}
    return {one: _EPOCH + free * _TICK for one, free in connection.execute(_locking(), about)}


@cache
def _locking() -> Select[Any]:
    table = tables.chats
    return (
        select(table.c.id, _sensible(table.c.free_at, "furthest_turn"))
        .where(table.c.id.in_(bindparam("ids", expanding=True)))
        .with_for_update(key_share=True, skip_locked=True)
    )


def lock_chat(connection: Connection, chat_id: int) -> None:
    """Wait for others that are writing of a chat what it is told, and let others wait."""
    query = select(tables.chats.c.id).where(tables.chats.c.id == chat_id)
    connection.execute(query.with_for_update(key_share=True))


def set_free_at(connection: Connection, times: Mapping[int, datetime]) -> None:
    """Let the next message to each of some chats leave at an instant or later."""
    rows = [{"its_chat": chat_id, "then": _ticks(at)} for chat_id, at in times.items()]
    if rows:
        connection.execute(_freeing(), rows)


@cache
def _freeing() -> Update:
    table = tables.chats
    its_id = table.c.id == bindparam("its_chat")
    return update(table).where(its_id).values(free_at=bindparam("then"))


def _bounds(now: datetime) -> dict[str, Any]:
    return {
        "now": _ticks(now),
        "furthest_turn": _ticks(now + _FURTHEST_TURN),
        "furthest_pause": _ticks(now + _FURTHEST_PAUSE),
    }


def _sensible(instant: ColumnElement[int], furthest: str) -> ColumnElement[int]:
    """Return an instant, or one long ago for one that is too far ahead."""
    long_ago = literal(0, Microseconds())
    return case((instant > bindparam(furthest, type_=Microseconds()), long_ago), else_=instant)


def _add(connection: Connection, account: str) -> None:
    row = {"account": account, "next_at": 0, "paused_until": 0}
    connection.execute(insert_missing(connection, tables.limiters).values(**row))


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK
