"""Whatever changes, fails and dies in which order: all are told of the time that counts, once."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.interface import Outgoing, SendError
from bot.domain.series import Join, Session, Status
from bot.flows.deliver import DeliveryWorker
from bot.flows.library import Library
from bot.flows.outlets import Outlet
from bot.flows.remind import plan_reminders
from bot.store.engine import Store
from bot.store.subscriptions import ChatRules, set_chat_rules
from tests.flows.test_deliver import SleepClock
from tests.reminders.seminar import session, talk
from tests.store.migrated import opened_migrated
from tests.store.seminar import BEFORE, follow, put

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=40)
CHATS = "ab"
DAYS = ("Monday 28 June", "Tuesday 29 June", "Wednesday 30 June")  # at 16:30 all
STARTS = ("2021-06-28 16:30", "2021-06-29 16:30", "2021-06-30 16:30")
OFF = "cancelled"

_EDITS = [("move", 1), ("move", 2), ("move", 0), ("cancel", 1), ("cancel", 0)]
_EDITS += [("retitle", 1), ("retitle", 0), ("link", 1), ("link", 0)]
_WAITS = [("wait", minutes) for minutes in (0, 1, 3, 6, 90)]
_DEEDS = [("plan", 0), ("send", 0), ("send", 0), ("fail", 1), ("fail", 3), ("die", 0)]


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Draw edits, some of which come together, with what happens between them.

    Of a number, as lists that are drawn step by step are mostly short, and much alike.
    """
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - hides nothing
    return [
        chance.choice(some)
        for _ in range(chance.randint(2, 6))
        for some in (_EDITS, _WAITS, _DEEDS)
    ]


class Chats:
    """A channel that notes what each chat is told, and fails or dies as it is told to."""

    def __init__(self, clock: SleepClock) -> None:
        self.clock = clock
        self.changed_at: list[datetime] = []
        self.told_at: dict[str, datetime] = {}
        self.told: dict[str, list[str]] = defaultdict(list)
        self.fails = 0
        self.dies = False
        self.wrong: list[str] = []
        self.true: set[str] = set()

    async def send(self, address: str, outgoing: Outgoing) -> str:
        if self.dies:
            raise asyncio.CancelledError
        if self.fails:
            self.fails -= 1
            raise SendError("502")
        lines = outgoing.plain.splitlines()
        is_reminder = lines[0].startswith("Seminar")
        self.wrong += [
            line for line in lines for day in DAYS if day in line and day not in self.true
        ]
        if is_reminder and not any(line.startswith("Moved;") for line in lines):
            return "reminder"
        state = OFF if lines[0].startswith("Cancelled") else _time_of(lines)
        if not is_reminder:
            self._check_settled(address)
        if state:
            self.told[address].append(state)
        return f"{address} {len(self.told[address])}"

    def _check_settled(self, address: str) -> None:
        """Note a notice that leaves within five minutes of the first change that it can tell."""
        now, last = self.clock.now(), self.told_at.get(address)
        first = min(at for at in self.changed_at if last is None or at >= last)
        if now - first < 5 * MINUTE:
            self.wrong.append(f"told at {now} what changed at {first}")
        self.told_at[address] = now

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        del address, outgoing
        return message_id


def _time_of(lines: list[str]) -> str:
    """Return of which day a message tells that it is new; nothing if of none."""
    found = [line for line in lines if line.startswith(("New time", "When"))]
    is_of_time = lines[0].startswith(("Moved", "It takes place", "Seminar"))
    return next((day for day in DAYS if found and day in found[0]), "") if is_of_time else ""


class World:
    """A seminar with two chats, a clock, and what was true when."""

    def __init__(self, store: Store) -> None:
        self.store, self.clock = store, SleepClock(BEFORE - HOUR)
        self.chats = Chats(self.clock)
        self.library = Library()
        self.day, self.is_off, self.title, self.link = 0, False, 0, 0
        self.chats.true.add(DAYS[0])
        put(store, self.session(), at=self.clock.now())
        for name in CHATS:
            chat_id = follow(store, name, now=self.clock.now())
            with store.writing() as connection:
                rules = ChatRules(offsets=(HOUR,))
                set_chat_rules(connection, chat_id, rules, now=self.clock.now())

    def session(self) -> Session:
        return session(
            STARTS[self.day],
            status=Status.CANCELLED if self.is_off else Status.SCHEDULED,
            join=Join(url="https://meet.example/b") if self.link else None,
            talks=(talk(title=("On Sets", "On Rings")[self.title]),),
        )

    @property
    def state(self) -> str:
        return OFF if self.is_off else DAYS[self.day]

    def step(self, what: str, number: int) -> None:
        match what:
            case "wait":
                self.clock.time += number * MINUTE
            case "plan":
                plan_reminders(self.store, self.library, now=self.clock.now())
            case "send" | "fail" | "die":
                self.chats.fails = number if what == "fail" else 0
                self.chats.dies = what == "die"
                self.send()
                self.chats.dies = False
            case _:
                self.change(what, number)

    def change(self, what: str, number: int) -> None:
        match what:
            case "move":
                self.day = number
            case "cancel":
                self.is_off = bool(number)
            case "retitle":
                self.title = number
            case "link":
                self.link = number
        self.chats.true.add(DAYS[self.day])
        self.chats.changed_at.append(self.clock.now())
        put(self.store, self.session(), at=self.clock.now(), has_notices=True)

    def send(self) -> None:
        plan_reminders(self.store, self.library, now=self.clock.now())
        outlets = {"test": Outlet(channel=self.chats, account="test")}

        async def deliver() -> None:
            worker = DeliveryWorker(self.store, self.library, outlets, self.clock)
            with suppress(asyncio.CancelledError, TimeoutError):
                await asyncio.wait_for(worker.deliver_due(), 5)

        asyncio.run(deliver())

    def settle(self) -> None:
        """Let all that is owed leave, well before the session."""
        self.chats.fails = 0
        for _ in range(6):
            self.clock.time += 6 * MINUTE
            self.send()


@contextmanager
def world() -> Iterator[World]:
    with TemporaryDirectory() as folder, opened_migrated(Path(folder) / "a.db") as store:
        yield World(store)


@given(steps())
@SETTINGS
def test_all_are_told_the_time_that_counts_once(happening: list[tuple[str, int]]) -> None:
    with world() as one:
        states: list[tuple[datetime, str]] = [(one.clock.now(), one.state)]
        for what, number in happening:
            one.step(what, number)
            states.append((one.clock.now(), one.state))
        one.settle()
        assert one.chats.wrong == []
        for name in CHATS:
            told = [DAYS[0], *one.chats.told[name]]
            assert told[-1] == one.state, (name, told, states)
            assert all(was != is_now for was, is_now in pairwise(told)), told
