"""By which way, and how fast, messages leave for each platform."""

from dataclasses import dataclass
from datetime import timedelta

from bot.channels.interface import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far apart messages leave: of an account, to a chat, to a group. Zero is no limit."""

    gap: timedelta = timedelta(microseconds=33_334)
    chat_gap: timedelta = timedelta(seconds=1)
    group_gap: timedelta = timedelta(seconds=3)

    def of_chat(self, kind: str) -> timedelta:
        """Return the gap of a chat of that kind."""
        return self.chat_gap if kind == "private" else self.group_gap


NO_LIMITS = Limits(gap=timedelta(0), chat_gap=timedelta(0), group_gap=timedelta(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How messages reach one platform. Workers with the same `account` share its limits.

    The account must not show the secret that it stands for: it is a hash of a token, or a name.
    """

    channel: Channel
    account: str
    limits: Limits = NO_LIMITS
