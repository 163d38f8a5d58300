"""A channel for a terminal: prints each message, apart from the log."""

from dataclasses import replace
from itertools import count
from typing import TextIO

from bot.channels.interface import Outgoing, SendError

_UPDATE = "(an update of the message above)"


class ConsoleChannel:
    """Prints messages to a stream, such as stdout, each whole and with an empty line behind it."""

    def __init__(self, stream: TextIO) -> None:
        """Take the stream."""
        self._stream = stream
        self._numbers = count(1)

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Print the plain text, under the chat's address; return its number. Raises SendError."""
        heading = f"[{address}]\n" if address else ""
        try:
            self._stream.write(f"{heading}{_shown(outgoing)}\n\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # closed, or a full disk behind it
            reason = f"the console takes no message: {error}"
            raise SendError(reason, was_maybe_delivered=True) from error
        return str(next(self._numbers))

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Print the text as an update; it is the message of that number still. Raises SendError."""
        updated = replace(outgoing, plain=f"{_UPDATE}\n{outgoing.plain}", html="")
        await self.send(address, updated)
        return message_id


def _shown(outgoing: Outgoing) -> str:
    """Return the text, with the addresses that its buttons open and that it does not tell."""
    every = [button for row in outgoing.buttons for button in row if button.url]
    buttons = [button for button in every if button.url not in outgoing.plain]
    lines = [f"{button.label}: {button.url}" for button in buttons]
    return "\n".join([outgoing.plain, *lines])
