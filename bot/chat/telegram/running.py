"""A bot that listens: by asking Telegram for updates, or at a webhook."""

import asyncio
import hmac
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any

from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot.channels.telegram import send_error
from bot.chat.telegram.telling import patiently
from bot.chat.telegram.turns import InOrder, Listener, Turns
from bot.errors import TalkbellError

_logger = logging.getLogger("talkbell.telegram")
_UPDATES = ("message", "channel_post", "callback_query", "my_chat_member")
_POLL = timedelta(seconds=30)
_LONGEST_PAUSE = 60  # seconds between attempts to reach Telegram
_REMEMBERED = 1000  # updates that are known if they come again


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What Telegram shows of the bot: its commands with a line for each, and two descriptions.

    `translations` are shown to those whose client speaks that language, by its code (ISO 639-1).
    """

    commands: Mapping[str, str]
    description: str
    short_description: str
    translations: Mapping[str, "Introduction"] = field(default_factory=dict)


def webhook_secret(token: str) -> str:
    """Return what Telegram has to say at the webhook; the same in every process of a token."""
    return hmac.new(token.encode(), b"webhook", sha256).hexdigest()


class TelegramChat:
    """Answers what people say to a bot."""

    def __init__(
        self, bot: Bot, listener: Listener, introduction: Introduction, webhook: str = ""
    ) -> None:
        """Take a bot of its own, which is closed in the end, and a public address for its updates.

        Without an address, updates are asked for.
        """
        self._bot = bot
        self._introduction = introduction
        self._webhook = webhook
        self._known: deque[int] = deque(maxlen=_REMEMBERED)
        builder = ApplicationBuilder().bot(bot).job_queue(None).concurrent_updates(InOrder())
        self._application = (builder.updater(None) if webhook else builder).build()
        self._application.add_handler(TypeHandler(Update, Turns(bot, listener).handle))
        self._application.add_error_handler(_log_error)

    async def run(self) -> None:
        """Answer until cancelled. Raises TalkbellError if Telegram does not know the token."""
        try:
            await _until_there(self._bot)
            async with self._application as application:
                await self._listen(application)
        finally:
            await self._bot.shutdown()

    async def receive(self, content: dict[str, Any]) -> None:
        """Take an update that came to the webhook; it is answered later, and once."""
        update = Update.de_json(content, self._bot)
        if update.update_id not in self._known:
            self._known.append(update.update_id)
            await self._application.update_queue.put(update)

    async def _listen(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        await application.start()
        try:
            await self._introduce()
            await self._subscribe(application)
            await asyncio.Event().wait()
        finally:
            if application.updater is not None and application.updater.running:
                await application.updater.stop()
            await application.stop()

    async def _subscribe(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        if application.updater is None:
            secret = webhook_secret(self._bot.token)
            await patiently(
                lambda: self._bot.set_webhook(
                    self._webhook, secret_token=secret, allowed_updates=_UPDATES
                )
            )
        else:
            await application.updater.start_polling(
                timeout=_POLL, allowed_updates=_UPDATES, bootstrap_retries=-1
            )

    async def _introduce(self) -> None:
        """Tell Telegram what the bot can do, in each language, where that has changed."""
        told = self._introduction
        try:
            for language, one in {"": told, **told.translations}.items():
                await _introduce(self._bot, one, language or None)
        except TelegramError as error:
            _logger.warning("Telegram shows the commands of before: %s", send_error(error).reason)


async def _introduce(bot: Bot, told: Introduction, language: str | None) -> None:
    """Tell Telegram what the bot can do, to clients of a language, or to all others."""
    commands = tuple(BotCommand(name, line) for name, line in told.commands.items())
    if await bot.get_my_commands(language_code=language) != commands:
        await bot.set_my_commands(commands, language_code=language)
    shown = (await bot.get_my_description(language)).description
    if shown != told.description:
        await bot.set_my_description(told.description, language)
    short = (await bot.get_my_short_description(language)).short_description
    if short != told.short_description:
        await bot.set_my_short_description(told.short_description, language)


async def _until_there(bot: Bot) -> None:
    """Wait until Telegram has said who the bot is."""
    pause = 1.0
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise TalkbellError(
                "Telegram does not know the bot's token: set TALKBELL_TELEGRAM_TOKEN to what "
                "@BotFather gave"
            ) from None
        except TelegramError as error:
            _logger.warning("no word of Telegram yet: %s", send_error(error).reason)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE)


async def _log_error(_: object, context: Any) -> None:  # noqa: ANN401 - the library's own
    error = context.error
    if isinstance(error, TelegramError):
        _logger.warning("Telegram refuses a call: %s", send_error(error).reason)
    else:
        _logger.error("what was said could not be answered", exc_info=error)
