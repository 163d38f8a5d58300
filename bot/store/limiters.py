"""When the next message may leave: one row for each sending account, shared by all workers."""

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

from bot.store import tables
from bot.store.column_types import Microseconds
from bot.store.columns import count_of
from bot.store.upsert import insert_missing

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
# What is further ahead was written by a clock at another time, such as a simulated one.
_FURTHEST_TURN = timedelta(minutes=1)
_LONGEST_PAUSE = timedelta(days=1)


def take_turn(connection: Connection, account: str, gap: timedelta, *, now: datetime) -> datetime:
    """Return from when on one message of an account may leave; nobody else gets that turn.

    Turns are `gap` apart, none is before `now` or in a pause.
    """
    about = {**_bounds(now), "its_account": account, "gap": gap // _TICK}
    taking = _taking(connection.dialect.name)
    found: int | None = connection.execute(taking, about).scalar()
    if found is None:
        _add(connection, account)
        found = int(connection.execute(taking, about).scalar_one())
    return _EPOCH + found * _TICK - gap


@cache
def _taking(dialect: str) -> ReturningUpdate[Any]:
    table = tables.limiters
    latest = func.max if dialect == "sqlite" else func.greatest
    free = latest(
        _sensible(table.c.next_at, "furthest_turn"),
        _sensible(table.c.paused_until, "furthest_pause"),
        bindparam("now", type_=Microseconds()),
        type_=Microseconds(),
    )
    return (
        update(table)
        .where(table.c.account == bindparam("its_account"))
        .values(next_at=free + bindparam("gap", type_=Microseconds()))
        .returning(table.c.next_at)
    )


def pause(connection: Connection, account: str, until: datetime) -> None:
    """Let no message of an account leave before an instant, by whomever; a longer pause stays."""
    table = tables.limiters
    _add(connection, account)
    where = (table.c.account == account) & (table.c.paused_until < _ticks(until))
    connection.execute(update(table).where(where).values(paused_until=_ticks(until)))


def paused_until(connection: Connection, account: str, *, now: datetime) -> datetime:
    """Return until when an account is paused; an instant long ago if it is not."""
    about = {**_bounds(now), "its_account": account}
    return _EPOCH + (connection.execute(_pause(), about).scalar() or 0) * _TICK


@cache
def _pause() -> Select[Any]:
    table = tables.limiters
    until = _sensible(table.c.paused_until, "furthest_pause")
    return select(until).where(table.c.account == bindparam("its_account"))


def take_chat_turn(
    connection: Connection, chat_id: int, gap: timedelta, *, now: datetime
) -> datetime | None:
    """Take a chat's turn, if it is free; else return when it is."""
    about = {**_bounds(now), "its_chat": chat_id, "then": _ticks(now + gap)}
    if count_of(connection.execute(_taking_chat(), about)):
        return None
    table = tables.chats
    found = connection.execute(select(table.c.free_at).where(table.c.id == chat_id)).scalar()
    return _EPOCH + (found or 0) * _TICK


@cache
def _taking_chat() -> Update:
    table = tables.chats
    is_free = _sensible(table.c.free_at, "furthest_turn") <= bindparam("now")
    its_id = table.c.id == bindparam("its_chat")
    return update(table).where(its_id, is_free).values(free_at=bindparam("then"))


def _bounds(now: datetime) -> dict[str, Any]:
    return {
        "now": _ticks(now),
        "furthest_turn": _ticks(now + _FURTHEST_TURN),
        "furthest_pause": _ticks(now + _LONGEST_PAUSE),
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
