"""Lengths of time: read from what people write, written so that they are read back."""

from datetime import timedelta

import pytest

from bot.domain.durations import (
    describe_duration,
    iso_duration,
    read_duration,
    read_reminders,
    sorted_reminders,
)
from bot.errors import Problem
from tests.domain.refusals import refusal_of

EXAMPLE = 'write it as in "1 hour 30 minutes"'
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("1 hour", HOUR),
        ("1 h", HOUR),
        ("1h", HOUR),
        ("2 HOURS", 2 * HOUR),
        ("2 hrs", 2 * HOUR),
        ("90 min", 90 * MINUTE),
        ("90 minutes", 90 * MINUTE),
        ("10m", 10 * MINUTE),
        ("1h30", 90 * MINUTE),
        ("1 h 30", 90 * MINUTE),
        ("1H5", 65 * MINUTE),
        ("1h30m", 90 * MINUTE),
        ("1 hour 30 minutes", 90 * MINUTE),
        ("1 hour and 30 minutes", 90 * MINUTE),
        ("1 hour, 30 minutes", 90 * MINUTE),
        ("  1\thour  ", HOUR),
        ("1 day", DAY),
        ("1d", DAY),
        ("2 weeks", 14 * DAY),
        ("1w", 7 * DAY),
        ("45 seconds", timedelta(seconds=45)),
        ("45 secs", timedelta(seconds=45)),
        ("1 day 1 hour 1 minute 1 second", DAY + HOUR + MINUTE + timedelta(seconds=1)),
        ("1:02:20", HOUR + 2 * MINUTE + timedelta(seconds=20)),
        ("0:45:00", 45 * MINUTE),
        ("PT1H2M20S", HOUR + 2 * MINUTE + timedelta(seconds=20)),
        ("pt45m", 45 * MINUTE),
        ("P1D", DAY),
        ("P1W", 7 * DAY),
        ("P1DT12H", 36 * HOUR),
        ("53 weeks", 371 * DAY),
    ],
)
def test_duration_is_read_as_people_write_it(text: str, length: timedelta) -> None:
    assert read_duration(text) == length


@pytest.mark.parametrize(
    "text",
    [
        "",
        "90",
        "an hour",
        "1.5 hours",
        "1,5 hours",
        "-5 min",
        "1 month",
        "P1M",
        "P1Y",
        "P",
        "1 hour 30",
        "1 hour of talk",
        "5ſ",
        "1000000 s 5",
        "1 minute " * 12,
    ],
)
def test_unclear_duration_is_refused(text: str) -> None:
    assert refusal_of(read_duration, text) == Problem(
        code="bad-duration", message="this is not a length of time", read=text, hint=EXAMPLE
    )


@pytest.mark.parametrize(
    "text", ["0 min", "0:00:00", "PT", "PT0S", "54 weeks", "372 days", "999999w"]
)
def test_duration_of_nothing_or_of_more_than_a_year_is_refused(text: str) -> None:
    assert refusal_of(read_duration, text) == Problem(
        code="bad-duration", message="this is no sensible length", read=text, hint=EXAMPLE
    )


def test_duration_that_can_be_read_in_two_ways_is_refused_with_both() -> None:
    refused = refusal_of(read_duration, "1:30")
    assert refused == Problem(
        code="bad-duration",
        message="this may be hours and minutes, or minutes and seconds",
        read="1:30",
        choices=("1 h 30 min", "1 min 30 s"),
    )
    read = [read_duration(choice) for choice in refused.choices]
    assert read == [90 * MINUTE, timedelta(seconds=90)]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("1d, 1h, 10m", (DAY, HOUR, 10 * MINUTE)),
        ("10m,1d,1h", (DAY, HOUR, 10 * MINUTE)),
        ("1h, 60 min", (HOUR,)),
        ("1 hour", (HOUR,)),
        ("none", ()),
        (" No ", ()),
        ("OFF", ()),
    ],
)
def test_reminders_are_longest_first_and_each_once(
    text: str, lengths: tuple[timedelta, ...]
) -> None:
    assert read_reminders(text) == lengths


@pytest.mark.parametrize(("text", "read"), [("", ""), ("1d, soon", " soon"), ("1h, none", " none")])
def test_reminders_are_refused_for_one_that_is_unclear(text: str, read: str) -> None:
    assert refusal_of(read_reminders, text).read == read


def test_sorted_reminders_of_none_are_none() -> None:
    assert sorted_reminders([]) == ()
    assert sorted_reminders([HOUR, DAY, HOUR]) == (DAY, HOUR)


@pytest.mark.parametrize(
    ("length", "words", "iso"),
    [
        (HOUR, "1 hour", "PT1H"),
        (90 * MINUTE, "1 hour 30 minutes", "PT1H30M"),
        (2 * DAY, "2 days", "P2D"),
        (7 * DAY, "1 week", "P7D"),
        (14 * DAY, "2 weeks", "P14D"),
        (8 * DAY, "8 days", "P8D"),
        (DAY + HOUR, "1 day 1 hour", "P1DT1H"),
        (timedelta(seconds=1), "1 second", "PT1S"),
        (HOUR + timedelta(seconds=5), "1 hour 5 seconds", "PT1H5S"),
        (timedelta(0), "0 minutes", "PT0S"),
    ],
)
def test_duration_is_described_in_words_and_in_iso_8601(
    length: timedelta, words: str, iso: str
) -> None:
    assert (describe_duration(length), iso_duration(length)) == (words, iso)
