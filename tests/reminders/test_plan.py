"""Which reminders are due, in which order, and for which sessions there are none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.series import Session, Status, Talk
from bot.reminders.plan import Reminder, is_reminded_of, plan

from .seminar import COFFEE, DAY, HOUR, moment, reminder, series, session, talk

MINUTES = timedelta(minutes=10)


def test_plan_gives_each_offset_of_each_session_in_the_order_they_leave() -> None:
    first, second = session(id="one"), session("2021-06-29 10:00", id="two")
    assert plan(series(second, first), [HOUR, DAY]) == [
        Reminder(datetime(2021, 6, 27, 14, 30, tzinfo=UTC), DAY, first, moment("2021-06-28 16:30")),
        Reminder(datetime(2021, 6, 28, 8, 0, tzinfo=UTC), DAY, second, moment("2021-06-29 10:00")),
        Reminder(
            datetime(2021, 6, 28, 13, 30, tzinfo=UTC), HOUR, first, moment("2021-06-28 16:30")
        ),
        Reminder(datetime(2021, 6, 29, 7, 0, tzinfo=UTC), HOUR, second, moment("2021-06-29 10:00")),
    ]


def test_plan_orders_what_leaves_at_one_instant_by_start_and_then_by_id() -> None:
    early, twin, late = session(id="b"), session(id="a"), session("2021-06-29 15:30", id="0")
    due = [one for one in plan(series(late, early, twin), [HOUR, DAY]) if one.due_at.day == 28]
    assert due == [reminder(twin), reminder(early), reminder(late, DAY)]


def test_plan_counts_an_offset_that_is_said_twice_once() -> None:
    assert plan(series(session()), [HOUR, timedelta(minutes=60)]) == [reminder(session())]


def test_plan_of_no_offsets_or_of_no_sessions_is_empty() -> None:
    assert plan(series(session()), []) == []
    assert plan(series(), [HOUR]) == []


def test_plan_takes_a_day_for_24_hours_when_clocks_change_between() -> None:
    (only,) = plan(series(session("2021-03-28 16:30")), [DAY])
    assert only.due_at == moment("2021-03-27 15:30").at


@pytest.mark.parametrize(
    ("begin", "end", "expected"),
    [
        (None, None, [DAY, HOUR, MINUTES]),
        ("2021-06-28 15:30", None, [HOUR, MINUTES]),
        ("2021-06-28 15:31", None, [MINUTES]),
        (None, "2021-06-28 15:30", [DAY]),
        (None, "2021-06-28 15:31", [DAY, HOUR]),
        ("2021-06-27 16:31", "2021-06-28 16:20", [HOUR]),
        ("2021-06-28 15:30", "2021-06-28 15:30", []),
        ("2021-06-28 16:20", "2021-06-27 16:30", []),
    ],
    ids=[
        "no bounds",
        "begins on one",
        "begins behind one",
        "ends on one",
        "ends behind one",
        "between",
        "no time at all",
        "ends before it begins",
    ],
)
def test_plan_keeps_within_its_window(
    begin: str | None, end: str | None, expected: list[timedelta]
) -> None:
    begin_at, end_at = (moment(text).at if text else None for text in (begin, end))
    found = plan(series(session()), [MINUTES, DAY, HOUR], begin_at=begin_at, end_at=end_at)
    assert [one.offset for one in found] == expected


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, True),
        ({"status": Status.TENTATIVE}, True),
        ({"status": Status.CANCELLED}, False),
        ({"status": Status.UNSCHEDULED}, False),
        ({"start": None, "end": None}, False),
        ({"start": None, "end": None, "day": moment("2021-06-28 00:00").date}, False),
        ({"talks": (COFFEE,)}, False),
        ({"talks": (COFFEE, replace(COFFEE, id="lunch"))}, False),
        ({"talks": (COFFEE, talk())}, True),
        ({"talks": ()}, True),
        ({"talks": (Talk(id="unknown"),)}, True),
    ],
    ids=[
        "scheduled",
        "tentative",
        "cancelled",
        "unscheduled",
        "undated",
        "a day only",
        "a break",
        "breaks",
        "a break and a talk",
        "no talks yet",
        "a talk without a name",
    ],
)
def test_sessions_that_people_are_reminded_of(parts: dict[str, object], *, expected: bool) -> None:
    one: Session = replace(session(), **parts)
    assert is_reminded_of(one) is expected
    assert [due.session for due in plan(series(one), [HOUR])] == [one] * expected
