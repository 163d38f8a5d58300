"""When the next message may leave: one row for each sending account, shared by all workers."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, literal, select, update

from bot.store import tables
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
    table = tables.limiters
    free = _latest(
        connection,
        [
            _sensible(table.c.next_at, now + _FURTHEST_TURN),
            _sensible(table.c.paused_until, now + _LONGEST_PAUSE),
            literal(_ticks(now), tables.Microseconds()),
        ],
    )
    taken = (
        update(table)
        .where(table.c.account == account)
        .values(next_at=free + gap // _TICK)
        .returning(table.c.next_at)
    )
    found: int | None = connection.execute(taken).scalar()
    if found is None:
        _add(connection, account)
        found = int(connection.execute(taken).scalar_one())
    return _EPOCH + found * _TICK - gap


def pause(connection: Connection, account: str, until: datetime) -> None:
    """Let no message of an account leave before an instant, by whomever; a longer pause stays."""
    table = tables.limiters
    _add(connection, account)
    later = _latest(
        connection, [table.c.paused_until, literal(_ticks(until), tables.Microseconds())]
    )
    connection.execute(update(table).where(table.c.account == account).values(paused_until=later))


def paused_until(connection: Connection, account: str, *, now: datetime) -> datetime:
    """Return until when an account is paused; an instant long ago if it is not."""
    table = tables.limiters
    until = _sensible(table.c.paused_until, now + _LONGEST_PAUSE)
    query = select(until).where(table.c.account == account)
    return _EPOCH + (connection.execute(query).scalar() or 0) * _TICK


def take_chat_turn(
    connection: Connection, chat_id: int, gap: timedelta, *, now: datetime
) -> datetime | None:
    """Take a chat's turn, if it is free; else return when it is."""
    table = tables.chats
    free_at = _sensible(table.c.free_at, now + _FURTHEST_TURN)
    is_free = (table.c.id == chat_id) & (free_at <= _ticks(now))
    free = update(table).where(is_free).values(free_at=_ticks(now + gap))
    if count_of(connection.execute(free)):
        return None
    found = connection.execute(select(table.c.free_at).where(table.c.id == chat_id)).scalar()
    return _EPOCH + (found or 0) * _TICK


def _sensible(instant: ColumnElement[int], latest: datetime) -> ColumnElement[int]:
    """Return an instant, or one long ago for one that is too far ahead."""
    long_ago = literal(0, tables.Microseconds())
    return case((instant > _ticks(latest), long_ago), else_=instant)


def _add(connection: Connection, account: str) -> None:
    row = {"account": account, "next_at": 0, "paused_until": 0}
    connection.execute(insert_missing(connection, tables.limiters).values(**row))


def _latest(connection: Connection, instants: Sequence[ColumnElement[Any]]) -> ColumnElement[int]:
    latest = func.max if connection.dialect.name == "sqlite" else func.greatest
    return latest(*instants, type_=tables.Microseconds())


def _ticks(at: datetime) -> int:
    return (at - _EPOCH) // _TICK
