"""Telegram as a channel: messages through python-telegram-bot, and why one could not be sent."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
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

from bot.channels.aiohttp_request import AiohttpRequest
from bot.channels.interface import Button, Outgoing, SendError
from bot.reminders.splitting import split_html

TELEGRAM = "https://api.telegram.org/bot"
_LONGEST = 20  # seconds for a message to leave, whatever happens; a lease is longer
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
        place = place_of(address)
        sent: list[str] = []
        async with _telling(sent):
            await self._send_parts(place, outgoing, sent)
        return sent[0]

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        """Put a message in place of one; return its number. Raises SendError within 20 seconds.

        Of what takes several messages, the first is edited: it has the time and the link. A message
        that is gone, or cannot be edited, is followed by a new one.
        """
        place = place_of(address)
        sent: list[str] = []
        async with _telling(sent):
            try:
                await self._edit(place["chat_id"], int(message_id), outgoing)
            except BadRequest as error:
                if _NOT_MODIFIED.search(error.message):
                    return message_id
                if not _NOT_EDITABLE.search(error.message):
                    raise
            else:
                return message_id
            await self._send_parts(place, outgoing, sent)
        return sent[0]

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
        await self._bot.do_api_request("EditMessageText", api_kwargs=message)

    async def _send_parts(self, place: dict[str, Any], outgoing: Outgoing, sent: list[str]) -> None:
        """Send what may be too long for one message, the buttons under the last."""
        parts = split_html(outgoing.html or escape(outgoing.plain, quote=False))
        for left, part in zip(reversed(range(len(parts))), parts, strict=True):
            message = {
                **place,
                "text": part if outgoing.html else unescape(part),
                "parse_mode": ParseMode.HTML if outgoing.html else None,
                "reply_markup": None if left else keyboard_of(outgoing.buttons),
                "link_preview_options": _NO_PREVIEW,
                "disable_notification": outgoing.is_silent or None,
                "allow_paid_broadcast": self._allows_paid_broadcast or None,
            }
            # `send_message` would make an object of each entity, for a third of the time. Names of
            # methods may be in any case.
            answer: Any = await self._bot.do_api_request("SendMessage", api_kwargs=message)
            sent.append(str(answer["message_id"]))


@asynccontextmanager
async def _telling(sent: list[str]) -> AsyncIterator[None]:
    """Raise SendError for whatever goes wrong within, given what has been sent until then."""
    try:
        async with asyncio.timeout(_LONGEST):
            yield
    except TimeoutError:
        reason = f"Telegram did not answer within {_LONGEST} seconds"
        raise SendError(reason, was_maybe_delivered=True) from None
    except TelegramError as error:
        told = send_error(error)
        told.was_maybe_delivered |= bool(sent)
        # What the library says may hold the message, or the address with the token.
        raise told from None


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
            return SendError(
                _reason(error),
                permanent=isinstance(error, Forbidden) or bool(_UNREACHABLE.search(error.message)),
                unparsable=bool(_UNREADABLE.search(error.message)),
            )
        case InvalidToken() | EndPointNotFound():
            return SendError("Telegram refuses the bot's token")
        case NetworkError():
            return _network_error(error)
    return SendError("Telegram's answer cannot be read", was_maybe_delivered=True)


def _network_error(error: NetworkError) -> SendError:
    cause = error.__cause__
    match cause:
        case None:  # an answer of Telegram's own, which says that it failed
            return SendError(_reason(error))
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return SendError(f"Telegram cannot be reached ({type(cause).__name__})")
        case TelegramError():
            told = "a gateway answered in Telegram's place"
        case _:
            told = f"the connection to Telegram broke ({type(cause).__name__})"
    return SendError(told, was_maybe_delivered=True)


def _reason(error: TelegramError) -> str:
    """Return what Telegram said, without what it quoted of ours."""
    return "Telegram: " + _QUOTED.sub("…", error.message)[:200]
