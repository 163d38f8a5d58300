"""What is ours stays ours while it leaves, and what came of it is noted with nobody else."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.interface import Outgoing, SendError
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.grouping import GroupedWrites
from bot.flows.delivery.ledger import Begun, Ledger
from bot.flows.delivery.outlets import Outlet
from bot.flows.subscribe import Place, forget
from bot.store.chats.subscriptions import find_chat
from bot.store.engine import Connection, Store
from tests.flows.test_deliver import SECOND, Desk, Sink, followed
from tests.store.seminar import DUE, follow


class Meanwhile(Sink):
    """A channel during whose first sending something else takes place."""

    def __init__(self, desk: Desk, what: Callable[[], object], *errors: Exception) -> None:
        super().__init__(desk.clock, *errors)
        self._what: Callable[[], object] | None = what

    async def send(self, address: str, outgoing: Outgoing) -> str:
        what, self._what = self._what, None
        if what:
            await asyncio.to_thread(what)
        return await super().send(address, outgoing)


def run(desk: Desk, sink: Sink, *, times: int = 1) -> None:
    async def send() -> None:
        for _ in range(times):
            await desk.worker(sink).deliver_due()

    asyncio.run(send())


def test_row_of_a_forgotten_chat_is_not_the_next_ones(store: Store) -> None:
    """SQLite gave its number to the next row: what came of one message was written to another."""
    followed(store)
    desk = Desk(store)
    desk.plan()

    def change() -> None:
        forget(store, Place("test", "0"))
        follow(store, "another")
        desk.plan()

    sink = Meanwhile(desk, change)
    run(desk, sink, times=2)
    assert sink.addresses == ["0", "another"]
    assert desk.statuses() == ["sent"]


@pytest.mark.parametrize(
    "error",
    [SendError("blocked", permanent=True), SendError("migrated", moved_to="-1001")],
    ids=["ended", "moved"],
)
def test_what_becomes_of_a_forgotten_chat_becomes_of_no_other(
    store: Store, error: SendError
) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()

    def change() -> None:
        forget(store, Place("test", "0"))
        follow(store, "another")

    run(desk, Meanwhile(desk, change, error))
    with store.reading() as connection:
        chat = find_chat(connection, "test", "another")
    assert chat
    assert chat.ended_at is None


def test_slow_store_lets_nobody_send_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted as being sent must be ours from when that is stored, not from when asked."""
    followed(store)
    desk = Desk(store)
    desk.plan()
    real, waits = Ledger.begin, [28 * SECOND]

    def begin(ledger: Ledger, connection: Connection, **about: Any) -> Begun:
        begun = real(ledger, connection, **about)
        desk.clock.time += waits.pop() if waits else timedelta(0)  # the disk takes its time
        return begun

    monkeypatch.setattr(Ledger, "begin", begin)
    other = Sink(desk.clock)

    def look() -> None:
        desk.clock.time += 20 * SECOND
        run(desk, other)

    sink = Meanwhile(desk, look)
    run(desk, sink)
    assert (sink.addresses, other.addresses) == (["0"], [])


def test_plain_text_is_ours_for_as_long_as_it_takes(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()
    other = Sink(desk.clock)

    class Slow(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            self.clock.time += 18 * SECOND
            if outgoing.html:
                raise SendError("can't parse entities", unparsable=True)
            await asyncio.to_thread(run, desk, other)
            return await super().send(address, outgoing)

    sink = Slow(desk.clock)
    run(desk, sink)
    assert (sink.addresses, other.addresses) == (["0"], [])


def test_worker_with_a_clock_ahead_takes_nothing_that_is_leaving(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()
    ahead = Desk(store, DUE + 31 * SECOND)
    other = Sink(ahead.clock)
    sink = Meanwhile(desk, lambda: run(ahead, other))
    run(desk, sink)
    assert (sink.addresses, other.addresses) == (["0"], [])


def test_what_can_never_be_stored_keeps_no_other_from_it(store: Store) -> None:
    done = []

    def write(number: int) -> Callable[[Connection], int]:
        def one(_: Connection) -> int:
            if number % 3 == 0:
                raise ZeroDivisionError
            done.append(number)
            return number

        return one

    async def go() -> list[object]:
        writes = GroupedWrites(store)
        return await asyncio.gather(
            *(writes.run(write(number)) for number in range(6)), return_exceptions=True
        )

    found = asyncio.run(go())
    assert [type(one).__name__ if isinstance(one, Exception) else one for one in found] == [
        "ZeroDivisionError",
        1,
        2,
        "ZeroDivisionError",
        4,
        5,
    ]


@pytest.mark.parametrize("sign", ["\0", "\ud83d"], ids=["NUL", "half of a sign"])
def test_error_of_any_signs_is_noted(store: Store, sign: str) -> None:
    followed(store)
    desk = Desk(store)
    desk.deliver(Sink(desk.clock, SendError(f"odd{sign}")))
    [(status, error)] = desk.rows("status", "error")
    assert (status, error.rstrip("?")) == ("pending", "odd")


def test_clock_set_back_while_a_turn_is_waited_for_holds_up_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.delivery.deliver._TURN", 0.05)
    followed(store)
    desk = Desk(store)
    desk.plan()

    class Back(type(desk.clock)):  # type: ignore[misc]
        async def sleep_until(self, _: object) -> None:
            await asyncio.Event().wait()

    sink = Sink(desk.clock)
    outlets = {"test": Outlet(channel=sink, account="bot")}

    async def go() -> None:
        worker = DeliveryWorker(store, desk.library, outlets, Back(DUE))
        await asyncio.wait_for(worker.deliver_due(), 20)

    asyncio.run(go())
    assert sink.addresses == ["0"]
