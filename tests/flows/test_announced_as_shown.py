"""Announcements in odd circumstances: leaving as they were shown, and taken back whole."""

import pytest

from bot.channels.interface import Outgoing, SendError
from bot.flows.organizing.announcing import Undoing
from bot.reminders.splitting import split_html
from bot.store.engine import Store
from tests.flows.test_announcing import DAY, HOUR, MINUTE, NOW, SECOND, Stage
from tests.flows.test_deliver import Sink
from tests.reminders.seminar import session, talk


def test_plain_form_of_what_was_taken_back_does_not_leave(store: Store) -> None:
    """Its markup was refused, and it was taken back before it left without: nothing may leave."""
    stage = Stage(store)
    number = stage.publish("Hello.")
    outcomes = []

    class Undo(Sink):
        async def send(self, address: str, outgoing: Outgoing) -> str:
            if outgoing.html:
                outcomes.append(stage.by().take_back(number, now=NOW))
                raise SendError("can't parse entities", unparsable=True)
            return await super().send(address, outgoing)

    stage.sink = Undo(stage.desk.clock)
    stage.desk.plan()
    stage.deliver()
    assert outcomes[0] is Undoing.UNDONE
    assert stage.deliver(MINUTE) == {}
    assert stage.sink.arrived == []
    assert set(stage.desk.statuses()) == {"empty"}


@pytest.mark.parametrize("of", ["", "examples"])
def test_time_that_is_before_the_draft_counts_after_the_clock_was_set_back(
    store: Store, of: str
) -> None:
    stage = Stage(store)
    number = stage.draft("Hello.", session_id=of).letter_id
    back = NOW - HOUR
    stage.desk.clock.time = back
    shown = stage.by().schedule(number, back + 30 * MINUTE, now=back)
    again = stage.by().again(number, now=back)
    published = stage.by().publish(number, now=back)
    assert [getattr(one, "at", None) for one in (shown, again, published)] == [
        back + 30 * MINUTE
    ] * 3
    assert stage.deliver(30 * MINUTE - SECOND) == {}
    assert sorted(stage.deliver(SECOND)) == ["1", "2", "3"]


@pytest.mark.parametrize("of", ["", "examples"])
def test_scheduled_one_is_shown_as_it_will_leave(store: Store, of: str) -> None:
    stage = Stage(store)
    at = NOW + 4 * DAY if not of else NOW + DAY  # by then, the first session is over
    shown = stage.draft(session_id=of, at=at)
    stage.by().publish(shown.letter_id, now=NOW)
    assert set(stage.deliver(at - NOW).values()) == {shown.outgoing.plain}


def test_what_was_taken_back_is_edited_after_a_night_without_the_service(store: Store) -> None:
    stage = Stage(store)
    number = stage.publish("Hello.")
    stage.deliver()
    assert stage.by().take_back(number, now=NOW) is Undoing.UNDONE
    stage.deliver(12 * HOUR)
    assert {address for address, _, _ in stage.sink.edited} == {"1", "2", "3"}
    stage.deliver(HOUR)
    assert len(stage.sink.edited) == 3


def test_a_long_term_is_one_message_that_can_be_taken_back(store: Store) -> None:
    title = "On Words that are Long " * 12
    many = [
        session(f"2021-07-{day:02} 16:30", id=f"s{day}", talks=(talk(id="t", title=title),))
        for day in range(1, 29)
    ]
    told = Stage(store, *many).draft().outgoing
    assert len(split_html(told.html)) == 1
    assert told.plain.endswith("… and 16 more.")


def test_hours_of_a_term_without_a_zone_are_each_sessions_own(store: Store) -> None:
    stage = Stage(store, session(), timezone="")
    assert "Mon 28 June, 16:30 CEST" in stage.draft().outgoing.plain
