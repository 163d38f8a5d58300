"""`talkbell schema`."""

import argparse
import json

from bot.sources.definition import load_schema


def run(arguments: argparse.Namespace) -> int:
    """Print the JSON Schema of the definition format."""
    del arguments
    print(json.dumps(load_schema(), indent=2, ensure_ascii=False))
    return 0
