"""Writes that come while another one is under way go together in the next transaction."""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from bot.store.engine import Connection, Store

T = TypeVar("T")
_Waiting = tuple[Callable[[Connection], Any], "asyncio.Future[Any]"]


class GroupedWrites:
    """Runs functions that write, several in one transaction: each commit waits for the disk.

    To be used within one event loop.
    """

    def __init__(self, store: Store) -> None:
        """Take the store to write to."""
        self._store = store
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def run(self, write: Callable[[Connection], T]) -> T:
        """Return what a function returns, once what it has written is stored.

        It runs in another thread, perhaps after and before others in the same transaction. If one
        of them raises, nothing of any is stored, and all of them raise that.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                results = await asyncio.to_thread(self._write, [write for write, _ in group])
            except Exception as error:  # noqa: BLE001 - told to those who wait
                for _, done in group:
                    if not done.done():
                        done.set_exception(error)
            else:
                for (_, done), result in zip(group, results, strict=True):
                    if not done.done():
                        done.set_result(result)

    def _write(self, writes: list[Callable[[Connection], Any]]) -> list[Any]:
        with self._store.writing() as connection:
            return [write(connection) for write in writes]
