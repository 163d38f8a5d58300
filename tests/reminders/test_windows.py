"""While reminders have a use: one of a session at a time, quiet hours kept, late ones told so."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.series import Session, Status
from bot.reminders.plan import Reminder
from bot.reminders.windows import QuietHours, Window, ahead, coming, time_left, windows
from tests.reminders.seminar import DAY, HOUR, ZURICH, moment, series, session

MINUTE = timedelta(minutes=1)
NIGHT = QuietHours(22 * 60, 7 * 60, ZURICH)


def at(text: str) -> datetime:
    """Return the instant of a wall time in Zurich."""
    return moment(text).at


def told(
    *sessions: Session,
    now: str,
    offsets: tuple[timedelta, ...] = (HOUR,),
    quiet: QuietHours | None = None,
) -> list[tuple[timedelta, str, str]]:
    """Return each window's offset, beginning and end, on the wall in Zurich."""
    found = windows(series(*sessions), offsets, quiet, now=at(now))
    return [(one.reminder.offset, wall(one.reminder.due_at), wall(one.expires_at)) for one in found]


def wall(instant: datetime) -> str:
    assert instant.tzinfo is UTC
    return f"{moment('2021-01-01 00:00').of(instant, ZURICH).wall:%m-%d %H:%M}"


def test_reminder_has_a_use_until_the_next_one_is_due() -> None:
    offsets = (HOUR, DAY, 10 * MINUTE)
    assert told(session(), now="2021-06-01 12:00", offsets=offsets) == [
        (DAY, "06-27 16:30", "06-28 15:30"),
        (HOUR, "06-28 15:30", "06-28 16:20"),
        (10 * MINUTE, "06-28 16:20", "06-28 16:45"),
    ]


@pytest.mark.parametrize(
    ("now", "offset"),
    [
        ("2021-06-27 16:29", None),
        ("2021-06-27 16:30", DAY),
        ("2021-06-28 15:29", DAY),
        ("2021-06-28 15:30", HOUR),
        ("2021-06-28 16:44", HOUR),
        ("2021-06-28 16:45", None),
    ],
)
def test_only_the_latest_of_those_that_are_due_is_open(now: str, offset: timedelta | None) -> None:
    found = windows(series(session()), (DAY, HOUR), now=at(now))
    is_open = [one.reminder.offset for one in found if one.is_open(at(now))]
    assert is_open == ([offset] if offset else [])


def test_sessions_that_do_not_take_place_have_none() -> None:
    cancelled = session(status=Status.CANCELLED)
    assert (
        told(cancelled, session(id="over", start="2021-06-01 11:45"), now="2021-06-01 12:00") == []
    )


def test_sessions_have_windows_of_their_own_in_order() -> None:
    second = session(id="another", start="2021-06-28 16:00")
    assert told(session(), second, now="2021-06-28 12:00") == [
        (HOUR, "06-28 15:00", "06-28 16:15"),
        (HOUR, "06-28 15:30", "06-28 16:45"),
    ]


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2021-06-28 07:59", "06-27 22:00"),
        ("2021-06-28 08:00", "06-28 07:00"),
        ("2021-06-28 22:59", "06-28 21:59"),
        ("2021-06-28 23:00", "06-28 22:00"),
        ("2021-06-29 00:30", "06-28 22:00"),
    ],
)
def test_reminder_comes_before_quiet_hours_rather_than_in_them(start: str, due: str) -> None:
    [(_, found, _)] = told(session(start), now="2021-06-27 12:00", quiet=NIGHT)
    assert found == due


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = QuietHours(12 * 60, 14 * 60, ZURICH)
    never = QuietHours(12 * 60, 12 * 60, ZURICH)
    lunch = session("2021-06-28 14:30")
    assert told(lunch, now="2021-06-28 09:00", quiet=noon)[0][1] == "06-28 12:00"
    assert told(lunch, now="2021-06-28 09:00", quiet=never)[0][1] == "06-28 13:30"


