"""Taking what is due: no more than may leave, in nobody's way, and one chat after the other."""

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channels.interface import Outgoing, SendError
from bot.flows.delivery import lanes
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.ledger import Ledger
from bot.flows.delivery.outlets import NO_LIMITS, Limits, Outlet
from bot.flows.subscribe import Place, forget
from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from bot.store.delivery.deliveries import claim
from bot.store.delivery.limiters import lock_chats, next_turn, pause, take_turns
from bot.store.engine import Store, open_store
from tests.conftest import NewAddress
from tests.flows.test_deliver import SECOND, Desk, Sink, followed
from tests.reminders.seminar import session
from tests.store.seminar import BEFORE, DUE, follow, put

GAP = SECOND / 30


def live(desk: Desk, sink: Sink, limits: Limits, *, most: int = 100) -> int:
    """Send, and go on whenever there is something again; return how often that was."""
    worker = desk.worker(sink, limits)

    async def run() -> int:
        for rounds in range(most):
            at = await worker.deliver_due()
            if at is None:
                return rounds
            desk.clock.time = max(desk.clock.time, at)
        return most

    return asyncio.run(run())


def test_pause_as_long_as_turns_are_waited_for_uses_up_none(store: Store) -> None:
    """Rows whose turns were further off than that gave them back, and took later ones for ever."""
    followed(store, 40)
    desk = Desk(store)
    desk.plan()
    with store.writing() as connection:
        pause(connection, "bot", DUE + 4.999 * SECOND, now=DUE)
    sink = Sink(desk.clock)
    live(desk, sink, Limits(gap=GAP))
    assert len(sink.arrived) == 40
    assert desk.clock.time - DUE < 7 * SECOND


def test_turn_of_a_clock_that_is_ahead_uses_up_none(store: Store) -> None:
    followed(store, 20)
    desk = Desk(store)
    desk.plan()
    with store.writing() as connection:
        take_turns(connection, "bot", GAP, now=DUE + 20 * SECOND)
    sink = Sink(desk.clock)
    assert live(desk, sink, Limits(gap=GAP)) == 1
    assert len(sink.arrived) == 20


def test_messages_far_apart_leave_one_after_the_other(store: Store) -> None:
    followed(store, 7)
    desk = Desk(store)
    desk.plan()
    sink = Sink(desk.clock)
    live(desk, sink, Limits(gap=2 * SECOND))
    assert (len(sink.arrived), desk.clock.time) == (7, DUE + 12 * SECOND)


def test_no_turn_is_taken_that_is_not_used(store: Store) -> None:
    put(store, *(session(id=f"talk-{number}") for number in range(4)))
    follow(store, "1")
    desk = Desk(store)
    desk.plan()
    limited = Outlet(channel=Sink(desk.clock), account="bot", limits=Limits(gap=GAP))
    ledger = Ledger(store, desk.library, {"test": limited}, desk.clock)
    with store.writing() as connection:
        [one] = ledger.take(connection, "test", 4)
        assert ledger.take(connection, "test", 4) == []
        assert (one.turn_at, next_turn(connection, "bot", now=DUE)) == (DUE, DUE + GAP)


def test_messages_of_a_chat_are_apart_after_a_pause_too(store: Store) -> None:
    put(store, session(id="a"), session(id="b"))
    follow(store, "1")
    desk = Desk(store)
    desk.plan()
    with store.writing() as connection:
        pause(connection, "bot", DUE + 4 * SECOND, now=DUE)
    sink = Sink(desk.clock)
    live(desk, sink, Limits(chat_gap=SECOND))
    assert [at - DUE for *_, at in sink.arrived] == [4 * SECOND, 5 * SECOND]


