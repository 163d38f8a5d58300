"""`talkbell worker`."""

import argparse

from bot.cli.clocks import clock_of
from bot.cli.configured import settings_of
from bot.logs import configure_logs
from bot.wiring.broadcasting import refuse_real_rooms
from bot.wiring.reminding import refuse_real_telegram, work
from bot.wiring.storage import opened_store, simulated_store


def run(arguments: argparse.Namespace) -> int:
    """Remind people and answer them, until Ctrl-C or SIGTERM; then return 0."""
    settings = settings_of(arguments)
    choice = clock_of(arguments)
    redactor = configure_logs(settings.log_level, settings.log_format)
    start = choice.start
    with simulated_store(settings, start.at) if start else opened_store(settings) as store:
        clock = choice.begin()
        refuse_real_telegram(settings, clock)
        refuse_real_rooms(settings, clock)
        work(settings, store, clock, redactor.learn)
    return 0
