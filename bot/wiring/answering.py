"""The conversation on Telegram, in a running service."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bot.channels.addresses import is_on_this_machine
from bot.channels.telegram import TELEGRAM, build_bot
from bot.chat.conversation import Conversation, Service
from bot.chat.interface import Incoming, Reply
from bot.chat.telegram import Listener, TelegramChat, Webhook, introduction, webhook_secret
from bot.clock import Clock
from bot.errors import TalkbellError
from bot.flows.subscribe import Place, leave, move
from bot.settings import Settings
from bot.store.engine import Store
from bot.web.hook import Hook

PLATFORM = "telegram"
_PATH = "/telegram/updates"  # behind the public address; it holds no secret
_HEADER = "x-telegram-bot-api-secret-token"


@dataclass(slots=True)
class Answering:
    """What answers people on Telegram.

    `changed` is called after each answer that has written: what is due may be another. Of `hook`,
    None unless updates are brought, the web service has to know.
    """

    chat: TelegramChat
    hook: Hook | None
    changed: Callable[[], None] = field(default=lambda: None)

    async def run(self) -> None:
        """Answer until cancelled; a token that is wrong ends that, and not the reminders."""
        with suppress(TalkbellError):  # it is in the log, and stays the trouble
            await self.chat.run()

    def name(self) -> str:
        """Return the bot's name, nothing until Telegram has said it."""
        return self.chat.name

    def troubles(self) -> tuple[str, ...]:
        """Return what keeps the bot from hearing people."""
        reason = self.chat.trouble.reason
        return (f"the bot on Telegram hears nobody: {reason}",) if reason else ()


def build_answering(
    settings: Settings, store: Store, clock: Clock, *, serves: bool
) -> Answering | None:
    """Return what answers people on Telegram, None where no token is set.

    `serves`: this process is the one that the public address leads to, so that Telegram may bring
    updates; others ask for them. Raises TalkbellError for a webhook without such an address.
    """
    token = settings.telegram_token.get_secret_value()
    if not token:
        return None
    webhook = webhook_of(settings) if serves else None
    own = Store(store.engine)  # which counts what the conversation writes, and nobody else
    service = Service(own, settings.public_url, settings.announcements_per_day)
    conversation = Conversation(service, now=clock.now)

    def answer(incoming: Incoming) -> Reply:
        writes = own.writes
        reply = conversation.answer(incoming)
        if own.writes != writes:
            answering.changed()
        return reply

    def end(address: str, reason: str) -> None:
        leave(store, Place(PLATFORM, address), reason, now=clock.now())

    def moved(address: str, new: str) -> None:
        move(store, Place(PLATFORM, address), new)

    listener = Listener(answer=answer, offer=conversation.offer, end=end, move=moved)
    bot = build_bot(token, settings.telegram_base_url or TELEGRAM)
    chat = TelegramChat(bot, listener, introduction(), webhook)
    hook = None
    if webhook:
        secret = webhook_secret(token)
        hook = Hook(path=_PATH, header=_HEADER, secret=secret, receive=chat.receive)
    answering = Answering(chat, hook)
    return answering


def webhook_of(settings: Settings) -> Webhook | None:
    """Return where Telegram is to bring updates, None if they are asked for.

    Unless told otherwise, it is asked to bring them where people reach the service by HTTPS; if it
    then cannot, as an address of an office's own network is none for it, they are asked for. Raises
    TalkbellError where it shall, and there is no such address.
    """
    is_https = urlsplit(settings.public_url).scheme == "https"
    match settings.telegram_updates:
        case "webhook" if not (is_https or is_on_this_machine(settings.public_url)):
            raise TalkbellError(
                'telegram_updates = "webhook" needs an address that Telegram can reach: set '
                "TALKBELL_PUBLIC_URL to one that begins with https://"
            )
        case "polling":
            return None
        case "auto" if not is_https:
            return None
    is_required = settings.telegram_updates == "webhook"
    return Webhook(url=settings.public_url + _PATH, is_required=is_required)
