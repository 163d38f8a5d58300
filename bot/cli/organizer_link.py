"""`talkbell organizer-link`."""

import argparse
import sys
from datetime import UTC, datetime

from bot.chat.organizing.organizers import INVITATION
from bot.cli.installation import open_installation
from bot.cli.stored import stored_series
from bot.flows.organizing.rights import invite
from bot.wiring.probing import bot_name


def run(arguments: argparse.Namespace) -> int:
    """Print a link, which is shown this once: whoever opens it first is an organizer then."""
    with open_installation(arguments) as (settings, store):
        series = stored_series(store, arguments.series).series
        name = " ".join(arguments.name.split())
        token = invite(store, series.id, name, now=datetime.now(UTC))
        bot = bot_name(settings)
    word = f"{INVITATION}{token}"
    print(f"https://t.me/{bot}?start={word}" if bot else f"/start {word}")
    way = "Who opens it" if bot else "Who sends this to the bot, in a private chat,"
    told = f"{way} may change {series.id} from then on. It counts once, for 24 hours."
    print(f"{told} It is shown this once.", file=sys.stderr)
    return 0
