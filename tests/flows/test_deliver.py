"""Delivering: what arrives, once, and what is done about what does not."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.interface import Outgoing, SendError
from bot.domain.series import Join, Status
from bot.flows.delivery import reminder_composing
from bot.flows.delivery.deliver import DeliveryWorker
from bot.flows.delivery.outlets import NO_LIMITS, Limits, Outlet
from bot.flows.library import Library
from bot.flows.planning.remind import plan_reminders
from bot.reminders.plain_form import plain_form
from bot.store.chats.languages import set_chat_language
from bot.store.chats.subscriptions import (
    ChatRules,
    SubscriptionRules,
    get_chat,
    list_subscriptions,
    mute,
    set_chat_rules,
    set_subscription_rules,
    star,
    unmute,
)
from bot.store.delivery.deliveries import LEASE
from bot.store.engine import Store
from bot.store.schema import tables
from tests.reminders.seminar import moment, session
from tests.store.seminar import BEFORE, DUE, HOUR, LATE, START, follow, put

SECOND = timedelta(seconds=1)


class SleepClock:
    """A clock by which time passes only while somebody sleeps."""

    speed = 1.0

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(0)
        self.time = max(self.time, at)


class Sink:
    """A channel that keeps what arrives, after the errors that it is told to raise."""

    def __init__(self, clock: SleepClock, *errors: Exception) -> None:
        self.clock = clock
        self.errors = list(errors)
        self.arrived: list[tuple[str, Outgoing, datetime]] = []
        self.edited: list[tuple[str, str, Outgoing]] = []
        self.tried = 0
        self.left_at: list[float] = []  # seconds, by a clock that nobody sets

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        self.tried += 1
        if self.errors:
            raise self.errors.pop(0)
        self.edited.append((address, message_id, outgoing))
        return message_id

    async def send(self, address: str, outgoing: Outgoing) -> str:
        self.tried += 1
        if self.errors:
            raise self.errors.pop(0)
        self.left_at.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0)
        self.arrived.append((address, outgoing, self.clock.now()))
        return f"message {len(self.arrived)}"

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _, _ in self.arrived)


class Desk:
    """A store, a clock, and workers over them."""

    def __init__(self, store: Store, now: datetime = DUE) -> None:
        self.store = store
        self.clock = SleepClock(now)
        self.library = Library()

    def plan(self) -> None:
        plan_reminders(self.store, self.library, now=self.clock.now())

    def worker(self, sink: Sink, limits: Limits = NO_LIMITS) -> DeliveryWorker:
        outlets = {"test": Outlet(channel=sink, account="bot", limits=limits)}
        return DeliveryWorker(self.store, self.library, outlets, self.clock)

    def deliver(self, sink: Sink, limits: Limits = NO_LIMITS) -> datetime | None:
        """Plan and send what is due; return when there will be something again."""
        self.plan()

        async def run() -> datetime | None:
            return await self.worker(sink, limits).deliver_due()

        return asyncio.run(run())

    def rows(self, *names: str) -> list[Any]:
        table = tables.deliveries
        with self.store.reading() as connection:
            query = select(*(table.c[name] for name in names)).order_by(table.c.id)
            return [tuple(row) for row in connection.execute(query)]

    def statuses(self) -> list[str]:
        return [status for (status,) in self.rows("status")]


def followed(store: Store, count: int = 1) -> list[int]:
    put(store)
    return [follow(store, str(number)) for number in range(count)]


def test_everybody_gets_the_reminder_once(store: Store) -> None:
    followed(store, 9)
    desk = Desk(store)
    sink = Sink(desk.clock)
    assert desk.deliver(sink) is None
    assert desk.deliver(sink) is None
    assert sink.addresses == [str(number) for number in range(9)]
    assert set(desk.rows("status", "attempts", "next_at", "sent_at", "lease_owner")) == {
        ("sent", 1, None, int(DUE.timestamp()), None)
    }
    assert sorted(desk.rows("message_id")) == [(f"message {n}",) for n in range(1, 10)]


def test_nothing_leaves_before_it_is_due(store: Store) -> None:
    followed(store)
    desk = Desk(store, DUE - SECOND)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert sink.arrived == []


def test_message_tells_session_link_and_how_far_off_it_is(store: Store) -> None:
    put(store, session(join=Join(url="https://meet.example/1")))
    follow(store, "1")
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    [(_, outgoing, _)] = sink.arrived
    assert outgoing.plain.startswith("Seminar on Everything — in 1 hour\n\nOn Examples\n")
    assert "https://meet.example/1" in outgoing.plain
    assert "<b>On Examples</b>" in outgoing.html
    assert not outgoing.is_silent


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (DUE + 90 * SECOND, "in 58 minutes"),
        (START + 240 * SECOND, "started 4 minutes ago"),
    ],
)
def test_late_message_says_so(store: Store, now: datetime, told: str) -> None:
    followed(store)
    desk = Desk(store, now)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    [(_, outgoing, _)] = sink.arrived
    assert told in outgoing.plain.splitlines()[0]


def test_message_too_late_is_not_sent_and_that_is_recorded(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()
    desk.clock.time = LATE
    sink = Sink(desk.clock)

    async def run() -> None:
        await desk.worker(sink).deliver_due()

    asyncio.run(run())
    assert sink.arrived == []
    assert desk.statuses() == ["expired"]


def test_message_tells_the_link_as_it_is_when_it_leaves(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()
    put(store, session(join=Join(url="https://meet.example/new")))
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert "https://meet.example/new" in sink.arrived[0][1].plain


def test_message_in_quiet_hours_is_silent(store: Store) -> None:
    [chat_id] = followed(store)
    with store.writing() as connection:
        quiet = ChatRules(zone="Asia/Tokyo", quiet=(22 * 60, 7 * 60))
        set_chat_rules(connection, chat_id, quiet, now=BEFORE)
    desk = Desk(store, DUE)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert [(one.is_silent, at) for _, one, at in sink.arrived] == [(True, DUE)]


@pytest.mark.parametrize("what", ["moved", "cancelled", "muted"])
def test_what_nobody_wants_any_more_is_not_sent(store: Store, what: str) -> None:
    [chat_id] = followed(store)
    desk = Desk(store)
    desk.plan()
    match what:
        case "moved":
            put(store, session(start=moment("2021-06-28 18:30")))
        case "cancelled":
            put(store, session(status=Status.CANCELLED))
        case "muted":
            with store.writing() as connection:
                mute(connection, chat_id, "seminar", "examples", now=DUE)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert sink.arrived == []
    assert desk.statuses() == []


@pytest.mark.parametrize("what", ["moved", "muted"])
def test_what_is_wanted_again_is_sent_after_all(store: Store, what: str) -> None:
    [chat_id] = followed(store)
    desk = Desk(store)
    desk.plan()
    if what == "moved":
        put(store, session(start=moment("2021-06-28 18:30")))
    else:
        with store.writing() as connection:
            mute(connection, chat_id, "seminar", "examples", now=DUE)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    assert sink.arrived == []
    if what == "moved":
        put(store)
    else:
        with store.writing() as connection:
            unmute(connection, chat_id, "seminar", "examples")
    desk.deliver(sink)
    desk.deliver(sink)
    assert sink.addresses == ["0"]
    assert desk.statuses() == ["sent"]


def test_failed_attempt_is_made_again_later(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock, SendError("502"))
    again_at = desk.deliver(sink)
    assert again_at
    assert SECOND <= again_at - DUE <= 4 * SECOND
    assert desk.rows("status", "error", "attempts") == [("pending", "502", 1)]
    desk.clock.time = again_at
    desk.deliver(sink)
    assert sink.addresses == ["0"]
    assert desk.rows("status", "error", "attempts") == [("sent", "", 2)]


def test_mistake_of_a_channel_loses_nothing(store: Store) -> None:
    followed(store, 2)
    desk = Desk(store)
    sink = Sink(desk.clock, ZeroDivisionError())
    again_at = desk.deliver(sink)
    assert again_at
    desk.clock.time = again_at
    desk.deliver(sink)
    assert sink.addresses == ["0", "1"]


def test_attempts_end_when_the_reminder_has_no_use(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock, *[SendError("502")] * 1000)
    while again_at := desk.deliver(sink):
        desk.clock.time = again_at
    assert desk.rows("status", "error") == [("expired", "502")]
    assert desk.clock.time < LATE
    assert sink.tried > 30


def test_chat_that_cannot_be_reached_is_left_alone(store: Store) -> None:
    put(store, session(), session(id="others", start="2021-06-28 16:30"))
    chat_id = follow(store, "1")
    desk = Desk(store)
    sink = Sink(desk.clock, SendError("Forbidden: bot was blocked by the user", permanent=True))
    limits = Limits(chat_gap=SECOND)
    assert desk.deliver(sink, limits) is None
    assert desk.deliver(sink, limits) is None
    with store.reading() as connection:
        chat = get_chat(connection, chat_id)
        assert len(list_subscriptions(connection, chat_id)) == 1
    assert chat
    assert (chat.ended_at, chat.ended_reason) == (DUE, "Forbidden: bot was blocked by the user")
    assert (sink.tried, set(desk.statuses())) == (1, {"failed"})


def test_group_that_moved_is_found_at_once(store: Store) -> None:
    [chat_id] = followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock, SendError("migrated", moved_to="-1001"))
    desk.deliver(sink)
    assert sink.addresses == ["-1001"]
    with store.reading() as connection:
        chat = get_chat(connection, chat_id)
    assert chat
    assert chat.address == "-1001"


def test_unreadable_markup_leaves_as_plain_text(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock, SendError("can't parse entities", unparsable=True))
    desk.deliver(sink)
    [(_, outgoing, _)] = sink.arrived
    assert (outgoing.html, outgoing.buttons) == ("", ())
    assert "On Examples" in outgoing.plain
    assert desk.rows("status", "attempts") == [("sent", 1)]


def test_plain_text_waits_for_its_turn_without_holding_on_to_it(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock, SendError("can't parse entities", unparsable=True))
    desk.deliver(sink, Limits(gap=40 * SECOND))  # longer than a lease
    assert (sink.tried, sink.arrived, desk.rows("status")) == (1, [], [("pending",)])
    desk.clock.time += 80 * SECOND
    desk.deliver(sink, Limits(gap=40 * SECOND))
    assert (sink.tried, desk.rows("status")) == (2, [("sent",)])


def test_pause_holds_for_all_messages_and_workers(store: Store) -> None:
    followed(store, 9)
    desk = Desk(store)
    until = DUE + 30 * SECOND
    sink = Sink(desk.clock, SendError("429", retry_after=30 * SECOND))
    assert desk.deliver(sink) == until
    tried = sink.tried
    assert tried <= 4
    desk.clock.time = until - 6 * SECOND
    assert desk.deliver(sink) == until
    assert sink.tried == tried
    desk.clock.time = until
    desk.deliver(sink)
    assert sink.addresses == [str(number) for number in range(9)]


def test_messages_leave_no_faster_than_allowed(store: Store) -> None:
    followed(store, 40)
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink, Limits(gap=SECOND / 50))
    times = sorted(at for _, _, at in sink.arrived)
    assert len(times) == 40
    assert times[-1] - DUE == 39 * SECOND / 50


def test_messages_that_are_late_for_their_turns_leave_no_closer(store: Store) -> None:
    followed(store, 9)
    desk = Desk(store)  # by its clock turns come at once, so that all messages are ready together
    sink = Sink(desk.clock)
    desk.deliver(sink, Limits(gap=SECOND / 20))
    assert len(sink.left_at) == 9
    first = sink.left_at[0]
    waited = [at - first for at in sink.left_at]  # seconds; timers are coarse
    assert all(passed > place / 20 - 0.002 for place, passed in enumerate(waited))


@pytest.mark.parametrize(("kind", "gap"), [("private", 1), ("group", 3)])
def test_one_chat_gets_its_messages_one_after_the_other(store: Store, kind: str, gap: int) -> None:
    put(store, *(session(id=f"talk-{number}") for number in range(3)))
    chat_id = follow(store, "1")
    with store.writing() as connection:
        set_chat_rules(connection, chat_id, ChatRules(kind=kind), now=BEFORE)
    desk = Desk(store)
    sink = Sink(desk.clock)
    while again_at := desk.deliver(sink, Limits()):
        desk.clock.time = again_at
    times = [at for _, _, at in sink.arrived]
    assert len(times) == 3
    assert min(b - a for a, b in pairwise(times)) >= gap * SECOND


def test_delivery_of_a_dead_worker_is_sent_by_another(store: Store, caplog: Any) -> None:
    followed(store)
    desk = Desk(store)
    desk.plan()

    class Died(BaseException):
        """What nobody catches: the process is gone."""

    async def die() -> None:
        await desk.worker(Sink(desk.clock, Died())).deliver_due()  # type: ignore[arg-type]

    with pytest.raises(BaseException):  # noqa: B017, PT011 - whatever the group makes of it
        asyncio.run(die())
    assert desk.statuses() == ["sending"]
    sink = Sink(desk.clock)
    free_at = DUE + LEASE + 10 * SECOND  # the other's clock may be ahead of the first one's
    assert desk.deliver(sink) == free_at
    assert sink.arrived == []
    desk.clock.time = free_at
    desk.deliver(sink)
    assert sink.addresses == ["0"]
    assert "may be sent twice" in caplog.text


class StumblingClock(SleepClock):
    """A clock that cannot be read the first time, and by which no time passes at all."""

    stumbles = 1

    async def sleep_until(self, _: datetime) -> None:
        await asyncio.sleep(0.01)

    def now(self) -> datetime:
        if self.stumbles:
            self.stumbles -= 1
            raise OverflowError("no such time")
        return self.time


def test_running_worker_outlives_a_mistake(store: Store) -> None:
    followed(store)
    desk = Desk(store, DUE)
    desk.plan()
    sink = Sink(desk.clock)
    desk.clock = StumblingClock(DUE)

    async def run() -> None:
        worker = desk.worker(sink)
        running = asyncio.create_task(worker.run())
        await _until(lambda: bool(sink.arrived) or running.done())
        worker.stop()
        await asyncio.wait_for(running, 20)

    asyncio.run(run())
    assert sink.addresses == ["0"]


class ArrivingClock(SleepClock):
    """A clock by which time passes until something is due, and no more while it leaves."""

    async def sleep_until(self, at: datetime) -> None:
        await asyncio.sleep(0.01)
        self.time = max(self.time, min(at, DUE))


def test_running_worker_sends_when_nudged_and_ends_cleanly(store: Store) -> None:
    followed(store, 5)
    desk = Desk(store, DUE - HOUR)
    desk.clock = ArrivingClock(DUE - HOUR)
    sink = Sink(desk.clock)

    async def run() -> None:
        worker = desk.worker(sink)
        running = asyncio.create_task(worker.run())
        await _until(lambda: desk.clock.time >= DUE)
        desk.plan()
        worker.nudge()
        await _until(lambda: bool(sink.arrived))
        worker.stop()
        await asyncio.wait_for(running, 20)
        assert worker.counts["sent"] == len(sink.arrived)

    asyncio.run(run())
    assert len(sink.arrived) == desk.statuses().count("sent") >= 1
    assert set(desk.statuses()) <= {"sent", "pending"}


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110 - any condition, of threads too
            await asyncio.sleep(0.01)


def test_session_moved_and_moved_back_is_told_again(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    put(store, session(start=moment("2021-06-28 17:00")))
    desk.clock.time = DUE + 1800 * SECOND
    desk.deliver(sink)
    put(store)
    desk.clock.time += 60 * SECOND
    for _ in range(2):
        desk.deliver(sink)
    whens = [
        next(line for line in one.plain.splitlines() if "16:30" in line or "17:00" in line)
        for _, one, _ in sink.arrived
    ]
    assert [("16:30" in line, "17:00" in line) for line in whens] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_session_moved_and_back_before_anybody_is_told_so_is_not_told_again(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    put(store, session(start=moment("2021-06-28 17:00")))
    desk.deliver(sink)
    put(store)
    desk.clock.time += 60 * SECOND
    desk.deliver(sink)
    assert len(sink.arrived) == 1


def test_reminder_of_another_rule_does_not_follow_a_later_one(store: Store) -> None:
    put(store, session(), remind=(HOUR,))
    [series_only, starred] = [follow(store, address) for address in "12"]
    with store.writing() as connection:
        star(connection, starred, "seminar", "examples", now=BEFORE)
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    put(store, session(), remind=(2 * HOUR,))
    desk.clock.time += 1200 * SECOND
    desk.deliver(sink)
    with store.writing() as connection:
        own = SubscriptionRules(offsets=(3 * HOUR,))
        set_subscription_rules(connection, starred, "seminar", own, now=desk.clock.time)
    desk.deliver(sink)
    assert sink.addresses == ["1", "2"]
    put(store, session(), remind=(HOUR / 2,))
    desk.clock.time = START - HOUR / 2
    desk.deliver(sink)
    assert (series_only, sink.addresses) == (series_only, ["1", "1", "2"])


def test_equal_messages_are_composed_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, session(join=Join(url="https://meet.example/1")))
    for address in "1234":
        follow(store, address)
    with store.writing() as connection:
        set_chat_rules(connection, 4, ChatRules(zone="Asia/Tokyo", quiet=(1320, 420)), now=BEFORE)
    composed = []

    def plain(message: Any) -> str:
        composed.append(message.reader_zone)
        return plain_form(message)

    monkeypatch.setattr(reminder_composing, "plain_form", plain)
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.plan()

    async def run() -> None:
        worker = desk.worker(sink)
        await worker.deliver_due()
        desk.clock.time += SECOND
        put(store, session(join=Join(url="https://meet.example/2")), at=desk.clock.time)
        desk.plan()
        await worker.deliver_due()

    asyncio.run(run())
    assert sorted(composed) == sorted([*["Europe/Zurich", "Asia/Tokyo"] * 2])
    assert {address: one.is_silent for address, one, _ in sink.arrived} == {
        "1": False,
        "2": False,
        "3": False,
        "4": True,
    }
    assert all("meet.example/2" in one.plain for _, _, one in sink.edited)
    assert len(sink.edited) == 4


def test_a_chat_is_reminded_in_its_language(store: Store) -> None:
    german, heard, english = followed(store, count=3)
    with store.writing() as connection:
        set_chat_language(connection, german, "de", heard="")
        set_chat_language(connection, heard, "", heard="fr")
        set_chat_language(connection, english, "tlh")  # its catalogue is there no more
    desk = Desk(store)
    sink = Sink(desk.clock)
    desk.deliver(sink)
    leads = {address: sent.plain.partition("\n")[0] for address, sent, _ in sink.arrived}
    assert leads == {
        "0": "Seminar on Everything — in 1 Stunde",
        "1": "Seminar on Everything — dans 1 heure",
        "2": "Seminar on Everything — in 1 hour",
    }


def test_lease_lasts_as_long_by_a_clock_that_goes_fast(store: Store) -> None:
    followed(store)
    desk = Desk(store)
    desk.clock.speed = 60.0
    desk.plan()

    class Slow(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            self.clock.time += 20 * LEASE  # twenty thirds of a second of real time
            await desk.worker(other).deliver_due()
            return await super().send(address, outgoing)

    sink, other = Slow(desk.clock), Sink(desk.clock)

    async def run() -> None:
        await desk.worker(sink).deliver_due()

    asyncio.run(run())
    assert (sink.addresses, other.arrived) == (["0"], [])
    assert desk.rows("status", "attempts") == [("sent", 1)]
