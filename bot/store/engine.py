"""The database: SQLite or PostgreSQL, opened with what keeps it safe.

SQLite: WAL, foreign keys, a busy timeout, and `BEGIN IMMEDIATE` for whatever writes (a deferred
transaction that turns into a writing one can lose an update without an error).
"""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import TalkbellError
from bot.store.migrating import is_newest, upgrade

__all__ = ["Connection", "Store", "StoreError", "open_store"]

_BUSY = 30  # seconds that a writer waits for another one
_AGAIN = 0.05  # seconds until it is looked again whether a file is free
_CONNECT = 5  # seconds until PostgreSQL counts as away
_IDLE = 60  # seconds that a transaction may do nothing: what it holds would hold up all others
# A server that does not answer any more is given up after 10 + 3 * 5 seconds.
_KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3}


class StoreError(TalkbellError):
    """The database is away, full, or not what it should be. The text names no password."""


class Store:
    """An open database. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        """Take an engine that `open_store` has prepared."""
        self.engine = engine
        self._counted = threading.Lock()
        self._writes = 0

    @property
    def writes(self) -> int:
        """How many transactions this object has begun that may have changed something."""
        return self._writes

    @property
    def is_embedded(self) -> bool:
        """Whether it is an SQLite file of this machine."""
        return self.engine.dialect.name == "sqlite"

    @property
    def address(self) -> str:
        """Where it is, without its password, which may stand in the query too."""
        where = {name: value for name, value in self.engine.url.query.items() if name == "host"}
        return self.engine.url.set(query=where).render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database. Raises StoreError."""
        with self._telling(), self.engine.connect() as connection:
            if not self.is_embedded:
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, name: str = "", *, idle: int = _IDLE) -> Iterator[Connection]:
        """Give a connection whose changes are stored whole at the end, or not at all.

        Those who write under the same `name` wait for each other. A process that is stopped within
        it, or a machine that dies, loses it after so many seconds `idle`: others wait for what it
        holds. Raises StoreError.
        """
        with self._counted:
            self._writes += 1
        with self._telling(), self.engine.connect() as connection:
            connection.execution_options(talkbell_writes=True)
            with connection.begin():
                if not self.is_embedded and idle != _IDLE:
                    longest = f"SET LOCAL idle_in_transaction_session_timeout = '{idle}s'"
                    connection.exec_driver_sql(longest)
                if name and not self.is_embedded:
                    lock = func.pg_advisory_xact_lock(func.hashtextextended(name, 0))
                    connection.execute(select(lock))
                yield connection

    def now(self) -> datetime | None:
        """Return the time of the database's machine (UTC); None if that is ours.

        Raises StoreError.
        """
        if self.is_embedded:
            return None
        with self.reading() as connection:
            found: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
        return found.astimezone(UTC)

    def migrate(self) -> None:
        """Bring the tables to the form that this version of Talkbell needs. Raises StoreError."""
        with self.writing("migrations") as connection:
            if not is_newest(connection):
                upgrade(connection)

    def is_current(self) -> bool:
        """Whether the tables have the form that this version needs. Raises StoreError."""
        with self.reading() as connection:
            return is_newest(connection)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        """Return the store itself, to be closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            message = f"the database {self.address}: {reason}"
            raise StoreError(message) from error


def open_store(url: str) -> Store:
    """Return the store at a `sqlite:///PATH` or `postgresql://…` address, without connecting yet.

    Raises StoreError for an address of another kind, and for a folder that cannot be made.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        message = "the database address cannot be read; write postgresql://USER@HOST/NAME"
        raise StoreError(message) from None
    match address.get_backend_name():
        case "sqlite":
            return Store(_open_sqlite(address))
        case "postgresql":
            return Store(_open_postgresql(address))
        case other:
            message = f'there is no "{other}" database; write postgresql://… or sqlite:///…'
            raise StoreError(message)


def _open_sqlite(address: URL) -> Engine:
    path = Path(address.database or "")
    if not address.database or address.database == ":memory:":
        message = "an SQLite database is a file: sqlite:///data/talkbell.db"
        raise StoreError(message)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{path.parent}: {error.strerror}"
        raise StoreError(message) from None
    engine = create_engine(address, connect_args={"timeout": _BUSY})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - sqlite3's own
    connection.isolation_level = None  # sqlite3 begins no transactions of its own: `_begin_sqlite`
    connection.execute("PRAGMA foreign_keys=ON").close()
    until = time.monotonic() + _BUSY
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            # Of a new file that another process writes just now, SQLite says so without waiting.
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_AGAIN)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("talkbell_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _open_postgresql(address: URL) -> Engine:
    # `postgres://` and `postgresql://` alike mean psycopg 3; a name of our own helps operators.
    engine = create_engine(
        address.set(drivername="postgresql+psycopg"),
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _CONNECT,
            "application_name": "talkbell",
            **_KEEPALIVES,
        },
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _prepare_postgresql(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's own
    """Let nobody wait, or be waited for, without end. Poolers refuse that when connecting."""
    connection.execute(f"SET lock_timeout = '{_BUSY}s'")
    connection.execute(f"SET idle_in_transaction_session_timeout = '{_IDLE}s'")
    connection.commit()
