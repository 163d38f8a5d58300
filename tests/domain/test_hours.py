"""Hours and ranges of hours as people write them, in every form."""

from datetime import time

import pytest

from bot.domain.phrases import Phrase, read_phrase
from bot.domain.series import Clock

HALF_PAST_FOUR = time(16, 30)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("16:30", HALF_PAST_FOUR),
        ("16.30", HALF_PAST_FOUR),
        ("16h30", HALF_PAST_FOUR),
        ("16:30:00", HALF_PAST_FOUR),
        ("16:30:15", time(16, 30, 15)),
        ("4:30 pm", HALF_PAST_FOUR),
        ("4.30 p.m.", HALF_PAST_FOUR),
        ("4:30PM", HALF_PAST_FOUR),
        ("4:30 P.M", HALF_PAST_FOUR),
        ("at 16:30", HALF_PAST_FOUR),
        ("4 pm", time(16)),
        ("16h", time(16)),
        ("9:05", time(9, 5)),
        ("09:05", time(9, 5)),
        ("4:30", time(4, 30)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("12 am", time(0)),
        ("12:30 am", time(0, 30)),
        ("12 pm", time(12)),
        ("12:30 pm", time(12, 30)),
        ("1 am", time(1)),
        ("noon", time(12)),
        ("12 noon", time(12)),
    ],
)
def test_hour_is_read_in_every_form(text: str, hour: time) -> None:
    assert read_phrase(text) == Phrase(text, start=hour)
    assert read_phrase(text).clock == Clock(hour)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("07:00-07:20", time(7), time(7, 20)),
        ("7:00 - 7:20", time(7), time(7, 20)),
        ("7:00\N{EN DASH}7:20", time(7), time(7, 20)),
        ("7:00 \N{EM DASH} 7:20", time(7), time(7, 20)),
        ("7:00\N{MINUS SIGN}7:20", time(7), time(7, 20)),
        ("from 7:00 to 7:20", time(7), time(7, 20)),
        ("8:30 until 18:00", time(8, 30), time(18)),
        ("8:30 till 18:00", time(8, 30), time(18)),
        ("16h30-17h30", time(16, 30), time(17, 30)),
        ("16h-17h", time(16), time(17)),
        ("8-10:30", time(8), time(10, 30)),
        ("4:30 pm - 5:30 pm", time(16, 30), time(17, 30)),
        # the half of the day is said once, for both
        ("3:00 - 4:30pm", time(15), time(16, 30)),
        ("4-5 pm", time(16), time(17)),
        ("12 - 1 pm", time(12), time(13)),
        ("8 - 10am", time(8), time(10)),
        # or only for the end, where both would end before they start
        ("11:00 - 1:30pm", time(11), time(13, 30)),
        ("11 - 12 pm", time(11), time(12)),
        ("11-1am", time(23), time(1)),
        ("11 - 12 am", time(23), time(0)),
        ("10am - noon", time(10), time(12)),
        ("noon - 1pm", time(12), time(13)),
        ("9am - 10", time(9), time(10)),
        ("10am - 13:00", time(10), time(13)),
        # nights
        ("22:00-02:00", time(22), time(2)),
        ("20:00-00:00", time(20), time(0)),
        ("20:00 - 24:00", time(20), time(0)),
        ("06:00-24:00", time(6), time(0)),
        ("11:30pm-12:30am", time(23, 30), time(0, 30)),
    ],
)
def test_range_is_read_in_every_form(text: str, start: time, end: time) -> None:
    assert read_phrase(text) == Phrase(text, start=start, end=end)
    assert read_phrase(text).clock == Clock(start, end)
