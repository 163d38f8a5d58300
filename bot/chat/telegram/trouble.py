"""Why the bot hears nothing at the moment: kept for those who ask, and told in the log once."""

import logging
import time
from datetime import timedelta

_logger = logging.getLogger("talkbell.telegram")
_QUIET = timedelta(hours=1)  # in which the same is not told again, however often it comes and goes
_HEARD_AGAIN = "Telegram is heard again"


class Trouble:
    """What keeps the bot from hearing people; `reason` is empty while it hears them.

    Reasons name no secret. The log has each of them once an hour at most: two processes that take
    each other's place do so every few seconds.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self.reason = ""
        self._told: dict[str, float] = {}

    def note(self, reason: str) -> None:
        """Note what is wrong now."""
        if reason == self.reason:
            return
        self.reason = reason
        line, now = reason or _HEARD_AGAIN, time.monotonic()
        if now - self._told.get(line, -_QUIET.total_seconds()) < _QUIET.total_seconds():
            return
        self._told[line] = now
        if reason:
            _logger.warning("the bot hears nobody: %s", reason)
        else:
            _logger.info(line)

    def end(self) -> None:
        """Note that it hears people."""
        self.note("")
