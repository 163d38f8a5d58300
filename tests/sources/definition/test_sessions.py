"""Sessions: when they are, in all the ways that people say it, and what cannot be."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moments import Moment
from tests.definitions import definition, places_of, session_of, told

HOUR = timedelta(hours=1)
ZURICH = "Europe/Zurich"


def moment(text: str, zone: str = ZURICH, fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), zone, fold)


def times_of(session: str, **series: str) -> tuple[Moment | None, Moment | None]:
    found = session_of(session, **series)
    return found.start, found.end


AT_1630 = moment("2021-06-28 16:30")


@pytest.mark.parametrize(
    "start",
    [
        "2021-06-28 16:30",
        "2021-06-28T16:30",
        '"2021-06-28 16:30"',
        "2021-06-28 16:30 CEST",
        "2021-06-28 14:30 UTC",
        "2021-06-28T14:30:00Z",
        "2021-06-28 16:30 UTC+2",
        "2021-06-28 16:30 Europe/Zurich",
        "28 June 2021 4.30 pm",
        "Monday 28 June 2021, 16:30",
        "June 28, 2021 at 4:30pm CEST",
        "28.6.2021 16h30",
    ],
)
def test_start_is_a_date_and_an_hour_in_many_forms(start: str) -> None:
    found = session_of(f"start: {start}")
    assert (found.start and found.start.at) == datetime(2021, 6, 28, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "found"),
    [
        ("2021-06-28 16:30", AT_1630),
        ("2021-06-28 16:30 UTC+2", AT_1630),
        ("2021-06-28 14:30 UTC", moment("2021-06-28 14:30", "UTC")),
        ("2021-06-28 10:30 EDT", moment("2021-06-28 10:30", "America/New_York")),
        ("2021-06-28 10:30 ET", moment("2021-06-28 10:30", "America/New_York")),
        ("2021-06-28 23:30 JST", moment("2021-06-28 23:30", "Asia/Tokyo")),
        ("2021-06-28 23:59 AoE", moment("2021-06-28 23:59", "Etc/GMT+12")),
        ("2021-10-31 02:30 CEST", moment("2021-10-31 02:30")),
        ("2021-10-31 02:30 CET", moment("2021-10-31 02:30", fold=1)),
        ("2021-10-31 02:30 UTC+1", moment("2021-10-31 02:30", fold=1)),
    ],
)
def test_start_may_have_its_own_zone_word(start: str, found: Moment) -> None:
    assert session_of(f"start: {start}").start == found


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (
            "2021-12-06 16:30 CEST",
            (
                "Europe/Zurich is on CET, not on CEST, at this time, read "
                '"2021-12-06 16:30 CEST"; write 16:30 CET, or 15:30 CET if you meant UTC+2'
            ),
        ),
        (
            "2021-03-28 02:30",
            (
                'clocks in Europe/Zurich skip this time that day, read "2021-03-28 02:30";'
                " write 03:30 CEST, or 01:30 CET"
            ),
        ),
        (
            "2021-10-31 02:30",
            (
                'clocks in Europe/Zurich show this time twice that day, read "2021-10-31 02:30";'
                " write 02:30 CEST, or 02:30 CET"
            ),
        ),
        (
            "Monday 29 June 2021 16:30",
            (
                '29 June 2021 is a Tuesday, not a Monday, read "Monday";'
                " write Monday 28 June 2021, or Tuesday 29 June 2021"
            ),
        ),
        (
            "06/07/2021 16:30",
            (
                'the day and the month cannot be told apart, read "06/07/2021";'
                " write 2021-06-07, or 2021-07-06"
            ),
        ),
        ("16:30", "the date is missing; write it as in 2021-06-28 16:30, or TBD"),
    ],
)
def test_start_that_cannot_be_is_refused_with_what_can(start: str, problem: str) -> None:
    assert told(definition(f"start: {start}")) == [f"4:12: start: {problem}"]


@pytest.mark.parametrize(
    ("start", "code"),
    [
        ("2021-06-31 16:30", "no-such-date"),
        ("2021-06-28 25:30", "no-such-time"),
        ("28 June 16:30", "no-year"),
        ("next Monday", "unreadable-time"),
        ("16h", "no-date"),
        ("2021-06-28 16:30 CET", "label-out-of-season"),
        ("2021-06-28 16:30 IST", "ambiguous-zone"),
        ("2021-06-28 16:30 sharp", "unknown-zone"),
        ("2021-06-28 16:30-16:30", "ends-before-start"),
        ("0001-01-01 00:30", "no-such-date"),
        ("9999-12-31 23:30", "no-such-date"),
    ],
)
def test_start_that_is_not_clear_is_refused(start: str, code: str) -> None:
    assert places_of(definition(f"start: {start}")) == [(4, 12, code)]


@pytest.mark.parametrize(
    ("label", "place", "zone"),
    [("IST", "Bengaluru, IN", "Asia/Kolkata"), ("IST", "Haifa, IL", "Asia/Jerusalem")],
)
def test_place_settles_the_zone_word_of_a_start(label: str, place: str, zone: str) -> None:
    found = session_of(f"start: 2021-01-11 16:30 {label}", place=place, timezone="")
    assert found.start == moment("2021-01-11 16:30", zone)


@pytest.mark.parametrize(
    ("day", "hours_to_utc"), [("2021-06-28", 2), ("2021-12-06", 1)], ids=["summer", "winter"]
)
def test_zone_word_of_a_series_names_a_place_whose_clock_rules(day: str, hours_to_utc: int) -> None:
    found = session_of(f"start: {day} 16:30", timezone="CEST", place="Lausanne, CH")
    assert found.start == moment(f"{day} 16:30")
    assert found.start.offset == hours_to_utc * HOUR


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        ("start: 2021-06-28 16:30\nend: 17:30", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 16:30\nend: 5.30 pm", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 16:30\nend: 2021-06-28 17:30", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 16:30-17:30", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 4 to 5.30 pm", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 16:30\nduration: 90 min", moment("2021-06-28 18:00")),
        ("start: 2021-06-28 16:30", None),
        ("start: 2021-06-28 22:00\nend: 01:00", moment("2021-06-29 01:00")),
        ("start: 2021-06-28 22:00-01:00", moment("2021-06-29 01:00")),
        ("start: 2021-06-28 22:00\nend: 2021-06-29 12:00", moment("2021-06-29 12:00")),
        ("start: 2021-06-28 16:30\nend: 17:30 CEST", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 16:30\nend: 15:30 UTC", moment("2021-06-28 15:30", "UTC")),
        (
            "start: 2021-06-28 10:30 EDT\nend: 11:30",
            moment("2021-06-28 11:30", "America/New_York"),
        ),
        ("start: 2021-06-28 10:30 EDT\nend: 17:30 CEST", moment("2021-06-28 17:30")),
        ("start: 2021-06-28 23:30\nend: 08:30 JST", moment("2021-06-29 08:30", "Asia/Tokyo")),
        ("start: 2021-06-28 23:30\nend: 22:30 UTC", moment("2021-06-28 22:30", "UTC")),
        ("start: 2021-10-31 01:30\nduration: 2 hours", moment("2021-10-31 02:30", fold=1)),
        ("start: 2021-10-31 01:30\nend: 02:30 CET", moment("2021-10-31 02:30", fold=1)),
        ("start: 2021-10-30 23:00\nend: 03:30", moment("2021-10-31 03:30")),
        ("start: 2021-06-28 16:30\nduration: 3 weeks", moment("2021-07-19 16:30")),
    ],
)
def test_end_is_said_in_many_forms(lines: str, end: Moment | None) -> None:
    assert session_of(lines).end == end


def test_usual_length_is_that_of_a_session_without_one() -> None:
    assert times_of("start: 2021-06-28 16:30", duration="1 hour") == (
        AT_1630,
        moment("2021-06-28 17:30"),
    )
    assert times_of("start: 2021-06-28 16:30\nend: 17:00", duration="1 hour") == (
        AT_1630,
        moment("2021-06-28 17:00"),
    )
    assert session_of("start: 2021-06-28 16:30", duration="1 hour").length is None
    assert session_of("start: 2021-06-28 16:30\nduration: 1 hour").length == HOUR


LATE = "end: this is not after the start, or much later; write the right hour"
TWICE = "end: the end is said twice; keep one of the two"
NO_START = (
    "end: a session that ends has an hour to start at too;"
    " write it as in `start: 2021-06-28 16:30`, or say `duration:`"
)


@pytest.mark.parametrize(
    ("lines", "problems"),
    [
        ("start: 2021-06-28 16:30\nend: 2021-06-28 16:30", [f"5:10: {LATE}"]),
        ("start: 2021-06-28 16:30\nend: 2021-06-28 15:30", [f"5:10: {LATE}"]),
        ("start: 2021-06-28 16:30\nend: 15:30", [f"5:10: {LATE}"]),
        ("start: 2021-06-28 16:30\nend: 14:30 UTC", [f"5:10: {LATE}"]),
        ("start: 2021-06-28 16:30\nend: 2021-07-28 16:30", [f"5:10: {LATE}"]),
        ("start: 2021-06-28 16:30\nend: 17:30\nduration: 1 h", [f"5:10: {TWICE}"]),
        ("start: 2021-06-28 16:30-17:30\nend: 17:30", [f"5:10: {TWICE}"]),
        (
            "start: 2021-06-28 16:30-17:30\nduration: 1 h",
            [f"5:15: {TWICE.replace('end', 'duration', 1)}"],
        ),
        (
            "start: 2021-06-28 16:30\nend: TBD",
            ["5:10: end: this is no hour; leave it out as long as it is not known"],
        ),
        ("end: 17:30", [f"4:10: {NO_START}"]),
        ("start: TBD\nend: 17:30", [f"5:10: {NO_START}"]),
        ("start:\nend: 17:30", [f"5:10: {NO_START}"]),
        (
            "start: 2021-06-28 16:30\nend: 2021-06-29",
            ["5:10: end: the hour is missing; write it as in 17:30"],
        ),
    ],
)
def test_end_that_cannot_be_is_refused(lines: str, problems: list[str]) -> None:
    assert told(definition(lines)) == problems


def test_end_beside_a_date_alone_is_refused() -> None:
    text = definition("start: 2021-06-28\nend: 17:30", slot='{at: "16:30"}')
    assert told(text) == [f"6:10: {NO_START}"]


def test_zone_word_of_an_end_is_told_of_once() -> None:
    assert places_of(definition("start: 2021-06-28 16:30\nend: 17:30 XYZ")) == [
        (5, 10, "unknown-zone")
    ]


def test_end_is_not_told_of_where_the_start_is_wrong() -> None:
    assert places_of(definition("start: 2021-06-31 16:30\nend: 17:30")) == [(4, 12, "no-such-date")]
    assert places_of(definition("date: 2021-06-30 16:30\nend: 17:30")) == [(4, 5, "unknown-key")]