def test_slow_platform_holds_up_no_other(store: Store) -> None:
    followed(store, 1)
    with store.writing() as connection:
        for number in range(8):
            chat_id = find_or_add_chat(connection, "slow", str(number), now=BEFORE)
            subscribe(connection, chat_id, "seminar", now=BEFORE)
    desk = Desk(store)
    desk.plan()
    has_come = asyncio.Event()

    class Slow(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            await has_come.wait()
            return await super().send(address, outgoing)

    class Quick(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            has_come.set()
            return await super().send(address, outgoing)

    slow, quick = Slow(desk.clock), Quick(desk.clock)
    channels = {"slow": slow, "test": quick}
    outlets = {name: Outlet(channel=one, account=name) for name, one in channels.items()}

    async def run() -> None:
        worker = DeliveryWorker(store, desk.library, outlets, desk.clock)
        await asyncio.wait_for(worker.deliver_due(), 20)

    asyncio.run(run())
    assert (len(slow.arrived), len(quick.arrived)) == (8, 1)


@pytest.fixture
def shared(new_postgresql: NewAddress) -> Iterator[Store]:
    """Give a store that several processes may write to at once."""
    with open_store(new_postgresql()) as opened:
        opened.migrate()
        yield opened


def test_forgetting_waits_for_who_takes_and_is_waited_for_by_nobody(shared: Store) -> None:
    """Whoever took what is owed asked for the chat, which whoever forgot it had, and vice versa."""
    [chat_id] = followed(shared)
    Desk(shared).plan()
    with shared.writing() as connection:
        [one] = claim(connection, "me", ["test"], now=DUE)
        forgetting = threading.Thread(target=forget, args=(shared, Place("test", "0")))
        forgetting.start()
        forgetting.join(0.3)
        assert forgetting.is_alive()
        assert list(lock_chats(connection, [one.chat_id], now=DUE)) == [chat_id]
    forgetting.join(20)
    assert Desk(shared).rows("id") == []


def test_workers_of_chats_with_several_reminders_never_wait_for_each_other(
    shared: Store, caplog: pytest.LogCaptureFixture
) -> None:
    put(shared, *(session(id=f"talk-{number}") for number in range(4)))
    for number in range(8):
        follow(shared, str(number))
    desk = Desk(shared)
    desk.plan()
    sink = Sink(desk.clock)
    limits = Limits(gap=SECOND / 1000, chat_gap=SECOND / 1000)

    async def run() -> None:
        for _ in range(20):
            workers = [desk.worker(sink, limits) for _ in range(3)]
            found = await asyncio.gather(*(one.deliver_due() for one in workers))
            times = [at for at in found if at]
            if not times:
                return
            desk.clock.time = max(desk.clock.time, *times)

    asyncio.run(run())
    assert len(sink.arrived) == 32
    assert "deadlock" not in caplog.text


def test_worker_whose_rows_are_locked_by_another_looks_again_in_a_while(
    shared: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lanes, "_SHORTEST_REST", SECOND * 3)
    followed(shared)
    desk = Desk(shared)
    desk.plan()
    with shared.writing() as connection:
        claim(connection, "other", ["test"], now=DUE)

        async def run() -> None:
            worker = desk.worker(Sink(desk.clock))
            running = asyncio.create_task(worker.run())
            while desk.clock.time < DUE + 30 * SECOND:  # noqa: ASYNC110 - a clock without waiters
                await asyncio.sleep(0.01)
            worker.stop()
            await running

        asyncio.run(run())
    assert (desk.clock.time - DUE) % (3 * SECOND) == timedelta(0)


def test_process_that_is_stopped_in_its_transaction_is_not_waited_for(shared: Store) -> None:
    followed(shared)
    with shared.writing() as connection:
        take_turns(connection, "bot", GAP, now=DUE)
    stopped = shared.engine.connect()
    stopped.begin()
    stopped.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = '300ms'")
    take_turns(stopped, "bot", GAP, now=DUE)
    desk = Desk(shared)
    desk.plan()
    sink = Sink(desk.clock)
    live(desk, sink, Limits(gap=GAP))
    assert len(sink.arrived) == 1
    stopped.invalidate()
    stopped.close()


def test_no_process_keeps_others_waiting_without_end(shared: Store) -> None:
    with shared.writing() as connection:
        names = ("idle_in_transaction_session_timeout", "lock_timeout")
        found = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in names]
    with shared.writing(idle=10) as connection:
        shorter = connection.exec_driver_sql(f"SHOW {names[0]}").scalar()
    assert (*found, shorter) == ("1min", "30s", "10s")


def test_pause_of_more_than_a_day_holds(store: Store) -> None:
    followed(store, 8)
    desk = Desk(store)
    sink = Sink(desk.clock, *[SendError("429", retry_after=25 * 3600 * SECOND)] * 8)
    desk.deliver(sink, NO_LIMITS)
    desk.deliver(sink, NO_LIMITS)
    assert sink.tried <= 4
