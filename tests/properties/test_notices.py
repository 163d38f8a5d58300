"""Whatever changes, fails and dies in which order: all are told of the time that counts, once."""

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.interface import Outgoing, SendError
from bot.domain.edits import Cancel, Edit, Move, Restore
from bot.domain.series import Status
from bot.errors import RefusalError
from bot.flows.ingest import SyncOptions, sync
from bot.flows.library import Library
from bot.flows.organizing.edit import edit
from bot.flows.organizing.rights import Person, invite, redeem
from bot.flows.planning.remind import plan_reminders
from bot.store.chats.subscriptions import ChatRules, set_chat_rules
from bot.store.engine import Store
from bot.store.series.schedules import load_series
from tests.flows.test_deliver import SleepClock
from tests.properties.working import send_at_once
from tests.reminders.seminar import moment
from tests.store.migrated import opened_migrated
from tests.store.postgresql import Emptied
from tests.store.seminar import BEFORE, follow

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=40)
CHATS = "ab"
DAYS = ("28 June", "29 June", "30 June")  # at 16:30 all
STARTS = ("2021-06-28 16:30", "2021-06-29 16:30", "2021-06-30 16:30")
OFF = "off"
TITLES = {"On Sets": "examples", "On Rings": "examples", "On More": "more"}
ADA = Person("telegram", "1")
FILE = """\
id: seminar
title: Seminar
timezone: Europe/Zurich
duration: 1 hour
sessions:
  - {id: examples, start: %s, title: %s, speaker: Ada Example%s}
"""
MORE = "  - {id: more, start: %s, title: On More, speaker: Bela Beispiel}\n"
OF_TIME = ("Moved", "It takes place", "New", "Cancelled", "Seminar")

_FILE = [("move", 1), ("move", 2), ("move", 0), ("cancel", 1), ("cancel", 0), ("more", 0)]
_FILE += [("more", 1), ("more", 2), ("no more", 0), ("retitle", 1), ("link", 1), ("link", 0)]
_CHAT = [("edit", 0), ("edit", 1), ("edit", 2), ("call off", 0), ("restore", 0)]
_WAITS = [("wait", minutes) for minutes in (0, 1, 3, 6, 90, 90, 1400)]
_DEEDS = [("plan", 0), ("send", 1), ("send", 2), ("fail", 1), ("fail", 3)]
_DEEDS += [("die", 0), ("die", 1), ("lose", 2)]


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Draw edits, some of which come together, with what happens between them.

    Of a number, as lists that are drawn step by step are mostly short, and much alike.
    """
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - hides nothing
    changes = [*_FILE, *_CHAT]
    return [
        chance.choice(some)
        for _ in range(chance.randint(2, 7))
        for some in (changes, _WAITS, _DEEDS)
    ]


@dataclass
class Chats:
    """A channel that notes what each chat is told, and fails or dies as it is told to.

    `doubts` counts how often nobody could know whether a chat had got a message.
    """

    clock: SleepClock
    changed_at: dict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    told_at: dict[tuple[str, str], datetime] = field(default_factory=dict)
    told: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    overlaps: Counter[tuple[str, str]] = field(default_factory=Counter)
    true: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    doubts: Counter[str] = field(default_factory=Counter)
    fails: int = 0
    loses: int = 0
    dies: str = ""

    async def send(self, address: str, outgoing: Outgoing) -> str:
        if self.dies == "before":
            self.doubt()
            raise asyncio.CancelledError
        if self.fails:
            self.fails -= 1
            raise SendError("502")
        await asyncio.sleep(0)
        self._note(address, outgoing.plain)
        if self.dies:
            self.doubt()
            raise asyncio.CancelledError
        if self.loses:
            self.loses -= 1
            self.doubts[address] += 1
            raise SendError("no answer", was_maybe_delivered=True)
        return "message"

    def doubt(self) -> None:
        """A worker that dies leaves all in doubt that it had on its way."""
        self.doubts.update(CHATS)

    def _note(self, address: str, plain: str) -> None:
        blocks, _, overlaps = plain.partition("\n\nIt overlaps")
        own = list(_told_of(blocks))
        others = list(_told_of(f"1 new sessions{overlaps}")) if overlaps else []
        for name, days in [*own, *others]:
            self.wrong += [f"{name} {day}" for day in days if (name, day) not in self.true]
        self.overlaps.update((address, days[0]) for _, days in others)
        if not plain.startswith(OF_TIME) and not re.match(r"\d|A (new )?session", plain):
            return
        if plain.startswith("Seminar") and "Moved;" not in plain:
            return
        if not plain.startswith("Seminar"):
            self._check_settled(address, [name for name, _ in own])
        is_off = "ancelled" in blocks.splitlines()[0]
        for name, days in own:
            self.told[address, name].append(OFF if is_off else days[0])

    def _check_settled(self, address: str, names: list[str]) -> None:
        """Note a notice that leaves within five minutes of the first change that it can tell."""
        now = self.clock.now()
        if any(abs(moment(start).at - now) <= 7 * HOUR for start in STARTS):
            return  # it may have left at once
        waited = []
        for name in names:
            last = self.told_at.get((address, name))
            since = [at for at in self.changed_at[name] if last is None or at >= last]
            waited += [now - since[0]] if since else []
            self.told_at[address, name] = now
        if waited and max(waited) < 5 * MINUTE:
            self.wrong.append(f"told at {now} what had not settled")

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        del address, outgoing
        return message_id


def _told_of(plain: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the sessions that a message tells of, each with its days, the new one first."""
    is_list = plain[0].isdigit()
    for block in plain.split("\n\n") if is_list else [plain]:
        title = next((title for title in TITLES if title in block), None)
        if title:
            yield TITLES[title], re.findall(r"\b(?:28|29|30) June", block)


