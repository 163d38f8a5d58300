"""A channel for a terminal: prints each message, apart from the log."""

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from threading import Thread
from typing import TextIO

from bot.channels.interface import Outgoing, SendError

PLATFORM = "terminal"
"""What chats in a terminal are listed under."""
_PATIENCE = timedelta(seconds=10)
_UPDATE = "(an update of the message above)"


class ConsoleChannel:
    """Prints messages to a stream, such as stdout, each whole and with an empty line behind it.

    What reads the stream may be slow, or not read at all: a pipe that is full takes nothing. So
    each message is written in a thread, which ends with the process, and waited for so long.
    """

    def __init__(self, stream: TextIO, patience: timedelta = _PATIENCE) -> None:
        """Take the stream, which only this channel writes to while messages are sent."""
        self._stream = stream
        self._patience = patience.total_seconds()
        self._numbers = count(1)
        self._under_way: asyncio.Future[None] | None = None

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Print the plain text, under the chat's address; return its number. Raises SendError."""
        heading = f"[{address}]\n" if address else ""
        text = f"{heading}{_shown(outgoing)}\n\n"
        reason = f"nobody reads the console for {self._patience:g} seconds"
        writing: asyncio.Future[None] | None = None
        try:
            async with asyncio.timeout(self._patience):
                await self._turn()
                writing = self._under_way = self._write(text)
                await asyncio.shield(writing)
        except TimeoutError:
            raise SendError(reason, was_maybe_delivered=writing is not None) from None
        except (OSError, ValueError) as error:  # closed, or a full disk behind it
            reason = f"the console takes no message: {error}"
            raise SendError(reason, was_maybe_delivered=True) from error
        return str(next(self._numbers))

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Print the text as an update; it is the message of that number still. Raises SendError."""
        updated = replace(outgoing, plain=f"{_UPDATE}\n{outgoing.plain}", html="")
        await self.send(address, updated)
        return message_id

    async def _turn(self) -> None:
        """Wait until the message before has been written, or could not be."""
        while self._under_way is not None and not self._under_way.done():
            with suppress(OSError, ValueError):
                await asyncio.shield(self._under_way)

    def _write(self, text: str) -> "asyncio.Future[None]":
        """Write in a thread; what it returns says when that is done."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[None] = loop.create_future()

        def settle(error: Exception | None) -> None:
            if done.done():
                return
            if error is None:
                done.set_result(None)
            else:
                done.set_exception(error)

        def write() -> None:
            error: Exception | None = None
            try:
                _write_whole(self._stream, text)
            except (OSError, ValueError) as raised:
                error = raised
            with suppress(RuntimeError):  # the loop has ended, and nobody waits any more
                loop.call_soon_threadsafe(settle, error)

        done.add_done_callback(lambda one: one.exception())  # nobody may wait for it any more
        Thread(target=write, name="console", daemon=True).start()
        return done


def _write_whole(stream: TextIO, text: str) -> None:
    """Write to a stream, past its buffer if it has a file behind it.

    A buffer stays locked while a write waits, and Python ends with a fatal error if a thread holds
    that of stdout.
    """
    try:
        number = stream.fileno()
    except OSError:  # such as io.UnsupportedOperation: text kept in memory
        stream.write(text)
        stream.flush()
        return
    stream.flush()
    rest = memoryview(text.encode(stream.encoding, "replace"))
    while rest:
        rest = rest[os.write(number, rest) :]


def _shown(outgoing: Outgoing) -> str:
    """Return the text, with the addresses that its buttons open and that it does not tell."""
    every = [button for row in outgoing.buttons for button in row if button.url]
    buttons = [button for button in every if button.url not in outgoing.plain]
    lines = [f"{button.label}: {button.url}" for button in buttons]
    return "\n".join([outgoing.plain, *lines])
