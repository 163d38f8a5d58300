"""What answers people in a running service, on the platform that is set."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.clock import Clock
from bot.settings import Settings
from bot.store.engine import Store
from bot.web.hook import Hook

PLATFORM = "telegram"


@dataclass(slots=True, kw_only=True)
class Answering:
    """What answers people.

    `run` does so until cancelled; `troubles` returns what keeps the bot from hearing them.
    `name` returns the bot's, nothing while the platform has not said it.
    `changed` is called after each answer that has written: what is due may be another. Of `hook`,
    None unless updates are brought, the web service has to know.
    """

    run: Callable[[], Coroutine[Any, Any, None]]
    troubles: Callable[[], tuple[str, ...]]
    name: Callable[[], str]
    hook: Hook | None
    changed: Callable[[], None] = field(default=lambda: None)


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
