"""What tests of several packages need: a database of each kind."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from bot.store.engine import Store, open_store
from tests.store.postgresql import Server, find_server, running_server

pytest_plugins = ["tests.trials.reporting"]
NewAddress = Callable[[], str]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with running_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: Server) -> NewAddress:
    """Make the address of a new, empty database."""
    numbers = count(1)
    maintenance = make_url(postgresql_server.address("postgres"))

    def new() -> str:
        name = f"talkbell_{next(numbers)}"
        engine = create_engine(
            maintenance.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
        )
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return postgresql_server.address(name)

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'talkbell.db'}"
    new: NewAddress = request.getfixturevalue("new_postgresql")
    return new()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """Return a migrated store, of each kind."""
    with open_store(database) as opened:
        opened.migrate()
        yield opened
