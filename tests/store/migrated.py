"""SQLite databases with the tables of today, copied: migrating takes longer than a test."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.store.engine import Store, open_store


@contextmanager
def opened_migrated(path: Path) -> Iterator[Store]:
    """Give the store of a new database at a path."""
    shutil.copy(_made_once(), path)
    with open_store(f"sqlite:///{path}") as store:
        yield store


@cache
def _made_once() -> Path:
    folder = Path(mkdtemp(prefix="talkbell-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with open_store(f"sqlite:///{folder / 'talkbell.db'}") as store:
        store.migrate()
    return folder / "talkbell.db"
