"""A session's programme: talks follow from its start, over midnight and clock changes."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from bot.domain.moments import Moment
from bot.domain.programme import place_talks, span_of
from bot.domain.series import Clock, Session, Talk
from tests.domain.refusals import refusal_of

ZURICH = "Europe/Zurich"


def moment(text: str, fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), ZURICH, fold)


def clock(text: str) -> Clock:
    start, _, end = text.partition("-")
    return Clock(time.fromisoformat(start), time.fromisoformat(end) if end else None)


def session(start: str, *clocks: str, fold: int = 0) -> Session:
    talks = tuple(Talk(id=f"t{n}", clock=clock(text)) for n, text in enumerate(clocks))
    return Session(id="day", start=moment(start, fold), talks=talks)


@pytest.mark.parametrize(
    ("start", "at", "begins", "ends"),
    [
        ("2019-06-14 08:30", "08:30-08:40", "2019-06-14 08:30", "2019-06-14 08:40"),
        ("2019-06-14 08:30", "17:00-18:00", "2019-06-14 17:00", "2019-06-14 18:00"),
        ("2019-06-14 08:30", "10:00", "2019-06-14 10:00", None),
        # what is at an earlier hour than the session's start is on the next day
        ("2019-06-14 22:00", "00:30-01:00", "2019-06-15 00:30", "2019-06-15 01:00"),
        ("2019-06-14 22:00", "23:30-00:30", "2019-06-14 23:30", "2019-06-15 00:30"),
        ("2019-06-14 22:00", "23:30-00:00", "2019-06-14 23:30", "2019-06-15 00:00"),
        ("2019-06-14 22:00", "21:59-22:00", "2019-06-15 21:59", "2019-06-15 22:00"),
        ("2019-12-31 23:00", "00:10-00:20", "2020-01-01 00:10", "2020-01-01 00:20"),
        # the wall clock rules when clocks change between start and talk
        ("2021-03-28 01:00", "03:30-04:00", "2021-03-28 03:30", "2021-03-28 04:00"),
        ("2021-03-27 22:00", "09:00-10:00", "2021-03-28 09:00", "2021-03-28 10:00"),
    ],
)
def test_talk_is_at_its_hour_after_the_start(
    start: str, at: str, begins: str, ends: str | None
) -> None:
    before = session(start, at)
    (talk,) = before.talks
    expected = replace(talk, start=moment(begins), end=moment(ends) if ends else None)
    assert place_talks(before) == replace(before, talks=(expected,))


def test_talks_without_an_hour_stay_so_beside_others() -> None:
    before = session("2019-06-14 08:30", "09:00-09:30")
    before = replace(before, talks=(*before.talks, Talk(id="poster")))
    first, second = place_talks(before).talks
    assert first.start == moment("2019-06-14 09:00")
    assert second == Talk(id="poster")


@pytest.mark.parametrize(
    "before",
    [
        Session(id="undated", talks=(Talk(id="t", clock=clock("09:00-09:30")),)),
        Session(id="untimed", start=moment("2019-06-14 08:30"), talks=(Talk(id="t"),)),
        Session(id="empty", start=moment("2019-06-14 08:30")),
    ],
    ids=lambda session: session.id,
)
def test_session_without_a_start_or_hours_stays_as_it_is(before: Session) -> None:
    assert place_talks(before) is before


@pytest.mark.parametrize("fold", [0, 1])
def test_talk_at_the_start_is_at_that_very_instant_when_the_hour_comes_twice(fold: int) -> None:
    before = session("2021-10-31 02:30", "02:30-03:30", fold=fold)
    (talk,) = place_talks(before).talks
    assert talk.start == before.start
    assert talk.start == moment("2021-10-31 02:30", fold)
    assert talk.end == moment("2021-10-31 03:30")


@pytest.mark.parametrize(
    ("start", "at", "code", "read"),
    [
        ("2021-03-28 01:00", "02:30-03:30", "skipped-time", "2021-03-28 02:30"),
        ("2021-03-28 01:00", "01:30-02:30", "skipped-time", "2021-03-28 02:30"),
        ("2021-03-27 22:00", "02:30", "skipped-time", "2021-03-28 02:30"),
        ("2021-10-31 01:00", "02:30", "repeated-time", "2021-10-31 02:30"),
        ("2021-10-31 01:00", "01:30-02:30", "repeated-time", "2021-10-31 02:30"),
    ],
)
def test_talk_at_an_hour_that_clocks_skip_or_repeat_is_refused(
    start: str, at: str, code: str, read: str
) -> None:
    problem = refusal_of(place_talks, session(start, at))
    assert (problem.code, problem.read) == (code, read)


@pytest.mark.parametrize(
    ("clocks", "span"),
    [
        ([], None),
        ([None, None], None),
        (["08:30-08:40"], "08:30-08:40"),
        (["08:30-08:40", None, "17:00-18:00"], "08:30-18:00"),
        (["08:30", "17:00-18:00"], "08:30-18:00"),
        (["08:30"], "08:30"),
        (["08:30", "09:00"], "08:30"),
        # the last one goes on for a while after its start
        (["08:30-08:40", "17:00"], "08:30"),
        (["22:00-23:00", "23:30-00:30"], "22:00-00:30"),
    ],
)
def test_span_is_from_the_first_start_to_the_last_end(
    clocks: list[str | None], span: str | None
) -> None:
    talks = tuple(Talk(id="t", clock=clock(text) if text else None) for text in clocks)
    assert span_of(talks) == (clock(span) if span else None)
