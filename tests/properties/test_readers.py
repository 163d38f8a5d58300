"""Readers of times, zones, places and lengths: no text breaks them, and none takes them long."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import read_weekday
from bot.domain.durations import read_duration, read_reminders
from bot.domain.phrases import read_clock, read_date, read_phrase
from bot.domain.places import read_place
from bot.domain.zones import settle_moment, settle_zone, zone_of_place
from bot.errors import RefusalError


def _refusal(reader: Callable[[str], object], text: str) -> RefusalError | None:
    try:
        reader(text)
    except RefusalError as refusal:
        return refusal
    return None


READERS: list[Callable[[str], object]] = [
    read_phrase,
    read_date,
    read_clock,
    read_weekday,
    settle_zone,
    read_duration,
    read_reminders,
    read_place,
    lambda text: zone_of_place(read_place(text)),
    lambda text: settle_zone("BST", place=read_place(text)),
]
NAMES = [getattr(reader, "__name__", "") for reader in READERS[:-2]]
NAMES += ["zone of a place", "word in a place"]
WORDS = """
    2021-06-28 28 June 6/7 2021 0000 9999-12-31 29.2.2021 Mon Monday, 6/28/2021
    16:30 4 pm a.m. 24:00 99 : h noon - – to T .000 12 am 16:30-07:00 :00
    CEST PT IST UTC + +99 -07:00 Z Europe/Zurich europe/ time UTC- (UTC+2)
    1 hour min PT 1H 999999w and , d 1:30 0:00:00 P 1d, none
    CH Lausanne CA , Georgia ( ) [ ] / \\ _ ; | ' .
    ſ ſun ſept İ ı K ß ﬃ ½ 🦔 ٢ ² １ － :
"""
MARKS = (
    *("\N{COMBINING ACUTE ACCENT}", "\0", "\r\n", "\N{NO-BREAK SPACE}", " ", "\N{HAIR SPACE}"),
    *("\N{MINUS SIGN}", "\N{NON-BREAKING HYPHEN}", "\N{EN DASH}", "\N{ZERO WIDTH JOINER}"),
)
PIECES = st.sampled_from([*WORDS.split(), *MARKS])
TEXTS = st.text() | st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES).map("".join)


@pytest.mark.parametrize("reader", READERS, ids=NAMES)
@settings(derandomize=True, deadline=None, max_examples=150)
@given(text=TEXTS)
def test_reader_of_any_text_raises_nothing_but_a_refusal(
    reader: Callable[[str], object], text: str
) -> None:
    refused = _refusal(reader, text)
    assert refused is None or (refused.message and refused.code and all(refused.choices))


@settings(derandomize=True, deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_time_of_any_text_is_a_moment_or_a_refusal(text: str, place: str) -> None:
    with suppress(RefusalError):
        phrase = read_phrase(text)
        if phrase.on and phrase.start:
            word = settle_zone(phrase.zone, place=read_place(place))
            wall = datetime.combine(phrase.on, phrase.start)
            assert settle_moment(wall, word).wall == wall


HOSTILE = [
    *("1", " ", "1 ", "1:", "12:", "1-", "(", ")(", "+-", "UTC ", "UTC+", "a b ", "a/", "mon "),
    *("999999w", "1h", "1 h ", "and", "1 day and ", "PT", "CEST (", "Europe/Zurich ", "(CEST) "),
    *("1 June ", "2021-", "2021-06-28 ", "16:30-", "4 pm - ", "noon ", "Georgia, ", "a time "),
    *("ſ", "\N{COMBINING ACUTE ACCENT}", "ﷺ", "\N{NO-BREAK SPACE}", "\0", "İ"),
]


@pytest.mark.parametrize("reader", READERS, ids=NAMES)
def test_reader_of_hostile_text_is_quick(reader: Callable[[str], object]) -> None:
    """Not a benchmark: what takes a careless pattern minutes must take no four seconds."""
    for length in (200, 2000, 10_000):
        for piece in HOSTILE:
            for text in (piece * (length // len(piece)), f"{piece * (length // len(piece))}!"):
                begin = process_time()
                _refusal(reader, text)
                assert process_time() - begin < 4, (piece, length)
