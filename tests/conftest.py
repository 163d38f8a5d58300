"""What tests of several packages need: a database of each kind."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.store.engine import Store, open_store
from tests.store.migrated import opened_migrated
from tests.store.postgresql import Server, find_server, running_server

# Tests start hundreds of processes: each would compile all of Talkbell where none may keep that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ["tests.trials.reporting"]
NewAddress = Callable[..., str]


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    programs = find_server()
    if programs is None:
        pytest.skip("no PostgreSQL server on this machine (Debian: apt-get install postgresql)")
    with running_server(programs) as server:
        yield server


@pytest.fixture(scope="session")
def new_postgresql(postgresql_server: Server) -> NewAddress:
    """Make the address of a new database: an empty one, or a copy of another."""
    numbers = count(1)

    def new(template: str = "template1") -> str:
        name = f"talkbell_{next(numbers)}"
        postgresql_server.do(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return postgresql_server.address(name)

    return new


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'talkbell.db'}"
    new: NewAddress = request.getfixturevalue("new_postgresql")
    return new()


@pytest.fixture(scope="session")
def migrated_postgresql(new_postgresql: NewAddress) -> str:
    """Return the name of a database that others are copied from."""
    address = new_postgresql()
    with open_store(address) as opened:
        opened.migrate()
    return str(make_url(address).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """Return a migrated store, of each kind."""
    if request.param == "sqlite":
        with opened_migrated(tmp_path / "talkbell.db") as opened:
            yield opened
        return
    new: NewAddress = request.getfixturevalue("new_postgresql")
    address = new(request.getfixturevalue("migrated_postgresql"))
    with open_store(address) as opened:
        yield opened
    server: Server = request.getfixturevalue("postgresql_server")
    server.do(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")
