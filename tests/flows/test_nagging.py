"""Organizers are reminded of what is missing: at their instants, once, of what is missing then."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.series import Join, Session, Status
from bot.flows.delivery.composed import Draft
from bot.flows.delivery.ledger import Ledger
from bot.flows.delivery.outlets import NO_LIMITS, Outlet
from bot.flows.library import Library
from bot.flows.planning.nagging import choose_nags, nag_rule_of
from bot.flows.planning.remind import plan_reminders
from bot.flows.versions import plan_archive
from bot.store.delivery.marking import Readiness, unmark_sending
from bot.store.engine import Store
from bot.store.organizing.nagging import purge_nags, rewind_nags
from bot.store.organizing.organizers import (
    Organizer,
    Origin,
    Person,
    add_organizer,
    remove_organizer,
)
from bot.store.series.schedules import load_series, save_series
from tests.flows.test_deliver import Desk, Sink
from tests.reminders.seminar import DAY, session, talk
from tests.store.seminar import HOUR, START, follow, put

ADA, BELA = Person("test", "11", "Ada Example"), Person("test", "12", "Bela Beispiel")
WEEK, SECOND = 7 * DAY, timedelta(seconds=1)
LONG_AGO = START - timedelta(days=100)
LINK = Join(url="https://meet.example/room")
TBA = session(talks=(), join=LINK)
WHOLE = session(talks=(talk(abstract="It is."),), join=LINK)
TOLD = (
    "Something is still missing\n\n"
    "Mon 28 June, 16:30 CEST\nSeminar on Everything\nmissing: title, speaker, abstract\n\n"
    "Subscribers are not told of this. /nag says when you are reminded."
)


class Office:
    """A seminar with organizers, and the worker that writes to them."""

    def __init__(
        self, store: Store, *sessions: Session, people: tuple[Person, ...] = (ADA,)
    ) -> None:
        self.store = store
        self.put(*sessions, at=LONG_AGO)
        for person in people:
            self.let(person)
        self.desk = Desk(store, LONG_AGO + SECOND)
        self.sink = Sink(self.desk.clock)

    def put(self, *sessions: Session, at: datetime | None = None) -> None:
        put(self.store, *sessions, at=at or self.desk.clock.now())

    def let(self, person: Person, series: str = "seminar", since: datetime = LONG_AGO) -> None:
        one = Organizer(series_id=series, person=person, origin=Origin.LINK)
        with self.store.writing() as connection:
            add_organizer(connection, one, now=since)

    def at(self, now: datetime) -> list[tuple[str, str]]:
        """Return what arrived at an instant: to whom, and what it says."""
        self.desk.clock.time = now
        self.sink.arrived.clear()
        self.desk.deliver(self.sink)
        return [(address, outgoing.plain) for address, outgoing, _ in self.sink.arrived]

    @property
    def commands(self) -> list[str]:
        [(_, outgoing, _)] = self.sink.arrived
        return [button.data.split()[0] for row in outgoing.buttons for button in row]


def test_organizer_is_reminded_seven_and_two_days_before_and_no_more(store: Store) -> None:
    office = Office(store, TBA)
    assert office.at(START - WEEK - SECOND) == []
    assert office.at(START - WEEK) == [("11", TOLD)]
    assert office.commands == ["describe", "speaker"]
    assert office.at(START - WEEK + SECOND) == []
    assert office.at(START - 2 * DAY - SECOND) == []
    assert office.at(START - 2 * DAY) == [("11", TOLD)]
    for later in (START - 2 * DAY + SECOND, START - HOUR, START, START + DAY):
        assert office.at(later) == []


def test_planning_knows_when_the_next_one_is_due(store: Store) -> None:
    Office(store, TBA)
    times = [LONG_AGO + SECOND, START - WEEK, START - 2 * DAY]
    found = [plan_reminders(store, Library(), now=now).next_due_at for now in times]
    assert found == [START - WEEK, START - 2 * DAY, None]


def test_what_was_filled_in_before_it_is_due_is_not_told(store: Store) -> None:
    office = Office(store, TBA)
    office.desk.clock.time = START - 8 * DAY
    office.put(WHOLE)
    assert office.at(START - WEEK) == []
    office.put(TBA)
    assert office.at(START - WEEK + HOUR) == []  # what lacked nothing when it was due is done
    assert office.at(START - 2 * DAY) == [("11", TOLD)]


def test_what_was_filled_in_before_it_leaves_is_left_out(store: Store) -> None:
    office = Office(store, TBA)
    office.desk.clock.time = START - WEEK
    office.desk.plan()
    office.put(WHOLE)
    assert office.at(START - WEEK) == []
    assert office.desk.statuses() == ["empty"]


def test_missing_link_alone_has_its_own_button(store: Store) -> None:
    office = Office(store, replace(WHOLE, join=None))
    [(_, told)] = office.at(START - WEEK)
    assert "missing: link" in told
    assert office.commands == ["link"]


def test_link_is_not_expected_of_a_session_in_a_room(store: Store) -> None:
    office = Office(store, replace(WHOLE, join=None, room="CE 1"))
    assert office.at(START - WEEK) == []


def test_sessions_of_a_day_and_of_several_series_are_one_message(store: Store) -> None:
    later = [
        session(f"2021-06-28 {hour}:00", id=f"s{hour}", talks=(), join=LINK)
        for hour in (17, 18, 19)
    ]
    office = Office(store, TBA, *later)
    put(store, session(id="other", talks=(), join=LINK), id="algebra", title="Algebra", at=LONG_AGO)
    office.let(ADA, "algebra")
    [(address, told)] = office.at(START - WEEK)
    assert address == "11"
    assert told.count("missing: title, speaker, abstract") == 5
    assert "Algebra" in told
    assert office.commands == ["describe"] * 5
    assert [office.at(START - WEEK + hours * HOUR) for hours in (1, 2, 3)] == [[], [], []]


def test_a_day_later_is_another_message(store: Store) -> None:
    office = Office(store, TBA, session("2021-06-29 16:30", id="next", talks=(), join=LINK))
    assert len(office.at(START - WEEK)) == 1
    assert len(office.at(START - WEEK + DAY)) == 1


def test_each_organizer_has_their_own_rule(store: Store) -> None:
    office = Office(store, TBA, people=(ADA, BELA))
    choose_nags(store, ADA, (3 * DAY,), now=LONG_AGO)
    assert [nag_rule_of(store, one) for one in (ADA, BELA)] == [(3 * DAY,), None]
    assert office.at(START - WEEK) == [("12", TOLD)]
    assert office.at(START - 3 * DAY) == [("11", TOLD)]
    choose_nags(store, BELA, (), now=START - 3 * DAY)
    assert office.at(START - 2 * DAY) == []
    choose_nags(store, BELA, None, now=START - 2 * DAY)
    assert office.at(START - 2 * DAY) == []
    assert nag_rule_of(store, BELA) is None


def test_rule_does_not_reach_back(store: Store) -> None:
    office = Office(store, TBA)
    now = START - 4 * DAY
    choose_nags(store, ADA, (6 * DAY, DAY), now=now)
    assert office.at(now + SECOND) == []
    choose_nags(store, ADA, (6 * DAY, DAY), now=START - DAY)  # nothing new
    assert office.at(START - DAY) == [("11", TOLD)]


def test_who_organizes_it_only_since_then_is_not_told_at_once(store: Store) -> None:
    office = Office(store, TBA, people=())
    office.let(ADA, since=START - 5 * DAY)
    assert office.at(START - 5 * DAY) == []
    assert office.at(START - 2 * DAY) == [("11", TOLD)]


def test_session_that_was_just_added_is_not_told_at_once(store: Store) -> None:
    office = Office(store, WHOLE)
    office.desk.clock.time = START - 5 * DAY
    office.put(WHOLE, session(id="new", talks=(), join=LINK))
    assert office.at(START - 5 * DAY + HOUR) == []
    assert len(office.at(START - 2 * DAY)) == 1


@pytest.mark.parametrize(("pause", "count"), [(3 * DAY, 1), (6 * DAY, 1), (8 * DAY, 0)])
def test_after_a_pause_only_the_latest_comes(store: Store, pause: timedelta, count: int) -> None:
    office = Office(store, TBA)
    assert len(office.at(START - WEEK + pause)) == count
    assert office.at(START - WEEK + pause + SECOND) == []


def test_one_that_waited_until_the_session_began_is_dropped(store: Store) -> None:
    office = Office(store, TBA)
    office.desk.clock.time = START - SECOND
    choose_nags(store, ADA, (SECOND,), now=LONG_AGO)
    office.desk.plan()
    assert office.at(START) == []
    assert office.desk.statuses() == ["empty"]


def test_who_has_lost_the_right_is_told_nothing(store: Store) -> None:
    office = Office(store, TBA, people=(ADA, BELA))
    office.desk.clock.time = START - WEEK
    office.desk.plan()
    with store.writing() as connection:
        one = Organizer(series_id="seminar", person=ADA, origin=Origin.LINK)
        remove_organizer(connection, one)
    assert office.at(START - WEEK) == [("12", TOLD)]


def of_two(store: Store) -> Office:
    """Return an office of two series, Algebra first, of which one message is on its way."""
    office = Office(store, TBA)
    put(store, session(id="other", talks=(), join=LINK), id="algebra", title="Algebra", at=LONG_AGO)
    office.let(ADA, "algebra")
    office.desk.clock.time = START - WEEK
    office.desk.plan()
    return office


def lose(store: Store, series: str) -> None:
    with store.writing() as connection:
        one = Organizer(series_id=series, person=ADA, origin=Origin.LINK)
        assert remove_organizer(connection, one)


@pytest.mark.parametrize(
    ("lost", "told"), [("algebra", "Seminar on Everything"), ("seminar", "Algebra")]
)
def test_who_has_lost_the_right_of_one_series_is_told_of_the_rest(
    store: Store, lost: str, told: str
) -> None:
    office = of_two(store)
    lose(store, lost)
    assert office.at(START - WEEK) == [("11", TOLD.replace("Seminar on Everything", told))]
    assert office.desk.statuses() == ["sent"]


def test_of_an_archived_series_and_another_the_other_is_told(store: Store) -> None:
    office = of_two(store)
    with store.writing() as connection:
        stored = load_series(connection, "algebra")
        assert stored is not None
        planned = plan_archive(stored, START - WEEK)
        save_series(connection, stored, planned.after, planned.changes, now=START - WEEK)
    assert office.at(START - WEEK) == [("11", TOLD)]


@pytest.mark.parametrize("lost", ["algebra", "seminar"])
def test_right_that_is_lost_while_it_leaves_counts(store: Store, lost: str) -> None:
    office = of_two(store)
    outlets = {"test": Outlet(channel=office.sink, account="bot", limits=NO_LIMITS)}
    ledger = Ledger(store, office.desk.library, outlets, office.desk.clock)
    with store.writing() as connection:
        [taken] = ledger.take(connection, "test", 1)
    draft = ledger.compose(taken.delivery, START - WEEK)
    assert isinstance(draft, Draft)
    with store.writing() as connection:
        assert ledger.begin(connection, taken.delivery, draft).readiness is Readiness.READY
        assert ledger.renew(connection, taken.delivery, draft)
    lose(store, lost)
    with store.writing() as connection:
        assert ledger.renew(connection, taken.delivery, draft) is None
        unmark_sending(connection, taken.delivery)
        assert ledger.begin(connection, taken.delivery, draft).readiness is Readiness.UNWANTED


def test_moved_session_is_told_anew_and_a_cancelled_one_not(store: Store) -> None:
    office = Office(store, TBA)
    office.at(START - WEEK)
    moved = session("2021-07-19 16:30", talks=(), join=LINK)
    office.put(moved)
    assert office.at(START - 2 * DAY) == []
    assert len(office.at(START + 14 * DAY)) == 1
    office.put(replace(moved, status=Status.CANCELLED))
    assert office.at(START + 19 * DAY) == []


def test_two_workers_plan_it_once(store: Store) -> None:
    office = Office(store, TBA)
    libraries = Library(), Library()
    now = START - WEEK
    added = [plan_reminders(store, one, now=now).added for one in (*libraries, *libraries)]
    assert added == [1, 0, 0, 0]
    assert office.at(now) == [("11", TOLD)]


def test_subscribers_hear_nothing_of_it(store: Store) -> None:
    office = Office(store, TBA)
    follow(store, "99", now=LONG_AGO)
    assert [address for address, _ in office.at(START - WEEK)] == ["11"]


def test_link_is_in_no_message(store: Store) -> None:
    canary = Join(url="https://meet.example/room/canary")
    office = Office(store, session(talks=(), join=canary))
    [(_, told)] = office.at(START - WEEK)
    assert "canary" not in told + office.sink.arrived[0][1].html


def test_what_is_over_is_forgotten(store: Store) -> None:
    office = Office(store, TBA)
    office.at(START - WEEK)
    with store.writing() as connection:
        assert purge_nags(connection, before=START) == 0
        rewind_nags(connection, now=START - WEEK)
        assert load_series(connection, "seminar") is not None
        assert purge_nags(connection, before=START + SECOND) == 1
