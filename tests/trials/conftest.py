"""What trials need: a place where messages arrive, and a report of what came of them."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from bot.store.engine import Store
from tests.telegram_emulator.fixtures import durations, emulator, running
from tests.trials.outcomes import Outcome, Tally
from tests.trials.reporting import property_of
from tests.trials.sink import Sink, running_sink
from tests.trials.workers import Workers

__all__ = ["durations", "emulator", "running"]


class Report(Protocol):
    """Notes what came of a trial, before anything is asserted about it."""

    def __call__(
        self, trial: int, name: str, tally: Tally, *, late: int = 0, remark: str = "", on: str = ""
    ) -> None: ...


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    begin = time.monotonic()

    def note(
        trial: int, name: str, tally: Tally, *, late: int = 0, remark: str = "", on: str = ""
    ) -> None:
        outcome = Outcome(
            trial=trial,
            name=name,
            database=on or _database_of(request),
            owed=tally.owed,
            lost=tally.lost,
            repeated=tally.repeated,
            late=late,
            seconds=time.monotonic() - begin,
            remark=remark,
            held_on=f"{datetime.now(UTC):%Y-%m-%d}",
        )
        print(" ".join(outcome.cells))
        request.node.user_properties.append(property_of(outcome))

    return note


def _database_of(request: pytest.FixtureRequest) -> str:
    store: Store = request.getfixturevalue("store")
    return "SQLite" if store.is_embedded else "PostgreSQL"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[Sink]:
    with running_sink(tmp_path / "sink") as running_one:
        yield running_one


@pytest.fixture
def workers(store: Store, sink: Sink) -> Iterator[Workers]:
    """Give workers whose messages arrive in the sink."""
    made = Workers(store, {"sink": str(sink.path)})
    yield made
    made.end()
