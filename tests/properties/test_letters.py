"""Whatever is announced, taken back, changed and lost: each has each announcement once, or not."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.channels.interface import Outgoing, SendError
from bot.domain.series import Join, Status
from bot.errors import RefusalError
from bot.flows.library import Library
from bot.flows.organizing.announcement_previews import Announcing, Wanted
from bot.flows.organizing.announcing import Announcer, Undoing
from bot.flows.planning.remind import plan_reminders
from bot.store.engine import Store
from bot.store.organizing.organizers import (
    Organizer,
    Origin,
    Person,
    add_organizer,
    remove_organizer,
)
from tests.flows.test_deliver import SleepClock
from tests.properties.working import send_at_once
from tests.reminders.seminar import session, talk
from tests.store.migrated import opened_migrated
from tests.store.seminar import BEFORE, START, follow, put

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
SETTINGS = settings(derandomize=True, deadline=None, max_examples=30)
CHATS = "ab"
ADA, BELA = Person("test", "11"), Person("test", "12")  # Ada may lose the right, Bela never
STARTS = ("2021-06-28 16:30", "2021-06-29 16:30", "2021-06-30 16:30")
DAYS = ("28 June", "29 June", "30 June")
LINK = Join(url="https://meet.example/room")
NAGGED_AT = START - timedelta(days=2)
UNDONE_WITHIN = MINUTE

_ACTS = [("announce", 0), ("announce", 1), ("announce", 0), ("schedule", 30), ("schedule", 31)]
_ACTS += [("schedule", 300), ("undo", 0), ("undo", 0), ("undo", 1), ("move", 1), ("move", 0)]
_ACTS += [("off", 1), ("off", 0), ("right", 0), ("right", 1), ("fill", 1), ("fill", 0), ("try", 0)]
_WAITS = [("wait", seconds) for seconds in (0, 0, 24, 48, 180, 1800, 18000)]  # never 60 in sum
_DEEDS = [("plan", 0), ("send", 1), ("send", 2), ("send", 2), ("fail", 1), ("fail", 3)]
_DEEDS += [("die", 0), ("die", 1), ("lose", 1), ("nothing", 0)]


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, int]]:
    """Draw what organizers do, with what happens between; of a number, so that lists are long."""
    chance = Random(draw(st.integers(0, 2**32)))  # noqa: S311 - hides nothing
    return [
        chance.choice(some) for _ in range(chance.randint(3, 7)) for some in (_ACTS, _WAITS, _DEEDS)
    ]


@dataclass
class Said:
    """An announcement, as it must be: `state` is what organizers know of it."""

    letter_id: int
    by: Person
    due_at: datetime
    is_of_session: bool = False
    was_written_off: bool = False  # its session was cancelled already
    was_off: bool = False
    state: str = "waiting"  # released, dropped (by us), taken (before it left), undone
    released_at: datetime | None = None


@dataclass
class Arrived:
    """A message in a chat; `is_known`: we were told of it that it has arrived."""

    address: str
    number: int
    run: int
    is_known: bool = True
    is_taken_back: bool = False


@dataclass
class Truth:
    """What is so now."""

    day: int = 0
    is_off: bool = False
    is_whole: bool = False
    has_right: bool = True
    said: list[Said] = field(default_factory=list)


class Chats:
    """A channel that notes what arrives, and fails or dies as it is told to."""

    def __init__(self, clock: SleepClock, truth: Truth) -> None:
        self.clock, self.truth = clock, truth
        self.arrived: dict[str, Arrived] = {}
        self.unsent: Counter[tuple[str, int]] = Counter()
        self.nags: Counter[str] = Counter()
        self.doubts: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.run, self.fails, self.loses, self.dies = 0, 0, 0, ""

    async def send(self, address: str, outgoing: Outgoing) -> str:
        await self._before()
        name = f"message {len(self.arrived)}"
        self._note(name, address, outgoing.plain)
        self._after(address, name)
        return name

    async def edit(self, address: str, message_id: str, outgoing: Outgoing) -> str:
        await self._before()
        if "taken this announcement back" in outgoing.plain:
            one = self.arrived[message_id]
            self._check(self.truth.said[one.number].state == "undone", "edited what counts")
            self._check(one.address == address, "edited what is somebody else's")
            one.is_taken_back = True
        self._after(address, message_id)
        return message_id

    async def _before(self) -> None:
        if self.dies == "before":
            raise asyncio.CancelledError
        if self.fails:
            self.fails -= 1
            raise SendError("502")
        await asyncio.sleep(0)

    def _after(self, address: str, name: str) -> None:
        if self.dies:
            raise asyncio.CancelledError
        if self.loses:
            self.loses -= 1
            self.doubts[address] += 1
            if name in self.arrived:
                self.arrived[name].is_known = False
            raise SendError("no answer", was_maybe_delivered=True)

    def end_run(self) -> None:
        """A worker that died leaves all in doubt that the run had on its way."""
        if self.dies:
            self.doubts.update((*CHATS, ADA.number, BELA.number))
            for one in self.arrived.values():
                one.is_known &= one.run != self.run
        self.run, self.fails, self.loses, self.dies = self.run + 1, 0, 0, ""

    def _note(self, name: str, address: str, plain: str) -> None:
        is_right = address != ADA.number or self.truth.has_right
        number = int(found[1]) if (found := re.search(r"Words (\d+)\.", plain)) else -1
        if plain.startswith("Something is still missing"):
            self._check(is_right and not self.truth.is_whole, "a nag of nothing, or to nobody")
            self.nags[address] += 1
        elif plain.startswith("Your announcement was not sent"):
            self._check(is_right and self.truth.said[number].state == "dropped", "not sent?")
            self.unsent[address, number] += 1
        elif number >= 0:
            self.arrived[name] = Arrived(address, number, self.run)
            self._announced(address, self.truth.said[number], plain)

    def _announced(self, address: str, said: Said, plain: str) -> None:
        if address not in CHATS:
            return  # a test, to who wrote it
        self._check(said.state == "released", f"left, though it is {said.state}")
        self._check(said.due_at <= self.clock.now(), "left too early")
        if said.is_of_session:
            told = re.findall(r"\b(?:28|29|30) June", plain)
            is_true = set(told) == ({DAYS[self.truth.day]} if not self.truth.is_off else set())
            self._check(is_true, f"a time that is none: {told}")
            self._check(said.was_written_off or not self.truth.is_off, "of what is off")

    def _check(self, is_so: bool, what: str) -> None:  # noqa: FBT001
        if not is_so:
            self.wrong.append(f"{self.clock.now()}: {what}")


class World:
    """A seminar with a talk, and one of which nothing is known; organizers and who follows."""

    def __init__(self, store: Store) -> None:
        self.store, self.truth = store, Truth()
        self.clock = SleepClock(BEFORE - HOUR)
        self.chats = Chats(self.clock, self.truth)
        self.libraries = Library(), Library()
        self._put()
        for name in CHATS:
            follow(store, name, now=self.clock.time)
        for person in (ADA, BELA):
            self._let(person)
        self.clock.time = BEFORE

    def step(self, what: str, number: int) -> None:
        truth = self.truth
        match what:
            case "wait":
                self.clock.time += number * SECOND
            case "announce":
                self._announce(None, is_of_session=bool(number))
            case "schedule":
                at = self.clock.now() + number * MINUTE
                self._announce(at, is_of_session=bool(number % 2))
            case "undo":
                self._undo(number)
            case "try":
                self._try_out()
            case "right":
                self._set_right(bool(number))
            case "move" | "off" | "fill":
                truth.day = number if what == "move" else truth.day
                truth.is_off = bool(number) if what == "off" else truth.is_off
                truth.is_whole = bool(number) if what == "fill" else truth.is_whole
                self._put()
            case "plan":
                self._plan(self.libraries[0])
            case "send" | "fail" | "lose" | "die":
                self.chats.fails = number if what == "fail" else 0
                self.chats.loses = number if what == "lose" else 0
                self.chats.dies = ("before", "after")[number] if what == "die" else ""
                self.send(workers=number if what == "send" else 2)

    def _put(self) -> None:
        truth = self.truth
        status = Status.CANCELLED if truth.is_off else Status.SCHEDULED
        known = (talk(abstract="It is."),)
        examples = session(STARTS[truth.day], status=status, talks=known, join=LINK)
        more = session(id="more", talks=known if truth.is_whole else (), join=LINK)
        put(self.store, examples, more, at=self.clock.now())
        for one in truth.said:
            one.was_off |= truth.is_off

    def _announce(self, at: datetime | None, *, is_of_session: bool) -> None:
        truth, now = self.truth, self.clock.now()
        by = ADA if truth.has_right else BELA
        text, about = f"Words {len(truth.said)}.", "examples" if is_of_session else ""
        wanted = Wanted(series_id="seminar", session_id=about, text=text, at=at)
        announcer = Announcer(self.store, by, per_day=100)
        with suppress(RefusalError):
            shown = announcer.draft(wanted, now=now)
            assert isinstance(announcer.publish(shown.letter_id, now=now), Announcing)
            is_off = truth.is_off
            due_at = at or now
            truth.said.append(Said(shown.letter_id, by, due_at, is_of_session, is_off, is_off))

    def _try_out(self) -> None:
        """Ask for a test twice, and answer with no."""
        announcer, now = Announcer(self.store, BELA, per_day=100), self.clock.now()
        text = f"Words {len(self.truth.said)}."
        shown = announcer.draft(Wanted(series_id="seminar", text=text), now=now)
        tried = [announcer.try_out(shown.letter_id, now=now) for _ in range(2)]
        assert tried == [True, False]
        assert announcer.take_back(shown.letter_id, now=now) is Undoing.DROPPED
        self.truth.said.append(Said(shown.letter_id, BELA, now, state="taken"))

    def _undo(self, back: int) -> None:
        """Take back the latest announcement, or the one before it."""
        if back >= len(self.truth.said):
            return
        one, now = self.truth.said[-1 - back], self.clock.now()
        came = Announcer(self.store, BELA).take_back(one.letter_id, now=now)
        assert came is _undoing(one, now)
        one.state = {Undoing.DROPPED: "taken", Undoing.UNDONE: "undone"}.get(came, one.state)

    def _let(self, person: Person) -> None:
        right = Organizer(series_id="seminar", person=person, origin=Origin.LINK)
        with self.store.writing() as connection:
            add_organizer(connection, right, now=self.clock.now())

    def _set_right(self, has_right: bool) -> None:  # noqa: FBT001
        if has_right:
            self._let(ADA)
        elif self.truth.has_right:
            right = Organizer(series_id="seminar", person=ADA, origin=Origin.LINK)
            with self.store.writing() as connection:
                assert remove_organizer(connection, right)
        self.truth.has_right = has_right

    def _plan(self, library: Library) -> None:
        now, truth = self.clock.now(), self.truth
        for one in truth.said:
            if one.state == "waiting" and one.due_at <= now:
                is_off = one.is_of_session and truth.is_off and not one.was_written_off
                is_wrong = is_off or (one.by == ADA and not truth.has_right)
                one.state, one.released_at = "dropped" if is_wrong else "released", now
        plan_reminders(self.store, library, now=now)

    def send(self, workers: int = 2) -> None:
        """Let some workers plan, one after the other, and send at once."""
        libraries = self.libraries[:workers]
        send_at_once(self.store, libraries, self.chats, self.clock, self._plan)
        self.chats.end_run()

    def settle(self) -> None:
        """Let all that waits become due, and all that is owed leave."""
        self.clock.time = max(self.clock.time + 5 * HOUR, NAGGED_AT)
        for _ in range(6):
            self.clock.time += 31 * MINUTE
            self.send(workers=1)


def _undoing(one: Said, now: datetime) -> Undoing:
    """Return what must come of taking an announcement back."""
    if one.state == "released":
        assert one.released_at is not None
        is_late = now > one.released_at + UNDONE_WITHIN
        return Undoing.TOO_LATE if is_late else Undoing.UNDONE
    return Undoing.DROPPED if one.state == "waiting" else Undoing.NONE


@contextmanager
def world() -> Iterator[World]:
    with opened_migrated() as store:
        yield World(store)


def check(one: World, *, was_always_tba: bool) -> None:
    """Assert that each has been told of each announcement as often as they should have been."""
    chats = one.chats
    assert chats.wrong == []
    for number, said in enumerate(one.truth.said):
        found = [each for each in chats.arrived.values() if each.number == number]
        for chat in CHATS:
            own = [each for each in found if each.address == chat]
            most = 1 + chats.doubts[chat] if said.state in {"released", "undone"} else 0
            is_owed = said.state == "released" and not (said.is_of_session and said.was_off)
            assert int(is_owed) <= len(own) <= most, (number, said, own)
            left = [each for each in own if each.is_known and not each.is_taken_back]
            assert said.state != "undone" or left == [], (number, said)
        is_dropped = int(said.state == "dropped")
        told = chats.unsent[BELA.number, number]
        assert is_dropped <= told <= is_dropped * (1 + chats.doubts[BELA.number])
        for who in (ADA.number, BELA.number):
            assert sum(each.address == who for each in found) <= 1 + chats.doubts[who]
    for who in (ADA.number, BELA.number):
        assert chats.nags[who] <= 1 + chats.doubts[who]
    assert chats.nags[BELA.number] or not was_always_tba


UNDONE = [("announce", 0), ("wait", 0), ("send", 1), ("undo", 0), ("wait", 24), ("send", 2)]
HALF = [("announce", 0), ("wait", 0), ("lose", 1), ("undo", 0), ("wait", 180), ("send", 2)]
DIED = [("announce", 1), ("wait", 24), ("die", 1), ("undo", 0), ("wait", 48), ("die", 0)]
LATE = [("schedule", 31), ("off", 1), ("wait", 18000), ("send", 2), ("undo", 0), ("right", 0)]

RIGHTLESS = [("schedule", 30), ("wait", 0), ("plan", 0), ("right", 0), ("wait", 1800), ("send", 2)]
# A worker that died had it on its way when it was taken back: the next one must not go on.
LEFT_OVER = [("announce", 0), ("wait", 0), ("die", 0), ("undo", 0), ("wait", 180), ("send", 2)]
# What a nag told was filled in, or is another's to know, when it left.
FILLED_IN = [*[("wait", 18000)] * 5, ("plan", 0), ("right", 0), ("send", 1), ("fill", 1)]
FILLED_IN_BEFORE = [*[("wait", 18000)] * 5, ("plan", 0), ("fill", 1), ("send", 2)]


@given(steps())
@example(UNDONE)
@example(HALF)
@example(DIED)
@example(LATE)
@example(RIGHTLESS)
@example(LEFT_OVER)
@example(FILLED_IN)
@example(FILLED_IN_BEFORE)
@SETTINGS
def test_each_has_each_announcement_once_unless_it_was_taken_back(
    happening: list[tuple[str, int]],
) -> None:
    with world() as one:
        for what, number in happening:
            one.step(what, number)
        one.settle()
        check(one, was_always_tba=("fill", 1) not in happening)
