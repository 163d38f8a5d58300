"""Whose word counts for how long before a session people are reminded."""

from datetime import timedelta

import pytest

from bot.reminders.rules import DEFAULT_OFFSETS, offsets_for

from .seminar import DAY, HOUR, series

MINUTES = timedelta(minutes=10)
Offsets = tuple[timedelta, ...]


@pytest.mark.parametrize(
    ("own", "of_series", "expected"),
    [
        (None, None, (HOUR,)),
        (None, (MINUTES, DAY), (DAY, MINUTES)),
        (None, (), ()),
        ((HOUR, DAY, HOUR), (MINUTES,), (DAY, HOUR)),
        ((HOUR, DAY), None, (DAY, HOUR)),
        ((), (MINUTES,), ()),
        ((), None, ()),
    ],
    ids=[
        "nobody says anything",
        "the series says",
        "the series wants none",
        "both say",
        "the subscriber says",
        "the subscriber wants none",
        "the subscriber wants none of the usual",
    ],
)
def test_offsets_are_the_subscribers_else_the_series_else_usual(
    own: Offsets | None, of_series: Offsets | None, expected: Offsets
) -> None:
    assert offsets_for(series(remind=of_series), own) == expected


def test_usual_offset_is_one_hour() -> None:
    assert DEFAULT_OFFSETS == (HOUR,)


def test_another_default_counts_where_nobody_says_anything() -> None:
    assert offsets_for(series(), None, (DAY,)) == (DAY,)
    assert offsets_for(series(remind=(HOUR,)), None, (DAY,)) == (HOUR,)