class World:
    """A seminar in a file, its organizer, two chats, a clock, and what was true when."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.clock, self.folder = store, SleepClock(BEFORE - HOUR), folder
        self.chats = Chats(self.clock)
        self.libraries = Library(), Library()
        self.file: dict[str, int | None] = {"day": 0, "off": 0, "title": 0, "link": 0, "more": None}
        self.day: int | None = None  # as it was moved in chat; none: as the file says
        self.is_off: bool | None = None
        self.together: Counter[str] = Counter()
        self.shown: dict[str, str] = {}
        self._sync()
        assert redeem(
            store, invite(store, "seminar", "", now=BEFORE - HOUR), ADA, now=BEFORE - HOUR
        )
        self.chats.changed_at.clear()
        for name in CHATS:
            chat_id = follow(store, name, now=self.clock.now())
            with store.writing() as connection:
                rules = ChatRules(offsets=(HOUR,))
                set_chat_rules(connection, chat_id, rules, now=self.clock.now())

    @property
    def states(self) -> dict[str, str]:
        """Whether and when the sessions take place, by what was said of them."""
        day = self.file["day"] if self.day is None else self.day
        is_off = self.file["off"] if self.is_off is None else self.is_off
        more = self.file["more"]
        return {
            "examples": OFF if is_off else DAYS[day or 0],
            "more": OFF if more is None else DAYS[more],
        }

    def stored(self) -> dict[str, str]:
        """Whether and when they take place, by what is stored."""
        with self.store.reading() as connection:
            found = load_series(connection, "seminar")
        assert found
        live = {one.id: one for one in found.series.sessions}
        days = {moment(start).at: day for start, day in zip(STARTS, DAYS, strict=True)}
        return {
            name: days[live[name].start.at]
            if name in live and live[name].status is not Status.CANCELLED
            else OFF
            for name in ("examples", "more")
        }

    def step(self, what: str, number: int) -> None:
        match what:
            case "wait":
                self.clock.time += number * MINUTE
            case "plan":
                plan_reminders(self.store, self.libraries[0], now=self.clock.now())
            case "send" | "fail" | "lose" | "die":
                self.chats.fails = number if what == "fail" else 0
                self.chats.loses = number if what == "lose" else 0
                self.chats.dies = ("before", "after")[number] if what == "die" else ""
                self.send(workers=number if what == "send" else 2)
                self.chats.fails, self.chats.loses, self.chats.dies = 0, 0, ""
            case "edit" | "call off" | "restore":
                self._edit(what, number)
            case _:
                self._write(what, number)

    def _write(self, what: str, number: int) -> None:
        fields = {"move": "day", "cancel": "off", "retitle": "title"}
        is_gone = what == "no more"
        self.file["more" if is_gone else fields.get(what, what)] = None if is_gone else number
        self.day = None if self.day == self.file["day"] else self.day
        self.is_off = None if self.is_off == bool(self.file["off"]) else self.is_off
        self._sync()

    def _sync(self) -> None:
        file = self.file
        more = ", status: cancelled" if file["off"] else ""
        more += ", join: 'https://meet.example/b'" if file["link"] else ""
        title = ("On Sets", "On Rings")[file["title"] or 0]
        text = FILE % (STARTS[file["day"] or 0], title, more)
        text += "" if file["more"] is None else MORE % STARTS[file["more"]]
        (self.folder / "seminar.yaml").write_text(text, "utf-8")
        now = self.clock.now()
        [result] = sync(self.store, [self.folder], now=now, options=SyncOptions(is_confirmed=True))
        assert not result.problems
        self._changed()

    def _edit(self, what: str, number: int) -> None:
        made: Edit = Restore(session_id="examples")
        if what != "restore":
            made = Cancel(session_id="examples")
        if what == "edit":
            made = Move(session_id="examples", start=moment(STARTS[number]))
        with suppress(RefusalError):
            edit(self.store, "seminar", made, ADA, now=self.clock.now())
            if what == "edit":
                self.day = None if number == self.file["day"] else number
            else:
                is_off = what == "call off"
                self.is_off = None if is_off == bool(self.file["off"]) else is_off
            self._changed()

    def _changed(self) -> None:
        assert self.stored() == self.states
        was, self.shown = self.shown, self.states
        for name, state in self.shown.items():
            if was.get(name) != state:
                self.chats.changed_at[name].append(self.clock.now())
            if state != OFF:
                self.chats.true.add((name, state))
        if len(set(self.shown.values())) == 1 and OFF not in self.shown.values():
            self.together[self.shown["more"]] += was != self.shown

    def send(self, workers: int = 2) -> None:
        """Let some workers plan, one after the other, and send at once."""
        plan = partial(plan_reminders, self.store, now=self.clock.now())
        send_at_once(self.store, self.libraries[:workers], self.chats, self.clock, plan)

    def settle(self) -> None:
        """Let all that is owed leave."""
        for _ in range(6):
            self.clock.time += 6 * MINUTE
            self.send()

    def is_ahead(self, name: str) -> bool:
        """Tell whether all that can be told of a session is of the future still."""
        days = {day for of, day in self.chats.true if of == name}
        starts = [start for start, day in zip(STARTS, DAYS, strict=True) if day in days]
        return all(moment(start).at > self.clock.now() for start in starts)


@contextmanager
def world() -> Iterator[World]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "schedules").mkdir()
        with opened_migrated() as store:
            yield World(store, folder / "schedules")


# What was lost once: a message that died after it had arrived, of what was gone by then; and one
# that was tried again, when a later one had told more, and less than there was to tell.
DIED = [("edit", 1), ("wait", 1400), ("no more", 0), ("more", 2), ("wait", 6), ("die", 1)]
DIED += [("no more", 0), ("wait", 1400), ("die", 0), ("edit", 0), ("wait", 1), ("plan", 0)]
OVERTAKEN = [("edit", 2), ("wait", 90), ("fail", 1), ("move", 0), ("wait", 90), ("send", 1)]
OVERTAKEN += [("edit", 0), ("wait", 6), ("die", 0), ("cancel", 1), ("wait", 6), ("send", 1)]
OVERTAKEN += [("cancel", 0), ("wait", 1), ("plan", 0), ("move", 2), ("wait", 1), ("send", 1)]
OVERTAKEN += [("cancel", 0), ("wait", 90), ("fail", 3)]


def check(one: World) -> None:
    """Assert that all were told of the time that counts, once."""
    chats, states = one.chats, one.states
    assert chats.wrong == []
    for chat in CHATS:
        for name, first in (("examples", DAYS[0]), ("more", OFF)):
            told = [first, *chats.told[chat, name]]
            assert told[-1] == states[name] or not one.is_ahead(name), (chat, name, told)
            again = sum(was == is_now for was, is_now in pairwise(told))
            assert again <= chats.doubts[chat], (chat, name, told)
        for day in DAYS:
            most = one.together[day] + chats.doubts[chat]
            assert chats.overlaps[chat, day] <= most, (chat, day)


@given(steps())
@example(DIED)
@example(OVERTAKEN)
@SETTINGS
def test_all_are_told_the_time_that_counts_once(happening: list[tuple[str, int]]) -> None:
    with world() as one:
        for what, number in happening:
            one.step(what, number)
        one.settle()
        check(one)


@pytest.fixture
def in_postgresql(migrated_postgresql: Emptied, tmp_path: Path) -> Iterator[World]:
    yield World(Store(migrated_postgresql.engine), tmp_path)
    migrated_postgresql.empty()


@pytest.mark.parametrize("happening", [DIED, OVERTAKEN])
def test_what_was_lost_once_is_told_in_postgresql_too(
    in_postgresql: World, happening: list[tuple[str, int]]
) -> None:
    for what, number in happening:
        in_postgresql.step(what, number)
    in_postgresql.settle()
    check(in_postgresql)
