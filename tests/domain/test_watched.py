"""When a watched address is fetched again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.watched import WatchedAddress, interval_of, next_fetch_at, next_try_at

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(("shortest", "hours"), [(HOUR, 6), (8 * HOUR, 8)])
def test_no_interval_is_shorter_than_is_allowed(shortest: timedelta, hours: int) -> None:
    assert interval_of(WatchedAddress(url="https://a.example"), shortest) == hours * HOUR


@pytest.mark.parametrize(("draw", "late"), [(0.0, 0.0), (0.5, 0.5), (1.0, 1.0)])
def test_fetches_are_spread_over_a_tenth_of_the_interval(draw: float, late: float) -> None:
    assert next_fetch_at(10 * HOUR, draw, now=NOW) == NOW + (10 + late) * HOUR


@pytest.mark.parametrize(
    ("interval", "rest", "after"),
    [
        (6 * HOUR, None, 6 * HOUR),
        (28 * DAY, None, DAY),
        (6 * HOUR, HOUR, 6 * HOUR),
        (6 * HOUR, 7 * HOUR, 7 * HOUR),
    ],
)
def test_what_fails_is_tried_again_after_the_interval_or_what_the_server_wants(
    interval: timedelta, rest: timedelta | None, after: timedelta
) -> None:
    assert next_try_at(interval, 0.0, rest, now=NOW) == NOW + after
