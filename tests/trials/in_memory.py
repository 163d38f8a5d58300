"""A channel of trials in this process."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from bot.channels.interface import Outgoing
from bot.clock import Clock


@dataclass(frozen=True, slots=True)
class Taken:
    """A message, to whom, and when by the clock of the trial."""

    address: str
    text: str
    at: datetime


class MemoryChannel:
    """Keeps what it is given to send; each message takes some seconds of the machine's."""

    def __init__(self, clock: Clock, takes: float = 0.0) -> None:
        self.taken: list[Taken] = []
        self._clock = clock
        self._takes = takes

    async def send(self, address: str, outgoing: Outgoing) -> str:
        self.taken.append(Taken(address, outgoing.plain, self._clock.now()))
        number = len(self.taken)
        await asyncio.sleep(self._takes)
        return str(number)

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        raise AssertionError(address, message_id, outgoing)  # no link changes in these trials

    @property
    def counts(self) -> Counter[str]:
        return Counter(one.address for one in self.taken)
