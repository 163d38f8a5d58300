"""Asking Telegram for updates, one long question after the other, whatever goes wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram import send_error
from bot.chat.telegram.trouble import Trouble

UPDATES = ("message", "channel_post", "callback_query", "inline_query", "my_chat_member")
"""The kinds of updates that the bot wants."""

_POLL = timedelta(seconds=30)
_LAST_WORD = 1.0  # seconds for Telegram to learn what was taken, when the service ends
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_CONFLICT = (
    "another process asks Telegram for what people say to this bot: end all but one of those that "
    "run with its token"
)


async def poll(bot: Bot, take: Callable[[Update], Awaitable[object]], trouble: Trouble) -> None:
    """Take updates as they come, until cancelled; each is taken before Telegram forgets it.

    Updates no longer go to a webhook. What fails is asked for again, with growing pauses.
    """
    offset, pause = 0, _FIRST_PAUSE
    is_hooked, is_told = True, False
    try:
        while True:
            try:
                if is_hooked:
                    is_told = await _unhook(bot)
                    is_hooked = False
                updates = await bot.get_updates(
                    offset=offset, timeout=_POLL, allowed_updates=UPDATES
                )
            except TelegramError as error:
                trouble.note(reason_of(error))
                # There may be a webhook, where nobody has said yet that there is none.
                is_hooked = is_hooked or (isinstance(error, Conflict) and not is_told)
                await asyncio.sleep(max(pause, _wanted_pause(error)))
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            trouble.end()
            pause = _FIRST_PAUSE
            for update in updates:
                await take(update)
                offset = update.update_id + 1
    finally:
        if offset:
            await _confirm(bot, offset)


def reason_of(error: TelegramError) -> str:
    """Return why Telegram is not heard, in words without secrets."""
    return _CONFLICT if isinstance(error, Conflict) else send_error(error).reason


async def _unhook(bot: Bot) -> bool:
    """Let updates go to no webhook any more; return whether Telegram says that it is so.

    A Bot API server of one's own may not know the method (404), and then no webhook either. That a
    token is wrong is answered in the same way, and to every other call too; and so is any call by
    a gateway whose server is just being started.
    """
    try:
        return await bot.delete_webhook()
    except InvalidToken:
        return False


async def _confirm(bot: Bot, offset: int) -> None:
    """Tell Telegram what was taken, or it would be answered once more by the next process."""
    with suppress(TelegramError, TimeoutError):
        async with asyncio.timeout(_LAST_WORD):
            await bot.get_updates(offset=offset, timeout=0, limit=1, allowed_updates=UPDATES)


def _wanted_pause(error: TelegramError) -> float:
    wanted = send_error(error).retry_after if isinstance(error, RetryAfter) else None
    return wanted.total_seconds() if wanted else 0.0
