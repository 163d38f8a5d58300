"""What the web service is told by whoever starts it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """How the service answers.

    `public_url` is where the world finds it, without a slash at the end; unless it is known, feeds
    do not say where they came from, and pages go by the address that they were asked for at.
    Requests, and those that make something anew, are counted by address and minute. `bot_name`
    gives the name of the bot on Telegram, nothing while it is not known.
    """

    public_url: str = ""
    requests_per_minute: int = 1200
    builds_per_minute: int = 600
    cache_bytes: int = 64 * 1024 * 1024
    poll_every: timedelta = timedelta(seconds=0.5)
    bot_name: Callable[[], str] = str
