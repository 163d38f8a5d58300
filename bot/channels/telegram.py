"""Telegram as a channel: messages through python-telegram-bot, and why one could not be sent."""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from functools import partial
from html import escape, unescape
from typing import Any

import aiohttp
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.channels.addresses import TELEGRAM
from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.interface import Button, Outgoing, SendError
from bot.reminders.splitting import split_html

_logger = logging.getLogger("talkbell.delivery")
_LONGEST = 20  # seconds for a message to leave, whatever happens; a lease is longer
# The library makes sendMessage and editMessageText of these, as Bot API servers spell them (not all
# take other cases), and does not take them for its own `send_message`, of which it would warn.
_SEND, _EDIT = "send__message", "edit__message_text"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ADDRESS = re.compile(r"(?P<chat>-?\d{1,19})(?:/(?P<topic>\d{1,10}))?")
# What a chat that cannot be written to any more is answered with, by `Bad Request`.
_UNREACHABLE = re.compile(
    "chat not found|user not found|peer_id_invalid|thread not found|group chat was deactivated"
    "|chat_write_forbidden|chat_restricted|input_user_deactivated|user_is_blocked"
    "|not enough rights|have no rights|need administrator rights",
    re.IGNORECASE,
)
# What a message is answered with whose markup or buttons are not taken.
_UNREADABLE = re.compile("can't parse entities|button|reply markup|reply_markup", re.IGNORECASE)
# What an edit is answered with that changes nothing, and one of a message that is gone.
_NOT_MODIFIED = re.compile("message is not modified", re.IGNORECASE)
_NOT_EDITABLE = re.compile(
    "message to edit not found|message can't be edited|message_id_invalid|no text in the message",
    re.IGNORECASE,
)
_GATEWAY = "a gateway answered in Telegram's place"
_MUTE = re.compile(r"(Bad Request|Forbidden) \(\d+\)")  # what the library says for nothing
_ADDRESS_IN_TEXT = re.compile(r"\w+://\S+")
_QUOTED = re.compile(r"(?<!\w)(['\"]).*\1", re.DOTALL)


@asynccontextmanager
async def opened_channel(
    token: str, base_url: str = TELEGRAM, *, allows_paid_broadcast: bool = False
) -> AsyncIterator["TelegramChannel"]:
    """Give the channel of a bot; Telegram need not be there yet, and is not asked for anything."""
    bot = build_bot(token, base_url)
    await bot.request.initialize()
    try:
        yield TelegramChannel(bot, allows_paid_broadcast=allows_paid_broadcast)
    finally:
        await bot.request.shutdown()


def build_bot(token: str, base_url: str = TELEGRAM) -> Bot:
    """Return a bot, to be entered before use; another `base_url` leads elsewhere."""
    # The library wants to be told that we take durations, or it warns of each flood.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    return Bot(
        token,
        base_url=base_url,
        base_file_url=f"{base_url.removesuffix('bot')}file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(read=10),
    )


def address_of(chat: int, topic: int | None = None) -> str:
    """Return the address of a chat, or of a topic in it: `-1001234`, `-1001234/5`."""
    return f"{chat}/{topic}" if topic else str(chat)


def place_of(address: str) -> dict[str, Any]:
    """Return what the Bot API calls an address. Raises SendError where it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        raise SendError(f'no chat of Telegram has the address "{address}"', permanent=True)
    topic = found["topic"]
    return {"chat_id": int(found["chat"]), "message_thread_id": int(topic) if topic else None}


def keyboard_of(buttons: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return buttons as Telegram has them."""
    rows = [
        [
            InlineKeyboardButton(one.label, url=one.url)
            if one.url
            else InlineKeyboardButton(one.label, callback_data=one.data)
            for one in row
        ]
        for row in buttons
    ]
    return InlineKeyboardMarkup(rows) if rows else None


