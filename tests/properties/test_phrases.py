"""Dates, hours, moments and lengths: what is rendered, in each of many forms, is read back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.dates import MONTHS, WEEKDAYS
from bot.domain.durations import (
    describe_duration,
    iso_duration,
    read_duration,
    read_reminders,
    sorted_reminders,
)
from bot.domain.moments import Moment
from bot.domain.phrases import Phrase, read_clock, read_date, read_phrase
from bot.domain.series import Clock
from bot.domain.wording import describe_moment
from bot.domain.zones import settle_moment, settle_zone

SECOND = timedelta(seconds=1)
DATES = st.dates(date(1900, 1, 1), date(2199, 12, 31))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
usual = settings(derandomize=True, deadline=None, max_examples=60)

DATE_FORMS: dict[str, Callable[[date], str]] = {
    "ISO 8601": lambda on: f"{on}",
    "ISO 8601 without zeros": lambda on: f"{on.year}-{on.month}-{on.day}",
    "year first, with slashes": lambda on: f"{on:%Y/%m/%d}",
    "with dots": lambda on: f"{on:%d.%m.%Y}",
    "with dots, without zeros": lambda on: f"{on.day}. {on.month}. {on.year}",
    "day first": lambda on: f"{on.day} {MONTHS[on.month - 1]} {on.year}",
    "day first, short": lambda on: f"{on:%d %b %Y}",
    "day first, in capitals": lambda on: f"{on:%d %b %Y}".upper(),
    "with hyphens": lambda on: f"{on:%d-%b-%Y}",
    "month first": lambda on: f"{MONTHS[on.month - 1]} {on.day}, {on.year}",
    "month first, short": lambda on: f"{on:%b}. {on.day} {on.year}",
    "an ordinal": lambda on: f"{on.day}{ORDINALS.get(on.day, 'th')} of {on:%B}, {on.year}",
    "with its weekday": lambda on: f"{WEEKDAYS[on.weekday()]}, {on.day} {on:%B %Y}",
    "with its short weekday": lambda on: f"{on:%a %d %b %Y}",
    "weekday last": lambda on: f"{on} ({WEEKDAYS[on.weekday()]})",
}
HOUR_FORMS: dict[str, Callable[[time], str]] = {
    "24 hours": lambda at: f"{at:%H:%M}",
    "without a zero": lambda at: f"{at.hour}:{at:%M}",
    "with a dot": lambda at: f"{at:%H.%M}",
    "with an h": lambda at: f"{at.hour}h{at:%M}",
    "with seconds": lambda at: f"{at:%H:%M:%S}",
    "12 hours": lambda at: f"{at:%I:%M %p}",
    "12 hours, small": lambda at: f"{at.hour % 12 or 12}:{at:%M}{'pm' if at.hour > 11 else 'am'}",
    "with points": lambda at: f"{at:%I.%M} {'p.m.' if at.hour > 11 else 'a.m.'}",
}


@pytest.mark.parametrize("form", DATE_FORMS.values(), ids=DATE_FORMS)
@usual
@given(on=DATES)
def test_date_that_is_rendered_is_read_back(form: Callable[[date], str], on: date) -> None:
    text = form(on)
    assert read_phrase(text) == Phrase(text, on)
    assert read_date(text) == on


@pytest.mark.parametrize("form", HOUR_FORMS.values(), ids=HOUR_FORMS)
@usual
@given(at=HOURS)
def test_hour_that_is_rendered_is_read_back(form: Callable[[time], str], at: time) -> None:
    assert read_clock(form(at)) == Clock(at)


@usual
@given(
    on=DATES,
    date_form=st.sampled_from(sorted(DATE_FORMS)),
    at=HOURS,
    hour_form=st.sampled_from(sorted(HOUR_FORMS)),
    zone=st.sampled_from(["", "CEST", "Europe/Zurich", "UTC+5:30", "(PDT)", "Pacific Time", "Z"]),
    day_first=st.booleans(),
)
def test_date_hour_and_zone_in_any_order_are_read_back(
    on: date, date_form: str, at: time, hour_form: str, zone: str, *, day_first: bool
) -> None:
    day, hour = DATE_FORMS[date_form](on), HOUR_FORMS[hour_form](at)
    text = f"{day}, {hour} {zone}" if day_first else f"{hour} {zone} on {day}"
    assert read_phrase(text) == Phrase(text, on, at, None, zone.strip("()"))


@usual
@given(DATES, HOURS, st.integers(1, 12 * 60 - 1), st.sampled_from(["-", " - ", "–", " to "]))
def test_range_that_is_rendered_is_read_back(on: date, at: time, minutes: int, dash: str) -> None:
    end = (datetime.combine(on, at) + timedelta(minutes=minutes)).time()
    text = f"{at:%H:%M}{dash}{end:%H:%M}"
    assert read_clock(text) == Clock(at, end)
    assert read_phrase(f"{on} {text} CEST").clock == Clock(at, end)


@usual
@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2037, 12, 31)),
    st.sampled_from([-12, -10, -7.5, -7, -4, -3.5, -1, 0, 1, 2, 5.5, 9, 14]),
    st.sampled_from(["T", " "]),
    st.sampled_from(["seconds", "milliseconds"]),
)
def test_instant_in_iso_8601_is_that_instant(
    wall: datetime, hours: float, separator: str, timespec: str
) -> None:
    """What `isoformat` and databases write, west of Greenwich too."""
    offset = timedelta(hours=hours)
    at = wall.replace(microsecond=0, fold=0, tzinfo=UTC) - offset
    local = wall.replace(microsecond=0, fold=0).isoformat(separator, timespec)
    sign, size = "-" if hours < 0 else "+", abs(offset) // timedelta(minutes=1)
    suffixes = [f"{sign}{size // 60:02}:{size % 60:02}", f"{sign}{size // 60:02}{size % 60:02}"]
    suffixes += [] if size % 60 else [f"{sign}{size // 60:02}"]
    suffixes += [] if size else ["Z"]
    for suffix in suffixes:
        phrase = read_phrase(local + suffix)
        assert phrase.on
        assert phrase.start
        assert phrase.end is None
        moment = settle_moment(datetime.combine(phrase.on, phrase.start), settle_zone(phrase.zone))
        assert moment.at == at


@usual
@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)),
    st.sampled_from(["Europe/Zurich", "America/Los_Angeles", "Asia/Tokyo", "America/Sao_Paulo"]),
)
def test_moment_that_is_described_is_read_back(wall: datetime, zone: str) -> None:
    moment = Moment.of(wall.replace(second=0, microsecond=0, fold=0, tzinfo=UTC), zone)
    phrase = read_phrase(describe_moment(moment))
    assert phrase.on
    assert phrase.start
    word = settle_zone(phrase.zone, beside=zone)
    settled = settle_moment(datetime.combine(phrase.on, phrase.start), word)
    assert settled.at == moment.at
    assert settled.wall == moment.wall


@usual
@given(st.integers(1, 53 * 7 * 86400).map(lambda n: n * SECOND))
def test_duration_that_is_described_is_read_back(length: timedelta) -> None:
    assert read_duration(describe_duration(length)) == length
    assert read_duration(iso_duration(length)) == length


@usual
@given(st.lists(st.integers(1, 10**6).map(lambda n: n * SECOND), min_size=1, max_size=5))
def test_reminders_that_are_described_are_read_back(lengths: list[timedelta]) -> None:
    text = ", ".join(describe_duration(length) for length in lengths)
    assert read_reminders(text) == sorted_reminders(lengths)
