"""Changes: each kind by its case, and what it holds."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.changes import (
    Added,
    Announced,
    Cancelled,
    Change,
    Edited,
    LinkChanged,
    MaterialAdded,
    Moved,
    Removed,
    Restored,
    SeriesEdited,
    apply,
    diff,
)
from bot.domain.facets import Details, Materials, Standing, TalkMaterials, TalkTimes, Times
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

ADA = Speaker(name="Ada Example")
SLIDES = Material(kind=MaterialKind.SLIDES, url="https://example.org/slides.pdf")
VIDEO = Material(kind=MaterialKind.VIDEO, url="https://example.org/film")
JOIN = Join(url="https://zoom.example/j/12345678901", passcode="hedgehog")
TALK = Talk(id="ada", title="On Examples", speakers=(ADA,), materials=(SLIDES,))


def moment(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


START = moment("2021-07-12 16:30")
SESSION = Session(id="ada", start=START, room="CM 1", join=JOIN, talks=(TALK,))


def series(*sessions: Session) -> Series:
    return Series(id="examples", title="On Examples", sessions=sessions)


def changes_of(before: Session, after: Session) -> tuple[Change, ...]:
    """Return the changes from one session to the other, after seeing that they make it."""
    changes = diff(series(before), series(after))
    assert apply(series(before), changes) == series(after)
    return changes


def kinds_of(before: Session, after: Session) -> list[type[Change]]:
    return [type(change) for change in changes_of(before, after)]


def test_nothing_differs_between_equal_versions() -> None:
    assert diff(series(SESSION), series(SESSION)) == ()


def test_sessions_come_and_go_whole_in_order_and_the_series_is_edited_first() -> None:
    early = Session(id="z", start=moment("2021-06-01 10:00"))
    late = Session(id="a")
    before = replace(series(late, SESSION), place="Lausanne, CH")
    after = replace(series(Session(id="b"), early), place="Zurich, CH")
    assert diff(before, after) == (
        SeriesEdited(replace(before, sessions=()), replace(after, sessions=())),
        Removed(SESSION),
        Removed(late),
        Added(early),
        Added(Session(id="b")),
    )
    assert [change.session_id for change in diff(before, after) if isinstance(change, Added)] == [
        "z",
        "b",
    ]
    assert Removed(SESSION).session_id == "ada"


def test_a_session_at_another_time_is_moved() -> None:
    later = replace(SESSION, start=moment("2021-07-19 16:30"), end=moment("2021-07-19 17:30"))
    assert changes_of(SESSION, later) == (
        Moved(
            "ada",
            Times(start=START, end=None, day=None, clock=None),
            Times(start=later.start, end=later.end, day=None, clock=None),
        ),
    )


@pytest.mark.parametrize(
    "when",
    [
        {"end": moment("2021-07-12 17:30")},
        {"start": None},
        {"start": None, "day": date(2021, 7, 12)},
        {"start": None, "clock": Clock(time(16, 30))},
    ],
)
def test_each_part_of_a_time_is_a_move(when: dict[str, object]) -> None:
    after = replace(SESSION, **when)  # type: ignore[arg-type]
    assert kinds_of(SESSION, after) == kinds_of(after, SESSION) == [Moved]


def test_a_talk_at_another_hour_moves_its_session_and_holds_that_talk_alone() -> None:
    def timetable(hour: str) -> Session:
        rows = (
            replace(
                TALK, start=moment(f"2021-07-12 {hour}"), clock=Clock(time.fromisoformat(hour))
            ),
            Talk(id="tea", kind=TalkKind.BREAK, clock=Clock(time(17))),
        )
        return replace(SESSION, talks=rows)

    at_half, at_quarter = (
        Times(
            start=START,
            end=None,
            day=None,
            clock=None,
            talks=(TalkTimes(id="ada", start=moment(at), end=None, clock=Clock(hour)),),
        )
        for at, hour in (("2021-07-12 16:30", time(16, 30)), ("2021-07-12 16:45", time(16, 45)))
    )
    assert changes_of(timetable("16:30"), timetable("16:45")) == (
        Moved("ada", at_half, at_quarter),
    )


@pytest.mark.parametrize("before", Status)
@pytest.mark.parametrize("after", Status)
def test_each_step_of_status_has_one_change(before: Status, after: Status) -> None:
    expected: dict[bool, type[Change]] = {
        after is Status.CANCELLED: Cancelled,
        before is Status.CANCELLED: Restored,
    }
    steps = kinds_of(replace(SESSION, status=before), replace(SESSION, status=after))
    assert steps == ([] if before is after else [expected.get(True, Edited)])


def test_a_cancelled_session_holds_both_standings() -> None:
    cancelled = replace(SESSION, status=Status.CANCELLED, reason="Ada is ill")
    was = Standing(status=Status.SCHEDULED, reason="")
    now = Standing(status=Status.CANCELLED, reason="Ada is ill")
    assert changes_of(SESSION, cancelled) == (Cancelled("ada", was, now),)
    assert changes_of(cancelled, SESSION) == (Restored("ada", now, was),)
    other = replace(cancelled, reason="Ada is away")
    assert changes_of(cancelled, other) == (Edited("ada", now, replace(now, reason="Ada is away")),)


BARE = Session(id="s", own_title="", start=START, talks=(Talk(id="t"),))
TITLED = replace(BARE, talks=(Talk(id="t", title="On Examples"),))
SPOKEN = replace(BARE, talks=(Talk(id="t", speakers=(ADA,)),))
WHOLE = replace(BARE, talks=(Talk(id="t", title="On Examples", speakers=(ADA,)),))
LUNCH = replace(BARE, talks=(Talk(id="t", title="Lunch", kind=TalkKind.BREAK),))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (BARE, TITLED, Announced),
        (BARE, replace(BARE, own_title="Day 1"), Announced),
        (BARE, SPOKEN, Announced),
        (SPOKEN, WHOLE, Announced),
        (TITLED, WHOLE, Announced),
        (LUNCH, WHOLE, Announced),
        (BARE, LUNCH, Edited),
        (TITLED, SPOKEN, Edited),
        (WHOLE, BARE, Edited),
        (WHOLE, replace(WHOLE, talks=(replace(WHOLE.talks[0], title="On Others"),)), Edited),
    ],
)
def test_a_session_is_announced_by_what_it_lacked(
    before: Session, after: Session, kind: type[Change]
) -> None:
    assert kinds_of(before, after) == [kind]


@pytest.mark.parametrize(
    "detail",
    [
        {"uid": "one@example.org"},
        {"own_title": "Day 1"},
        {"chair": "Bela Example"},
        {"room": "CM 2"},
        {"length": timedelta(hours=1)},
        {"from_slot": FromSlot.TIME},
        {"talks": (replace(TALK, abstract="Of examples."),)},
        {"talks": (replace(TALK, kind=TalkKind.KEYNOTE),)},
        {"talks": (replace(TALK, duration=timedelta(minutes=50)),)},
    ],
)
def test_each_detail_is_an_edit(detail: dict[str, object]) -> None:
    after = replace(SESSION, **detail)  # type: ignore[arg-type]
    assert kinds_of(SESSION, after) == kinds_of(after, SESSION) == [Edited]


def test_a_talk_that_comes_is_held_whole_and_the_others_without_times_and_materials() -> None:
    new = replace(TALK, id="bela", clock=Clock(time(17)), start=moment("2021-07-12 17:00"))
    details = Details(
        uid="",
        own_title="",
        chair="",
        room="CM 1",
        length=None,
        from_slot=FromSlot.NOTHING,
        talks=(replace(TALK, materials=()),),
    )
    assert changes_of(SESSION, replace(SESSION, talks=(new, TALK))) == (
        Edited("ada", details, replace(details, talks=(new, replace(TALK, materials=())))),
    )


def test_link_and_passcode_stand_in_the_change_of_the_link_alone() -> None:
    after = replace(
        SESSION,
        start=moment("2021-07-19 16:30"),
        status=Status.CANCELLED,
        room="CM 2",
        join=Join(url="https://zoom.example/j/99999999999"),
        talks=(replace(TALK, materials=(SLIDES, VIDEO)),),
    )
    changes = changes_of(SESSION, after)
    assert [type(change) for change in changes] == [
        Cancelled,
        Moved,
        Edited,
        LinkChanged,
        MaterialAdded,
    ]
    assert changes[3] == LinkChanged("ada", JOIN, after.join)
    rest = str([change for change in changes if not isinstance(change, LinkChanged)])
    assert "CM 2" in rest
    assert "zoom" not in rest
    assert "hedgehog" not in rest


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ((), (SLIDES,), MaterialAdded),
        ((SLIDES,), (VIDEO, SLIDES), MaterialAdded),
        ((SLIDES,), (SLIDES, SLIDES), MaterialAdded),
        ((SLIDES,), (VIDEO,), Edited),
        ((SLIDES,), (VIDEO, VIDEO), Edited),
        ((SLIDES, SLIDES), (SLIDES, VIDEO), Edited),
        ((SLIDES, VIDEO), (VIDEO, SLIDES), Edited),
        ((SLIDES,), (), Edited),
    ],
)
def test_materials_are_added_where_none_is_lost(
    before: tuple[Material, ...], after: tuple[Material, ...], kind: type[Change]
) -> None:
    def having(materials: tuple[Material, ...]) -> Session:
        return replace(SESSION, talks=(replace(TALK, materials=materials), Talk(id="other")))

    was, now = (
        Materials(talks=(TalkMaterials(id="ada", materials=materials),))
        for materials in (before, after)
    )
    changes = changes_of(having(before), having(after))
    assert [type(change) for change in changes] == [kind]
    (change,) = changes
    assert isinstance(change, MaterialAdded | Edited)
    assert (change.before, change.after) == (was, now)


def test_a_change_to_a_session_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="ada"):
        apply(series(), diff(series(SESSION), series(replace(SESSION, start=None))))


def test_sessions_in_order_are_by_start_then_id_with_the_undated_last() -> None:
    others = [Session(id="a"), Session(id="b"), replace(SESSION, id="c"), SESSION]
    early = Session(id="z", start=Moment(datetime(2021, 7, 12, 16, 29), "Europe/Zurich"))
    far = Session(id="y", start=Moment(datetime(2021, 7, 12, 10, 45), "America/New_York"))
    ordered = in_order(series(*others, far, early))
    assert [session.id for session in ordered.sessions] == ["z", "ada", "c", "y", "a", "b"]
