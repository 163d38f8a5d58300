"""Workers of a property: several in one process, which plan and then send at once."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from bot.channels.interface import Channel
from bot.clock import Clock
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.store.engine import Store


def send_at_once(
    store: Store,
    libraries: Iterable[Library],
    channel: Channel,
    clock: Clock,
    plan: Callable[[Library], object],
) -> None:
    """Let a worker with each library plan, one after the other, and then all of them send.

    One that dies, or a channel that never answers, ends with it.
    """
    outlets, libraries = {"test": Outlet(channel=channel, account="test")}, list(libraries)

    async def deliver() -> None:
        every = [DeliveryWorker(store, library, outlets, clock) for library in libraries]
        sending = asyncio.gather(*(one.deliver_due() for one in every), return_exceptions=True)
        with suppress(asyncio.CancelledError, TimeoutError):
            await asyncio.wait_for(sending, 10)

    for library in libraries:
        plan(library)
    asyncio.run(deliver())
