"""Fixtures for any test that needs the emulator: import them into a conftest."""

from collections.abc import Iterator

import pytest

from .client import Emulator, running_emulator


@pytest.fixture(autouse=True)
def durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have python-telegram-bot give durations, of which it would warn otherwise."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    """Give a module's emulator, whatever has happened to it."""
    with running_emulator() as started:
        yield started


@pytest.fixture
def emulator(running: Emulator) -> Iterator[Emulator]:
    """Give an emulator in which nothing goes wrong yet, and nothing waits for the bot."""
    yield running
    running.do("mend")
    running.do("forget_updates")
