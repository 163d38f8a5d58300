"""What tests of several packages need: a database of each kind."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.store.engine import Store, open_store
from tests.store.migrated import opened_migrated
from tests.store.postgresql import Emptied, Server, find_server, running_server

# Tests start hundreds of processes: each would compile all of Talkbell where none may keep that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# The same examples in every run; `--hypothesis-profile=default` tries others.
settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
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

    def new() -> str:
        name = f"talkbell_{next(numbers)}"
        postgresql_server.do(f"CREATE DATABASE {name} STRATEGY FILE_COPY")
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
def migrated_postgresql(new_postgresql: NewAddress) -> Iterator[Emptied]:
    """Return a database with the tables of today."""
    with open_store(new_postgresql()) as opened:
        opened.migrate()
        yield Emptied(opened)


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Return a migrated store, of each kind."""
    if request.param == "sqlite":
        with opened_migrated() as opened:
            yield opened
        return
    emptied: Emptied = request.getfixturevalue("migrated_postgresql")
    yield Store(emptied.engine)
    emptied.empty()
