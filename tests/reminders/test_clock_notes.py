"""The warning that clocks have changed: where it stands, what it says, and that it is true.

Expected hours come from the standard library's zones, by which nothing in `bot` reckons.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Session, Status
from bot.reminders.messages import compose

from .seminar import COFFEE, DAY, NEW_YORK, WEEK, ZURICH, message, reminder, series, session

LATER = "one hour later for you than last week, as clocks have changed"
EARLIER = "one hour earlier for you than last week, as clocks have changed"


def days(first: str, last: str) -> Iterator[date]:
    """Yield the dates from the first to the last, both included."""
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        yield day
        day += DAY


def at(day: date, hour: time, zone: str) -> Session:
    start = Moment(datetime.combine(day, hour), zone)
    return session(id=f"s{day}", start=start, end=None)


def note_of(last: Session, *before: Session, reader: str) -> str:
    return compose(reminder(last), series(*before, last), reader).clock_note


def wall_for(reader: str, day: date, hour: time, zone: str) -> datetime:
    """Return what the reader's wall clock shows, reckoned without `bot`."""
    there = datetime.combine(day, hour, ZoneInfo(zone))
    return there.astimezone(ZoneInfo(reader)).replace(tzinfo=None)


def expected_note(reader: str, day: date, hour: time, zone: str) -> str:
    now, then = wall_for(reader, day, hour, zone), wall_for(reader, day - WEEK, hour, zone)
    shift = now - then - WEEK
    lengths = {timedelta(hours=1): "one hour", timedelta(minutes=30): "30 minutes"}
    if not shift:
        return ""
    direction = "later" if shift > timedelta(0) else "earlier"
    return f"{lengths[abs(shift)]} {direction} for you than last week, as clocks have changed"


def test_weekly_seminar_in_zurich_as_read_in_new_york() -> None:
    # Clocks change in New York on 14 March and 7 November, in Zurich on 28 March and 31 October.
    found = {
        str(day): note_of(
            at(day, time(16, 30), ZURICH), at(day - WEEK, time(16, 30), ZURICH), reader=NEW_YORK
        )
        for day in days("2021-01-01", "2021-12-31")
    }
    later = [*days("2021-03-14", "2021-03-20"), *days("2021-10-31", "2021-11-06")]
    earlier = [*days("2021-03-28", "2021-04-03"), *days("2021-11-07", "2021-11-13")]
    assert {day: note for day, note in found.items() if note} == {
        **{str(day): LATER for day in later},
        **{str(day): EARLIER for day in earlier},
    }


@pytest.mark.parametrize(
    ("zone", "reader"),
    [
        (ZURICH, NEW_YORK),
        (NEW_YORK, ZURICH),
        (ZURICH, "Asia/Kolkata"),
        ("Asia/Kolkata", ZURICH),
        (ZURICH, "Australia/Sydney"),
        ("Australia/Lord_Howe", "America/Los_Angeles"),
        (ZURICH, "Europe/Paris"),
        ("Asia/Tokyo", "Asia/Kolkata"),
        (ZURICH, ZURICH),
    ],
    ids=lambda name: name.rpartition("/")[2],
)
def test_note_says_by_how_much_the_readers_hour_differs(zone: str, reader: str) -> None:
    hour = time(16, 30)
    for day in days("2021-01-01", "2021-12-31"):
        found = note_of(at(day, hour, zone), at(day - WEEK, hour, zone), reader=reader)
        assert found == expected_note(reader, day, hour, zone), day


@pytest.mark.parametrize("hour", range(24))
def test_note_is_true_at_every_hour_about_a_change(hour: int) -> None:
    for day in days("2021-03-26", "2021-03-30"):
        try:
            start, before = (at(d, time(hour, 30), ZURICH) for d in (day, day - WEEK))
        except ValueError:  # 02:30 on 28 March is no time in Zurich
            assert (hour, str(day)) == (2, "2021-03-28")
            continue
        found = note_of(start, before, reader="Europe/Istanbul")
        assert found == expected_note("Europe/Istanbul", day, time(hour, 30), ZURICH)


@pytest.mark.parametrize("day", ["2021-03-01", "2021-03-12"], ids=["a fortnight", "a weekend"])
def test_seminar_that_is_not_weekly_is_compared_with_the_last_time(day: str) -> None:
    before, last = session(f"{day} 16:30", id="a"), session("2021-03-15 16:30", id="b")
    assert note_of(last, before, reader=NEW_YORK) == (
        "one hour later for you than last time, as clocks have changed"
    )


def test_note_counts_from_the_latest_of_several_sessions_in_any_order() -> None:
    starts = ("2021-03-15 16:30", "2021-03-01 16:30", "2021-03-22 16:30", "2021-03-08 16:30")
    every = [session(start, id=f"s{n}") for n, start in enumerate(starts)]
    about = series(*every)
    found = {str(s.start.date): compose(reminder(s), about, NEW_YORK) for s in every if s.start}
    assert {day: one.clock_note for day, one in found.items()} == {
        "2021-03-01": "",
        "2021-03-08": "",
        "2021-03-15": LATER,
        "2021-03-22": "",
    }


LAST = session("2021-03-15 16:30", id="last")
BEFORE = session("2021-03-08 16:30", id="before")


@pytest.mark.parametrize(
    "before",
    [
        replace(BEFORE, status=Status.CANCELLED),
        replace(BEFORE, talks=(COFFEE,)),
        session("2021-03-08 10:30", id="before"),
        replace(BEFORE, start=Moment(datetime(2021, 3, 8, 16, 30), "Europe/Paris")),
        session("2021-03-22 16:30", id="after"),
        replace(BEFORE, start=None, end=None),
    ],
    ids=["cancelled", "a break", "another hour", "another zone", "afterwards", "undated"],
)
def test_note_compares_only_with_a_session_that_people_came_to_at_that_hour(
    before: Session,
) -> None:
    assert note_of(LAST, BEFORE, reader=NEW_YORK) == LATER
    assert note_of(LAST, before, reader=NEW_YORK) == ""


def test_first_session_of_a_series_has_no_note() -> None:
    assert message(LAST, zone=NEW_YORK).clock_note == ""
