"""Changes that chats are told of: once, when they have settled, whatever happens meanwhile."""

from datetime import timedelta

import pytest

from bot.channels.interface import SendError
from bot.domain.series import Join, Material, MaterialKind, Session, Status
from bot.reminders.notices import Wish
from bot.store.chats.subscriptions import (
    SubscriptionRules,
    find_or_add_chat,
    mute,
    set_subscription_rules,
    star,
)
from bot.store.engine import Store
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import session, talk
from tests.store.seminar import BEFORE, DUE, HOUR, START, follow, put

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
OLD, NEW, LAST = "2021-06-28 16:30", "2021-06-29 16:30", "2021-06-30 16:30"
LINK = Join(url="https://meet.example/one", passcode="p4ss")
LATER = session("2021-07-05 16:30", id="later", talks=(talk(title="On More"),))


class Room:
    """A seminar three days before its session, a chat that follows it, and what arrives."""

    def __init__(self, store: Store, *sessions: Session) -> None:
        self.store = store
        put(store, *sessions)
        self.chat_id = follow(store, "1")
        self.desk = Desk(store, BEFORE + HOUR)
        self.sink = Sink(self.desk.clock)

    def change(self, *sessions: Session, **parts: object) -> None:
        put(self.store, *sessions, at=self.desk.clock.now(), has_notices=True, **parts)

    def wait(self, length: timedelta = 6 * MINUTE) -> list[str]:
        """Let time pass; return what arrives then, each by its lines."""
        before = len(self.sink.arrived)
        self.desk.deliver(self.sink)
        self.desk.clock.time += length
        while again_at := self.desk.deliver(self.sink):
            self.desk.clock.time = max(self.desk.clock.time, again_at)
        return [outgoing.plain for _, outgoing, _ in self.sink.arrived[before:]]

    def rules(self, **parts: object) -> None:
        with self.store.writing() as connection:
            rules = SubscriptionRules(**parts)
            set_subscription_rules(connection, self.chat_id, "seminar", rules, now=BEFORE)


MOVED = """\
Moved: Ada Example: On Examples

New time: Tuesday 29 June 2021, 16:30–17:30 CEST
Old time: Monday 28 June 2021, 16:30–17:30 CEST
Your calendar may show the old time until it refreshes.

Seminar on Everything"""


def test_a_move_is_told_once_with_both_times_when_it_has_settled(store: Store) -> None:
    room = Room(store)
    room.change(session(NEW))
    assert room.wait(4 * MINUTE) == []
    assert room.wait(MINUTE) == [MOVED]
    assert room.wait() == []


def test_changes_that_follow_within_five_minutes_are_one_notice(store: Store) -> None:
    room = Room(store)
    room.change(session(LAST))
    room.wait(3 * MINUTE)
    room.change(session(NEW))
    assert room.wait(2 * MINUTE) == [MOVED]
    assert room.wait(10 * MINUTE) == []


def test_a_change_that_is_undone_before_it_left_sends_nothing(store: Store) -> None:
    room = Room(store)
    room.change(session(NEW))
    room.wait(MINUTE)
    room.change(session())
    assert room.wait(HOUR) == []
    room.change(session(NEW))
    assert room.wait() == [MOVED]


def test_shortly_before_the_start_it_leaves_at_once(store: Store) -> None:
    room = Room(store)
    room.desk.clock.time = START - 6 * HOUR
    room.change(session(NEW))
    assert room.wait(timedelta(0)) == [MOVED]


def test_cancelled_and_restored(store: Store) -> None:
    room = Room(store)
    room.change(session(status=Status.CANCELLED, reason="Ada is ill"))
    [told] = room.wait()
    assert told == (
        "Cancelled: Ada Example: On Examples\n\n"
        "It was planned for: Monday 28 June 2021, 16:30–17:30 CEST\n"
        "Reason: Ada is ill\n\nSeminar on Everything"
    )
    room.change(session(NEW))
    assert room.wait()[0].startswith("It takes place after all: Ada Example: On Examples\n\nNew")
    room.change(LATER)
    assert sorted(one.splitlines()[0] for one in room.wait()) == [
        "Cancelled: Ada Example: On Examples",
        "New: Ada Example: On More",
    ]


