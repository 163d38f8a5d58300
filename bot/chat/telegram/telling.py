"""Answers as calls of the Bot API: new messages, or in place of the one that was pressed."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from functools import partial
from html import unescape
from typing import TypeVar

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import keyboard_of, place_of, send_error
from bot.chat.interface import Incoming, Reply
from bot.reminders.splitting import split_html

_logger = logging.getLogger("talkbell.telegram")
_PAUSES = (0.5, 2)  # seconds before an answer is tried again
_LONGEST_PAUSE = 30  # seconds of a flood that are waited out
TAG = re.compile("<[^>]*>")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

T = TypeVar("T")
_Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None
_Part = tuple[str, _Keyboard]


async def tell(bot: Bot, incoming: Incoming, reply: Reply, message: Message | None) -> None:
    """Give an answer to what was said by a message. Raises TelegramError."""
    if not reply.html and reply.notice and incoming.button:
        return  # the notice is shown over the chat
    *firsts, last = split_html(reply.html) or [""]
    parts: list[_Part] = [*((text, None) for text in firsts), (last, _keyboard_below(reply))]
    if reply.ends_asking:
        parts.insert(0, (reply.ends_asking, ReplyKeyboardRemove()))
    if reply.replaces and message is not None and await _replaced(message, *parts[0]):
        del parts[0]
    asked = None
    if incoming.kind == "group" and not incoming.button and message is not None:
        asked = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    place = place_of(incoming.address)
    for text, keyboard in parts:
        await _in_html(
            text,
            partial(
                bot.send_message,
                **place,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
                reply_parameters=asked,
            ),
        )
    for document in reply.documents:
        await patiently(
            partial(bot.send_document, **place, document=document.data, filename=document.name)
        )


def _keyboard_below(reply: Reply) -> _Keyboard:
    """Return what stands below an answer: buttons of its own, or one in place of the keyboard."""
    if not reply.asks_location:
        return keyboard_of(reply.buttons)
    button = KeyboardButton(reply.asks_location, request_location=True)
    return ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True)


async def _replaced(message: Message, text: str, keyboard: _Keyboard) -> bool:
    """Put a text in place of a message; return whether that could be done."""
    if not isinstance(keyboard, InlineKeyboardMarkup | None):
        return False  # that comes with new messages only
    edit = partial(message.edit_text, reply_markup=keyboard, link_preview_options=_NO_PREVIEW)
    try:
        await _in_html(text, edit)
    except BadRequest as error:
        # As it is already; or too old, or of another kind: then a new one is sent.
        return "message is not modified" in error.message.lower()
    return True


async def _in_html(text: str, call: Callable[..., Awaitable[object]]) -> None:
    """Make a call with a text; without its tags and buttons, if Telegram cannot read them."""
    try:
        await patiently(partial(call, text=text, parse_mode=ParseMode.HTML))
    except BadRequest as error:
        told = send_error(error)
        if not told.unparsable:
            raise
        _logger.error("an answer is shown without its tags: %s", told.reason)  # noqa: TRY400
        await patiently(partial(call, text=unescape(TAG.sub("", text)), parse_mode=None))


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """Make a call; again after a flood, and where it surely did not arrive."""
    for pause in _PAUSES:
        try:
            return await call()
        except BadRequest:
            raise
        except TelegramError as error:
            told = send_error(error)
            if told.permanent or told.was_maybe_delivered or told.moved_to:
                raise
            wait = told.retry_after.total_seconds() if told.retry_after else pause
            if wait > _LONGEST_PAUSE:
                raise
        await asyncio.sleep(wait)
    return await call()
