"""Inserting what is not there yet, in the words of either database, and changing what is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Table,
    and_,
    case,
    delete,
    or_,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.schema.columns import count_of, seconds


def insert_missing(
    connection: Connection, table: Table
) -> sqlite.dml.Insert | postgresql.dml.Insert:
    """Return an insertion that passes over rows whose key is there already."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def count_inserted(connection: Connection, insertion: Executable) -> int:
    """Run an insertion and return how many rows are new."""
    counting = insertion.execution_options(preserve_rowcount=True)
    count = connection.execute(counting).rowcount
    if connection.dialect.name == "sqlite":  # its driver counts none where WITH comes first
        count = connection.exec_driver_sql("SELECT changes()").scalar_one()
    return int(count)


def now_if_new(
    table: Table,
    names: Sequence[str],
    values: Mapping[str, object],
    now: datetime,
    since: str = "ruled_at",
) -> ColumnElement[int]:
    """Return now as a column has it, if one of the named columns gets another value; else `since`.

    An update sees its rows as they were.
    """
    is_new = or_(*(table.c[name].is_distinct_from(values[name]) for name in names))
    return case((is_new, seconds(now)), else_=table.c[since])


def put_row(connection: Connection, table: Table, key: Mapping[str, object], now: datetime) -> bool:
    """Add a row that says a key and since when it is there; return whether it is new."""
    values = {"created_at": now, **key}
    if "ruled_at" in table.c:
        values["ruled_at"] = seconds(now)
    return count_inserted(connection, insert_missing(connection, table).values(**values)) > 0


def put_greatest(
    connection: Connection, table: Table, key: Mapping[str, object], name: str, number: int
) -> None:
    """Let a row of a key have a number in a column, unless it has a greater one."""
    insertion = (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)
    new = insertion.excluded[name]
    greatest = case((new > table.c[name], new), else_=table.c[name])
    putting = insertion.values(**key, **{name: number})
    connection.execute(
        putting.on_conflict_do_update(index_elements=list(key), set_={name: greatest})
    )


def take_row(connection: Connection, table: Table, key: Mapping[str, object]) -> bool:
    """Delete the rows of a key; return whether there were any."""
    is_it = and_(*(table.c[name] == value for name, value in key.items()))
    return count_of(connection.execute(delete(table).where(is_it))) > 0
