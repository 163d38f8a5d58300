"""A webhook: Telegram brings updates to an address of ours, and is asked whether it can."""

import asyncio
import hmac
import logging
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, TelegramError

from bot.chat.telegram.polling import UPDATES, reason_of
from bot.chat.telegram.trouble import Trouble

_logger = logging.getLogger("talkbell.telegram")
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where Telegram is to bring updates.

    `is_required`: where it cannot, that is told; else the bot asks for updates from then on.
    `look_every` is the time between two looks at how Telegram fares.
    """

    url: str
    is_required: bool = True
    look_every: timedelta = timedelta(minutes=1)


def webhook_secret(token: str) -> str:
    """Return what Telegram has to say at the webhook; the same in every process of a token."""
    return hmac.new(token.encode(), b"webhook", sha256).hexdigest()


async def stay_hooked(bot: Bot, webhook: Webhook, trouble: Trouble) -> None:
    """Have updates brought until cancelled; return if Telegram cannot, and need not."""
    pause, known = _FIRST_PAUSE, None
    is_set = False
    while True:
        try:
            if not is_set:
                known = await _set(bot, webhook)
                is_set = True
            info = await bot.get_webhook_info()
            reason = _what_is_wrong(info, known)
            is_set = info.url == webhook.url
        except TelegramError as error:
            is_refused = isinstance(error, BadRequest)
            reason = reason_of(error)
            if is_refused and not webhook.is_required:
                _tell_fallback(reason)
                return
            trouble.note(reason)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
            continue
        if reason and not webhook.is_required:
            _tell_fallback(reason)
            return
        trouble.note(reason)
        pause = _FIRST_PAUSE
        if is_set:
            await asyncio.sleep(webhook.look_every.total_seconds())


async def _set(bot: Bot, webhook: Webhook) -> object:
    """Set the webhook; return when it last failed, which may have been long before."""
    secret = webhook_secret(bot.token)
    await bot.set_webhook(webhook.url, secret_token=secret, allowed_updates=UPDATES)
    return (await bot.get_webhook_info()).last_error_date


def _what_is_wrong(info: WebhookInfo, known: object) -> str:
    """Return why Telegram brings nothing, if so; a failure known before, or mended, is none."""
    if not info.pending_update_count or info.last_error_date in {None, known}:
        return ""
    return f"Telegram cannot bring updates to {info.url} ({info.last_error_message})"


def _tell_fallback(reason: str) -> None:
    _logger.warning("%s; so they are asked for from now on", reason)
