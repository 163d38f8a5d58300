"""The installation that a command works on: its settings and its store."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.configured import settings_of
from bot.settings import Settings
from bot.store.engine import Store
from bot.wiring.storage import opened_store


@contextmanager
def open_installation(arguments: argparse.Namespace) -> Iterator[tuple[Settings, Store]]:
    """Give the settings that count for a command, and the store. Raises TalkbellError."""
    settings = settings_of(arguments)
    with opened_store(settings) as store:
        yield settings, store
