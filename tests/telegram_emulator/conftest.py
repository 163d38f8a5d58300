"""An emulator for each module; what was switched on goes off after each test."""

from collections.abc import Iterator

import pytest

from .client import Emulator, running_emulator


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have python-telegram-bot give durations, of which it would warn otherwise."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(scope="module")
def _running() -> Iterator[Emulator]:
    with running_emulator() as running:
        yield running


@pytest.fixture
def emulator(_running: Emulator) -> Iterator[Emulator]:
    """Give an emulator in which nothing goes wrong yet, and nothing waits for the bot."""
    yield _running
    _running.do("mend")
    _running.do("forget_updates")
