"""Departures: in no second leaves more than is allowed, however late the process wakes."""

import asyncio
import random
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.flows.delivery.departing import Departures
from bot.flows.delivery.outlets import Limits
from tests.flows.test_deliver import SleepClock
from tests.store.seminar import DUE

RATE = 30  # a second
SECOND = timedelta(seconds=1)
HICCUPS = (0.0, 0.0, 0.0, 0.0003, 0.004, 0.02, 0.3)  # seconds for which nothing goes on


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop by whose clock time passes only while it waits, and in hiccups."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        selector: Any = self._selector  # type: ignore[attr-defined]
        select = selector.select

        def wait(timeout: float | None = None) -> Any:
            self.now += timeout or 0.0
            return select(0)

        selector.select = wait

    def time(self) -> float:
        return self.now


def departures(messages: int, hiccups: random.Random | None) -> list[float]:
    """Return when so many messages left that were all ready at once."""
    loop, left = VirtualLoop(), list[float]()
    gap = Limits.keeping(RATE, chat_gap=SECOND, group_gap=SECOND).gap
    leaving = Departures(gap, SleepClock(DUE))

    async def leave() -> None:
        await leaving.wait()
        left.append(loop.now)

    async def disturb(chance: random.Random) -> None:
        while len(left) < messages:
            await asyncio.sleep(chance.uniform(0, 0.05))
            loop.now += chance.choice(HICCUPS)

    async def go() -> None:
        others = [disturb(hiccups)] if hiccups else []
        await asyncio.gather(*(leave() for _ in range(messages)), *others)

    try:
        loop.run_until_complete(go())
    finally:
        loop.close()
    return left


def test_messages_leave_a_hundredth_slower_than_is_allowed() -> None:
    left = departures(5, None)
    assert [later - one for one, later in pairwise(left)] == pytest.approx(
        [1.01 / RATE] * 4, abs=1e-6
    )


@pytest.mark.parametrize("seed", range(20))
def test_no_second_has_too_many(seed: int) -> None:
    left = departures(400, random.Random(seed))  # noqa: S311 - no secret
    assert min(later - one for one, later in zip(left, left[RATE:], strict=False)) > 1