def test_of_reminders_moved_to_one_instant_the_latest_is_left() -> None:
    early = session("2021-06-28 07:30")
    offsets = (2 * HOUR, HOUR, 10 * MINUTE)
    assert told(early, now="2021-06-27 12:00", offsets=offsets, quiet=NIGHT) == [
        (HOUR, "06-27 22:00", "06-28 07:20"),
        (10 * MINUTE, "06-28 07:20", "06-28 07:45"),
    ]


@pytest.mark.parametrize(
    ("start", "begin", "due"),
    [
        # Clocks skip 02:00 to 03:00 on 2021-03-28, and show it twice on 2021-10-31.
        ("2021-03-28 06:00", 2 * 60 + 30, datetime(2021, 3, 28, 0, 30, tzinfo=UTC)),
        ("2021-10-31 06:00", 2 * 60 + 30, datetime(2021, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_quiet_hours_begin_once_when_clocks_change(start: str, begin: int, due: datetime) -> None:
    quiet = QuietHours(begin, 7 * 60, ZURICH)
    [found] = windows(series(session(start)), (HOUR,), quiet, now=due - DAY)
    assert found.reminder.due_at == due


def test_next_due_is_the_first_after_now() -> None:
    def found(now: str) -> tuple[list[timedelta], datetime | None]:
        is_open, next_at = ahead([session()], (HOUR, DAY), now=at(now))
        return [one.reminder.offset for one in is_open], next_at

    assert found("2021-06-27 16:29") == ([], at("2021-06-27 16:30"))
    assert found("2021-06-27 16:30") == ([DAY], at("2021-06-28 15:30"))
    assert found("2021-06-28 15:30") == ([HOUR], None)


@pytest.mark.parametrize("quiet", [None, NIGHT, QuietHours(20 * 60, 19 * 60, "Asia/Tokyo")])
@pytest.mark.parametrize("offsets", [(), (HOUR,), (DAY, HOUR, 7 * DAY)])
def test_looking_ahead_finds_what_all_windows_tell(
    quiet: QuietHours | None, offsets: tuple[timedelta, ...]
) -> None:
    days = [f"2021-06-{day:02d} {hour:02d}:30" for day in range(1, 30, 3) for hour in (0, 9, 23)]
    sessions = [session(start, id=start) for start in days]
    for hours in range(0, 800, 5):
        now = at("2021-05-28 12:00") + hours * HOUR
        every = windows(series(*sessions), offsets, quiet, now=now)
        is_open = [one for one in every if one.is_open(now)]
        coming_at = [one.reminder.due_at for one in every if one.reminder.due_at > now]
        found, next_at = ahead(sessions, offsets, quiet, now=now)
        assert sorted(found, key=str) == sorted(is_open, key=str)
        assert next_at == min(coming_at, default=None)


def test_coming_are_those_that_people_may_still_be_told_of() -> None:
    plan = series(session(), replace(session(), id="undated", start=None, end=None))
    assert [one.id for one in coming(plan, at("2021-06-28 16:44"))] == ["examples"]
    assert list(coming(plan, at("2021-06-28 16:45"))) == []


@pytest.mark.parametrize(
    ("now", "left"),
    [
        ("2021-06-28 15:30:00", HOUR),
        ("2021-06-28 15:30:59", HOUR),
        ("2021-06-28 15:31:00", 59 * MINUTE),
        ("2021-06-28 15:33:20", 57 * MINUTE),
        ("2021-06-28 13:30:00", 3 * HOUR),
        ("2021-06-28 16:30:00", timedelta(0)),
        ("2021-06-28 16:34:00", -4 * MINUTE),
    ],
)
def test_late_reminder_tells_what_is_left(now: str, left: timedelta) -> None:
    start = moment("2021-06-28 16:30")
    reminder = Reminder(start.at - HOUR, HOUR, session(), start)
    assert time_left(reminder, at(now)) == left


def test_window_is_open_from_due_until_it_expires() -> None:
    start = moment("2021-06-28 16:30")
    window = Window(Reminder(start.at - HOUR, HOUR, session(), start), start.at)
    tick = timedelta(microseconds=1)
    instants = [start.at - HOUR - tick, start.at - HOUR, start.at - tick, start.at]
    assert [window.is_open(one) for one in instants] == [False, True, True, False]
