"""By which way, and how fast, messages leave for each platform."""

from dataclasses import dataclass
from datetime import timedelta

from bot.channels.interface import Channel

_SECOND = timedelta(seconds=1)
_SLOWER = 1.01
_LATE = timedelta(milliseconds=50)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far apart messages leave: of an account, to a chat, to a group. Zero is no limit.

    Unless they are told, they keep what Telegram allows: 30 a second, one a second to a chat, 20 a
    minute to a group.
    """

    gap: timedelta = _SLOWER * _SECOND / 30
    chat_gap: timedelta = _SECOND + _LATE
    group_gap: timedelta = 3 * _SECOND + _LATE

    @classmethod
    def keeping(cls, a_second: float, chat_gap: timedelta, group_gap: timedelta) -> "Limits":
        """Return limits by which a platform never counts more messages than it allows.

        It counts when they arrive: they leave a hundredth slower, and those to one chat a little
        further apart, so that one that was late on its way is none too many with those behind it.
        """
        gap = _SLOWER * _SECOND / a_second
        chat_gap, group_gap = (one and one + _LATE for one in (chat_gap, group_gap))
        return cls(gap=gap, chat_gap=chat_gap, group_gap=group_gap)

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
