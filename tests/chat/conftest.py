from collections.abc import Iterator

import pytest

from .people import Bot, Person, running_bot


@pytest.fixture
def bot() -> Iterator[Bot]:
    with running_bot() as running:
        yield running


@pytest.fixture
def ada(bot: Bot) -> Person:
    return bot.person()
