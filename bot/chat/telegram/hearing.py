"""What was said to the bot, and whether whoever said it may change what the chat wants."""

import logging
import re

from telegram import Bot, CallbackQuery, Chat, ChatMember, ChatMemberUpdated, InlineQuery, Message
from telegram.constants import ChatID, ChatType
from telegram.error import TelegramError

from bot.channels.telegram import address_of, send_error
from bot.chat.interface import Attachment, Incoming
from bot.chat.telegram.fetching import attached

_logger = logging.getLogger("talkbell.telegram")
PLATFORM = "telegram"
# Who writes in place of somebody that hides: an admin of the group, or a channel. They are nobody.
_MASKS = {ChatID.ANONYMOUS_ADMIN, ChatID.FAKE_CHANNEL, ChatID.SERVICE_CHAT}
_ADMINS = {ChatMember.OWNER, ChatMember.ADMINISTRATOR}
_COMMAND = re.compile(r"(/\w+)@(\w+)")


async def heard_message(bot: Bot, message: Message) -> Incoming | None:
    """Return what a message says to the bot; None if it says nothing to it."""
    text = _said(bot, message)
    location = _shared_location(message)
    if not text and location is None and not _is_wordless(message):
        return None
    sender = message.from_user
    return Incoming(
        platform=PLATFORM,
        address=_address(message),
        kind=_kind(message.chat),
        text=text,
        language=(sender.language_code if sender else None) or "",
        person=_person(message),
        may_change=await _may_change(bot, message),
        can_locate=message.chat.type == ChatType.PRIVATE,
        location=location,
        is_wordless=not text and location is None,
        is_anonymous=_is_masked(message),
        bot_name=bot.username,
        attachment=_attached(bot, message),
    )


def heard_query(query: InlineQuery) -> Incoming:
    """Return what was written behind the bot's name, in a chat that it is told nothing of."""
    language = query.from_user.language_code or ""
    return Incoming(
        platform=PLATFORM, address="", text=query.query, language=language, may_change=False
    )


def heard_invitation(change: ChatMemberUpdated) -> Incoming:
    """Return what putting the bot into a group says to it: that it may introduce itself."""
    return Incoming(
        platform=PLATFORM,
        address=address_of(change.chat.id),
        kind=_kind(change.chat),
        text="/start",
        language=change.from_user.language_code or "",
        may_change=False,
    )


async def heard_press(bot: Bot, query: CallbackQuery) -> Incoming | None:
    """Return which button was pressed; None if it is of no message that Telegram still has."""
    message = query.message
    if message is None or not query.data:
        return None
    return Incoming(
        platform=PLATFORM,
        address=_address(message) if isinstance(message, Message) else str(message.chat.id),
        kind=_kind(message.chat),
        button=query.data,
        language=query.from_user.language_code or "",
        person="" if query.from_user.id in _MASKS else str(query.from_user.id),
        may_change=await _is_admin(bot, message.chat, query.from_user.id),
        bot_name=bot.username,
        can_locate=message.chat.type == ChatType.PRIVATE,
    )


def _said(bot: Bot, message: Message) -> str:
    """Return the text, of a picture what stands below it; in groups only what is for the bot."""
    text = message.text or message.caption or ""
    if message.chat.type == ChatType.PRIVATE:
        return text
    named = _COMMAND.match(text)
    if named is not None:
        is_meant = named[2].lower() == bot.username.lower()
        return named[1] + text[named.end() :] if is_meant else ""
    replied = message.reply_to_message
    is_reply = replied is not None and replied.from_user == bot.bot
    return text if text.startswith("/") or is_reply else ""


def _shared_location(message: Message) -> tuple[float, float] | None:
    """Return where somebody is, if they say so in private; a venue is where something else is."""
    shared = message.location
    if shared is None or message.venue or message.chat.type != ChatType.PRIVATE:
        return None
    return shared.latitude, shared.longitude


def _attached(bot: Bot, message: Message) -> Attachment | None:
    """Return the file that came with a message in private."""
    document = message.document
    if document is None or message.chat.type != ChatType.PRIVATE:
        return None
    return attached(bot, document)


def _is_wordless(message: Message) -> bool:
    """Tell whether somebody sent, in private, something that they may want an answer to."""
    return message.chat.type == ChatType.PRIVATE and message.effective_attachment is not None


def _person(message: Message) -> str:
    """Return the number of who wrote, nothing for a chat that writes, or somebody behind it."""
    sender = message.from_user
    is_hidden = sender is None or sender.id in _MASKS or sender.is_bot
    if is_hidden or message.sender_chat is not None or message.chat.type == ChatType.CHANNEL:
        return ""
    return str(message.from_user.id) if message.from_user else ""


async def _may_change(bot: Bot, message: Message) -> bool:
    """Return whether a message is by somebody who may change what the chat wants.

    Who writes for a group, as its anonymous admins do, is nobody whose rights could be asked for.
    """
    if message.chat.type in {ChatType.PRIVATE, ChatType.CHANNEL}:
        return True
    if message.from_user is None or message.sender_chat is not None:
        return False
    return await _is_admin(bot, message.chat, message.from_user.id)


def _is_masked(message: Message) -> bool:
    """Tell whether somebody wrote as the group itself, as its anonymous admins do."""
    sender = message.sender_chat
    is_group = message.chat.type in {ChatType.GROUP, ChatType.SUPERGROUP}
    return is_group and sender is not None and sender.id == message.chat.id


async def _is_admin(bot: Bot, chat: Chat, user: int) -> bool:
    if chat.type == ChatType.PRIVATE:
        return True
    if user in _MASKS:
        return False
    try:
        member = await bot.get_chat_member(chat.id, user)
    except TelegramError as error:
        _logger.warning("who is an admin cannot be told: %s", send_error(error).reason)
        return False
    return member.status in _ADMINS


def _address(message: Message) -> str:
    topic = message.message_thread_id if message.is_topic_message else None
    return address_of(message.chat.id, topic)


def _kind(chat: Chat) -> str:
    if chat.type == ChatType.PRIVATE:
        return "private"
    return "channel" if chat.type == ChatType.CHANNEL else "group"
