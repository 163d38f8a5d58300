"""`talkbell chat`."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from bot.chat.conversation import Service
from bot.cli.clocks import clock_of
from bot.cli.configured import settings_of
from bot.errors import TalkbellError
from bot.logs import configure_logs
from bot.wiring.chatting import Terminal, appoint, chat
from bot.wiring.storage import migrated_store, simulated_store
from bot.wiring.watching import Syncing


def run(arguments: argparse.Namespace) -> int:
    """Chat until Ctrl-D; then return 0."""
    settings = settings_of(arguments)
    choice = clock_of(arguments)
    if arguments.organizer and not choice.start:
        raise TalkbellError(
            "--organizer goes with --clock, where all is tried out; "
            "`talkbell organizer-link SERIES` makes somebody an organizer for good"
        )
    # What is not wrong has no place between two lines of a chat.
    level = settings.log_level if settings.log_level in {"debug", "error"} else "warning"
    redactor = configure_logs(level, settings.log_format)
    terminal = Terminal(reading=sys.stdin, writing=sys.stdout, folder=Path())
    start = choice.start
    with simulated_store(settings, start.at) if start else migrated_store(settings) as store:
        now = start.at if start else datetime.now(UTC)
        Syncing(store, settings.schedules, now=lambda: now, learn=redactor.learn).run()
        if arguments.organizer:
            appoint(store, now=now)
        # Only now: what is due soon is to be seen from the beginning.
        clock = choice.begin()
        service = Service(store, settings.public_url, settings.announcements_per_day)
        chat(service, clock, terminal, zone=start.zone if start else "")
    return 0
