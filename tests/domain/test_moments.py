"""Moments: wall time and zone, the instant that follows, and what clock changes do to them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.domain.moments import (
    ClockReading,
    Moment,
    abbreviation,
    around_gap,
    clock_readings,
    offset_name,
    settle_wall,
)
from bot.domain.zonedata import load_zone
from bot.errors import Problem
from tests.domain.refusals import refusal_of

ZURICH = "Europe/Zurich"
HOUR = timedelta(hours=1)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_moment_is_what_the_wall_shows_and_the_one_instant() -> None:
    moment = Moment(wall("2021-06-28T16:30"), ZURICH)
    assert moment.at == utc("2021-06-28T14:30")
    assert moment.at.tzinfo is UTC
    assert moment.local.isoformat() == "2021-06-28T16:30:00+02:00"
    assert (moment.offset, moment.abbreviation, moment.date) == (
        2 * HOUR,
        "CEST",
        date(2021, 6, 28),
    )


def test_moments_compare_by_wall_zone_and_fold_and_not_by_instant() -> None:
    moment = Moment(wall("2021-06-28T16:30"), ZURICH)
    assert moment == Moment(wall("2021-06-28T16:30"), ZURICH)
    assert moment != Moment(wall("2021-06-28T16:30"), "Europe/Paris")
    first, second = (Moment(wall("2021-10-31T02:30"), ZURICH, fold) for fold in (0, 1))
    assert first != second
    assert {first, second, Moment(first.wall, ZURICH)} == {first, second}
    assert repr(second) == f"Moment(wall={second.wall!r}, zone='{ZURICH}', fold=1)"


def test_fold_tells_repeated_times_apart() -> None:
    first, second = (Moment(wall("2021-10-31T02:30"), ZURICH, fold) for fold in (0, 1))
    assert (first.at, second.at) == (utc("2021-10-31T00:30"), utc("2021-10-31T01:30"))
    assert (first.abbreviation, second.abbreviation) == ("CEST", "CET")
    assert (first.offset, second.offset) == (2 * HOUR, HOUR)


@pytest.mark.parametrize(
    ("moment", "repeated"),
    [
        (Moment(wall("2021-10-31T02:30"), ZURICH), True),
        (Moment(wall("2021-10-31T02:30"), ZURICH, 1), True),
        (Moment(wall("2021-10-31T01:59"), ZURICH), False),
        (Moment(wall("2021-10-31T03:00"), ZURICH), False),
        (Moment(wall("2021-06-28T16:30"), ZURICH), False),
        (Moment(wall("2014-10-26T01:30"), "Europe/Moscow"), True),
        (Moment(wall("2021-06-28T16:30"), "UTC+05:30"), False),
    ],
)
def test_moment_is_repeated_if_clocks_show_its_time_twice(
    moment: Moment, *, repeated: bool
) -> None:
    assert moment.is_repeated is repeated


@pytest.mark.parametrize(
    ("text", "fold"),
    [
        ("2021-03-28T02:30", 0),  # skipped
        ("2021-06-28T16:30", 1),  # not repeated
        ("2021-10-31T02:30", 2),
        ("2021-10-31T02:30", -1),
    ],
)
def test_moment_that_does_not_exist_cannot_be_made(text: str, fold: int) -> None:
    expected = rf"{text.replace('T', ' ')}:00 \(fold {fold}\) does not exist in {ZURICH}"
    with pytest.raises(ValueError, match=expected):
        Moment(wall(text), ZURICH, fold)


@pytest.mark.parametrize(
    "given", [utc("2021-06-28T16:30"), wall("2021-10-31T02:30").replace(fold=1)]
)
def test_moment_refuses_an_aware_wall_and_a_fold_in_it(given: datetime) -> None:
    with pytest.raises(ValueError, match="wall time is naive"):
        Moment(given, ZURICH)


def test_moment_of_an_unknown_zone_cannot_be_made() -> None:
    with pytest.raises(LookupError, match="no zone is named 'PDT'"):
        Moment(wall("2021-06-28T16:30"), "PDT")


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        ("2021-06-28T14:30", ZURICH, Moment(wall("2021-06-28T16:30"), ZURICH)),
        ("2021-10-31T00:30", ZURICH, Moment(wall("2021-10-31T02:30"), ZURICH)),
        ("2021-10-31T01:30", ZURICH, Moment(wall("2021-10-31T02:30"), ZURICH, 1)),
        ("2021-06-28T14:30", "UTC+05:30", Moment(wall("2021-06-28T20:00"), "UTC+05:30")),
    ],
)
def test_moment_of_an_instant(at: str, zone: str, expected: Moment) -> None:
    assert Moment.of(utc(at), zone) == expected
    elsewhere = utc(at).astimezone(timezone(timedelta(hours=-7)))
    assert Moment.of(elsewhere, zone) == expected


def test_moment_of_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="an instant is aware"):
        Moment.of(wall("2021-06-28T14:30"), ZURICH)


def test_moment_in_another_zone_is_the_same_instant() -> None:
    moment = Moment(wall("2021-06-28T16:30"), ZURICH)
    there = moment.in_zone("Asia/Tokyo")
    assert there == Moment(wall("2021-06-28T23:30"), "Asia/Tokyo")
    assert there.at == moment.at


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2021-06-28T16:30", HOUR, Moment(wall("2021-06-28T17:30"), ZURICH)),
        # across clock changes a length is real time
        ("2021-03-28T01:30", HOUR, Moment(wall("2021-03-28T03:30"), ZURICH)),
        ("2021-10-31T01:30", HOUR, Moment(wall("2021-10-31T02:30"), ZURICH)),
        ("2021-10-31T01:30", 2 * HOUR, Moment(wall("2021-10-31T02:30"), ZURICH, 1)),
        ("2021-10-31T01:30", 3 * HOUR, Moment(wall("2021-10-31T03:30"), ZURICH)),
        ("2021-06-28T00:30", -HOUR, Moment(wall("2021-06-27T23:30"), ZURICH)),
    ],
)
def test_moment_plus_a_length_is_that_much_real_time_later(
    start: str, length: timedelta, expected: Moment
) -> None:
    before = Moment(wall(start), ZURICH)
    assert before.plus(length) == expected
    assert before.plus(length).at - before.at == length


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2021-06-28T16:30", ZURICH, ["2021-06-28T14:30 +2 CEST"]),
        ("2021-03-28T02:30", ZURICH, []),
        ("2021-03-28T03:00", ZURICH, ["2021-03-28T01:00 +2 CEST"]),
        ("2021-03-28T01:59:59", ZURICH, ["2021-03-28T00:59:59 +1 CET"]),
        ("2021-10-31T02:30", ZURICH, ["2021-10-31T00:30 +2 CEST", "2021-10-31T01:30 +1 CET"]),
        ("2021-10-31T03:00", ZURICH, ["2021-10-31T02:00 +1 CET"]),
        (
            "2021-04-04T01:45",
            "Australia/Lord_Howe",
            ["2021-04-03T14:45 +11 UTC+11", "2021-04-03T15:15 +10.5 UTC+10:30"],
        ),
        ("2011-12-30T12:00", "Pacific/Apia", []),
        ("2021-06-28T16:30", "UTC+05:45", ["2021-06-28T10:45 +5.75 UTC+05:45"]),
    ],
)
def test_clock_readings_are_the_instants_at_which_clocks_show_a_time(
    text: str, zone: str, expected: list[str]
) -> None:
    parts = [reading.split() for reading in expected]
    assert clock_readings(wall(text), zone) == tuple(
        ClockReading(utc(at), timedelta(hours=float(offset)), name) for at, offset, name in parts
    )


def test_clock_readings_do_not_look_at_the_fold_of_the_wall() -> None:
    repeated = wall("2021-10-31T02:30")
    assert clock_readings(repeated.replace(fold=1), ZURICH) == clock_readings(repeated, ZURICH)


def test_settled_wall_is_its_moment() -> None:
    assert settle_wall(wall("2021-06-28T16:30"), ZURICH) == Moment(wall("2021-06-28T16:30"), ZURICH)


@pytest.mark.parametrize(
    ("text", "zone", "code", "message", "choices"),
    [
        (
            "2021-10-31 02:30",
            ZURICH,
            "repeated-time",
            "clocks in Europe/Zurich show this time twice that day",
            ("02:30 CEST", "02:30 CET"),
        ),
        (
            "2014-10-26 01:30",
            "Europe/Moscow",
            "repeated-time",
            "clocks in Europe/Moscow show this time twice that day",
            ("01:30 UTC+4", "01:30 UTC+3"),
        ),
        (
            "2021-03-28 02:30",
            ZURICH,
            "skipped-time",
            "clocks in Europe/Zurich skip this time that day",
            ("03:30 CEST", "01:30 CET"),
        ),
        (
            "2022-03-27 00:30",
            "Asia/Beirut",
            "skipped-time",
            "clocks in Asia/Beirut skip this time that day",
            ("01:30 EEST", "23:30 EET on 2022-03-26"),
        ),
    ],
)
def test_wall_that_a_clock_change_skips_or_repeats_is_refused(
    text: str, zone: str, code: str, message: str, choices: tuple[str, ...]
) -> None:
    assert refusal_of(settle_wall, wall(text), zone) == Problem(
        code=code, message=message, read=text, choices=choices
    )


def test_around_a_gap_are_the_same_length_before_and_after() -> None:
    earlier, later = around_gap(wall("2021-03-28T02:10"), ZURICH)
    assert earlier == Moment(wall("2021-03-28T01:10"), ZURICH)
    assert later == Moment(wall("2021-03-28T03:10"), ZURICH)


@pytest.mark.parametrize(
    ("zone", "month", "name"),
    [
        (ZURICH, 6, "CEST"),
        (ZURICH, 12, "CET"),
        ("America/Sao_Paulo", 6, "UTC-3"),
        ("Asia/Kathmandu", 6, "UTC+5:45"),
        ("Pacific/Marquesas", 6, "UTC-9:30"),
        ("UTC", 6, "UTC"),
        ("Factory", 6, "UTC"),
        ("Pacific/Guam", 6, "ChST"),
    ],
)
def test_abbreviation_is_the_zones_own_or_its_offset(zone: str, month: int, name: str) -> None:
    local = datetime(2021, month, 28, 16, 30, tzinfo=load_zone(zone))
    assert abbreviation(local) == name
    assert Moment(local.replace(tzinfo=None), zone).abbreviation == name


@pytest.mark.parametrize(
    ("minutes", "name"),
    [
        (0, "UTC"),
        (120, "UTC+2"),
        (-180, "UTC-3"),
        (-210, "UTC-3:30"),
        (345, "UTC+5:45"),
        (-30, "UTC-0:30"),
        (65, "UTC+1:05"),
    ],
)
def test_offset_name_is_short(minutes: int, name: str) -> None:
    assert offset_name(timedelta(minutes=minutes)) == name


@pytest.mark.parametrize("fold", [0, 1])
@pytest.mark.parametrize("zone", [ZURICH, "UTC", "UTC+05:30", "Etc/GMT-2"])
def test_zoned_text_reads_back(zone: str, fold: int) -> None:
    moment = Moment(wall("2021-10-31T02:30:05"), zone, fold if zone == ZURICH else 0)
    assert Moment.of_text(moment.zoned_text) == moment
    assert Moment(wall("2021-10-31T02:30"), ZURICH, 1).zoned_text == (
        "2021-10-31T02:30:00+01:00[Europe/Zurich]"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-10-31T02:30:00+01:00",
        "2021-10-31T02:30:00[Europe/Zurich]",
        "2021-10-31T02:30:00+01:00[Middle/Earth]",
        "2021-10-31T02:30:00+01:00[../x]",
        "2021-13-31T02:30:00+01:00[UTC]",
        "0001-01-01T00:00:00+14:00[UTC]",
        "2021-10-31T02:30:00+01:00[UTC+99:99]",
    ],
)
def test_other_text_is_no_zoned_time(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Moment.of_text(text)
