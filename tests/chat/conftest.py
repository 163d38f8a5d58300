from collections.abc import Iterator
from pathlib import Path

import pytest

from .people import Bot, Person, running_bot


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Bot]:
    with running_bot(tmp_path) as running:
        yield running


@pytest.fixture
def ada(bot: Bot) -> Person:
    return bot.person()
