"""Clocks tell an instant, wake at one, and simulated ones go as fast as they are told."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Clock, SimulatedClock, SystemClock

START = datetime(2021, 6, 28, 13, 29, 30, tzinfo=UTC)
TICK = timedelta(seconds=0.05)


@pytest.mark.parametrize("clock", [SystemClock(), SimulatedClock(START), SimulatedClock(START, 50)])
def test_clock_wakes_at_an_instant_and_not_before(clock: Clock) -> None:
    at = clock.now() + TICK
    asyncio.run(clock.sleep_until(at))
    assert clock.now() >= at
    assert clock.now().tzinfo is UTC
    asyncio.run(clock.sleep_until(at))


def test_simulated_clock_begins_where_it_is_told_and_goes_as_fast() -> None:
    clock = SimulatedClock(START, 10_000)
    began = time.monotonic()
    assert START <= clock.now() < START + timedelta(hours=1)
    asyncio.run(clock.sleep_until(START + timedelta(hours=1)))
    assert clock.now() >= START + timedelta(hours=1)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(("start", "speed"), [(START.replace(tzinfo=None), 1), (START, 0)])
def test_clock_that_tells_no_instant_is_refused(start: datetime, speed: float) -> None:
    with pytest.raises(ValueError, match="begins at an instant, and goes forward"):
        SimulatedClock(start, speed)
