"""What can go wrong between a bot and Telegram, to be switched on.

A fault strikes calls of a `method` (of all that name a chat, where none is named) to a `chat` (to
all, where none is), `times` times (always, where it is null), each with a probability of `share`.
"""

import math
import random
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from .refusals import RefusedError, too_many_requests
from .world import Chat

ACTIONS = {
    "answer": "the call is refused with `code`, `description` and `parameters`",
    "page": "the call is refused with `code` and a page of HTML, as a gateway does",
    "hang": "the call is taken and not answered for `seconds`, then the connection ends",
    "reset": "the connection is reset before anything is done",
    "lose": "the call is done, and the connection reset instead of an answer",
    "late": "the call is done, and answered after `seconds`",
    "truncate": "the call is done, and the answer breaks off in the middle",
}


@dataclass
class Fault:
    """One switch."""

    action: str
    method: str = ""
    chat: int = 0
    times: int | None = 1
    share: float = 1
    code: int = 502
    description: str = "Bad Gateway"
    parameters: dict[str, int] = field(default_factory=dict)
    seconds: float = 3600
    is_done: bool = False  # with `hang`: whether the call is done all the same

    def strikes(self, method: str, chat: str) -> bool:
        """Return whether it strikes this call, and count that it did."""
        if self.times == 0 or (self.chat and str(self.chat) != chat):
            return False
        is_meant = self.method.lower() == method if self.method else bool(chat)
        if not is_meant or random.random() >= self.share:  # noqa: S311 - no secret
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def refusal(self) -> RefusedError:
        """Return what an `answer` says."""
        return RefusedError(self.code, self.description, **self.parameters)


@dataclass
class Limits:
    """How much a bot may send; 0 is as much as it likes."""

    per_second: int = 0
    per_chat_second: int = 0
    per_group_minute: int = 0
    until: float = 0  # everything is refused until then (monotonic)
    _sent: deque[float] = field(default_factory=deque)

    def flood(self, seconds: float) -> None:
        """Refuse all that is sent for some seconds, as Telegram does once it is enough."""
        self.until = time.monotonic() + seconds

    def check_pause(self) -> None:
        """Raise RefusedError while everything is refused."""
        if (left := self.until - time.monotonic()) > 0:
            raise too_many_requests(math.ceil(left))

    def check(self, chat: Chat) -> None:
        """Count a message to a chat. Raises RefusedError where it is one too many."""
        self.check_pause()
        now = time.monotonic()
        windows = [(self._sent, self.per_second, 1.0), (chat.sent_at, self.per_chat_second, 1.0)]
        if chat.kind in {"group", "supergroup"}:
            windows.append((chat.sent_at, self.per_group_minute, 60.0))
        for sent, most, seconds in windows:
            if not most:
                continue
            recent = [at for at in sent if now - at < seconds]
            if len(recent) >= most:
                raise too_many_requests(math.ceil(seconds - (now - recent[0])))
        for sent in (self._sent, chat.sent_at):
            sent.append(now)
            while now - sent[0] > 60:
                sent.popleft()


@dataclass
class Journal:
    """Every call, as it came in and how it was answered."""

    calls: list[dict[str, Any]] = field(default_factory=list)

    def begin(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """Take down a call; its outcome is filled in once it is known."""
        call = {
            "method": method,
            "chat": str(parameters.get("chat_id", "")),
            "at": time.time(),
            "is_paid": bool(parameters.get("allow_paid_broadcast")),
            "outcome": "under way",
        }
        self.calls.append(call)
        return call
