"""How far off a session is told to be, in days of the reader."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Session
from bot.web.pages.times import distance, midnight_after, midnight_before

NOW = datetime(2026, 3, 1, 22, 30, tzinfo=UTC)  # 23:30 in Zurich, 17:30 in New York


@pytest.mark.parametrize(
    ("length", "zurich", "new_york"),
    [
        (timedelta(hours=-30), "yesterday", "yesterday"),
        (timedelta(days=-3), "", ""),
        (timedelta(minutes=-10), "on now", "on now"),
        (timedelta(hours=1), "tomorrow", "today"),
        (timedelta(days=3), "in 3 days", "in 3 days"),
        (timedelta(days=13, hours=1), "in 2 weeks", "in 13 days"),
        (timedelta(days=22), "in 3 weeks", "in 3 weeks"),
        (timedelta(days=75), "", ""),
    ],
)
def test_distance_counts_days_of_the_reader(length: timedelta, zurich: str, new_york: str) -> None:
    session = Session(id="one", start=Moment.of(NOW + length, "Europe/Zurich"))
    told = (distance(session, NOW, "Europe/Zurich"), distance(session, NOW, "America/New_York"))
    assert told == (zurich, new_york)


def test_midnight_is_that_of_the_zone_also_where_clocks_skip_it() -> None:
    assert midnight_after(NOW, "Europe/Zurich") == datetime(2026, 3, 1, 23, tzinfo=UTC)
    # Beirut's clocks went from 24:00 to 01:00 in the night to 29 March 2026.
    beirut = midnight_after(datetime(2026, 3, 28, 12, tzinfo=UTC), "Asia/Beirut")
    assert beirut == datetime(2026, 3, 28, 22, tzinfo=UTC)
    # Zurich's 25 October 2026 has 25 hours: a day before its last hour is the same day.
    last = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    assert midnight_before(last, "Europe/Zurich") == datetime(2026, 10, 24, 22, tzinfo=UTC)
