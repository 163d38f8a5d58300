"""The message that a preview shows is the one that leaves, then, and to as many chats."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain.series import Join, Material, MaterialKind, Session, Status
from bot.flows.planning.foreseeing import Foreseen, foresee
from bot.flows.versions import plan_version
from bot.reminders.notices import Wish
from bot.store.chats.subscriptions import mute
from bot.store.engine import Store
from bot.store.series.schedules import load_series
from tests.flows.test_notify import LATER, MINUTE, NEW, OLD, Room
from tests.reminders.seminar import session, talk
from tests.store.seminar import HOUR, START, follow, series

LINK = Join(url="https://meet.example/room/one", passcode="p4ss")
SLIDES = Material(kind=MaterialKind.SLIDES, url="https://talks.example/a.pdf")
TERM = tuple(session(f"2021-07-{day:02} 16:30", id=f"of {day}") for day in (12, 19))
OFF = session(status=Status.CANCELLED, reason="Ada is ill")
Versions = Sequence[tuple[Session, ...]]


def told(room: Room, *sessions: Session) -> tuple[Foreseen, ...]:
    """Return what storing a version would make."""
    now = room.desk.clock.now()
    with room.store.reading() as connection:
        before = load_series(connection, "seminar")
        assert before
        planned = plan_version(before, series(*sessions), "next", now)
        return foresee(connection, before, planned.after, now)


@pytest.mark.parametrize(
    "versions",
    [
        [(session(NEW),)],
        [(session("2021-06-30 16:30"),), (session(NEW),)],
        [(session(NEW),), (session(OLD),)],
        [(OFF,)],
        [(OFF,), (session(NEW),)],
        [(session(join=LINK),)],
        [(session(join=LINK),), (session(NEW, join=LINK),)],
        [(session(room="HG G 1"),)],
        [(session(), LATER)],
        [(session(), LATER), (session(), LATER, *TERM)],
        [(session(NEW), *TERM)],
        [(session(talks=(talk(title="Another"),)),)],
    ],
)
def test_what_is_foreseen_leaves(store: Store, versions: Versions) -> None:
    room = Room(store)
    follow(store, "2")
    start = room.desk.clock.now()
    for one in versions[:-1]:
        room.change(*one)
        room.desk.clock.time += 2 * MINUTE
    found = told(room, *versions[-1])
    room.change(*versions[-1])
    zone, now = "Europe/Zurich", room.desk.clock.now()
    texts = [one.outgoing(zone, now).plain for one in found for _ in range(2)]
    assert [(one.chats, one.leaves_at) for one in found] == [(2, start + 5 * MINUTE)] * len(found)
    assert sorted(room.wait()) == sorted(texts)


def test_it_leaves_at_once_shortly_before_the_start(store: Store) -> None:
    room = Room(store)
    room.desk.clock.time = START - 6 * HOUR
    [found] = told(room, session(NEW))
    assert found.leaves_at == room.desk.clock.now()


def test_only_those_who_want_it_are_counted(store: Store) -> None:
    room = Room(store)
    assert [one.chats for one in told(room, session(room="HG G 1"))] == [1]
    room.rules(changes=Wish.TIME)
    assert [one.chats for one in told(room, session(room="HG G 1"))] == [0]
    assert [one.chats for one in told(room, session(NEW))] == [1]
    with store.writing() as connection:
        mute(connection, room.chat_id, "seminar", "examples", now=room.desk.clock.now())
    assert [one.chats for one in told(room, session(NEW))] == [0]


def test_slides_afterwards_are_for_those_who_were_reminded(store: Store) -> None:
    room = Room(store)
    room.desk.clock.time = START - timedelta(hours=2)
    room.wait(timedelta(hours=1, minutes=1))
    follow(store, "2")
    room.desk.clock.time = START + 3 * HOUR
    [found] = told(room, session(talks=(talk(materials=(SLIDES,)),)))
    assert found.chats == 1


def test_links_are_left_out_where_others_may_see_it(store: Store) -> None:
    [found] = told(Room(store), session(join=LINK))
    now = found.leaves_at
    whole, safe = (one.outgoing("UTC", now) for one in (found, found.without_links()))
    assert all("meet.example" in text for text in (whole.plain, safe.plain))
    for secret in ("room/one", "p4ss"):
        assert secret in whole.plain
        assert secret in whole.html
        assert secret not in safe.plain + safe.html
