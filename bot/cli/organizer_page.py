"""`talkbell organizer-page`."""

import argparse
import sys
from datetime import UTC, datetime

from bot.chat.organizing.series_page import PATH
from bot.cli.installation import open_installation
from bot.cli.stored import stored_series
from bot.errors import TalkbellError
from bot.flows.organizing.page_access import offer_page
from bot.flows.organizing.rights import OPERATOR


def run(arguments: argparse.Namespace) -> int:
    """Print a link to the organizers' page of a series, which is shown this once."""
    with open_installation(arguments) as (settings, store):
        series = stored_series(store, arguments.series).series
        if not settings.public_url:
            raise TalkbellError(
                "the page needs the address at which the service is found: set public_url in "
                "talkbell.toml, or TALKBELL_PUBLIC_URL, to one such as https://talks.example.org"
            )
        token = offer_page(store, series.id, OPERATOR, "", now=datetime.now(UTC))
    print(f"{settings.public_url}{PATH}{token}")
    told = "Whoever opens it sees how the series fares, without names, and changes nothing."
    counts = "It counts once, for 15 minutes. It is shown this once."
    print(f"{told} {counts}", file=sys.stderr)
    return 0
