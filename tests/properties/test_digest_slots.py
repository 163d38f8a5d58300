"""What must hold of weekly slots, in any zone and at any time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import Moment, clock_readings
from bot.reminders.digests import WeeklySlot

SETTINGS = settings(derandomize=True, deadline=None, max_examples=150)
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
YEARS = 20 * 366 * 24 * 60  # minutes
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)

instants = st.integers(0, YEARS).map(lambda minutes: FIRST + minutes * timedelta(minutes=1))
zones = st.sampled_from(
    [
        "Europe/Zurich",
        "America/Los_Angeles",
        "Australia/Lord_Howe",
        "Africa/Cairo",
        "Asia/Tokyo",
        "Pacific/Apia",
        "Etc/GMT+12",
    ]
)
slots = st.builds(WeeklySlot, st.integers(0, 6), st.integers(0, 24 * 60 - 1), zones)


@given(slots, instants)
@SETTINGS
def test_an_instant_is_between_two_slots_that_are_a_week_apart(
    slot: WeeklySlot, now: datetime
) -> None:
    last, following = slot.last_until(now), slot.next_after(now)
    assert last <= now < following
    assert WEEK - DAY / 2 < following - last < WEEK + DAY / 2
    assert slot.next_after(last) == following
    assert slot.last_until(following) == following


@given(slots, instants)
@SETTINGS
def test_clocks_show_the_hour_unless_they_skip_it(slot: WeeklySlot, now: datetime) -> None:
    at = slot.next_after(now)
    shown = Moment.of(at, slot.zone)
    minute = shown.wall.hour * 60 + shown.wall.minute
    if (shown.date.weekday(), minute) != (slot.weekday, slot.minute):
        midnight = shown.wall.replace(hour=0, minute=0)
        days = (midnight + day * DAY for day in (-1, 0, 1))
        wanted = [day + slot.minute * timedelta(minutes=1) for day in days]
        skipped = [one for one in wanted if one.weekday() == slot.weekday]
        assert [clock_readings(one, slot.zone) for one in skipped] == [()]