class TelegramChannel:
    """Sends messages by a bot, whose request is open."""

    def __init__(self, bot: Bot, *, allows_paid_broadcast: bool = False) -> None:
        """Take the bot. Broadcasts that cost Telegram's stars may be sent 1,000 a second."""
        self._bot = bot
        self._allows_paid_broadcast = allows_paid_broadcast

    async def send(self, address: str, outgoing: Outgoing) -> str:
        """Send a message; return its number in the chat. Raises SendError within 20 seconds."""
        place, ends = place_of(address), _end()
        with _telling():
            return await self._send_parts(place, outgoing, ends)

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Put a message in place of one; return its number. Raises SendError within 20 seconds.

        Of what takes several messages, the first is edited: it has the time and the link. A message
        that is gone, or cannot be edited, is followed by a new one.
        """
        place, ends = place_of(address), _end()
        with _telling():
            try:
                async with asyncio.timeout_at(ends):
                    await self._edit(place["chat_id"], int(message_id), outgoing)
            except BadRequest as error:
                is_gone = bool(_NOT_EDITABLE.search(error.message))
                if _NOT_MODIFIED.search(error.message) or (is_gone and outgoing.only_replaces):
                    return message_id
                if not is_gone:
                    raise
            else:
                return message_id
            return await self._send_parts(place, outgoing, ends)

    async def _edit(self, chat_id: int, number: int, outgoing: Outgoing) -> None:
        first, *others = split_html(outgoing.html or escape(outgoing.plain, quote=False))
        message = {
            "chat_id": chat_id,
            "message_id": number,
            "text": first if outgoing.html else unescape(first),
            "parse_mode": ParseMode.HTML if outgoing.html else None,
            "reply_markup": None if others else keyboard_of(outgoing.buttons),
            "link_preview_options": _NO_PREVIEW,
        }
        await self._bot.do_api_request(_EDIT, api_kwargs=message)

    async def _send_parts(self, place: dict[str, Any], outgoing: Outgoing, ends: float) -> str:
        """Send what may be too long for one message; return the first one's number.

        Once that has left, nothing is raised: to send it all once more would repeat what has.
        """
        first, *others = split_html(outgoing.html or escape(outgoing.plain, quote=False))
        async with asyncio.timeout_at(ends):
            number = await self._send_part(place, outgoing, first, is_last=not others)
        for left, part in zip(reversed(range(len(others))), others, strict=True):
            send = partial(self._send_part, place, outgoing, part, is_last=not left)
            try:
                async with asyncio.timeout_at(ends):
                    await _patiently(send, ends)
            except (TelegramError, TimeoutError) as error:
                reason = _told(error).reason
                _logger.error("a message is cut, as %d of its parts are left: %s", left + 1, reason)  # noqa: TRY400 - it may hold the message
                break
        return number

    async def _send_part(
        self, place: dict[str, Any], outgoing: Outgoing, text: str, *, is_last: bool
    ) -> str:
        message = {
            **place,
            "text": text if outgoing.html else unescape(text),
            "parse_mode": ParseMode.HTML if outgoing.html else None,
            "reply_markup": keyboard_of(outgoing.buttons) if is_last else None,
            "link_preview_options": _NO_PREVIEW,
            "disable_notification": outgoing.is_silent or None,
            "allow_paid_broadcast": self._allows_paid_broadcast or None,
        }
        # `send_message` would make an object of each entity, for a third of the time.
        answer: Any = await self._bot.do_api_request(_SEND, api_kwargs=message)
        return str(answer["message_id"])


def _end() -> float:
    """Return the time of the loop at which a message has left, or is given up."""
    return asyncio.get_running_loop().time() + _LONGEST


async def _patiently(send: Callable[[], Awaitable[object]], ends: float) -> None:
    """Send one of several parts, again after a pause that is over before the end.

    Raises TelegramError.
    """
    while True:
        try:
            await send()
        except RetryAfter as error:
            pause = send_error(error).retry_after or timedelta(0)
            if asyncio.get_running_loop().time() + pause.total_seconds() > ends:
                raise
            await asyncio.sleep(pause.total_seconds())
        else:
            return


@contextmanager
def _telling() -> Iterator[None]:
    """Raise SendError for whatever goes wrong within."""
    try:
        yield
    except (TelegramError, TimeoutError) as error:
        # What the library says may hold the message, or the address with the token.
        raise _told(error) from None


def _told(error: TelegramError | TimeoutError) -> SendError:
    if isinstance(error, TelegramError):
        return send_error(error)
    reason = f"Telegram did not answer within {_LONGEST} seconds"
    return SendError(reason, was_maybe_delivered=True)


def send_error(error: TelegramError) -> SendError:
    """Return what an error of the library means for a message, in words without secrets."""
    match error:
        case RetryAfter():
            wait = error.retry_after
            after = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return SendError("Telegram wants a pause", retry_after=after)
        case ChatMigrated():
            moved_to = str(error.new_chat_id)
            return SendError("the group has become a supergroup", moved_to=moved_to)
        case Forbidden() | BadRequest():  # the latter before NetworkError, of which it is a kind
            return _refusal(error)
        case InvalidToken() | EndPointNotFound():
            return SendError("Telegram refuses the bot's token")
        case NetworkError():
            return _network_error(error)
    return SendError("Telegram's answer cannot be read", was_maybe_delivered=True)


def _refusal(error: Forbidden | BadRequest) -> SendError:
    """Return what a refusal means, which is none of Telegram's if it could not be read, or is mute.

    A proxy may answer so: that ends nobody's subscriptions.
    """
    if isinstance(error.__cause__, TelegramError) or _MUTE.fullmatch(error.message):
        return SendError(_GATEWAY, was_maybe_delivered=True)
    return SendError(
        _reason(error),
        permanent=isinstance(error, Forbidden) or bool(_UNREACHABLE.search(error.message)),
        unparsable=bool(_UNREADABLE.search(error.message)),
    )


def _network_error(error: NetworkError) -> SendError:
    cause = error.__cause__
    match cause:
        case None:  # an answer of Telegram's own, which says that it failed
            return SendError(_reason(error))
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return SendError(f"Telegram cannot be reached ({type(cause).__name__})")
        case TelegramError():
            told = _GATEWAY
        case _:
            told = f"the connection to Telegram broke ({type(cause).__name__})"
    return SendError(told, was_maybe_delivered=True)


def _reason(error: TelegramError) -> str:
    """Return what Telegram said, without addresses, and without what it quoted of ours."""
    return "Telegram: " + _ADDRESS_IN_TEXT.sub("…", _QUOTED.sub("…", error.message))[:200]
