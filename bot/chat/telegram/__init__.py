"""The conversation on Telegram: updates become what was said, answers become calls."""

from bot.chat.telegram.hooking import Webhook, webhook_secret
from bot.chat.telegram.introducing import introduction
from bot.chat.telegram.running import Introduction, TelegramChat
from bot.chat.telegram.turns import Listener

__all__ = [
    "Introduction",
    "Listener",
    "TelegramChat",
    "Webhook",
    "introduction",
    "webhook_secret",
]
