"""Times in words: days, moments and spans, with both days or zones where they differ."""

from datetime import datetime

import pytest

from bot.domain.moments import Moment
from bot.domain.wording import city_of, describe_day, describe_hours, describe_moment, describe_span

ZURICH = "Europe/Zurich"


def moment(text: str, zone: str = ZURICH, fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), zone, fold)


def test_day_and_moment_are_said_in_full() -> None:
    start = moment("2021-06-07 09:05")
    assert describe_day(start) == "Monday 7 June 2021"
    assert describe_moment(start) == "Monday 7 June 2021, 09:05 CEST"
    assert describe_moment(moment("2021-06-07 09:05", "America/Sao_Paulo")).endswith("09:05 UTC-3")


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (moment("2021-06-28 16:30"), None, "16:30 CEST"),
        (moment("2021-06-28 16:30"), moment("2021-06-28 17:30"), "16:30–17:30 CEST"),
        (
            moment("2021-06-28 22:00"),
            moment("2021-06-29 01:00"),
            "22:00 – Tuesday 29 June 2021, 01:00 CEST",
        ),
        # clocks change in between
        (moment("2021-10-31 01:30"), moment("2021-10-31 02:30"), "01:30–02:30 CEST"),
        (
            moment("2021-10-31 01:30"),
            moment("2021-10-31 02:30", fold=1),
            "01:30 CEST – 02:30 CET",
        ),
        (
            moment("2021-10-30 22:00"),
            moment("2021-10-31 10:00"),
            "22:00 CEST – Sunday 31 October 2021, 10:00 CET",
        ),
        # an end that was said in another zone
        (
            moment("2021-06-28 16:30"),
            moment("2021-06-28 11:30", "America/New_York"),
            "16:30–17:30 CEST",
        ),
    ],
)
def test_hours_are_said_in_the_zone_of_the_start(
    start: Moment, end: Moment | None, hours: str
) -> None:
    assert describe_hours(start, end) == hours
    assert describe_span(start, end) == f"{describe_day(start)}, {hours}"


@pytest.mark.parametrize(
    ("zone", "city"),
    [
        ("Europe/Zurich", "Zurich"),
        ("America/New_York", "New York"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Etc/GMT-2", ""),
        ("UTC", ""),
        ("UTC+05:30", ""),
    ],
)
def test_city_is_the_one_that_the_zone_is_named_after(zone: str, city: str) -> None:
    assert city_of(zone) == city
