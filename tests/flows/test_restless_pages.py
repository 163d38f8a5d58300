"""Pages that shift all hours at once, change to and fro, or flood: organizers are asked, once."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from bot.flows.addresses.page_questions import apply_page, ignore_page
from bot.flows.organizing.rights import Person
from bot.store.delivery.deliveries import Kind
from bot.store.schema import tables
from bot.store.schema.organizer_tables import overlays
from tests.flows.watching_pages import ADA, ALL, MOVED, WHOLE, Watch, told, watch
from tests.watched_page import listed

__all__ = ["watch"]

pytestmark = pytest.mark.enable_socket

EVA = Person("telegram", "42", "Eva Example")
ORGANIZED = "organizers: [{name: Eva Example, telegram: 42}]"
EARLIER = [talk.replace("16:30–17:30", "14:30–15:30") for talk in ALL]
GARBLED = (ADA.replace("5 July", "32 July"), *ALL[1:])


def letters_owed(watch: Watch) -> list[tuple[int, str]]:
    with watch.store.reading() as connection:
        table = tables.deliveries
        query = select(table.c.subject, table.c.status).where(table.c.kind == Kind.LETTER.value)
        return [(row.subject, row.status) for row in connection.execute(query)]


def test_page_that_shifts_most_hours_is_asked_about(watch: Watch) -> None:
    watch.define(ORGANIZED)
    result = watch.later(*EARLIER)
    assert (told(result), watch.times, result.is_asking) == ([], WHOLE, True)
    number = watch.letters()[-1].id
    assert apply_page(watch.store, number, EVA, now=watch.clock.now())
    assert watch.times == [one.replace("16:30", "14:30") for one in WHOLE]


def test_page_that_begins_to_name_another_zone_is_asked_about(watch: Watch) -> None:
    elsewhere = listed(*ALL).replace(b"<ul>", b"<p>All times are in Eastern Time.</p><ul>")
    result = watch.later(body=elsewhere)
    assert (told(result), watch.row.is_asking) == ([], True)
    assert {one.start.zone for one in watch.series.sessions if one.start} == {"Europe/Zurich"}


def test_two_that_move_are_no_shift(watch: Watch) -> None:
    result = watch.later(*EARLIER[:2], *ALL[2:])
    assert (len(told(result)), result.is_asking) == (2, False)


def test_flood_of_new_talks_is_asked_about(watch: Watch) -> None:
    days = [datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=day) for day in range(51)]
    flood = [f"{on:%d %B %Y}, 16:30–17:30: Emil Eksempel: On {on:%B%d}" for on in days]
    result = watch.later(*ALL, *flood)
    assert (told(result), watch.times, result.is_asking) == ([], WHOLE, True)
    assert len(told(watch.later(*ALL, *flood[:50]))) == 50


def test_page_in_two_versions_by_turns_is_told_of_three_times(watch: Watch) -> None:
    watch.define(ORGANIZED)
    versions = (MOVED, *ALL[1:]), ALL
    results = [watch.later(*versions[number % 2]) for number in range(9)]
    assert [len(told(one)) for one in results] == [1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert [one.is_asking for one in results] == [False] * 3 + [True, False] * 3
    assert len(watch.letters()) == len(letters_owed(watch)) == 1


def test_talk_that_comes_and_goes_is_told_of_three_times(watch: Watch) -> None:
    versions = ALL[:3], ALL
    results = [watch.later(*versions[number % 2]) for number in range(6)]
    assert [len(told(one)) for one in results] == [1, 1, 1, 0, 0, 0]


def test_question_that_comes_and_goes_is_asked_once_and_can_be_answered(watch: Watch) -> None:
    watch.define(ORGANIZED)
    for talks in (GARBLED, ALL, GARBLED, ALL, GARBLED):
        watch.later(*talks)
    [letter] = watch.letters()
    assert (letter.withdrawn_at, watch.row.is_asking) == (None, True)
    assert letters_owed(watch) == [(letter.id, "pending")]
    assert ignore_page(watch.store, letter.id, EVA, now=watch.clock.now())
    for talks in (ALL, GARBLED):
        watch.later(*talks)
    assert (len(watch.letters()), watch.row.is_asking) == (1, False)


def test_answer_counts_only_while_the_question_stands(watch: Watch) -> None:
    watch.define(ORGANIZED)
    watch.later(*GARBLED)
    watch.later(*ALL)
    number = watch.letters()[-1].id
    assert apply_page(watch.store, number, EVA, now=watch.clock.now()) is None
    assert not watch.row.is_asking


def test_page_is_read_though_a_clock_was_years_ahead(watch: Watch) -> None:
    now = watch.clock.now() + timedelta(hours=12)
    watch.clock.time += timedelta(days=4000)
    watch.refresh()
    watch.clock.time = now
    watch.page.body = listed(MOVED, *ALL[1:])
    [result] = watch.refresh()
    assert len(told(result)) == 1
    assert watch.refresh() == []


def test_what_cannot_be_taken_over_is_a_failure_of_that_page(watch: Watch) -> None:
    """An edit of a later version of us, which this one does not know, lies over the series."""
    with watch.store.writing() as connection:
        values = {"series_id": "seminar", "session_id": "x", "facet": "x", "position": 0}
        unknown = {"content": '{"type": "unknown"}', "created_at": watch.clock.now()}
        connection.execute(insert(overlays).values(**values, **unknown))
    result = watch.later(MOVED, *ALL[1:])
    assert (result.problem, watch.times) == ("a mistake of ours", WHOLE)
    assert watch.row.failing_since == watch.clock.now()
    assert watch.refresh() == []


@pytest.mark.parametrize("body", [b"\0garbage", b"%PDF-1.7", b"", b"nothing to be read"])
@pytest.mark.parametrize("ending", ["", ".ics", ".json"])
def test_address_is_in_no_problem(watch: Watch, body: bytes, ending: str) -> None:
    watch.page.url = watch.page.url.replace("/term", f"/c4nary{ending}")
    watch.define(ORGANIZED)
    result = watch.later(body=body)
    said = [result.problem, *(letter.content for letter in watch.letters())]
    assert any(said)
    assert "c4nary" not in "".join(said)
