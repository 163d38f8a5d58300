"""Days as people write them, in every form; weekdays."""

from datetime import date

import pytest

from bot.domain.dates import day_and_month, read_weekday
from bot.domain.phrases import Phrase, read_phrase
from bot.errors import Problem
from tests.domain.refusals import refusal_of

DAY = date(2021, 6, 28)


@pytest.mark.parametrize(
    "text",
    [
        "2021-06-28",
        "2021-6-28",
        "2021/06/28",
        "2021.6.28",
        "28.06.2021",
        "28.6.2021",
        "28. 6. 2021",
        "28/6/2021",
        "6/28/2021",
        "28 June 2021",
        "28 Jun 2021",
        "28 JUNE 2021",
        "28th June 2021",
        "the 28th of June, 2021",
        "28-Jun-2021",
        "28. June 2021",
        "28June 2021",
        "June 28 2021",
        "June 28, 2021",
        "June 28th, 2021",
        "Jun. 28, 2021",
        "Mon 28 June 2021",
        "Monday, 28 June 2021",
        "Mon., June 28, 2021",
        "28 June 2021 (Monday)",
        "on Monday, the 28th of June 2021",
    ],
)
def test_date_is_read_in_every_form(text: str) -> None:
    phrase = read_phrase(text)
    assert phrase == Phrase(text, DAY)
    assert phrase.clock is None


def test_first_and_last_years_are_read() -> None:
    assert read_phrase("1900-01-01").on == date(1900, 1, 1)
    assert read_phrase("31 December 2199").on == date(2199, 12, 31)


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Monday monday MON Mon.", 0),
        ("Tuesday Tue Tues", 1),
        ("Wednesday Wed", 2),
        ("Thursday Thu Thur Thurs", 3),
        ("Friday Fri", 4),
        ("Saturday Sat", 5),
        ("Sunday Sun,", 6),
    ],
)
def test_weekday_counts_from_monday(words: str, number: int) -> None:
    assert [read_weekday(word) for word in words.split()] == [number] * len(words.split())


@pytest.mark.parametrize("text", ["", "Mo", "Montag", "Monday morning", "ſun"])
def test_other_word_is_no_weekday(text: str) -> None:
    assert refusal_of(read_weekday, text) == Problem(
        code="value",
        message="this is not a weekday",
        read=text,
        hint="write one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday",
    )


def test_day_and_month_are_without_a_year() -> None:
    assert day_and_month(DAY) == "28 June"
    assert day_and_month(date(2021, 1, 1)) == "1 January"
