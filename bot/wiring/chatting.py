"""The terminal chat: a conversation with one person, and reminders for them as they come due."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.channels.console import PLATFORM
from bot.chat import words
from bot.chat.conversation import Conversation, Service
from bot.chat.terminal import PERSON, TerminalChat
from bot.clock import Clock, SimulatedClock
from bot.domain.moments import Moment
from bot.domain.wording import describe_day
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import Outlet
from bot.flows.library import Library
from bot.flows.organizing.rights import invite, redeem
from bot.flows.planning.remind import plan_reminders
from bot.store.engine import Store, StoreError
from bot.store.series.sources import list_sources

_logger = logging.getLogger("talkbell.chat")
_RETRY = 1.0  # seconds until a database that fails is asked again


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal:
    """Where the chat takes place: what is read and written, and the folder that gets files."""

    reading: TextIO
    writing: TextIO
    folder: Path


def chat(service: Service, clock: Clock, terminal: Terminal, *, zone: str) -> None:
    """Chat until what is read ends. `zone` (IANA) is that of the time told with a simulation."""
    asyncio.run(_Chatting(service, clock, terminal, zone).run())


def appoint(store: Store, *, now: datetime) -> None:
    """Make who writes in the terminal an organizer of all series. Raises StoreError."""
    with store.reading() as connection:
        known = [one.series_id for one in list_sources(connection)]
    for series_id in known:
        redeem(store, invite(store, series_id, "", now=now), PERSON, now=now)


class _Chatting:
    """What runs beside each other: answering, planning and delivering."""

    def __init__(self, service: Service, clock: Clock, terminal: Terminal, zone: str) -> None:
        self._store = service.store
        self._clock = clock
        self._zone = zone
        self._reading = terminal.reading
        self._library = Library()
        self._nudged = asyncio.Event()
        self._chat = TerminalChat(
            Conversation(service, now=clock.now),
            terminal.writing,
            clock_text=self._clock_text,
            folder=terminal.folder,
            is_echoing=not terminal.reading.isatty(),
        )
        outlets = {PLATFORM: Outlet(channel=self._chat, account=PLATFORM)}
        self._worker = DeliveryWorker(service.store, self._library, outlets, clock)

    async def run(self) -> None:
        lines = asyncio.Queue[str | None]()
        await asyncio.to_thread(self._chat.greet, self._hello())
        self._follow_lines(lines)
        async with asyncio.TaskGroup() as group:
            group.create_task(self._worker.run())
            planning = group.create_task(self._plan())
            while (line := await lines.get()) is not None:
                await asyncio.to_thread(self._chat.say, line)
                self._nudged.set()  # it may have changed what is due, or when
            self._chat.end()
            planning.cancel()
            self._worker.stop()

    async def _plan(self) -> None:
        """Plan at each instant at which something is due, and after each change."""
        while True:
            self._nudged.clear()
            try:
                planned = await asyncio.to_thread(
                    plan_reminders, self._store, self._library, now=self._clock.now()
                )
            except StoreError as error:
                _logger.error("nothing can be planned: %s", error)  # noqa: TRY400 - told, not traced
                await asyncio.sleep(_RETRY)
                continue
            if planned.added:
                self._worker.nudge()
            waiting: list[asyncio.Future[object]] = [asyncio.ensure_future(self._nudged.wait())]
            if planned.next_due_at:
                sleeping = self._clock.sleep_until(planned.next_due_at)
                waiting.append(asyncio.ensure_future(sleeping))
            try:
                await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for one in waiting:
                    one.cancel()

    def _follow_lines(self, lines: asyncio.Queue[str | None]) -> None:
        """Read lines in a thread of its own, which dies with the process."""
        loop = asyncio.get_running_loop()
        put: Callable[[str | None], object] = lambda line: loop.call_soon_threadsafe(  # noqa: E731
            lines.put_nowait, line
        )

        def read() -> None:
            for line in self._reading:
                put(line)
            put(None)

        threading.Thread(target=read, daemon=True).start()

    def _hello(self) -> str:
        if not isinstance(self._clock, SimulatedClock):
            return words.TERMINAL_HELLO
        speed = f"{self._clock.speed:g} times" if self._clock.speed != 1 else "just"
        told = words.TERMINAL_CLOCK.format(time=self._clock_text(), speed=speed)
        return f"{words.TERMINAL_HELLO}\n{told}\n"

    def _clock_text(self) -> str:
        if not self._zone:
            return ""
        here = Moment.of(self._clock.now(), self._zone)
        return f"{describe_day(here)}, {here.wall:%H:%M} {here.abbreviation}"
