"""What to do about a message that could not be sent. Pure: chance is an argument."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.interface import SendError

_FIRST = timedelta(seconds=2)  # before the second attempt; each later one waits twice as long
_LONGEST = timedelta(minutes=2)
_LAST = timedelta(seconds=5)  # before the message has no use any more, a last attempt is made
_DOUBLINGS = 10  # more would only be cut down again


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Try again at an instant."""

    at: datetime


@dataclass(frozen=True, slots=True)
class PauseAll:
    """Send nothing from this account until an instant, this message least of all."""

    until: datetime


@dataclass(frozen=True, slots=True)
class EndChat:
    """Owe nothing to this chat any more: it cannot be reached."""

    reason: str


@dataclass(frozen=True, slots=True)
class MoveChat:
    """Send to another address, now and from now on."""

    address: str


@dataclass(frozen=True, slots=True)
class SendPlain:
    """Send again without markup and buttons, at once."""


@dataclass(frozen=True, slots=True)
class GiveUp:
    """Another attempt would come when the message has no use any more."""


Decision = RetryAt | PauseAll | EndChat | MoveChat | SendPlain | GiveUp


def decide(
    error: SendError,
    *,
    attempt: int,
    now: datetime,
    expires_at: datetime,
    chance: float,
    is_plain: bool = False,
) -> Decision:
    """Return what to do after an attempt (the first is 1) to send a message has failed.

    `chance`, from 0 to 1, spreads attempts that failed together. `is_plain`: the message had no
    markup any more.
    """
    if error.retry_after is not None:
        return PauseAll(now + error.retry_after)
    if error.moved_to:
        return MoveChat(error.moved_to)
    if error.permanent:
        return EndChat(error.reason)
    if error.unparsable and not is_plain:
        return SendPlain()
    at = now + _delay(attempt) * (0.5 + chance)
    if at >= expires_at:
        at = expires_at - _LAST
    return RetryAt(at) if at > now else GiveUp()


def _delay(attempt: int) -> timedelta:
    return min(_FIRST * (1 << min(attempt - 1, _DOUBLINGS)), _LONGEST)
