"""Weeks and months of a programme, and what addresses may ask of them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import RefusalError
from bot.web.pages.views import Unit, View, read_view

DAYS = [date(2026, 1, 31), date(2026, 3, 1), date(2026, 5, 4)]
TODAY = date(2026, 2, 10)


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)), st.sampled_from(Unit))
def test_weeks_begin_on_monday_and_hold_each_day_once(day: date, unit: Unit) -> None:
    view = View.around(day, unit)
    days = [one for week in view.weeks for one in week]
    assert day in view
    assert len(set(days)) == len(days) == 7 * len(view.weeks)
    assert {week[0].weekday() for week in view.weeks} == {0}
    assert {one for one in days if one in view} <= set(days)
    assert view.next.before == view == view.before.next
    assert view.before.on < view.on <= day < view.next.on


@pytest.mark.parametrize(
    ("unit", "on", "code"),
    [
        ("month", "2026-02", "2026-02"),  # empty, but between months that have something
        ("month", "2026-03-31", "2026-03"),
        ("month", "", "2026-03"),
        ("week", "2026-03-01", "2026-02-23"),
        ("week", "", "2026-02-23"),
    ],
)
def test_a_view_is_that_of_its_address_or_of_what_comes_next(unit: str, on: str, code: str) -> None:
    assert read_view(unit, on, DAYS, TODAY).code == code


def test_a_programme_that_is_over_shows_its_end() -> None:
    assert read_view("month", "", DAYS, date(2027, 1, 1)).code == "2026-05"


@pytest.mark.parametrize(
    ("unit", "on", "code"),
    [
        ("year", "", "bad-view"),
        ("", "2026-03", "bad-view"),
        ("month", "March", "bad-view"),
        ("month", "2026-13", "bad-view"),
        ("week", "2026-02-30", "bad-view"),
        ("week", "9999-12-31", "bad-view"),
        ("week", "0001-01-01", "bad-view"),
        ("month", "2026-٠3", "bad-view"),
        ("month", "2025-12", "nothing-there"),
        ("month", "2026-06", "nothing-there"),
        ("week", "2026-05-11", "nothing-there"),
    ],
)
def test_what_there_is_not_is_refused(unit: str, on: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        read_view(unit, on, DAYS, TODAY)
    assert refused.value.code == code


def test_a_programme_without_dates_has_no_views() -> None:
    with pytest.raises(RefusalError, match="no date is known yet"):
        read_view("month", "", [], TODAY)
