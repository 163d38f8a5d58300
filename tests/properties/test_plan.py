"""What must hold of every plan, for any series, any offsets and any window."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Status, Talk, TalkKind
from bot.reminders.messages import compose
from bot.reminders.plan import plan

SETTINGS = settings(derandomize=True, deadline=None, max_examples=100)
MOST = timedelta(days=8)
FIRST, LAST = datetime(2021, 3, 1, tzinfo=UTC), datetime(2021, 4, 15, tzinfo=UTC)

instants = st.integers(0, int((LAST - FIRST).total_seconds() // 900)).map(
    lambda quarters: FIRST + quarters * timedelta(minutes=15)
)
zones = st.sampled_from(["Europe/Zurich", "America/New_York", "Asia/Kolkata", "Etc/GMT+12"])
starts = st.none() | st.builds(Moment.of, instants, zones)
talks = st.lists(st.sampled_from([TalkKind.TALK, TalkKind.BREAK, TalkKind.POSTER]), max_size=3).map(
    lambda kinds: tuple(Talk(id=f"t{n}", title="T", kind=kind) for n, kind in enumerate(kinds))
)
sessions = st.builds(
    Session,
    id=st.just(""),
    status=st.sampled_from(Status),
    start=starts,
    day=st.none() | st.just(date(2021, 3, 28)),
    talks=talks,
)
offsets = st.lists(st.integers(0, MOST // timedelta(minutes=5)), max_size=4).map(
    lambda fives: [five * timedelta(minutes=5) for five in fives]
)


@st.composite
def several(draw: st.DrawFn) -> list[Session]:
    """Draw sessions, each with an id of its own; several may be at one instant."""
    drawn = draw(st.lists(sessions, max_size=6))
    twins = [*drawn, *drawn[:1]]
    return [
        Session(id=f"s{n}", status=one.status, start=one.start, day=one.day, talks=one.talks)
        for n, one in enumerate(twins)
    ]


def series(some: list[Session]) -> Series:
    return Series(id="any", title="Any", sessions=tuple(some))


@given(several(), offsets)
@SETTINGS
def test_no_reminder_is_due_after_its_session_has_started(
    some: list[Session], before: list[timedelta]
) -> None:
    for one in plan(series(some), before):
        assert one.due_at <= one.start.at
        assert one.start.at - one.due_at == one.offset
        assert one.due_at.tzinfo is UTC


@given(several(), offsets, st.lists(instants.map(lambda at: at - MOST / 2), max_size=4))
@SETTINGS
def test_planning_in_windows_that_follow_each_other_is_planning_at_once(
    some: list[Session], before: list[timedelta], cuts: list[datetime]
) -> None:
    # Each due instant is a bound too: there two windows could both have it, or neither.
    whole = plan(series(some), before)
    bounds = [None, *sorted({*cuts, *(one.due_at for one in whole[:2])}), None]
    in_windows = [
        one
        for begin, end in pairwise(bounds)
        for one in plan(series(some), before, begin_at=begin, end_at=end)
    ]
    assert in_windows == whole


@given(several(), offsets, st.randoms(use_true_random=False))
@SETTINGS
def test_order_of_sessions_and_of_offsets_does_not_matter(
    some: list[Session], before: list[timedelta], random: Random
) -> None:
    shuffled, mixed = some[:], before[:]
    random.shuffle(shuffled)
    random.shuffle(mixed)
    assert plan(series(shuffled), mixed) == plan(series(some), before)


@given(several(), offsets)
@SETTINGS
def test_each_session_that_takes_place_has_each_offset_once_and_others_none(
    some: list[Session], before: list[timedelta]
) -> None:
    due = Counter((one.session.id, one.offset) for one in plan(series(some), before))
    takes_place = {Status.SCHEDULED, Status.TENTATIVE}
    expected = {
        (one.id, offset)
        for one in some
        for offset in before
        if one.start and one.status in takes_place
        # A session of which no talk is known may hold any.
        if not one.talks or any(talk.kind is not TalkKind.BREAK for talk in one.talks)
    }
    assert due == Counter(expected)


@given(several(), offsets)
@SETTINGS
def test_reminders_leave_in_order(some: list[Session], before: list[timedelta]) -> None:
    due = [one.due_at for one in plan(series(some), before)]
    assert due == sorted(due)


@given(several())
@SETTINGS
def test_exactly_the_tentative_sessions_are_marked(some: list[Session]) -> None:
    about = series(some)
    for one in plan(about, [timedelta(hours=1)]):
        is_marked = compose(one, about, "Asia/Tokyo").status_note == "Not confirmed yet"
        assert is_marked == (one.session.status is Status.TENTATIVE)
