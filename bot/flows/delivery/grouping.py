"""Writes that come while another one is under way go together in the next transaction."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.store.engine import Connection, Store

_IDLE = 10  # seconds that PostgreSQL lets us hold what others wait for, and do nothing

T = TypeVar("T")
_Waiting = tuple[Callable[[Connection], Any], "asyncio.Future[Any]"]


@dataclass(slots=True)
class _Ran:
    """How far the functions of one transaction have run."""

    is_begun: bool = False
    results: list[Any] = field(default_factory=list)


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
        of several raises, nothing of any is stored, and each is run once more, alone: one that can
        never be stored must not keep the others from it.
        """
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await done

    async def _write_all(self) -> None:
        while self._waiting:
            groups, self._waiting = [self._waiting], []
            for group in groups:
                groups += await self._write_some(group)

    async def _write_some(self, group: list[_Waiting]) -> list[list[_Waiting]]:
        """Run functions in one transaction, tell those who wait, and return what is to run again.

        That is, if one of several has raised: that one, and the others.
        """
        ran = _Ran()
        try:
            await asyncio.to_thread(self._write, [write for write, _ in group], ran)
        except Exception as error:  # noqa: BLE001 - told to those who wait
            place = len(ran.results)
            if ran.is_begun and place < len(group) and len(group) > 1:
                return [[group[place]], group[:place] + group[place + 1 :]]
            for _, done in group:
                if not done.done():
                    done.set_exception(error)
        else:
            for (_, done), result in zip(group, ran.results, strict=True):
                if not done.done():
                    done.set_result(result)
        return []

    def _write(self, writes: list[Callable[[Connection], Any]], ran: _Ran) -> None:
        with self._store.writing(idle=_IDLE) as connection:
            ran.is_begun = True
            for write in writes:
                ran.results.append(write(connection))
