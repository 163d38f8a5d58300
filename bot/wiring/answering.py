"""What answers people in a running service, on the platform that is set."""

from bot.clock import Clock
from bot.settings import Settings
from bot.store.engine import Store
from bot.wiring.platform import Answering


def build_answering(
    settings: Settings, store: Store, clock: Clock, *, serves: bool
) -> Answering | None:
    """Return what answers people on Telegram, None where no token is set.

    `serves`: this process is the one that the public address leads to, so that Telegram may bring
    updates; others ask for them. Raises TalkbellError for a webhook without such an address.
    """
    if not settings.telegram_token.get_secret_value():
        return None
    from bot.wiring.telegram import telegram_answering  # noqa: PLC0415 - slow to load

    return telegram_answering(settings, store, clock, serves=serves)
