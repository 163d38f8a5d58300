"""Telegram as a channel: messages through python-telegram-bot, and why one could not be sent."""

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

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
    TimedOut,
)
from telegram.request import BaseRequest, RequestData

from bot.channels.interface import Button, Outgoing, SendError
from bot.reminders.splitting import split_html

TELEGRAM = "https://api.telegram.org/bot"
_LONGEST = 20  # seconds for a message to leave, whatever happens; a lease is longer
_CONNECTIONS = 64
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_ADDRESS = re.compile(r"(?P<chat>-?\d{1,19})(?:/(?P<topic>\d{1,10}))?")
# What a chat that cannot be written to any more is answered with, by `Bad Request`.
_UNREACHABLE = re.compile(
    "chat not found|user not found|peer_id_invalid|thread not found|group chat was deactivated"
    "|chat_write_forbidden|chat_restricted|input_user_deactivated|user_is_blocked"
    "|not enough rights|have no rights|need administrator rights",
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
        try:
            async with asyncio.timeout(_LONGEST):
                await self._send_parts(place, outgoing, sent)
        except TimeoutError:
            reason = f"Telegram did not answer within {_LONGEST} seconds"
            raise SendError(reason, was_maybe_delivered=True) from None
        except TelegramError as error:
            told = send_error(error)
            told.was_maybe_delivered |= bool(sent)
            # What the library says may hold the message, or the address with the token.
            raise told from None
        return sent[0]

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
                unparsable="can't parse entities" in error.message.lower(),
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


class AiohttpRequest(BaseRequest):
    """HTTP for python-telegram-bot by aiohttp, which takes a third of httpx's time.

    Its errors have what aiohttp raised for their cause: that tells whether a message may have left.
    """

    __slots__ = ("_proxies", "_read", "_session")

    def __init__(self, read: float = 15) -> None:
        """Take after how many seconds without a byte an answer is given up."""
        self._read = read
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds without a byte after which an answer is given up."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; connections come as they are needed."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
                headers={"User-Agent": self.USER_AGENT},
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - the library's own signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Return the status and the body of an answer. Raises NetworkError and TimedOut."""
        if self._session is None:
            raise RuntimeError("the bot has not been entered")
        limits = aiohttp.ClientTimeout(
            sock_connect=_chosen(connect_timeout, 5), sock_read=_chosen(read_timeout, self._read)
        )
        try:
            async with self._session.request(
                method, url, timeout=limits, proxy=self._proxy(url), **_body(request_data)
            ) as answer:
                return answer.status, await answer.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error

    def _proxy(self, url: str) -> str | None:
        """Return the proxy that the environment wants; aiohttp itself would look for each call."""
        host = urlsplit(url).netloc
        if host not in self._proxies:
            proxies = {} if proxy_bypass(host) else getproxies()
            self._proxies[host] = proxies.get(urlsplit(url).scheme)
        return self._proxies[host]

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:  # noqa: ANN401 - as JSON is
        """Return what the JSON says. The library's own would log what it cannot read."""
        try:
            return json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None


def _chosen(timeout: object, default: float) -> float | None:
    """Return the seconds that a call asks for, the default where it asks for none in particular."""
    if timeout is BaseRequest.DEFAULT_NONE:
        return default
    return timeout if isinstance(timeout, int | float) else None


def _body(given: RequestData | None) -> dict[str, Any]:
    """Return what is sent along: as JSON, which is made faster than a form, except for files."""
    if given is None:
        return {}
    if not given.contains_files:
        return {"data": given.json_payload, "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(given.json_parameters)
    for name, (file, content, kind) in (given.multipart_data or {}).items():
        form.add_field(name, content, filename=file, content_type=kind)
    return {"data": form}
