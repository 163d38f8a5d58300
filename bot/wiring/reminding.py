"""Reminders and the conversation of an installation, by the platforms that are set."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from threading import Timer
from typing import Any

from bot.channels.addresses import TELEGRAM, is_on_this_machine
from bot.channels.console import PLATFORM as TERMINAL
from bot.channels.console import ConsoleChannel
from bot.clock import Clock, SimulatedClock
from bot.domain.series import Join
from bot.errors import TalkbellError
from bot.flows.broadcasting import BROADCAST
from bot.flows.delivery.outlets import Outlet
from bot.jobs import Reminding
from bot.settings import Settings
from bot.store.engine import Store, StoreError
from bot.store.series.schedules import list_past_joins
from bot.wiring.answering import build_answering
from bot.wiring.broadcasting import broadcast_outlet, watch_targets
from bot.wiring.ending import end_anyway
from bot.wiring.platform import PLATFORM, Answering
from bot.wiring.refreshing import refreshing

_logger = logging.getLogger("talkbell.service")
_PATIENCE = 5.0  # seconds for what still reads, stores or sends when a worker is to end
_LOOK = 10.0  # seconds between two looks at the joins
Learn = Callable[[Iterable[Join]], None]
Watch = Callable[[Callable[[], None]], Coroutine[Any, Any, None]]


def refuse_real_telegram(settings: Settings, clock: Clock) -> None:
    """Raise TalkbellError where people would be reminded by a clock that is not theirs."""
    if not isinstance(clock, SimulatedClock) or not settings.telegram_token.get_secret_value():
        return
    if not is_on_this_machine(settings.telegram_base_url or TELEGRAM):
        message = "a simulated clock reminds nobody on Telegram: unset TALKBELL_TELEGRAM_TOKEN"
        raise TalkbellError(f"{message}, or set TALKBELL_TELEGRAM_BASE_URL to a server of your own")


async def remind(
    settings: Settings,
    store: Store,
    clock: Clock,
    answering: Answering | None = None,
    watch: Watch | None = None,
) -> None:
    """Remind, and answer people if there is what does, until cancelled.

    `watch` is run beside, and calls what it is given whenever series have changed; changes that
    nobody tells are found within a minute.
    """
    async with opened_outlets(settings) as outlets, asyncio.TaskGroup() as group:
        in_flight = settings.deliveries_in_flight
        errand = refreshing(settings, store, clock)
        reminding = Reminding(store, outlets, clock, in_flight=in_flight, errand=errand)
        group.create_task(reminding.run())
        group.create_task(watch_targets(settings, store, clock))
        if answering:
            answering.changed = reminding.nudge
            group.create_task(answering.run())
        if watch:
            group.create_task(watch(reminding.nudge))


def work(settings: Settings, store: Store, clock: Clock, learn: Learn) -> None:
    """Remind until SIGINT or SIGTERM; what is on its way then is sent and recorded, if soon.

    `learn` is told, again and again, all joins that the store has: no log may show one.
    """

    async def learning(_: Callable[[], None]) -> None:
        while True:
            with suppress(StoreError):  # those who remind tell it
                learn(await asyncio.to_thread(_joins, store))
            await asyncio.sleep(_LOOK)

    async def until_told() -> None:
        answering = build_answering(settings, store, clock, serves=False)
        task = asyncio.create_task(remind(settings, store, clock, answering, learning))

        def end() -> None:
            task.cancel()
            timers.append(end_anyway(_PATIENCE))

        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, end)
        with suppress(asyncio.CancelledError):
            await task

    timers: list[Timer] = []
    try:
        asyncio.run(until_told())
    finally:
        for one in timers:
            one.cancel()


def _joins(store: Store) -> list[Join]:
    with store.reading() as connection:
        return list_past_joins(connection)


@asynccontextmanager
async def opened_outlets(settings: Settings) -> AsyncIterator[dict[str, Outlet]]:
    """Give what messages leave by: the console for chats in a terminal, and Telegram if it is set.

    What is printed goes to standard output, apart from the log.
    """
    outlets = {
        TERMINAL: Outlet(channel=ConsoleChannel(sys.stdout), account=TERMINAL),
        BROADCAST: broadcast_outlet(settings),
    }
    if not settings.telegram_token.get_secret_value():
        yield outlets
        return
    from bot.wiring.telegram import opened_outlet  # noqa: PLC0415 - slow to load

    async with opened_outlet(settings) as outlet:
        yield {**outlets, PLATFORM: outlet}