def test_a_term_is_one_message(store: Store) -> None:
    room = Room(store)
    term = [session(f"2021-07-{day:02} 16:30", id=f"of {day}") for day in (5, 12, 19)]
    room.change(session(), *term[:2])
    room.wait(MINUTE)
    room.change(session(), *term)
    [told] = room.wait()
    assert told.splitlines()[0] == "3 new sessions"
    room.change(session(), session("2021-07-06 16:30", id="of 5"), *term[1:])
    assert [one.splitlines()[0] for one in room.wait()] == ["Moved: Ada Example: On Examples"]


def test_title_link_room_and_materials(store: Store) -> None:
    bare = talk(title="", speakers=())
    room = Room(store, session(talks=(bare,)))
    room.change(session())
    assert room.wait()[0].startswith("Announced: Ada Example: On Examples\n\nWhen: Monday 28")
    room.change(session(join=LINK))
    assert room.wait()[0].startswith("There is a link now: Ada Example: On Examples")
    room.change(session(join=LINK, room="HG G 1"))
    assert "Room: HG G 1" in room.wait()[0]
    room.desk.clock.time = DUE
    assert len(room.wait()) == 1  # the reminder
    room.desk.clock.time = START + DAY
    slides = Material(kind=MaterialKind.SLIDES, url="https://slides.example/1")
    follow(store, "2")  # was not reminded of it
    room.change(session(join=LINK, room="HG G 1", talks=(talk(materials=(slides,)),)))
    [told] = room.wait()
    assert told == (
        "Slides of the talk of Monday 28 June\n\nAda Example: On Examples\n\n"
        "Slides: https://slides.example/1\n\nSeminar on Everything"
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [(Wish.ALL, ["Announced", "Moved"]), (Wish.TIME, ["Moved"]), (Wish.NONE, [])],
)
def test_only_what_is_wished_for_is_told(store: Store, changes: Wish, told: list[str]) -> None:
    room = Room(store, session(talks=(talk(title="", speakers=()),)))
    room.rules(changes=changes)
    room.change(session())
    found = room.wait()
    room.change(session(NEW))
    assert [one.partition(":")[0] for one in found + room.wait()] == told


@pytest.mark.parametrize("why", ["muted", "another word", "followed later"])
def test_some_are_not_told(store: Store, why: str) -> None:
    room = Room(store)
    follow(store, "control")
    match why:
        case "muted":
            with store.writing() as connection:
                mute(connection, room.chat_id, "seminar", "examples", now=BEFORE)
        case "another word":
            room.rules(keywords=("rings",))
    room.change(session(NEW))
    if why == "followed later":
        follow(store, "late", now=room.desk.clock.now() + MINUTE)
    room.wait()
    expected = ["1", "control"] if why == "followed later" else ["control"]
    assert room.sink.addresses == expected


def test_who_follows_one_session_is_told_of_it_alone(store: Store) -> None:
    put(store, session(), LATER)
    room = Room(store, session(), LATER)
    with store.writing() as connection:
        for name in ("single", "other"):
            chat_id = find_or_add_chat(connection, "test", name, now=BEFORE)
            key = "examples" if name == "single" else "later"
            star(connection, chat_id, "seminar", key, now=BEFORE)
    room.change(session(NEW), LATER)
    room.wait()
    assert room.sink.addresses == ["1", "single"]


def test_a_reminder_that_is_due_carries_the_change(store: Store) -> None:
    room = Room(store)
    room.desk.clock.time = START - 5 * HOUR
    room.change(session("2021-06-28 12:20"))  # in 50 minutes: the reminder of an hour is due
    [told] = room.wait(timedelta(minutes=2))
    assert told.startswith(
        "Seminar on Everything — in 50 minutes\n\n"
        "Moved; the old time was Monday 28 June 2021, 16:30–17:30 CEST\n"
    )


def test_a_notice_that_fails_tells_the_time_that_counts_when_it_leaves(store: Store) -> None:
    room = Room(store)
    room.sink.errors = [SendError("502")]
    room.change(session(LAST))
    room.desk.clock.time += 5 * MINUTE
    room.desk.deliver(room.sink)
    assert room.sink.arrived == []
    room.change(session(NEW))
    assert room.wait(10 * MINUTE) == [MOVED]


def test_what_overlaps_after_a_change_is_said_once(store: Store) -> None:
    room = Room(store, session(), LATER)
    both = [session("2021-07-05 16:00"), session("2021-07-05 15:30", id="later")]
    room.change(both[0], LATER)
    [told] = room.wait()
    assert "It overlaps with this, which you follow too:\n\nMon 5 July, 16:30 CEST" in told
    room.change(both[0], both[1])
    assert ["overlaps" in one for one in room.wait()] == [False]
