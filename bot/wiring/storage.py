"""The store of an installation, ready to be used."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from bot.errors import TalkbellError
from bot.settings import Settings
from bot.store.engine import Store, open_store
from bot.store.rewinding import rewind


@contextmanager
def opened_store(settings: Settings) -> Iterator[Store]:
    """Give the store of an installation, whose tables are as this version needs them.

    An embedded database is brought there; another one is told to be brought there, as it may serve
    other machines with another version. Raises TalkbellError.
    """
    with open_store(settings.database) as store:
        if store.is_embedded:
            migrate(store)
        elif not store.is_current():
            message = f"the database {store.address} has another form; run `talkbell migrate` first"
            raise TalkbellError(message)
        yield store


@contextmanager
def migrated_store(settings: Settings) -> Iterator[Store]:
    """Give the store of an installation after bringing its tables to the form of this version."""
    with open_store(settings.database) as store:
        migrate(store)
        yield store


@contextmanager
def simulated_store(settings: Settings, now: datetime) -> Iterator[Store]:
    """Give a store of its own for a simulated clock that begins at `now`, beside the real one.

    What it holds of a later time, of an earlier simulation, has not happened yet.
    """
    with open_store(f"sqlite:///{quote(str(settings.data / 'simulated.db'))}") as store:
        migrate(store)
        with store.writing() as connection:
            rewind(connection, now=now)
        yield store


def migrate(store: Store) -> None:
    """Bring the tables to the form of this version. Raises TalkbellError where that is not allowed.

    SQLite would not tell which folder it cannot write into.
    """
    if store.is_embedded:
        path = Path(store.engine.url.database or "")
        for place in (path, path.parent):
            if place.exists() and not os.access(place, os.W_OK):
                message = (
                    f"{place}: this may not be written; mend its rights, "
                    "or name another folder with --data"
                )
                raise TalkbellError(message)
    store.migrate()
