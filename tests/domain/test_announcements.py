"""How long an announcement is, how often one leaves, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.announcements import (
    LONGEST,
    check_text,
    read_leaving_time,
    require_free,
)
from bot.errors import RefusalError

NOW = datetime(2027, 3, 1, 12, 0, 30, tzinfo=UTC)  # a Monday, 13:00:30 in Zurich
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
ZURICH = "Europe/Zurich"


def test_lines_of_a_text_are_kept_and_what_cannot_be_seen_is_not() -> None:
    said = "  We meet\tin\x07 the garden.  \n\n\n\nBring <chairs>.\r\n"
    assert check_text(said) == "We meet in  the garden.\n\nBring <chairs>."
    assert check_text("   \n ") == ""


def test_a_text_that_is_too_long_is_refused() -> None:
    assert check_text("a" * LONGEST) == "a" * LONGEST
    with pytest.raises(RefusalError, match="it has 1501 characters"):
        check_text("a" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("hours", "at", "free_at"),
    [
        ([], 0, 0),
        ([-1], 0, 0),
        ([-24, -1], 0, 0),  # a whole day between
        ([-23, -1], 0, 1),
        ([-23, -1, -1], 0, 23),  # after the first of them, there are two still
        ([5, 20], 0, 29),  # those that are to come count too
        ([-10, 13.9], 0, 14),
        ([-10, 14], 0, 0),
        ([30, 40], 0, 0),
    ],
)
def test_there_are_so_many_within_a_day(hours: list[float], at: float, free_at: float) -> None:
    times = [NOW + one * HOUR for one in hours]
    if free_at == at:
        require_free(times, NOW + at * HOUR, 2, ZURICH)
        return
    with pytest.raises(RefusalError, match="2 announcements") as refusal:
        require_free(times, NOW, 2, ZURICH)
    free = NOW + free_at * HOUR
    require_free(times, free, 2, ZURICH)
    with pytest.raises(RefusalError):
        require_free(times, free - SECOND, 2, ZURICH)
    assert f"{free + HOUR + 59 * SECOND:%H:%M} CET" in refusal.value.hint


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("19 March 17:00", "2027-03-19 16:00"),
        ("2027-03-19 5 pm", "2027-03-19 16:00"),
        ("19 March 17:00 UTC", "2027-03-19 17:00"),
        ("17:00", "2027-03-01 16:00"),
        ("tomorrow 9:00", "2027-03-02 08:00"),
        ("Today, 13:01", "2027-03-01 12:01"),
        ("2 hours later", "2027-03-01 14:00"),
        ("one week later", "2027-03-08 12:00"),
        ("29 March 2027 9:00", "2027-03-29 07:00"),
    ],
)
def test_times_are_read_in_the_zone_of_the_series(said: str, expected: str) -> None:
    found = read_leaving_time(said, ZURICH, NOW)
    assert (f"{found.at:%Y-%m-%d %H:%M}", found.zone) == (expected, ZURICH)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("13:00", "this time is past"),
        ("1 March 2027 13:00", "this time is past"),
        ("Tuesday 17:00", "which day is meant"),
        ("28 March 02:30", "skip this time"),
        ("31 October 02:30", "twice"),
        ("19 March", "the hour is missing"),
        ("19 March 17:00-18:00", "it leaves at one time"),
        ("20 February 9:00", "which year is meant"),
        ("soon", "no date or hour"),
        ("tomorrow", "the hour is missing"),
    ],
)
def test_doubtful_times_are_refused(said: str, told: str) -> None:
    with pytest.raises(RefusalError, match=told):
        read_leaving_time(said, ZURICH, NOW)
