"""`talkbell migrate`."""

import argparse

from bot.cli.configured import settings_of
from bot.wiring.storage import migrated_store


def run(arguments: argparse.Namespace) -> int:
    """Bring the database to the form that this version needs, and tell where it is."""
    with migrated_store(settings_of(arguments)) as store:
        print(f"{store.address} has the form of this version")
    return 0
