"""An end to what would not end by itself."""

import logging
import os
import threading

_logger = logging.getLogger("talkbell.service")


def end_anyway(patience: float) -> threading.Timer:
    """End the process after so many seconds, even if a database never answers.

    To be called when it ends anyway; the timer can be cancelled once it has. What is stored is
    never half, and what is being sent is left to its lease.
    """

    def end() -> None:
        _logger.warning("ended without waiting for the database any longer")
        os._exit(0)

    timer = threading.Timer(patience, end)
    timer.daemon = True
    timer.start()
    return timer
