"""What every channel can do: send a message to a chat or change it, or say why it could not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """What a reader may press below a message: it opens `url`, or gives `data` back to us."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message, ready to leave.

    `html` is the subset that `bot.reminders.chat_form` writes; without it, `plain` alone is sent,
    as it stands. `buttons` stand in rows. A silent message makes no sound where that can be chosen.
    One that `only_replaces` another does not leave anew where that cannot be changed any more.
    """

    plain: str
    html: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    is_silent: bool = False
    only_replaces: bool = False


class SendError(Exception):
    """A message could not be sent, or nobody knows whether it was. The text names no secret.

    `permanent`: the chat cannot be reached, and will not be. `retry_after`: how long the platform
    wants nothing more from us. `moved_to`: the address that the chat has now. `unparsable`: the
    platform does not take our `html` or `buttons`. `was_maybe_delivered`: it may have arrived all
    the same.
    With none of them, another attempt may succeed.
    """

    def __init__(
        self,
        reason: str,
        *,
        permanent: bool = False,
        retry_after: timedelta | None = None,
        moved_to: str = "",
        unparsable: bool = False,
        was_maybe_delivered: bool = False,
    ) -> None:
        """Say what went wrong."""
        readable = reason.encode(errors="replace").decode()  # whatever a platform said
        super().__init__(readable)
        self.reason = readable
        self.permanent = permanent
        self.retry_after = retry_after
        self.moved_to = moved_to
        self.unparsable = unparsable
        self.was_maybe_delivered = was_maybe_delivered


class Channel(Protocol):
    """Sends messages to the chats of one platform. Several may be on their way at once."""

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Send a message to the chat at that address; return what the platform calls it.

        What is too long for one message of the platform leaves as several; the first one's name is
        returned. Raises SendError, and nothing else that could be foreseen; it ends in any case
        within 25 seconds, so that a lease on the delivery outlives it.
        """
        ...

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Put a message in place of one that was sent; return what the platform calls it now.

        One that is as it should be already is done. What cannot be changed any more, or nowhere on
        this platform, leaves as a new message, unless it only replaces. Raises SendError, as `send`
        does.
        """
        ...
