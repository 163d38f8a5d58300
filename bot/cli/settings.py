"""`talkbell settings`."""

import argparse
import sys

from bot.cli.configured import effective_of
from bot.cli.files import print_json
from bot.settings import show_settings, shown_values


def run(arguments: argparse.Namespace) -> int:
    """Print every setting that counts here, and where it comes from; secrets are masked."""
    effective = effective_of(arguments)
    for name in effective.unknown_variables:
        print(f"{name}: there is no such setting; it counts for nothing", file=sys.stderr)
    if arguments.format == "json":
        values = shown_values(effective.settings)
        print_json(
            {name: {"value": values[name], "from": effective.origins[name]} for name in values}
        )
    else:
        print(show_settings(effective), end="")
    return 0
