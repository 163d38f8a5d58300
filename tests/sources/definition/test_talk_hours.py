"""When the talks of a session are, and that they are within it."""

from datetime import datetime, time

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Clock, Talk
from tests.definitions import definition, places_of, session_of, told


def talks_of(session: str) -> tuple[Talk, ...]:
    return session_of(session).talks


def moment(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


def test_talks_are_at_the_hours_of_their_session() -> None:
    found = session_of(
        """
        start: 2021-06-28 22:00
        end: 01:00
        talks:
          - {at: "22:00", title: a}
          - {at: 10.30-11 pm, title: b}
          - {at: 23:50-00:10, title: c}
          - {at: 00:10-01:00, title: d}
          - e
        """
    )
    assert [(talk.id, talk.start, talk.end) for talk in found.talks] == [
        ("a", moment("2021-06-28 22:00"), None),
        ("b", moment("2021-06-28 22:30"), moment("2021-06-28 23:00")),
        ("c", moment("2021-06-28 23:50"), moment("2021-06-29 00:10")),
        ("d", moment("2021-06-29 00:10"), moment("2021-06-29 01:00")),
        ("e", None, None),
    ]


def test_talks_give_their_hours_to_a_session_that_says_none() -> None:
    found = session_of(
        "{start: 2021-06-28, talks: [{at: 09:00-09:20, title: a}, {at: 09:20-10:00, title: b}]}"
    )
    assert (found.start, found.end) == (moment("2021-06-28 09:00"), moment("2021-06-28 10:00"))


def test_talks_of_an_undated_session_keep_their_hours() -> None:
    (talk,) = talks_of("{start: TBD, talk: {title: a, at: 09:00-09:20}}")
    assert (talk.clock, talk.start) == (Clock(time(9), time(9, 20)), None)


@pytest.mark.parametrize("start", ["2021-10-31 02:30 CET", "2021-10-31 02:30 CEST"])
def test_talk_at_the_start_of_its_session_is_in_the_same_of_two_equal_hours(start: str) -> None:
    found = session_of(f'{{start: {start}, talk: {{title: a, at: "02:30"}}}}')
    assert found.talks[0].start == found.start


OUTSIDE = "at: this talk is outside its session"


@pytest.mark.parametrize(
    ("times", "at", "problem"),
    [
        ("start: 2021-06-28 16:30-17:30", "16:00-16:40", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30-17:30", "17:20-17:40", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30-17:30", "17:31", f"{OUTSIDE} (16:30 to 17:30)"),
        ("start: 2021-06-28 16:30", "15:00", f"{OUTSIDE} (16:30)"),
        ("start: 2021-06-28 22:00-01:00", "01:00-02:00", f"{OUTSIDE} (22:00 to 01:00)"),
    ],
)
def test_talk_outside_its_session_is_refused(times: str, at: str, problem: str) -> None:
    text = definition(f"{times}\ntalks:\n  - {{title: a}}\n  - {{at: '{at}', title: b}}")
    assert told(text) == [f'7:14: {problem}, read "{at} b"; mend one of the two']


@pytest.mark.parametrize("at", ["16:30-17:30", "17:30", "16:30"])
def test_talk_may_fill_its_session(at: str) -> None:
    found = session_of(f"{{start: 2021-06-28 16:30-17:30, talk: {{title: a, at: '{at}'}}}}")
    assert found.talks[0].start


def test_talk_may_be_past_midnight_if_its_session_has_no_end() -> None:
    found = session_of('{start: 2021-06-28 22:00, talk: {title: a, at: "02:00"}}')
    assert found.talks[0].start == moment("2021-06-29 02:00")


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2021-06-28 16:30", "unreadable-time"),
        ("16:30 CEST", "unreadable-time"),
        ("16:30-16:30", "ends-before-start"),
        ("26:30", "no-such-time"),
        ("later", "unreadable-time"),
    ],
)
def test_hours_of_a_talk_that_are_none_are_refused(at: str, code: str) -> None:
    text = definition(f"{{start: 2021-06-28 16:30, talk: {{title: a, at: '{at}'}}}}")
    assert places_of(text) == [(4, 52, code)]


def test_hours_that_are_none_are_told_with_an_example_for_a_talk() -> None:
    text = definition("{start: 2021-06-28, talk: {title: a, at: 9-10}}", slot='{at: "16:30"}')
    assert told(text) == [
        '5:46: at: no date or hour is to be seen, read "9-10"; write it as in 07:00-07:20'
    ]


def test_hours_that_a_clock_change_skips_are_refused() -> None:
    text = definition('{start: 2021-03-28 01:00, talk: {title: a, at: "02:30"}}')
    assert told(text) == [
        (
            '4:5: at: clocks in Europe/Zurich skip this time that day, read "2021-03-28 02:30";'
            " write 03:30 CEST, or 01:30 CET"
        )
    ]
