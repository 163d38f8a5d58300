"""When organizers are reminded of what is missing."""

from datetime import timedelta

from bot.domain.series import Status
from bot.reminders.nags import DEFAULT_NAGS, Nag, nags_of
from tests.reminders.seminar import DAY, session
from tests.store.seminar import START

WEEK, LONG_AGO = 7 * DAY, START - timedelta(days=100)


def test_each_ends_when_the_next_is_due() -> None:
    one = session()
    week = Nag(one, WEEK, START, START - WEEK, START - 2 * DAY)
    two = Nag(one, 2 * DAY, START, START - 2 * DAY, START)
    assert nags_of([(one, LONG_AGO)], DEFAULT_NAGS, LONG_AGO) == [week, two]
    assert nags_of([(one, LONG_AGO)], (2 * DAY, WEEK, WEEK), LONG_AGO) == [week, two]
    assert [week.is_open(at) for at in (week.due_at - DAY, week.due_at, two.due_at)] == [
        False,
        True,
        False,
    ]
    assert not two.is_open(START)


def test_what_was_due_before_is_left_out() -> None:
    one = session()
    two = Nag(one, 2 * DAY, START, START - 2 * DAY, START)
    assert nags_of([(one, LONG_AGO)], DEFAULT_NAGS, START - WEEK) == [two]
    assert nags_of([(one, START - WEEK)], DEFAULT_NAGS, LONG_AGO) == [two]
    assert nags_of([(one, LONG_AGO)], (), LONG_AGO) == []


def test_what_does_not_take_place_is_left_out() -> None:
    off = session(status=Status.CANCELLED)
    undated = session(start="2021-06-28 16:30", status=Status.UNSCHEDULED)
    assert nags_of([(off, LONG_AGO), (undated, LONG_AGO)], DEFAULT_NAGS, LONG_AGO) == []
