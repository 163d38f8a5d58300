"""SQLite databases with the tables of today, copied: migrating takes longer than a test."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

from bot.store.engine import Store, open_store

_numbers = count(1)
_free: list[Store] = []


@contextmanager
def opened_migrated(template: Path | None = None) -> Iterator[Store]:
    """Give the store of a new database, empty or a copy of a closed one.

    It is opened as one before it was, which knows by then how statements are said: working that out
    takes longer than most tests.
    """
    opened = _free.pop() if _free else open_store(f"sqlite:///{folder() / f'{next(_numbers)}.db'}")
    path = Path(opened.engine.url.database or "")
    for one in path.parent.glob(f"{path.name}*"):
        one.unlink()  # whoever has it open still does not see the new one
    shutil.copy(template or _made_once(), path)
    try:
        yield Store(opened.engine)
    finally:
        is_free = not opened.engine.pool.checkedout()  # type: ignore[attr-defined]
        opened.close()
        if is_free:
            _free.append(opened)


@cache
def folder() -> Path:
    """Return the folder of databases of this process, which goes with it."""
    made = Path(mkdtemp(prefix="talkbell-stores-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def _made_once() -> Path:
    path = folder() / "migrated.db"
    with open_store(f"sqlite:///{path}") as store:
        store.migrate()
    return path
