"""What a running service needs of the platform on which it answers people."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

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
