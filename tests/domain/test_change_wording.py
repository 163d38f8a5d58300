"""Changes in words: one line each, as a person says it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.domain.change_wording import describe_change, describe_changes
from bot.domain.changes import LinkChanged, Moved, diff
from bot.domain.facets import Times
from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
    Join,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)

ZURICH = "Europe/Zurich"
JOIN = Join(url="https://zoom.example/j/12345678901", passcode="hedgehog")
ADA = Talk(id="ada", title="On Examples", speakers=(Speaker(name="Ada Example"),))


def moment(text: str, zone: str = ZURICH, fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), zone, fold)


START = moment("2021-07-12 16:30")
SESSION = Session(id="ada", start=START, room="CM 1", talks=(ADA,))


def series(*sessions: Session, **said: Any) -> Series:
    return Series(**{"id": "examples", "title": "On Examples", "sessions": sessions, **said})


def lines(before: Session | None, after: Session | None) -> list[str]:
    was, now = (series(*(() if one is None else (one,))) for one in (before, after))
    return list(describe_changes(diff(was, now), now))


def times(start: Moment | None = None, end: Moment | None = None, **more: Any) -> Times:
    return Times(**{"start": start, "end": end, "day": None, "clock": None, **more})


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (times(START), times(moment("2021-07-19 16:30")), "12 July 16:30 → 19 July 16:30"),
        (times(START), times(moment("2021-07-12 17:30")), "12 July 16:30 → 17:30"),
        (times(START), times(moment("2021-07-12 16:30:05")), "12 July 16:30 → 16:30:05"),
        (
            times(moment("2021-12-20 16:30")),
            times(moment("2022-01-10 16:30")),
            "20 December 2021 16:30 → 10 January 2022 16:30",
        ),
        (
            times(START),
            times(moment("2022-07-12 16:30")),
            "12 July 2021 16:30 → 12 July 2022 16:30",
        ),
        (
            times(START),
            times(moment("2021-07-12 16:30", "Europe/London")),
            "12 July 16:30 CEST → 16:30 BST",
        ),
        (
            times(START),
            times(moment("2021-07-12 16:30", "Europe/Paris")),
            "12 July 16:30 Europe/Zurich → 16:30 Europe/Paris",
        ),
        (
            times(moment("2021-10-31 02:30")),
            times(moment("2021-10-31 02:30", fold=1)),
            "31 October 02:30 CEST → 02:30 CET",
        ),
        (
            times(moment("2021-10-25 16:30")),
            times(moment("2021-11-01 16:30")),
            "25 October 16:30 → 1 November 16:30",
        ),
        (
            times(START, moment("2021-07-12 17:30")),
            times(START, moment("2021-07-12 18:00")),
            "12 July 16:30–17:30 → 16:30–18:00",
        ),
        (times(START), times(START, START.plus(timedelta(hours=1))), "12 July 16:30 → 16:30–17:30"),
        (
            times(START),
            times(START, moment("2021-07-13 01:00", "Europe/London")),
            "12 July 16:30 → 16:30–13 July 02:00",
        ),
        (times(START), times(), "12 July 16:30 → no date"),
        (times(), times(START), "no date → 12 July 16:30"),
        (times(day=date(2021, 7, 12)), times(START), "12 July → 12 July 16:30"),
        (
            times(day=date(2021, 7, 12)),
            times(day=date(2022, 1, 3)),
            "12 July 2021 → 3 January 2022",
        ),
        (times(), times(clock=Clock(time(9))), "no date → 09:00"),
        (
            times(clock=Clock(time(9))),
            times(clock=Clock(time(9), time(10))),
            "09:00 → 09:00–10:00",
        ),
    ],
)
def test_a_move_is_told_with_no_more_than_what_differs(
    before: Times, after: Times, line: str
) -> None:
    told = describe_change(Moved("ada", before, after), series(SESSION))
    assert told == f"Moved: Ada Example, {line}"


def test_a_move_of_talks_alone_says_so() -> None:
    later = replace(SESSION, talks=(replace(ADA, clock=Clock(time(17))),))
    assert lines(SESSION, later) == ["Moved: Ada Example, 12 July 16:30 (times of talks)"]


SLIDES, VIDEO, PAPER, OTHER = (
    Material(kind=kind, url=f"https://example.org/{kind}")
    for kind in (
        MaterialKind.SLIDES,
        MaterialKind.VIDEO,
        MaterialKind.PAPER,
        MaterialKind.OTHER,
    )
)


def having(*materials: Material) -> Session:
    return replace(SESSION, talks=(replace(ADA, materials=materials),))


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (None, SESSION, "Added: Ada Example, 12 July 16:30"),
        (SESSION, None, "Removed: Ada Example, 12 July 16:30"),
        (None, replace(SESSION, start=None), "Added: Ada Example, no date"),
        (
            SESSION,
            replace(SESSION, status=Status.CANCELLED, reason="Ada is ill"),
            "Cancelled: Ada Example, 12 July 16:30 (Ada is ill)",
        ),
        (
            SESSION,
            replace(SESSION, status=Status.CANCELLED),
            "Cancelled: Ada Example, 12 July 16:30",
        ),
        (
            replace(SESSION, status=Status.CANCELLED),
            SESSION,
            "Restored: Ada Example, 12 July 16:30",
        ),
        (
            replace(SESSION, status=Status.CANCELLED),
            replace(SESSION, status=Status.TENTATIVE),
            "Restored: Ada Example, 12 July 16:30 (tentative)",
        ),
        (
            SESSION,
            replace(SESSION, status=Status.TENTATIVE, reason="Ada may be away"),
            "Tentative: Ada Example, 12 July 16:30 (Ada may be away)",
        ),
        (
            replace(SESSION, status=Status.TENTATIVE),
            SESSION,
            "Confirmed: Ada Example, 12 July 16:30",
        ),
        (
            replace(SESSION, status=Status.TENTATIVE),
            replace(SESSION, status=Status.UNSCHEDULED),
            "Postponed: Ada Example, 12 July 16:30",
        ),
        (
            replace(SESSION, status=Status.CANCELLED, reason="ill"),
            replace(SESSION, status=Status.CANCELLED, reason="away"),
            "Edited: Ada Example, 12 July 16:30 (reason: away)",
        ),
        (
            replace(SESSION, status=Status.CANCELLED, reason="ill"),
            replace(SESSION, status=Status.CANCELLED),
            "Edited: Ada Example, 12 July 16:30 (reason: none)",
        ),
        (
            replace(SESSION, talks=()),
            SESSION,
            "Announced: Ada Example, 12 July 16:30",
        ),
        (
            SESSION,
            replace(SESSION, room="CM 2", chair="Bela Example"),
            "Edited: Ada Example, 12 July 16:30 (chair, room CM 2)",
        ),
        (SESSION, replace(SESSION, room=""), "Edited: Ada Example, 12 July 16:30 (no room)"),
        (
            SESSION,
            replace(SESSION, uid="a@example.org", own_title="Day 1"),
            "Edited: Ada Example, 12 July 16:30 (calendar UID, title)",
        ),
        (
            SESSION,
            replace(SESSION, talks=(replace(ADA, title="On Others"),)),
            "Edited: Ada Example, 12 July 16:30 (talks)",
        ),
        (SESSION, having(SLIDES), "Slides added: Ada Example, 12 July 16:30"),
        (
            having(PAPER),
            having(OTHER, PAPER, VIDEO, SLIDES),
            "Slides, recording and link added: Ada Example, 12 July 16:30",
        ),
        (having(SLIDES), SESSION, "Slides changed: Ada Example, 12 July 16:30"),
        (
            having(SLIDES, PAPER),
            having(PAPER, SLIDES),
            "Slides and paper changed: Ada Example, 12 July 16:30",
        ),
        (SESSION, replace(SESSION, join=JOIN), "Link added: Ada Example, 12 July 16:30"),
        (replace(SESSION, join=JOIN), SESSION, "Link removed: Ada Example, 12 July 16:30"),
        (
            replace(SESSION, join=JOIN),
            replace(SESSION, join=replace(JOIN, passcode="weasel")),
            "Link changed: Ada Example, 12 July 16:30",
        ),
    ],
)
def test_a_change_is_one_line(before: Session | None, after: Session | None, line: str) -> None:
    assert lines(before, after) == [line]


BREAK = Talk(id="tea", title="Tea", kind=TalkKind.BREAK, speakers=(Speaker(name="Bela"),))


@pytest.mark.parametrize(
    ("session", "who"),
    [
        (SESSION, "Ada Example"),
        (replace(SESSION, own_title="Journal club"), "Ada Example"),
        (replace(SESSION, talks=(BREAK, ADA)), "Ada Example"),
        (replace(SESSION, talks=(replace(ADA, speakers=()),)), "On Examples"),
        (replace(SESSION, talks=(replace(ADA, title=r"On $\alpha$", speakers=()),)), "On α"),
        (replace(SESSION, own_title="Day 1", talks=(ADA, ADA)), "Day 1"),
        (replace(SESSION, talks=(ADA, replace(ADA, id="b"))), "Ada Example"),
        (replace(SESSION, talks=()), "On Examples"),
    ],
)
def test_a_session_is_named_by_its_speakers_else_its_title_else_its_series(
    session: Session, who: str
) -> None:
    assert lines(None, session) == [f"Added: {who}, 12 July 16:30"]


def test_an_edit_of_the_series_names_what_differs() -> None:
    before, after = series(), series(title="Others", timezone=ZURICH, link=LinkPolicy.PUBLIC)
    assert describe_changes(diff(before, after), after) == (
        "Series edited: title, time zone, link policy",
    )


@pytest.mark.parametrize("policy", LinkPolicy)
def test_no_line_tells_a_link_or_a_passcode(policy: LinkPolicy) -> None:
    told = f"{JOIN.url} passcode {JOIN.passcode}"
    ours = replace(SESSION, join=JOIN, own_title=told, room=told, talks=())
    gone = replace(ours, id="gone")
    before = series(replace(ours, room="", own_title="Day 1", join=None), gone, link=policy)
    after = series(
        replace(ours, status=Status.CANCELLED, reason=told),
        replace(ours, id="new", join=replace(JOIN, url="https://zoom.example/j/99999999999")),
        link=policy,
    )
    found = describe_changes(diff(before, after), after)
    assert [line.partition(":")[0] for line in found] == [
        "Removed",
        "Cancelled",
        "Edited",
        "Link added",
        "Added",
    ]
    assert "zoom" not in str(found)
    assert "hedgehog" not in str(found)


def test_an_earlier_link_is_not_told_either() -> None:
    after = replace(SESSION, own_title=f"Join {JOIN.url}", talks=(), join=None)
    line = describe_change(LinkChanged("ada", JOIN, None), series(after))
    assert line == "Link removed: Join [for subscribers], 12 July 16:30"


def test_a_session_that_is_gone_since_is_named_by_its_series() -> None:
    line = describe_change(LinkChanged("gone", None, JOIN), series())
    assert line == "Link added: On Examples, no date"
