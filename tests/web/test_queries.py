"""Queries: read strictly, equal where they ask for the same, and described in the papers."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.series import SeriesKind, TalkKind
from bot.exports.entries import Cancelled, Per
from bot.flows.selecting import FeedQuery
from bot.web.queries import ABOUT, CALENDAR, read_query

PAPER = Path(__file__).parents[2] / "docs" / "feeds.md"


def read(text: str) -> FeedQuery:
    query, problems = read_query(text.encode(), CALENDAR)
    assert problems == []
    return query


def test_everything_that_can_be_asked_is_read() -> None:
    assert read(
        "kind=keynote&kind=Workshop&q=Deep+learning&speaker=Ada%20%20E&per=talk&alarm=1h&alarm=15m"
        "&cancelled=prefix&past=no&zone=Europe/Zurich"
    ) == FeedQuery(
        kinds=(TalkKind.KEYNOTE, SeriesKind.WORKSHOP),
        words=("deep", "learning"),
        speakers=("ada e",),
        per=Per.TALK,
        alarms=(timedelta(minutes=15), timedelta(hours=1)),
        cancelled=Cancelled.PREFIX,
        past=False,
        zone="Europe/Zurich",
    )


def test_nothing_asked_is_nothing_chosen() -> None:
    assert read("") == read("past=yes&cancelled=keep") == FeedQuery()


@pytest.mark.parametrize("text", ["a=1&" * 51, "&".join(f"p{n}=" for n in range(60))])
def test_parameters_are_bounded(text: str) -> None:
    _, problems = read_query(text.encode(), CALENDAR)
    assert [problem.sentence() for problem in problems] == ["there are more than 50 parameters"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("alarm=" + "m&alarm=".join("123456") + "m", "it can be said at most 5 times"),
        ("q=" + "x" * 201, "this is longer than 200 characters"),
        ("alarm=-1h", "this is not a length of time"),
        ("past=perhaps", "it cannot be this"),
        ("zone=Atlantis", "no zone is called this"),
        ("KIND=talk", "did you mean kind?"),
        ("=x", "no parameter is called this"),
    ],
)
def test_what_cannot_be_is_refused(text: str, said: str) -> None:
    _, problems = read_query(text.encode(), CALENDAR)
    assert [said in problem.sentence() for problem in problems] == [True]


@given(st.permutations(["kind=talk", "kind=keynote", "q=a+b", "alarm=5m", "alarm=1h", "past=no"]))
def test_order_does_not_matter(parts: list[str]) -> None:
    assert read("&".join(parts)) == read("alarm=1h&alarm=5m&past=no&q=b+a&kind=keynote&kind=talk")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    query, problems = read_query(raw, CALENDAR)
    assert isinstance(query, FeedQuery)
    assert all(problem.sentence() for problem in problems)


def test_paper_describes_every_parameter_and_kind() -> None:
    paper = PAPER.read_text("utf-8")
    names = [f"`{name}=`" for name in ABOUT] + [f"`{kind}`" for kind in (*TalkKind, *SeriesKind)]
    assert [name for name in names if name not in paper] == []
