"""A chat of Telegram's that runs beside a test, in a thread with a loop of its own."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from bot.channels.telegram import build_bot
from bot.chat.interface import Incoming, Reply
from bot.chat.sharing import Card
from bot.chat.telegram import Introduction, Listener, TelegramChat, Webhook
from tests.telegram_emulator.client import Emulator

INTRODUCTION = Introduction(
    commands={"next": "The next talk", "help": "What I can do"},
    description="Reminders of talks",
    short_description="Reminders",
)
_PATIENCE = 20


@dataclass
class Conversation:
    """Repeats what it heard, or says what it was given to say; takes down what it was told."""

    heard: list[Incoming] = field(default_factory=list)
    ended: list[tuple[str, str]] = field(default_factory=list)
    moved: list[tuple[str, str]] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    queries: list[Incoming] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    gates: dict[str, Event] = field(default_factory=dict)

    def answer(self, incoming: Incoming) -> Reply:
        said = incoming.button or incoming.text
        if said in self.gates:
            self.gates[said].wait(20)
        self.heard.append(incoming)
        if said == "/crash":
            raise ZeroDivisionError
        return self.replies.get(said, Reply(html=f"You said <b>{said or 'nothing'}</b>"))

    def offer(self, incoming: Incoming) -> Sequence[Card]:
        self.queries.append(incoming)
        return self.cards

    def end(self, address: str, reason: str) -> None:
        self.ended.append((address, reason))

    def move(self, old: str, new: str) -> None:
        self.moved.append((old, new))

    def listener(self) -> Listener:
        return Listener(answer=self.answer, offer=self.offer, end=self.end, move=self.move)


class Running:
    """The chat, for what a test has to tell it."""

    def __init__(
        self,
        emulator: Emulator,
        listener: Listener,
        webhook: Webhook | None,
        introduction: Introduction,
    ) -> None:
        self._introduction = introduction
        self._loop = asyncio.new_event_loop()
        self._made = Event()
        self._thread = Thread(target=self._run, args=(emulator, listener, webhook))
        self._thread.start()
        assert self._made.wait(_PATIENCE)

    def _run(self, emulator: Emulator, listener: Listener, webhook: Webhook | None) -> None:
        async def go() -> None:
            bot = build_bot(emulator.token, emulator.base_url)
            self._chat = TelegramChat(bot, listener, self._introduction, webhook)
            self._task = asyncio.ensure_future(self._chat.run())
            self._made.set()
            with suppress(asyncio.CancelledError):
                await self._task

        self._loop.run_until_complete(go())
        self._loop.close()

    @property
    def trouble(self) -> str:
        """Return why the bot hears nobody."""
        return self._chat.trouble.reason

    @property
    def name(self) -> str:
        """Return what Telegram calls the bot."""
        return self._chat.name

    def receive(self, update: Any) -> bool:
        """Give an update that came to the webhook."""
        receiving = self._chat.receive(update)
        return asyncio.run_coroutine_threadsafe(receiving, self._loop).result(_PATIENCE)

    async def take(self, update: Any) -> bool:
        """Take an update as the web service does, which runs in another loop here."""
        receiving = asyncio.run_coroutine_threadsafe(self._chat.receive(update), self._loop)
        return await asyncio.wrap_future(receiving)

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
    webhook: Webhook | None = None,
    introduction: Introduction = INTRODUCTION,
) -> Iterator[Running]:
    """Give a chat that answers on the emulator until the end of the block."""
    running = Running(emulator, listener, webhook, introduction)
    try:
        yield running
    finally:
        running.end()
