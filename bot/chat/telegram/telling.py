"""Answers as calls of the Bot API: new messages, or in place of the one that was pressed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram import Bot, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import keyboard_of, place_of, send_error
from bot.chat.interface import Document, Incoming, Reply

_PAUSES = (0.5, 2)  # seconds before an answer is tried again
_LONGEST_PAUSE = 30  # seconds of a flood that are waited out
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

T = TypeVar("T")


async def tell(bot: Bot, incoming: Incoming, reply: Reply, message: Message | None) -> None:
    """Give an answer to what was said by a message. Raises TelegramError."""
    if not (reply.replaces and message is not None and await _replaced(message, reply)):
        await _sent(bot, incoming, reply, message)
    for document in reply.documents:
        await _send_document(bot, incoming, document)


async def _replaced(message: Message, reply: Reply) -> bool:
    """Put an answer in place of a message; return whether that could be done."""
    try:
        await patiently(
            lambda: message.edit_text(
                reply.html,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard_of(reply.buttons),
                link_preview_options=_NO_PREVIEW,
            )
        )
    except BadRequest as error:
        # As it is already; or too old, too long or of another kind: then a new one is sent.
        return "message is not modified" in error.message.lower()
    return True


async def _sent(bot: Bot, incoming: Incoming, reply: Reply, message: Message | None) -> None:
    asked = None
    if incoming.kind == "group" and not incoming.button and message is not None:
        asked = ReplyParameters(message.message_id, allow_sending_without_reply=True)
    await patiently(
        lambda: bot.send_message(
            **place_of(incoming.address),
            text=reply.html,
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard_of(reply.buttons),
            link_preview_options=_NO_PREVIEW,
            reply_parameters=asked,
        )
    )


async def _send_document(bot: Bot, incoming: Incoming, document: Document) -> None:
    await patiently(
        lambda: bot.send_document(
            **place_of(incoming.address), document=document.data, filename=document.name
        )
    )


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
