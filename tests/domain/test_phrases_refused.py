"""Phrases about time that are refused: wrong, unclear, or readable in two ways."""

import pytest

from bot.domain.phrases import read_phrase
from bot.errors import Problem
from tests.domain.refusals import refusal_of


def _refused(text: str, code: str, message: str, **more: object) -> tuple[str, Problem]:
    fields = {"read": text, "hint": 'write it as in "2021-06-28 16:30 CEST"'} | more
    return text, Problem(code=code, message=message, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        _refused("", "unreadable-time", "no date or hour is to be seen"),
        _refused("soon", "unreadable-time", "no date or hour is to be seen"),
        _refused("10-12 CEST", "unreadable-time", "no date or hour is to be seen"),
        _refused("1630 CEST", "unreadable-time", "no date or hour is to be seen"),
        _refused("16:30 " * 40, "unreadable-time", "this is too long for a time"),
        _refused("28 June 16:30", "no-year", "the year is missing"),
        _refused("June 28 16:30", "no-year", "the year is missing"),
        _refused("28 June '21 16:30", "no-year", "the year is missing"),
        _refused("8-9 June 2021 16:30", "no-year", "the year is missing"),
        _refused("June 8-9, 2021 16:30", "no-year", "the year is missing"),
        _refused(
            "29 February 2021", "no-such-date", "there is no such day", read="29 February 2021"
        ),
        _refused("2021-13-01 16:30", "no-such-date", "there is no such day", read="2021-13-01"),
        _refused("31.4.2021", "no-such-date", "there is no such day"),
        _refused("13/14/2021", "no-such-date", "there is no such day"),
        _refused("0000-01-01", "no-such-date", "this year is too far away"),
        _refused("1899-12-31", "no-such-date", "this year is too far away"),
        _refused("1 January 2200", "no-such-date", "this year is too far away"),
        _refused(
            "6/7/2021 16:30",
            "ambiguous-date",
            "the day and the month cannot be told apart",
            read="6/7/2021",
            choices=("2021-06-07", "2021-07-06"),
            hint="",
        ),
        _refused(
            "Monday 29 June 2021 16:30",
            "weekday-mismatch",
            "29 June 2021 is a Tuesday, not a Monday",
            read="Monday",
            choices=("Monday 28 June 2021", "Tuesday 29 June 2021"),
            hint="",
        ),
        _refused(
            "Fri., 2021-06-28",
            "weekday-mismatch",
            "28 June 2021 is a Monday, not a Friday",
            read="Fri",
            choices=("Friday 25 June 2021", "Monday 28 June 2021"),
            hint="",
        ),
        _refused("24:00", "no-such-time", "there is no such hour", hint="write one such as 16:30"),
        _refused("16:60", "no-such-time", "there is no such hour", hint="write one such as 16:30"),
        _refused(
            "7:00-25:00", "no-such-time", "there is no such hour", hint="write one such as 16:30"
        ),
        _refused(
            "13 pm",
            "no-such-time",
            "this hour is not one of a 12-hour clock",
            hint="write 16:30 or 4:30 pm",
        ),
        _refused(
            "0:30 am",
            "no-such-time",
            "this hour is not one of a 12-hour clock",
            hint="write 16:30 or 4:30 pm",
        ),
        *(
            _refused(
                text,
                "ends-before-start",
                "this ends before it starts",
                hint="write the earlier hour first, or an offset as in UTC-4",
            )
            for text in (
                "16:30-16:30",
                "17:30-16:30",
                "10:30-04:00",
                "10:30 - 4",
                "10am-4",
                "4pm - 5",
                "00:30 - 00:00",
                "10:00-00:30",
                "04:30-23:00",
                "4-4 pm",
            )
        ),
        *(
            _refused(
                text,
                "ambiguous-time",
                "this may be a range of hours, or an hour and its offset from UTC",
                read=text[11:],
                choices=choices,
                hint="",
            )
            for text, choices in (
                ("2021-06-28 9:00 -10:00", ("09:00 to 10:00", "09:00 UTC-10:00")),
                ("2021-06-28 16:30-04:00", ("16:30 to 04:00", "16:30 UTC-04:00")),
                ("2021-06-28 20:00-03:00", ("20:00 to 03:00", "20:00 UTC-03:00")),
            )
        ),
    ],
)
def test_phrase_that_is_wrong_or_unclear_is_refused(text: str, problem: Problem) -> None:
    assert refusal_of(read_phrase, text) == problem
