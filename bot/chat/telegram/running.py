"""A bot that listens: by asking Telegram for updates, or at a webhook."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from telegram import Bot, BotCommand, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot.channels.telegram import send_error
from bot.chat.telegram.hooking import Webhook, stay_hooked
from bot.chat.telegram.polling import poll, reason_of
from bot.chat.telegram.trouble import Trouble
from bot.chat.telegram.turns import InOrder, Listener, Turns
from bot.errors import TalkbellError

_Answer = TypeVar("_Answer")
_logger = logging.getLogger("talkbell.telegram")
_ENDING = 1.5  # seconds for the answers under way when the service ends
_LONGEST_PAUSE = 60  # seconds between attempts to reach Telegram
_REMEMBERED = 1000  # updates that are known if they come again
_MOST_WAITING = 1000  # updates that were brought and are not begun with; more are brought again


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """What Telegram shows of the bot: its commands with a line for each, and two descriptions.

    `translations` are shown to those whose client speaks that language, by its code (ISO 639-1).
    """

    commands: Mapping[str, str]
    description: str
    short_description: str
    translations: Mapping[str, "Introduction"] = field(default_factory=dict)


class TelegramChat:
    """Answers what people say to a bot. `trouble.reason` tells why it hears nobody, if so.

    `name` is the bot's, empty until Telegram has said it.
    """

    def __init__(
        self,
        bot: Bot,
        listener: Listener,
        introduction: Introduction,
        webhook: Webhook | None = None,
    ) -> None:
        """Take a bot of its own, which is closed in the end, and where updates are brought to.

        Without a webhook, updates are asked for.
        """
        self.trouble = Trouble()
        self.name = ""
        self._bot = bot
        self._introduction = introduction
        self._webhook = webhook
        self._known: deque[int] = deque(maxlen=_REMEMBERED)
        builder = ApplicationBuilder().bot(bot).job_queue(None).updater(None)
        self._application = builder.concurrent_updates(InOrder()).build()
        self._application.add_handler(TypeHandler(Update, Turns(bot, listener).handle))
        self._application.add_error_handler(_log_error)

    async def run(self) -> None:
        """Answer until cancelled, and then what was heard until then, if that is soon.

        Raises TalkbellError if Telegram does not know the token.
        """
        try:
            await self._until_there()
            self.name = self._bot.username
            async with self._application as application:
                await self._listen(application)
        finally:
            await self._bot.shutdown()

    async def receive(self, content: Any) -> bool:  # noqa: ANN401 - JSON of whoever has the secret
        """Take an update that came to the webhook; it is answered later, and once.

        Returns False if it cannot be taken now, so that it has to be brought again. Raises
        ValueError where it is no update.
        """
        if not self._application.running or self._application.update_queue.qsize() > _MOST_WAITING:
            return False
        try:
            update = Update.de_json(content, self._bot)
        except (TypeError, KeyError, AttributeError, ValueError):
            # Whatever the library stumbled over may hold what somebody wrote.
            raise ValueError("this is no update of Telegram's") from None
        await self._take(update)
        return True

    async def _take(self, update: Update) -> None:
        if update.update_id not in self._known:
            self._known.append(update.update_id)
            await self._application.update_queue.put(update)

    async def _listen(self, application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
        await application.start()
        try:
            await self._introduce()
            if self._webhook is not None:
                await stay_hooked(self._bot, self._webhook, self.trouble)
            await poll(self._bot, self._take, self.trouble)
        finally:
            await _end(application)

    async def _introduce(self) -> None:
        """Tell Telegram what the bot can do, in each language, where that has changed."""
        told = self._introduction
        try:
            for language, one in {"": told, **told.translations}.items():
                await _introduce(self._bot, one, language or None)
            if not self._bot.bot.supports_inline_queries:
                _logger.info("talks cannot be shared in other chats: /setinline at @BotFather")
        except TelegramError as error:
            _logger.warning("Telegram shows the commands of before: %s", send_error(error).reason)

    async def _until_there(self) -> None:
        """Wait until Telegram has said who the bot is."""
        pause = 1.0
        while True:
            try:
                await self._bot.initialize()
            except InvalidToken:
                self.trouble.note(
                    "Telegram does not know the bot's token: set TALKBELL_TELEGRAM_TOKEN to what "
                    "@BotFather gave"
                )
                raise TalkbellError(self.trouble.reason) from None
            except TelegramError as error:
                self.trouble.note(reason_of(error))
            else:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)


async def _end(application: "Application[Any, Any, Any, Any, Any, Any]") -> None:
    """Have all that was taken answered, unless that takes too long."""
    try:
        async with asyncio.timeout(_ENDING):
            await application.stop()
    except TimeoutError:
        _logger.warning("ended before everybody was answered: Telegram, or the database, is slow")


async def _introduce(bot: Bot, told: Introduction, language: str | None) -> None:
    """Tell Telegram what the bot can do, to clients of a language, or to all others."""
    commands = tuple(BotCommand(name, line) for name, line in told.commands.items())
    if await _known(bot.get_my_commands(language_code=language)) != commands:
        await _known(bot.set_my_commands(commands, language_code=language))
    shown = await _known(bot.get_my_description(language))
    if shown is None or shown.description != told.description:
        await _known(bot.set_my_description(told.description, language))
    short = await _known(bot.get_my_short_description(language))
    if short is None or short.short_description != told.short_description:
        await _known(bot.set_my_short_description(told.short_description, language))


async def _known(call: Awaitable[_Answer]) -> _Answer | None:
    """Return what a call gives; None from a Bot API server of one's own that knows no such method.

    It says what is said of a wrong token (404); this one has been seen to be right.
    """
    try:
        return await call
    except InvalidToken:
        return None


async def _log_error(_: object, context: Any) -> None:  # noqa: ANN401 - the library's own
    error = context.error
    if isinstance(error, TelegramError):
        _logger.warning("Telegram refuses a call: %s", send_error(error).reason)
    else:
        _logger.error("what was said could not be answered", exc_info=error)
