"""Changes: none between equal versions, and applied in any order they make the other one."""

import re
from dataclasses import fields, replace
from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.change_wording import describe_changes
from bot.domain.changes import (
    Added,
    Announced,
    Cancelled,
    Change,
    Edited,
    LinkChanged,
    MaterialAdded,
    Removed,
    Restored,
    apply,
    diff,
)
from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
    FromSlot,
    Join,
    Material,
    MaterialKind,
    Series,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
    in_order,
)

HOUR = timedelta(hours=1)
usual = settings(derandomize=True, deadline=None, max_examples=100)
MIRRORED: dict[type[Change], type[Change]] = {
    Added: Removed,
    Removed: Added,
    Cancelled: Restored,
    Restored: Cancelled,
    Announced: Edited,
    MaterialAdded: Edited,
}


MOMENTS = tuple(
    Moment(datetime(2021, 7, day, 16, 30), zone)
    for day, zone in ((12, "Europe/Zurich"), (19, "Europe/Zurich"), (12, "Europe/London"))
)
CLOCKS = (None, None, Clock(time(9)), Clock(time(9), time(10)))
MATERIALS = tuple(Material(kind=kind, url=f"https://example.org/{kind}") for kind in MaterialKind)
JOINS = (None, *(Join(url=f"https://zoom.example/j/{n}2345678901") for n in range(2)))
talks = st.builds(
    Talk,
    id=st.sampled_from("xyz"),
    title=st.sampled_from(("", "On Examples")),
    kind=st.sampled_from((TalkKind.TALK, TalkKind.BREAK)),
    speakers=st.sampled_from(((), (Speaker(name="Ada Example"),))),
    abstract=st.sampled_from(("", "Of examples")),
    start=st.sampled_from((None, *MOMENTS)),
    end=st.sampled_from((None, *MOMENTS)),
    clock=st.sampled_from(CLOCKS),
    duration=st.sampled_from((None, HOUR)),
    materials=st.lists(st.sampled_from(MATERIALS), max_size=3).map(tuple),
)
sessions = st.builds(
    Session,
    id=st.sampled_from("abcd"),
    uid=st.sampled_from(("", "u@example.org")),
    status=st.sampled_from(Status),
    reason=st.sampled_from(("", "illness")),
    own_title=st.sampled_from(("", "", "Day 1")),
    start=st.sampled_from((None, *MOMENTS)),
    end=st.sampled_from((None, *MOMENTS)),
    length=st.sampled_from((None, HOUR)),
    day=st.sampled_from((None, date(2021, 7, 12))),
    clock=st.sampled_from(CLOCKS),
    from_slot=st.sampled_from(FromSlot),
    chair=st.sampled_from(("", "Cem Muster")),
    room=st.sampled_from(("", "CM 1", "CM 2")),
    join=st.sampled_from(JOINS),
    talks=st.lists(talks, max_size=3, unique_by=lambda one: one.id).map(tuple),
)
versions = st.builds(
    Series,
    id=st.just("examples"),
    title=st.sampled_from(("Examples", "Others")),
    place=st.sampled_from(("", "Lausanne, CH")),
    sessions=st.lists(sessions, max_size=4, unique_by=lambda one: one.id).map(tuple),
)


def test_every_part_of_a_session_and_a_talk_may_differ() -> None:
    drawn = {Session: sessions, Talk: talks}
    for kind, strategy in drawn.items():
        assert {one.name for one in fields(kind)} <= set(re.findall(r"(\w+)=", repr(strategy)))


@usual
@given(versions, versions, st.randoms(use_true_random=False))
def test_changes_in_any_order_make_the_other_version(
    before: Series, after: Series, random: Random
) -> None:
    changes = diff(before, after)
    assert apply(before, changes) == in_order(after)
    assert apply(before, random.sample(changes, len(changes))) == in_order(after)
    turned = [replace(one, sessions=one.sessions[::-1]) for one in (before, after)]
    assert diff(*turned) == changes
    assert diff(after, turned[1]) == ()


@usual
@given(versions, versions)
def test_the_way_back_mirrors_the_kinds_and_each_change_is_a_line(
    before: Series, after: Series
) -> None:
    changes = diff(before, after)
    there = {_kind(change) for change in changes}
    back = {_kind(change) for change in diff(after, before)}
    assert len(changes) == len(there) == len(back)
    for session_id, kind, facet in there:
        ways = {(session_id, MIRRORED.get(kind, kind), facet)}
        if kind is Edited:
            ways |= {(session_id, Announced, facet), (session_id, MaterialAdded, facet)}
        assert len(ways & back) == 1
    lines = describe_changes(changes, after)
    assert len(lines) == len(changes)
    assert all(": " in line and len(line.splitlines()) == 1 for line in lines)


def _kind(change: Change) -> tuple[str, type[Change], str]:
    """Return which session a change is of, its kind, and the facet that it holds."""
    facet = (
        "" if isinstance(change, Added | Removed | LinkChanged) else type(change.before).__name__
    )
    return getattr(change, "session_id", ""), type(change), facet
