"""`talkbell schema`."""

import argparse

from bot.cli.files import print_json
from bot.sources.definition import load_schema


def run(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the definition format."""
    del arguments
    print_json(load_schema())
    return 0
