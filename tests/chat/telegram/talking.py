"""A chat of Telegram's that runs beside a test, in a thread with a loop of its own."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from bot.channels.telegram import build_bot
from bot.chat.telegram import Introduction, Listener, TelegramChat
from tests.telegram_emulator.client import Emulator

INTRODUCTION = Introduction(
    commands={"next": "The next talk", "help": "What I can do"},
    description="Reminders of talks",
    short_description="Reminders",
)
_PATIENCE = 20


class Running:
    """The chat, for what a test has to tell it."""

    def __init__(
        self, emulator: Emulator, listener: Listener, webhook: str, introduction: Introduction
    ) -> None:
        self._introduction = introduction
        self._loop = asyncio.new_event_loop()
        self._made = Event()
        self._thread = Thread(target=self._run, args=(emulator, listener, webhook))
        self._thread.start()
        assert self._made.wait(_PATIENCE)

    def _run(self, emulator: Emulator, listener: Listener, webhook: str) -> None:
        async def go() -> None:
            bot = build_bot(emulator.token, emulator.base_url)
            self._chat = TelegramChat(bot, listener, self._introduction, webhook)
            self._task = asyncio.ensure_future(self._chat.run())
            self._made.set()
            with suppress(asyncio.CancelledError):
                await self._task

        self._loop.run_until_complete(go())
        self._loop.close()

    def receive(self, update: dict[str, Any]) -> None:
        """Give an update that came to the webhook."""
        receiving = self._chat.receive(update)
        asyncio.run_coroutine_threadsafe(receiving, self._loop).result(_PATIENCE)

    def end(self) -> None:
        """End as the service does."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._task.cancel)
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive()


@contextmanager
def talking(
    emulator: Emulator,
    listener: Listener,
    webhook: str = "",
    introduction: Introduction = INTRODUCTION,
) -> Iterator[Running]:
    """Give a chat that answers on the emulator until the end of the block."""
    running = Running(emulator, listener, webhook, introduction)
    try:
        yield running
    finally:
        running.end()
