"""`talkbell web`."""

import argparse
from collections.abc import Sequence

from bot.cli.configured import settings_of
from bot.flows.publish import Publication
from bot.logs import configure_logs
from bot.web.server import listen
from bot.wiring.serving import serve
from bot.wiring.storage import opened_store


def run(arguments: argparse.Namespace) -> int:
    """Serve what is in the database until Ctrl-C or SIGTERM; then return 0."""
    settings = settings_of(arguments)
    redactor = configure_logs(settings.log_level, settings.log_format)

    def announce(address: str, listed: Sequence[Publication]) -> None:
        where = settings.public_url or address
        print(f"Talkbell serves {len(listed)} series of its database at {where}/", flush=True)

    with listen(settings.host, settings.port) as listener, opened_store(settings) as store:
        serve(settings, store, redactor, listener, started=announce)
    return 0
