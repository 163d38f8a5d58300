"""Whose turn it is: each update is heard, answered and told, in the order in which a chat spoke."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import anyio.to_thread
from telegram import Bot, CallbackQuery, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.channels.telegram import address_of, send_error
from bot.chat.interface import Incoming, Reply
from bot.chat.telegram.hearing import heard_message, heard_press
from bot.chat.telegram.telling import tell

_logger = logging.getLogger("talkbell.telegram")
_AT_ONCE = 256  # updates that are being answered
_LONGEST_NOTICE = 200
_GONE = {ChatMember.LEFT, ChatMember.BANNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What is told of the chats; each is called in a thread.

    `answer` gives the answer to what was said; `end` learns that the bot cannot write to an address
    any more, and why; `move` that a chat has another address now.
    """

    answer: Callable[[Incoming], Reply]
    end: Callable[[str, str], None]
    move: Callable[[str, str], None]


class Turns:
    """Handles updates."""

    def __init__(self, bot: Bot, listener: Listener) -> None:
        """Take a bot that knows who it is by the time of the first update."""
        self._bot = bot
        self._listener = listener

    async def handle(self, update: Update, _: object) -> None:
        """Do what an update calls for."""
        if update.callback_query is not None:
            await self._press(update.callback_query)
        elif update.my_chat_member is not None:
            await self._membership(update.my_chat_member)
        elif (message := update.message or update.channel_post) is not None:
            await self._message(message)

    async def _message(self, message: Message) -> None:
        if message.migrate_to_chat_id:
            old, new = address_of(message.chat_id), address_of(message.migrate_to_chat_id)
            await anyio.to_thread.run_sync(self._listener.move, old, new)
            return
        incoming = await heard_message(self._bot, message)
        if incoming is not None:
            await self._answer(incoming, message)

    async def _press(self, query: CallbackQuery) -> None:
        """Answer a press in any case: else the button would seem to work for ever."""
        notice = ""
        try:
            incoming = await heard_press(self._bot, query)
            if incoming is not None:
                whole = query.message if isinstance(query.message, Message) else None
                notice = await self._answer(incoming, whole)
        finally:
            with suppress(TelegramError):  # it is too late for one, where answering took long
                await query.answer(notice[:_LONGEST_NOTICE] or None)

    async def _membership(self, change: ChatMemberUpdated) -> None:
        if change.new_chat_member.status not in _GONE:
            return
        is_private = change.chat.type == ChatType.PRIVATE
        reason = "the bot was blocked" if is_private else "the bot was removed"
        await anyio.to_thread.run_sync(self._listener.end, address_of(change.chat.id), reason)

    async def _answer(self, incoming: Incoming, message: Message | None) -> str:
        """Answer, and return the answer's notice."""
        reply = await anyio.to_thread.run_sync(self._listener.answer, incoming)
        try:
            await tell(self._bot, incoming, reply, message)
        except TelegramError as error:
            told = send_error(error)
            _logger.warning("an answer could not be given: %s", told.reason)
            if told.permanent:
                await anyio.to_thread.run_sync(self._listener.end, incoming.address, told.reason)
        return reply.notice


class InOrder(BaseUpdateProcessor):
    """Lets chats be answered side by side, and each in order."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        super().__init__(_AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Let the update be handled when all before it, of its chat, have been."""
        chat = update.effective_chat if isinstance(update, Update) else None
        turn = self._turns.setdefault(chat.id if chat else 0, asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Leave nothing behind."""
