"""What a chat was told, or may have been, is made right once more when that is not so any more."""

import pytest

from bot.channels.interface import SendError
from bot.store.engine import Store
from tests.flows.test_notify import LAST, MINUTE, MOVED, NEW, OLD, Room
from tests.reminders.seminar import session
from tests.store.seminar import HOUR

MOVED_BACK = """\
Moved: Ada Example: On Examples

New time: Monday 28 June 2021, 16:30–17:30 CEST
Old time: Tuesday 29 June 2021, 16:30–17:30 CEST
Your calendar may show the old time until it refreshes.

Seminar on Everything"""


def begin(room: Room) -> None:
    """Let the seminar be moved, and the notice be tried once, as the room says."""
    room.change(session(NEW))
    room.desk.clock.time += 5 * MINUTE
    room.desk.deliver(room.sink)
    assert room.sink.arrived == []


def test_what_is_tried_again_waits_for_what_has_not_settled(store: Store) -> None:
    room = Room(store)
    room.sink.errors = [SendError("502")]
    begin(room)
    room.change(session(LAST))
    for _ in range(4):
        room.desk.clock.time += MINUTE
        room.desk.deliver(room.sink)
    room.change(session(NEW))  # as it was when the notice was tried first
    assert room.sink.arrived == []
    assert room.wait(HOUR) == [MOVED]


@pytest.mark.parametrize("error", [SendError("502"), SendError("lost", was_maybe_delivered=True)])
def test_what_may_have_arrived_is_taken_back_aloud(store: Store, error: SendError) -> None:
    room = Room(store)
    room.sink.errors = [error]
    begin(room)
    room.change(session(OLD))
    assert room.wait(HOUR) == ([MOVED_BACK] if error.was_maybe_delivered else [])
    assert room.wait(HOUR) == []
