"""Whose turn it is: each update is heard, answered and told, in the order in which a chat spoke."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from weakref import WeakValueDictionary

import anyio.to_thread
from telegram import (
    Bot,
    CallbackQuery,
    ChatMember,
    ChatMemberRestricted,
    ChatMemberUpdated,
    InlineQuery,
    Message,
    Update,
)
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.channels.telegram import address_of, send_error
from bot.chat.interface import Incoming, Reply
from bot.chat.sharing import Card
from bot.chat.telegram.hearing import heard_invitation, heard_message, heard_press, heard_query
from bot.chat.telegram.offering import share
from bot.chat.telegram.telling import tell

_logger = logging.getLogger("talkbell.telegram")
_AT_ONCE = 256  # updates that are being answered
_LONGEST_NOTICE = 200
_ALBUMS = 100  # that are known by their first picture
_GROUPS = {ChatType.GROUP, ChatType.SUPERGROUP}
_GONE = {ChatMember.LEFT, ChatMember.BANNED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What is told of the chats; each is called in a thread.

    `answer` gives the answer to what was said, `offer` what can be shared in any chat; `end` learns
    that the bot cannot write to an address any more, and why; `move` that a chat has another
    address now.
    """

    answer: Callable[[Incoming], Reply]
    offer: Callable[[Incoming], Sequence[Card]]
    end: Callable[[str, str], None]
    move: Callable[[str, str], None]


class Turns:
    """Handles updates."""

    def __init__(self, bot: Bot, listener: Listener) -> None:
        """Take a bot that knows who it is by the time of the first update."""
        self._bot = bot
        self._listener = listener
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def handle(self, update: Update, _: object) -> None:
        """Do what an update calls for."""
        if update.inline_query is not None:
            await self._offer(update.inline_query)
        elif update.callback_query is not None:
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
        if incoming is not None and not (incoming.is_wordless and self._is_known_album(message)):
            await self._answer(incoming, message)

    def _is_known_album(self, message: Message) -> bool:
        """Tell whether it is one of several pictures sent together, and not the first."""
        album = message.media_group_id
        if album is None or album in self._albums:
            return album is not None
        self._albums.append(album)
        return False

    async def _offer(self, query: InlineQuery) -> None:
        """Answer with what can be shared; it is too late for that where answering took long."""
        cards = await anyio.to_thread.run_sync(self._listener.offer, heard_query(query))
        try:
            await share(self._bot, query.id, cards)
        except TelegramError as error:
            _logger.warning("nothing could be offered: %s", send_error(error).reason)

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
        if not _is_gone(change.new_chat_member):
            if _is_gone(change.old_chat_member) and change.chat.type in _GROUPS:
                await self._answer(heard_invitation(change), None)
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


def _is_gone(bot: ChatMember) -> bool:
    """Tell whether the bot, as a member of a chat, is there no more, or may not write there."""
    if isinstance(bot, ChatMemberRestricted):
        return not (bot.is_member and bot.can_send_messages)
    return bot.status in _GONE


class InOrder(BaseUpdateProcessor):
    """Lets chats, and people who share something, be answered side by side, and each in order."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        super().__init__(_AT_ONCE)
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Let the update be handled when all before it, of its chat, have been."""
        known = isinstance(update, Update) and (update.effective_chat or update.effective_user)
        turn = self._turns.setdefault(known.id if known else 0, asyncio.Lock())
        async with turn:
            await coroutine

    async def initialize(self) -> None:
        """Need nothing."""

    async def shutdown(self) -> None:
        """Leave nothing behind."""
