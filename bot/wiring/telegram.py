"""Telegram in a running service: the conversation, and the reminders that leave by it.

Loaded where a token is set alone (`answering`), as Telegram's library takes long.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from functools import partial
from hashlib import sha256
from urllib.parse import urlsplit

from bot.channels.addresses import TELEGRAM, is_on_this_machine
from bot.channels.telegram import build_bot, opened_channel
from bot.chat.conversation import Conversation, Service
from bot.chat.interface import Incoming, Reply
from bot.chat.telegram import Listener, TelegramChat, Webhook, introduction, webhook_secret
from bot.clock import Clock
from bot.errors import TalkbellError
from bot.flows.delivery.outlets import Limits, Outlet
from bot.flows.subscribe import Place, leave, move
from bot.settings import Settings
from bot.store.engine import Store
from bot.web.hook import Hook
from bot.wiring.platform import PLATFORM, Answering

_PATH = "/telegram/updates"  # behind the public address; it holds no secret
_HEADER = "x-telegram-bot-api-secret-token"


def telegram_answering(
    settings: Settings, store: Store, clock: Clock, *, serves: bool
) -> Answering:
    """Return what answers people on Telegram. Raises TalkbellError as `build_answering` does."""
    token = settings.telegram_token.get_secret_value()
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
    answering = Answering(
        run=partial(_run, chat),
        troubles=partial(_troubles, chat),
        name=lambda: chat.name,
        hook=hook,
    )
    return answering


async def _run(chat: TelegramChat) -> None:
    """Answer until cancelled; a token that is wrong ends that, and not the reminders."""
    with suppress(TalkbellError):  # it is in the log, and stays the trouble
        await chat.run()


def _troubles(chat: TelegramChat) -> tuple[str, ...]:
    reason = chat.trouble.reason
    return (f"the bot on Telegram hears nobody: {reason}",) if reason else ()


@asynccontextmanager
async def opened_outlet(settings: Settings) -> AsyncIterator[Outlet]:
    """Give what messages leave by for Telegram."""
    token = settings.telegram_token.get_secret_value()
    account = f"{PLATFORM}:{sha256(token.encode()).hexdigest()[:16]}"
    base_url, is_paid = settings.telegram_base_url or TELEGRAM, settings.telegram_paid_broadcast
    async with opened_channel(token, base_url, allows_paid_broadcast=is_paid) as channel:
        yield Outlet(channel=channel, account=account, limits=limits_of(settings))


def limits_of(settings: Settings) -> Limits:
    """Return how far apart messages leave for Telegram."""
    return Limits.keeping(
        settings.telegram_messages_per_second,
        chat_gap=timedelta(seconds=settings.telegram_chat_seconds),
        group_gap=timedelta(seconds=settings.telegram_group_seconds),
    )


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
