"""Trials in this process, whose messages go to the emulator."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.channels.telegram import opened_channel
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.store.engine import Store
from tests.store.seminar import DUE
from tests.telegram_emulator.client import Emulator
from tests.trials.clocks import HastyClock
from tests.trials.delivering import IN_FLIGHT, PLATFORM, deliver_all, limits_of, plan
from tests.trials.outcomes import IN_TIME
from tests.trials.workers import PACE

_TELEGRAM = 30  # messages a second
_FIRST_DELAY, _LONGEST_DELAY = timedelta(seconds=2), timedelta(minutes=2)


@dataclass
class Desk:
    """One worker at a time over a store and the emulator."""

    store: Store
    emulator: Emulator
    pace: float = PACE
    late: int = 0  # attempts that came much later than planned, or than the last one's delay

    def __post_init__(self) -> None:
        self._before = len(self.emulator.calls())

    def crowd(self, count: int) -> list[str]:
        """Return the addresses of so many people who have started the bot."""
        return [str(one) for one in self.emulator.do("add_crowd", count=count)]

    def deliver(self, now: datetime = DUE, *, gap: float = 0.0) -> Counter[str]:
        """Plan, and send until nothing is owed; return what came of the attempts."""

        async def go() -> Counter[str]:
            library, clock = Library(), HastyClock(now, self.pace)
            plan(self.store, library, clock)
            async with opened_channel(self.emulator.token, self.emulator.base_url) as channel:
                outlet = Outlet(channel=channel, account="trial", limits=limits_of(gap))
                outlets = {PLATFORM: outlet}
                worker = DeliveryWorker(self.store, library, outlets, clock, in_flight=IN_FLIGHT)
                return await deliver_all(worker, self.store)

        before = len(self.calls())
        counts = asyncio.run(go())
        self.late += _late(self.calls()[before:], self.pace)
        return counts

    def calls(self) -> list[dict[str, Any]]:
        """Return the calls since the begin, in order."""
        return self.emulator.calls()[self._before :]

    def outcomes(self) -> Counter[str]:
        """Return how calls ended: by their code, or their fault."""
        return Counter(str(call["outcome"]) for call in self.calls())

    def arrived(self, people: list[str]) -> Mapping[str, int]:
        """Return how many messages each chat shows."""
        counts: dict[str, int] = self.emulator.do("counts")
        return {one: counts[one] for one in people if one in counts}


def _late(calls: list[dict[str, Any]], pace: float) -> int:
    begin = min((call["at"] for call in calls), default=0.0)
    last: dict[str, tuple[float, timedelta]] = {}
    late = 0
    for call in calls:
        turn = begin + len(last) / _TELEGRAM  # of the first attempt, if there were a limit
        before, delay = last.get(call["chat"], (turn, timedelta(0)))
        late += call["at"] - before > (delay * 1.5 + IN_TIME).total_seconds() / pace
        last[call["chat"]] = call["at"], min(delay * 2 or _FIRST_DELAY, _LONGEST_DELAY)
    return late
