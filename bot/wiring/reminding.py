"""Reminders and the conversation of an installation, by the platforms that are set."""

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.channels.console import ConsoleChannel
from bot.channels.telegram import TELEGRAM, build_bot, opened_channel
from bot.chat import words
from bot.chat.commands import COMMANDS
from bot.chat.conversation import Conversation, Service
from bot.chat.interface import Incoming, Reply
from bot.chat.telegram import Introduction, Listener, TelegramChat
from bot.chat.terminal import PLATFORM as TERMINAL
from bot.clock import Clock, SimulatedClock
from bot.domain.series import Join
from bot.errors import TalkbellError
from bot.flows.outlets import Limits, Outlet
from bot.flows.subscribe import Place, leave, move
from bot.jobs import Reminding
from bot.settings import Settings
from bot.store.engine import Store, StoreError
from bot.store.schedules import list_past_joins

_logger = logging.getLogger("talkbell.service")
_TELEGRAM = "telegram"
_LOOK = 10.0  # seconds between two looks at the joins
Learn = Callable[[Iterable[Join]], None]
Watch = Callable[[Callable[[], None]], Coroutine[Any, Any, None]]


def refuse_real_telegram(settings: Settings, clock: Clock) -> None:
    """Raise TalkbellError where people would be reminded by a clock that is not theirs."""
    if not isinstance(clock, SimulatedClock) or not settings.telegram_token.get_secret_value():
        return
    if not _is_on_this_machine(settings.telegram_base_url or TELEGRAM):
        message = "a simulated clock reminds nobody on Telegram: unset TALKBELL_TELEGRAM_TOKEN"
        raise TalkbellError(f"{message}, or set TALKBELL_TELEGRAM_BASE_URL to a server of your own")


def _is_on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


async def remind(
    settings: Settings, store: Store, clock: Clock, watch: Watch | None = None
) -> None:
    """Remind, and answer on Telegram if that is set, until cancelled.

    `watch` is run beside, and calls what it is given whenever series have changed; changes that
    nobody tells are found within a minute.
    """
    async with opened_outlets(settings) as outlets, asyncio.TaskGroup() as group:
        reminding = Reminding(store, outlets, clock)
        group.create_task(reminding.run())
        if chat := _telegram_chat(settings, store, clock, reminding.nudge):
            group.create_task(_answering(chat))
        if watch:
            group.create_task(watch(reminding.nudge))


def work(settings: Settings, store: Store, clock: Clock, learn: Learn) -> None:
    """Remind until SIGINT or SIGTERM; what is on its way then is sent and recorded.

    `learn` is told, again and again, all joins that the store has: no log may show one.
    """

    async def learning(_: Callable[[], None]) -> None:
        while True:
            with suppress(StoreError):  # those who remind tell it
                learn(await asyncio.to_thread(_joins, store))
            await asyncio.sleep(_LOOK)

    async def until_told() -> None:
        task = asyncio.create_task(remind(settings, store, clock, learning))
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, task.cancel)
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_told())


def _joins(store: Store) -> list[Join]:
    with store.reading() as connection:
        return list_past_joins(connection)


async def _answering(chat: TelegramChat) -> None:
    """Answer on Telegram; a token that is wrong ends that, and not the reminders elsewhere."""
    try:
        await chat.run()
    except TalkbellError as error:
        _logger.error("%s", error)  # noqa: TRY400 - told, not traced


@asynccontextmanager
async def opened_outlets(settings: Settings) -> AsyncIterator[dict[str, Outlet]]:
    """Give what messages leave by: the console for chats in a terminal, and Telegram if it is set.

    What is printed goes to standard output, apart from the log.
    """
    outlets = {TERMINAL: Outlet(channel=ConsoleChannel(sys.stdout), account=TERMINAL)}
    token = settings.telegram_token.get_secret_value()
    if not token:
        yield outlets
        return
    account = f"{_TELEGRAM}:{sha256(token.encode()).hexdigest()[:16]}"
    async with opened_channel(token, settings.telegram_base_url or TELEGRAM) as channel:
        outlet = Outlet(channel=channel, account=account, limits=Limits())
        yield {**outlets, _TELEGRAM: outlet}


def _telegram_chat(
    settings: Settings, store: Store, clock: Clock, changed: Callable[[], None]
) -> TelegramChat | None:
    """Return what answers people on Telegram, None where no token is set.

    `changed` is called after each answer that has written: what is due, or when, may be another.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    own = Store(store.engine)  # which counts what the conversation writes, and nobody else
    conversation = Conversation(Service(own, settings.public_url), now=clock.now)

    def answer(incoming: Incoming) -> Reply:
        writes = own.writes
        reply = conversation.answer(incoming)
        if own.writes != writes:
            changed()
        return reply

    def end(address: str, reason: str) -> None:
        leave(store, Place(_TELEGRAM, address), reason, now=clock.now())

    def moved(address: str, new: str) -> None:
        move(store, Place(_TELEGRAM, address), new)

    listener = Listener(answer=answer, end=end, move=moved)
    commands = {name: str(one.summary) for name, one in COMMANDS.items() if one.summary}
    introduction = Introduction(
        commands=commands,
        description=str(words.DESCRIPTION),
        short_description=str(words.SHORT_DESCRIPTION),
    )
    return TelegramChat(
        build_bot(token, settings.telegram_base_url or TELEGRAM), listener, introduction
    )
