"""Phrases about time: dates, hours and zone words told apart, and what is left over."""

from datetime import date, time

import pytest

from bot.domain.phrases import Phrase, read_clock, read_date, read_phrase
from bot.domain.series import Clock
from bot.errors import Problem
from tests.domain.refusals import refusal_of

DAY = date(2021, 6, 28)
HALF_PAST_FOUR = time(16, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-06-28 16:30 CEST", (DAY, HALF_PAST_FOUR, None, "CEST")),
        ("28 June 2021 4.30 pm CEST", (DAY, HALF_PAST_FOUR, None, "CEST")),
        ("Monday, June 28th, 2021 at 4:30 p.m. (CEST)", (DAY, HALF_PAST_FOUR, None, "CEST")),
        ("16:30 CEST on Monday 28 June 2021", (DAY, HALF_PAST_FOUR, None, "CEST")),
        ("Mon, 28 Jun 2021 16:30:00 GMT", (DAY, HALF_PAST_FOUR, None, "GMT")),
        ("2021-06-28T16:30", (DAY, HALF_PAST_FOUR, None, "")),
        ("2021-06-28T16:30:00Z", (DAY, HALF_PAST_FOUR, None, "Z")),
        ("2021-06-28T16:30:00.000Z", (DAY, HALF_PAST_FOUR, None, "Z")),
        ("2021-06-28T16:30+02:00", (DAY, HALF_PAST_FOUR, None, "+02:00")),
        ("2021-06-28 16:30 Asia/Ust-Nera", (DAY, HALF_PAST_FOUR, None, "Asia/Ust-Nera")),
        ("2021-06-28 16:30, London time", (DAY, HALF_PAST_FOUR, None, "London time")),
        ("2021-06-28 16:30 CEST (UTC+2)", (DAY, HALF_PAST_FOUR, None, "CEST (UTC+2)")),
        ("2021-06-28 16:30 UTC + 5:30", (DAY, HALF_PAST_FOUR, None, "UTC + 5:30")),
        ("2021-06-28 UTC-5:30 16:30", (DAY, HALF_PAST_FOUR, None, "UTC-5:30")),
        ("2021-06-28 16:30-17:30 CEST", (DAY, HALF_PAST_FOUR, time(17, 30), "CEST")),
        ("16:30\N{EN DASH}17:30 (CEST), 28 June 2021", (DAY, HALF_PAST_FOUR, time(17, 30), "CEST")),
        ("2021-06-28 16:30-17:30", (DAY, HALF_PAST_FOUR, time(17, 30), "")),
        ("2021-06-28 10:00-11:00", (DAY, time(10), time(11), "")),
        ("2021-06-28 22:00-02:00", (DAY, time(22), time(2), "")),
        ("2021-06-28 20:00-04:00 CEST", (DAY, time(20), time(4), "CEST")),
        # what follows hours after a minus is an offset where ISO 8601 says so
        ("2021-06-28T16:30:00-07:00", (DAY, HALF_PAST_FOUR, None, "UTC-07:00")),
        ("2021-06-28T16:30-07:00", (DAY, HALF_PAST_FOUR, None, "UTC-07:00")),
        ("2021-06-28T16:30-07", (DAY, HALF_PAST_FOUR, None, "UTC-07")),
        ("2021-06-28 16:30:00-07", (DAY, HALF_PAST_FOUR, None, "UTC-07")),
        ("2021-06-28 16:30:00 -0700", (DAY, HALF_PAST_FOUR, None, "UTC-0700")),
        ("Mon, 28 Jun 2021 16:30:00 -0700", (DAY, HALF_PAST_FOUR, None, "UTC-0700")),
        ("2021-06-28 16:30 -0700", (DAY, HALF_PAST_FOUR, None, "-0700")),
        ("2021-06-28T16:30:00.000-03:00", (DAY, HALF_PAST_FOUR, None, "UTC-03:00")),
        ("2021-06-28T16:30:00\N{MINUS SIGN}07:00", (DAY, HALF_PAST_FOUR, None, "UTC-07:00")),
        # and an end where it cannot be one
        ("2021-06-28 16:30:00-17:30:00", (DAY, HALF_PAST_FOUR, time(17, 30), "")),
        ("2021-06-28T16:30-17:30", (DAY, HALF_PAST_FOUR, time(17, 30), "")),
        ("2021-06-28 9:00 -10:30 am", (DAY, time(9), time(10, 30), "")),
        ("2021-06-28 9:00 -10:00 CEST", (DAY, time(9), time(10), "CEST")),
    ],
)  # fmt: skip
def test_date_hours_and_zone_word_are_told_apart(
    text: str, expected: tuple[date, time, time | None, str]
) -> None:
    assert read_phrase(text) == Phrase(text, *expected)


@pytest.mark.parametrize(
    ("text", "left_over"),
    [
        ("2021-06-28 16:30 CEST (10:30 EDT)", "CEST (10:30 EDT)"),
        ("2021-06-28 16:30 and 18:00", "and 18:00"),
        ("8 - 9 June 2021 16:30", "8 -"),
        ("8\N{EN DASH}9 June 2021, 16:30", "8\N{EN DASH}"),
        ("2021-06-28 4:30 CEST pm", "CEST pm"),
        ("2021-06-28 16:30 Uhr", "Uhr"),
        ("2021-06-28 22:00 - 2021-06-29 02:00", "- 2021-06-29 02:00"),
    ],
)
def test_what_is_left_over_stays_in_the_zone_word_and_is_no_zone(text: str, left_over: str) -> None:
    assert read_phrase(text).zone == left_over


@pytest.mark.parametrize("text", ["ſept 1 2021 16:30", "28 June 2021 ſun 16:30", "frİday 16:30"])
def test_letters_that_only_look_like_english_ones_are_none(text: str) -> None:
    left_over = text.replace("28 June 2021", "").replace("16:30", "").split()
    assert read_phrase(text).zone == " ".join(left_over)


def test_longest_phrase_is_read() -> None:
    text = "2021-06-28 16:30 ".ljust(196, "x") + "CEST"
    assert len(text) == 200
    assert read_phrase(text).on == DAY
    assert refusal_of(read_phrase, f"{text}x").message == "this is too long for a time"


def test_date_alone_is_a_date() -> None:
    assert read_date("28 June 2021") == DAY


@pytest.mark.parametrize("text", ["16:30", "2021-06-28 16:30", "2021-06-28 CEST"])
def test_date_with_something_else_is_no_date(text: str) -> None:
    assert refusal_of(read_date, text) == Problem(
        code="unreadable-date",
        message="this is not a date",
        read=text,
        hint="write one such as 2021-06-28",
    )


def test_hours_alone_are_a_clock() -> None:
    assert read_clock("16:30") == Clock(HALF_PAST_FOUR)
    assert read_clock("7:00-7:20") == Clock(time(7), time(7, 20))


@pytest.mark.parametrize("text", ["2021-06-28", "2021-06-28 16:30", "16:30 CEST"])
def test_hours_with_something_else_are_no_clock(text: str) -> None:
    assert refusal_of(read_clock, text) == Problem(
        code="unreadable-time",
        message="this is not an hour",
        read=text,
        hint="write 07:00 or 07:00-07:20",
    )
