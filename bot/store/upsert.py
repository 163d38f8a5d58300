"""Inserting what is not there yet, in the words of either database."""

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite


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
