"""Hours of the week: right on the days on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.reminders.digests import WeeklySlot

MINUTE = timedelta(minutes=1)
ZURICH, LOS_ANGELES = "Europe/Zurich", "America/Los_Angeles"
MONDAY_8 = 0, 8 * 60
SUNDAY_0130, SUNDAY_0230 = (6, 90), (6, 150)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# By hand, from calendars of 2027. Zurich: 28 March, 02:00 CET is 03:00 CEST; 31 October, 03:00 CEST
# is 02:00 CET. Los Angeles: 14 March, 02:00 PST is 03:00 PDT; 7 November, 02:00 PDT is 01:00 PST.
TABLE = [
    (ZURICH, MONDAY_8, "2027-03-22 07:00 2027-03-29 06:00 2027-04-05 06:00"),
    (ZURICH, MONDAY_8, "2027-10-25 06:00 2027-11-01 07:00 2027-11-08 07:00"),
    (ZURICH, SUNDAY_0230, "2027-03-21 01:30 2027-03-28 01:30 2027-04-04 00:30"),
    (ZURICH, SUNDAY_0230, "2027-10-24 00:30 2027-10-31 00:30 2027-11-07 01:30"),
    (LOS_ANGELES, MONDAY_8, "2027-03-08 16:00 2027-03-15 15:00 2027-03-22 15:00"),
    (LOS_ANGELES, MONDAY_8, "2027-11-01 15:00 2027-11-08 16:00 2027-11-15 16:00"),
    (LOS_ANGELES, SUNDAY_0230, "2027-03-07 10:30 2027-03-14 10:30 2027-03-21 09:30"),
    (LOS_ANGELES, SUNDAY_0130, "2027-10-31 08:30 2027-11-07 08:30 2027-11-14 09:30"),
]


@pytest.mark.parametrize(("zone", "hour", "instants"), TABLE)
def test_slots_follow_the_clock_on_the_wall(
    zone: str, hour: tuple[int, int], instants: str
) -> None:
    said = instants.split()
    expected = [utc(f"{day} {time}") for day, time in zip(said[::2], said[1::2], strict=True)]
    slot = WeeklySlot(*hour, zone)
    found = [slot.next_after(expected[0] - MINUTE)]
    while len(found) < len(expected):
        found.append(slot.next_after(found[-1]))
    assert found == expected
    assert [slot.last_until(at) for at in expected] == expected
    assert [slot.last_until(at - MINUTE) for at in expected[1:]] == expected[:-1]
