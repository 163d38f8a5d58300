"""`talkbell run`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.clocks import clock_of
from bot.cli.configured import settings_of
from bot.flows.publish import Publication
from bot.logs import configure_logs
from bot.settings import Settings
from bot.web.server import listen
from bot.wiring.broadcasting import refuse_real_rooms
from bot.wiring.reminding import refuse_real_telegram
from bot.wiring.serving import Live, serve
from bot.wiring.storage import migrated_store, simulated_store
from bot.wiring.watching import Syncing

_MOST_SHOWN = 20


def run(arguments: argparse.Namespace) -> int:
    """Migrate, sync, serve and watch until Ctrl-C or SIGTERM; then return 0."""
    settings = settings_of(arguments)
    choice = clock_of(arguments)
    start = choice.start
    redactor = configure_logs(settings.log_level, settings.log_format)

    def announce(address: str, listed: Sequence[Publication]) -> None:
        lines = _announcement(address, settings, listed)
        print(redactor.redact_text("\n".join(lines)), flush=True)

    # The port first: that it is taken is told before anything is read.
    with (
        listen(settings.host, settings.port) as listener,
        simulated_store(settings, start.at) if start else migrated_store(settings) as store,
    ):
        clock = choice.begin()
        refuse_real_telegram(settings, clock)
        refuse_real_rooms(settings, clock)
        syncing = Syncing(store, settings.schedules, now=clock.now, learn=redactor.learn)
        syncing.run()
        live = Live(syncing, clock)
        serve(settings, store, redactor, listener, started=announce, live=live)
    return 0


def _announcement(here: str, settings: Settings, listed: Sequence[Publication]) -> list[str]:
    """Return what is served, where, and how to rehearse it."""
    schedules, address = settings.schedules, settings.public_url or here
    where = f"{address}/" if address == here else f"{address}/ (here: {here}/)"
    lines = [f"Talkbell serves {len(listed)} series of {schedules} at {where}", ""]
    for one in listed[:_MOST_SHOWN]:
        lines += [f"  {address}/{one.id}", f"      {one.stored.series.title}"]
    lines += [f"  and {len(listed) - _MOST_SHOWN} more"] if len(listed) > _MOST_SHOWN else []
    if listed:
        lines += [
            "",
            "Each page has the ways to subscribe. Its calendar is at its address with .ics behind.",
            f"What subscribers would be told, and when: {_called()} rehearse {listed[0].id}",
        ]
    if not settings.telegram_token.get_secret_value():
        try_it = f"To try the bot: {_called()} chat"
        lines += ["", f"Reminders are printed here, as no Telegram token is set. {try_it}"]
    return [*lines, f"What you save in {schedules} is live at once. Ctrl-C ends it."]


def _called() -> str:
    """Return how the command can be called again from here."""
    name = Path(sys.argv[0])
    is_here = name.name == "talkbell" and not name.is_absolute()
    return str(name) if is_here else "talkbell"
