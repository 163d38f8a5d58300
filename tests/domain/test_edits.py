"""Edits of a session, and edits laid over what its source says."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.edits import (
    AddMaterial,
    AddSession,
    Cancel,
    Edit,
    Move,
    Restore,
    SetLink,
    apply_edit,
    check_edit,
    facet_of,
)
from bot.domain.moments import Moment
from bot.domain.overlays import Overlaid, overlay, with_edit
from bot.domain.series import (
    Clock,
    FromSlot,
    Join,
    Material,
    MaterialKind,
    Series,
    Session,
    Status,
    Talk,
)
from bot.errors import RefusalError
from tests import strategies

ZURICH = "Europe/Zurich"
NOW = datetime(2027, 3, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
SLIDES = Material(kind=MaterialKind.SLIDES, url="https://talks.example/a.pdf")
JOIN = Join(url="https://meet.example/new", passcode="x")


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), ZURICH)


def talk(name: str, start: str, end: str) -> Talk:
    begin, over = at(f"2027-03-27 {start}"), at(f"2027-03-27 {end}")
    hours = time.fromisoformat(start), time.fromisoformat(end)
    return Talk(id=name, title=name, start=begin, end=over, clock=Clock(*hours))


DAY = Session(
    id="day",
    start=at("2027-03-27 16:30"),
    end=at("2027-03-27 18:00"),
    from_slot=FromSlot.TIME,
    day=datetime(2027, 3, 27).date(),
    talks=(talk("one", "16:30", "17:00"), talk("two", "17:00", "18:00"), Talk(id="three")),
)
OPEN = Session(
    id="open", status=Status.UNSCHEDULED, talks=(Talk(id="a", clock=Clock(time(2, 30))),)
)
OFF = replace(DAY, id="off", status=Status.CANCELLED, reason="ill")
SERIES = Series(id="s", title="S", timezone=ZURICH, duration=HOUR, sessions=(DAY, OPEN, OFF))


def after(edit: Edit) -> Session:
    found = apply_edit(SERIES, edit)
    others = [one for one in found.sessions if one.id != edit.session_id]
    assert others == [one for one in SERIES.sessions if one.id != edit.session_id]
    return next(one for one in found.sessions if one.id == edit.session_id)


def test_move_takes_its_talks_along_over_a_clock_change() -> None:
    moved = after(Move(session_id="day", start=at("2027-03-28 10:00")))
    assert moved == replace(
        DAY,
        start=at("2027-03-28 10:00"),
        end=at("2027-03-28 11:30"),
        from_slot=FromSlot.NOTHING,
        day=None,
        talks=(
            replace(
                DAY.talks[0],
                start=at("2027-03-28 10:00"),
                end=at("2027-03-28 10:30"),
                clock=Clock(time(10), time(10, 30)),
            ),
            replace(
                DAY.talks[1],
                start=at("2027-03-28 10:30"),
                end=at("2027-03-28 11:30"),
                clock=Clock(time(10, 30), time(11, 30)),
            ),
            Talk(id="three"),
        ),
    )


def test_move_with_an_end_has_that_one() -> None:
    moved = after(Move(session_id="day", start=at("2027-03-29 10:00"), end=at("2027-03-29 15:00")))
    assert (moved.start, moved.end) == (at("2027-03-29 10:00"), at("2027-03-29 15:00"))


def test_move_of_what_has_no_date_gives_it_one() -> None:
    moved = after(Move(session_id="open", start=at("2027-03-27 02:00")))
    assert (moved.status, moved.end) == (Status.SCHEDULED, at("2027-03-27 03:00"))
    assert moved.talks[0].start == at("2027-03-27 02:30")
    skipped = after(Move(session_id="open", start=at("2027-03-28 01:30")))
    assert (skipped.start, skipped.talks) == (at("2027-03-28 01:30"), OPEN.talks)


def test_other_edits_change_their_facet_alone() -> None:
    cancelled = after(Cancel(session_id="day", reason="ill"))
    assert cancelled == replace(DAY, status=Status.CANCELLED, reason="ill")
    assert after(Restore(session_id="off")) == replace(OFF, status=Status.SCHEDULED, reason="")
    assert after(SetLink(session_id="day", join=JOIN)) == replace(DAY, join=JOIN)
    added = AddMaterial(session_id="day", talk_id="two", material=SLIDES)
    one, two, three = DAY.talks
    expected = replace(DAY, talks=(one, replace(two, materials=(SLIDES,)), three))
    assert after(added) == expected
    assert apply_edit(apply_edit(SERIES, added), added) == apply_edit(SERIES, added)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (Cancel(session_id="none"), "this session is not there any more"),
        (AddMaterial(session_id="day", talk_id="none", material=SLIDES), "this talk is not there"),
        (Move(session_id="day", start=at("2027-02-28 10:00")), "this time is past"),
        (Move(session_id="off", start=at("2027-03-30 10:00")), "it is cancelled"),
        (Move(session_id="day", start=DAY.start or at("")), "it is so already"),
        (
            Move(session_id="day", start=at("2027-03-29 10:00"), end=at("2027-03-29 10:00")),
            "it would end before it begins",
        ),
        (Restore(session_id="day"), "it is not cancelled"),
        (Cancel(session_id="off", reason="ill"), "it is so already"),
        (SetLink(session_id="day"), "it is so already"),
    ],
)
def test_edit_that_makes_no_sense_is_refused(edit: Edit, message: str) -> None:
    with pytest.raises(RefusalError, match=message):
        check_edit(SERIES, edit, NOW)


@pytest.mark.parametrize(
    "edit", [Cancel(session_id="day"), Move(session_id="day", start=at("2027-04-29 10:00"))]
)
def test_what_is_over_is_neither_cancelled_nor_moved(edit: Edit) -> None:
    check_edit(SERIES, edit, at("2027-03-27 17:59").at)
    with pytest.raises(RefusalError, match="it is over"):
        check_edit(SERIES, edit, at("2027-03-27 18:00").at)


def test_later_edit_of_a_facet_takes_the_place_of_an_earlier_one() -> None:
    first, second = Cancel(session_id="day"), Restore(session_id="day")
    other = SetLink(session_id="day", join=JOIN)
    assert with_edit((first, other), second) == (other, second)
    assert with_edit((first,), Cancel(session_id="off")) == (first, Cancel(session_id="off"))


def test_edit_of_what_the_source_lost_is_kept_as_long_as_it_is_awaited() -> None:
    edit = Cancel(session_id="gone")
    assert overlay(SERIES, [edit], {"gone"}) == Overlaid(SERIES, (edit,))
    assert overlay(SERIES, [edit]) == Overlaid(SERIES, ())


def test_added_session_is_laid_over_until_the_source_has_it() -> None:
    new = Session(id="new", start=at("2027-04-03 16:30"), end=at("2027-04-03 17:30"))
    add, move = AddSession(session=new), Move(session_id="new", start=at("2027-04-04 16:30"))
    check_edit(SERIES, add, NOW)
    both = overlay(SERIES, [add, move])
    assert both.needed == (add, move)
    assert [one.start for one in both.series.sessions if one.id == "new"] == [move.start]
    assert overlay(both.series, [add, move]) == Overlaid(both.series, ())
    as_added = apply_edit(SERIES, add)
    assert overlay(as_added, [add, move]) == Overlaid(both.series, (move,))
    with pytest.raises(RefusalError, match="it is so already"):
        check_edit(as_added, add, NOW)


def test_session_of_the_past_is_not_added() -> None:
    new = AddSession(session=Session(id="new", start=at("2027-02-03 16:30")))
    with pytest.raises(RefusalError, match="this time is past"):
        check_edit(SERIES, new, NOW)


def test_source_that_names_the_instant_in_another_zone_says_the_same() -> None:
    move = Move(session_id="day", start=at("2027-03-29 10:00"))
    whole = apply_edit(SERIES, move)
    elsewhere = [
        replace(one, start=one.start.in_zone("Asia/Tokyo")) if one.start else one
        for one in whole.sessions
    ]
    said = replace(whole, sessions=tuple(elsewhere))
    assert overlay(said, [move]) == Overlaid(said, ())


@st.composite
def edited(draw: st.DrawFn) -> tuple[Series, tuple[Edit, ...]]:
    """Give a series and edits of its sessions."""
    series = draw(strategies.series())
    edits: tuple[Edit, ...] = ()
    for _ in range(draw(st.integers(1, 5))):
        session = draw(st.sampled_from(series.sessions))
        kinds: list[st.SearchStrategy[Edit]] = [
            st.just(Cancel(session_id=session.id, reason=draw(st.sampled_from(("", "ill"))))),
            st.just(Restore(session_id=session.id)),
            st.just(SetLink(session_id=session.id, join=draw(st.sampled_from((None, JOIN))))),
            st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(
                lambda wall, session_id=session.id: Move(
                    session_id=session_id,
                    start=Moment.of(wall.replace(microsecond=0, tzinfo=UTC), ZURICH),
                )
            ),
        ]
        if session.start:
            new = replace(session, id=f"{session.id}-new", uid="")
            kinds += [
                st.just(AddSession(session=new)),
                st.just(Cancel(session_id=new.id)),
                st.just(SetLink(session_id=new.id, join=JOIN)),
            ]
        if session.talks:
            of = draw(st.sampled_from(session.talks)).id
            kinds.append(st.just(AddMaterial(session_id=session.id, talk_id=of, material=SLIDES)))
        edits = with_edit(edits, draw(st.one_of(kinds)))
    return series, edits


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(edited())
def test_edits_are_laid_once_and_go_when_the_source_says_them(
    found: tuple[Series, tuple[Edit, ...]],
) -> None:
    base, edits = found
    once = overlay(base, edits)
    assert set(once.needed) <= set(edits)
    assert overlay(base, once.needed) == once  # laying them again gives the same
    assert overlay(once.series, once.needed) == Overlaid(once.series, ())
    keys = [(one.session_id, facet_of(one)) for one in once.needed]
    assert len(keys) == len(set(keys))
