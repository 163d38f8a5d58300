"""The engine: what each database promises, and what is said when it is away."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.store.engine import Store, StoreError, open_store
from bot.store.schema.tables import chats

INSERT = text(
    "INSERT INTO chats (platform, address, created_at) VALUES ('test', 'one', '2026-01-01')"
)


def test_sqlite_is_opened_safely(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'new' / 'talkbell.db'}"
    with open_store(address) as store, store.reading() as connection:
        names = ("journal_mode", "foreign_keys", "busy_timeout")
        found = [connection.execute(text(f"PRAGMA {name}")).scalar() for name in names]
    assert found == ["wal", 1, 30000]


def test_new_file_that_another_process_writes_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "talkbell.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE made (at)")
    freeing = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    freeing.start()
    with open_store(f"sqlite:///{path}") as store, store.reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    freeing.join()
    other.close()


def test_failed_write_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as connection:
            connection.execute(INSERT)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as connection:
        assert connection.execute(select(chats)).all() == []


def test_written_row_is_read(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(INSERT)
    with store.reading() as connection:
        assert connection.execute(select(chats.c.address)).scalars().all() == ["one"]


def test_no_update_is_lost_between_threads(store: Store) -> None:
    """The trap: SQLite's deferred transactions, and unlocked reads on PostgreSQL."""
    with store.writing() as connection:
        connection.execute(INSERT)

    def count_up() -> None:
        for _ in range(20):
            with store.writing("counter") as connection:
                found = int(
                    connection.execute(text("SELECT count(*) FROM feed_tokens")).scalar_one()
                )
                connection.execute(
                    text(
                        "INSERT INTO feed_tokens (token_hash, chat_id, created_at) "
                        "VALUES (:hash, (SELECT id FROM chats), '2026-01-01')"
                    ),
                    {"hash": found.to_bytes(4, "big")},
                )

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM feed_tokens")).scalar_one() == 80


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("mysql://a/b", 'there is no "mysql" database; write postgresql://… or sqlite:///…'),
        (
            "data/talkbell.db",
            "the database address cannot be read; write postgresql://USER@HOST/NAME",
        ),
        ("sqlite://", "an SQLite database is a file: sqlite:///data/talkbell.db"),
        ("sqlite:////proc/none/talkbell.db", "/proc/none: No such file or directory"),
    ],
)
def test_address_that_is_none_is_told(address: str, message: str) -> None:
    with pytest.raises(StoreError) as error:
        open_store(address)
    assert str(error.value) == message


def test_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "talkbell.db"
    path.write_bytes(b"something else entirely" * 100)
    with open_store(f"sqlite:///{path}") as store, pytest.raises(StoreError) as error:
        store.migrate()
    assert str(error.value) == f"the database sqlite:///{path}: file is not a database"


def test_server_that_is_away_is_told_without_its_password() -> None:
    store = open_store("postgresql://someone:secret@127.0.0.1:1/talkbell")
    with pytest.raises(StoreError) as error, store.reading():
        pass
    message = str(error.value)
    assert message.startswith(
        "the database postgresql+psycopg://someone:***@127.0.0.1:1/talkbell: "
    )
    assert "secret" not in message


def test_address_that_is_told_has_no_password() -> None:
    query = "?host=/run/db&password=canary&sslpassword=canary"
    with open_store(f"postgresql://ada:canary@db.example:5432/talks{query}") as store:
        told = store.address
    assert told == "postgresql+psycopg://ada:***@db.example:5432/talks?host=%2Frun%2Fdb"
