"""How far off a session is told to be, in days of the reader."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Session
from bot.web.pages.times import clock_of_all, distance, midnight_after, midnight_before
from bot.web.reader import Reader
from tests.reminders.seminar import series, session

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
    one = Session(id="one", start=Moment.of(NOW + length, "Europe/Zurich"))
    told = (distance(one, NOW, "Europe/Zurich"), distance(one, NOW, "America/New_York"))
    assert told == (zurich, new_york)


def test_midnight_is_that_of_the_zone_also_where_clocks_skip_it() -> None:
    assert midnight_after(NOW, "Europe/Zurich") == datetime(2026, 3, 1, 23, tzinfo=UTC)
    # Beirut's clocks went from 24:00 to 01:00 in the night to 29 March 2026.
    beirut = midnight_after(datetime(2026, 3, 28, 12, tzinfo=UTC), "Asia/Beirut")
    assert beirut == datetime(2026, 3, 28, 22, tzinfo=UTC)
    # Zurich's 25 October 2026 has 25 hours: a day before its last hour is the same day.
    last = datetime(2026, 10, 25, 22, 30, tzinfo=UTC)
    assert midnight_before(last, "Europe/Zurich") == datetime(2026, 10, 24, 22, tzinfo=UTC)


def test_clock_of_all_is_one_that_all_times_stand_on() -> None:
    zurich = series(session())
    away = session("2021-07-05 16:30", id="away")
    assert away.start
    mixed = series(session(), replace(away, start=away.start.in_zone("Asia/Tokyo")))
    elsewhere = series(timezone="Asia/Tokyo")
    found = [
        clock_of_all(every, reader)
        for every, reader in (
            ([zurich], Reader()),
            ([zurich, zurich], Reader()),
            ([mixed], Reader()),
            ([zurich, elsewhere], Reader()),
            ([], Reader()),
            ([zurich], Reader(zone="Asia/Tokyo")),
        )
    ]
    assert found == ["Europe/Zurich", "Europe/Zurich", "", "", "", ""]
