"""Recurring slots: their dates, the sessions they give a time, and those they cannot."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
    FromSlot,
    Series,
    Session,
    Slot,
    SlotUnit,
    Status,
    Talk,
)
from bot.domain.slots import apply_slot, slot_dates, without_slot
from bot.errors import Problem

ZURICH = "Europe/Zurich"
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
HOUR = timedelta(hours=1)
WEEKLY = Slot(
    weekdays=(MON,), at=time(16, 30), length=HOUR, starts_on=date(2026, 11, 30), fill=True
)


def moment(text: str, zone: str = ZURICH) -> Moment:
    return Moment(datetime.fromisoformat(text), zone)


def applied(*sessions: Session, slot: Slot | None = WEEKLY, **series: object) -> Series:
    usual = {"id": "viewing", "title": "Viewing", "timezone": ZURICH, "slot": slot}
    result, unplaced = apply_slot(Series(**{**usual, **series}, sessions=sessions))
    assert unplaced == ()
    return result


DAILY = {"unit": SlotUnit.DAY, "weekdays": ()}
MONTHLY = {"unit": SlotUnit.MONTH}
HOLIDAYS = ((date(2026, 12, 7), date(2026, 12, 7)), (date(2026, 12, 21), date(2027, 1, 4)))


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "2026-11-30 2026-12-07 2026-12-14 2026-12-21"),
        ({"starts_on": date(2026, 12, 1)}, "2026-12-07 2026-12-14 2026-12-21 2026-12-28"),
        ({"weekdays": ()}, "2026-11-30 2026-12-07 2026-12-14 2026-12-21"),
        ({"every": 2}, "2026-11-30 2026-12-14 2026-12-28 2027-01-11"),
        # every second week counts from the first date, not from the week of `from`
        (
            {"every": 2, "starts_on": date(2026, 12, 1)},
            "2026-12-07 2026-12-21 2027-01-04 2027-01-18",
        ),
        ({"weekdays": (THU, TUE)}, "2026-12-01 2026-12-03 2026-12-08 2026-12-10"),
        ({"weekdays": (MON, MON)}, "2026-11-30 2026-12-07 2026-12-14 2026-12-21"),
        (
            {"weekdays": (MON, THU), "every": 2, "starts_on": date(2026, 12, 1)},
            "2026-12-03 2026-12-14 2026-12-17 2026-12-28",
        ),
        (DAILY, "2026-11-30 2026-12-01 2026-12-02 2026-12-03"),
        (DAILY | {"weekdays": (SAT, MON)}, "2026-11-30 2026-12-05 2026-12-07 2026-12-12"),
        (DAILY | {"every": 10}, "2026-11-30 2026-12-10 2026-12-20 2026-12-30"),
        (MONTHLY | {"nth": 1}, "2026-12-07 2027-01-04 2027-02-01 2027-03-01"),
        (MONTHLY | {"nth": -1}, "2026-11-30 2026-12-28 2027-01-25 2027-02-22"),
        (MONTHLY | {"nth": 2, "weekdays": (FRI,)}, "2026-12-11 2027-01-08 2027-02-12 2027-03-12"),
        # every second month counts from the first date, too
        (MONTHLY | {"nth": 1, "every": 2}, "2026-12-07 2027-02-01 2027-04-05 2027-06-07"),
        # months without a fifth Monday have none
        (MONTHLY | {"nth": 5}, "2026-11-30 2027-03-29 2027-05-31 2027-08-30"),
        (MONTHLY | {"nth": -1, "every": 3}, "2026-11-30 2027-02-22 2027-05-31 2027-08-30"),
        (
            MONTHLY | {"weekdays": (), "starts_on": date(2026, 12, 2)},
            "2026-12-02 2027-01-06 2027-02-03 2027-03-03",
        ),
        # both ends of `until` and of what is skipped are included
        ({"ends_on": date(2026, 12, 14)}, "2026-11-30 2026-12-07 2026-12-14"),
        ({"ends_on": date(2026, 12, 13)}, "2026-11-30 2026-12-07"),
        ({"ends_on": date(2026, 11, 29)}, ""),
        ({"starts_on": None}, ""),
        ({"skip": HOLIDAYS}, "2026-11-30 2026-12-14 2027-01-11 2027-01-18"),
        (
            {"skip": ((date(2026, 12, 1), date(2026, 12, 6)),)},
            "2026-11-30 2026-12-07 2026-12-14 2026-12-21",
        ),
    ],
)
def test_slot_falls_on_its_dates(said: dict[str, Any], expected: str) -> None:
    dates = islice(slot_dates(replace(WEEKLY, **said)), 4)
    assert " ".join(f"{on}" for on in dates) == expected


def test_slot_without_an_end_ends_all_the_same() -> None:
    assert len(list(slot_dates(WEEKLY))) == 2000
    assert len(list(slot_dates(replace(WEEKLY, every=99)))) == 92
    last = list(slot_dates(replace(WEEKLY, unit=SlotUnit.MONTH, every=99, nth=-1)))[-1]
    assert last <= date(2199, 12, 31)
    assert len(list(slot_dates(replace(WEEKLY, every=99, ends_on=date.max)))) == 92


def test_session_with_only_a_date_gets_the_time_and_the_length() -> None:
    session = Session(id="a", day=date(2026, 12, 3))
    assert applied(session).sessions == (
        replace(
            session,
            start=moment("2026-12-03 16:30"),
            end=moment("2026-12-03 17:30"),
            from_slot=FromSlot.TIME,
        ),
    )


def test_undated_sessions_get_the_next_free_dates_in_order() -> None:
    undated = [Session(id=name) for name in "abc"]
    taken = Session(id="taken", day=date(2026, 12, 7))
    own = Session(id="own", start=moment("2026-12-14 09:00"))
    placed = applied(undated[0], taken, undated[1], own, undated[2]).sessions
    assert [(one.id, one.start, one.from_slot) for one in placed] == [
        ("a", moment("2026-11-30 16:30"), FromSlot.DATE),
        ("taken", moment("2026-12-07 16:30"), FromSlot.TIME),
        ("b", moment("2026-12-21 16:30"), FromSlot.DATE),
        ("own", moment("2026-12-14 09:00"), FromSlot.NOTHING),
        ("c", moment("2026-12-28 16:30"), FromSlot.DATE),
    ]
    assert [one.day for one in placed] == [
        date(2026, 11, 30),
        date(2026, 12, 7),
        date(2026, 12, 21),
        None,
        date(2026, 12, 28),
    ]


@pytest.mark.parametrize(
    "session",
    [
        Session(id="a", start=moment("2026-12-03 09:00"), end=moment("2026-12-03 10:00")),
        Session(id="a", clock=Clock(time(9))),
        Session(id="a", day=date(2026, 12, 3), clock=Clock(time(9))),
        Session(id="a", status=Status.UNSCHEDULED),
        Session(id="a", status=Status.CANCELLED),
    ],
    ids=["own time", "only an hour", "day and hour without zone", "unscheduled", "cancelled"],
)
def test_slot_leaves_alone_what_is_not_for_it(session: Session) -> None:
    assert applied(session).sessions == (session,)


@pytest.mark.parametrize("status", [Status.SCHEDULED, Status.TENTATIVE])
def test_slot_fills_what_takes_place(status: Status) -> None:
    (placed,) = applied(Session(id="a", status=status)).sessions
    assert placed.start == moment("2026-11-30 16:30")


def test_cancelled_session_keeps_its_date_and_its_time() -> None:
    cancelled = Session(id="a", status=Status.CANCELLED, day=date(2026, 11, 30))
    first, second = applied(cancelled, Session(id="b")).sessions
    assert first.start == moment("2026-11-30 16:30")
    assert second.start == moment("2026-12-07 16:30")


def test_slot_without_fill_leaves_undated_sessions_undated() -> None:
    slot = replace(WEEKLY, fill=False)
    dated, undated = Session(id="a", day=date(2026, 12, 3)), Session(id="b")
    first, second = applied(dated, undated, slot=slot).sessions
    assert first.start == moment("2026-12-03 16:30")
    assert second == undated


def test_series_without_a_slot_stays_as_it_is() -> None:
    session = Session(id="a", day=date(2026, 12, 3))
    assert applied(session, slot=None).sessions == (session,)


@pytest.mark.parametrize(
    ("of_session", "of_slot", "of_series", "minutes"),
    [
        (20 * HOUR / 60, HOUR, 2 * HOUR, 20),
        (None, HOUR, 2 * HOUR, 60),
        (None, None, 2 * HOUR, 120),
        (None, None, None, None),
    ],
)
def test_length_is_the_sessions_own_else_the_slots_else_the_series(
    of_session: timedelta | None,
    of_slot: timedelta | None,
    of_series: timedelta | None,
    minutes: int | None,
) -> None:
    session = Session(id="a", length=of_session)
    (placed,) = applied(session, slot=replace(WEEKLY, length=of_slot), duration=of_series).sessions
    start = moment("2026-11-30 16:30")
    assert placed.start == start
    assert placed.end == (start.plus(timedelta(minutes=minutes)) if minutes else None)


def test_slot_keeps_its_wall_time_when_clocks_change() -> None:
    slot = replace(WEEKLY, starts_on=date(2027, 3, 22))
    placed = applied(Session(id="a"), Session(id="b"), slot=slot).sessions
    starts = [one.start for one in placed]
    assert starts == [moment("2027-03-22 16:30"), moment("2027-03-29 16:30")]
    assert [start.at for start in starts if start] == [
        datetime(2027, 3, 22, 15, 30, tzinfo=UTC),
        datetime(2027, 3, 29, 14, 30, tzinfo=UTC),
    ]


def test_talks_get_their_times_with_their_session() -> None:
    talk = Talk(id="t", clock=Clock(time(16, 40), time(17)))
    (placed,) = applied(Session(id="a", talks=(talk, Talk(id="u")))).sessions
    assert placed.talks == (
        replace(talk, start=moment("2026-11-30 16:40"), end=moment("2026-11-30 17:00")),
        Talk(id="u"),
    )
    assert without_slot(placed) == Session(id="a", talks=(talk, Talk(id="u")))


def test_session_without_its_slot_is_as_its_own_words_have_it() -> None:
    undated, dated = Session(id="a"), Session(id="b", day=date(2026, 12, 3))
    own = Session(id="c", start=moment("2026-12-14 09:00"), day=None)
    placed = applied(undated, dated, own).sessions
    assert all(one.start for one in placed)
    assert [without_slot(one) for one in placed] == [undated, dated, own]


def test_changed_slot_moves_only_what_it_placed() -> None:
    sessions = (Session(id="a"), Session(id="b", start=moment("2026-12-14 09:00")))
    before = applied(*sessions)
    later = replace(WEEKLY, at=time(18), starts_on=date(2026, 12, 8))
    after, _ = apply_slot(replace(before, slot=later))
    assert [one.start for one in after.sessions] == [
        moment("2026-12-21 18:00"),  # the fourteenth is taken
        moment("2026-12-14 09:00"),
    ]
    assert after == applied(*sessions, slot=later)


def unplaced_of(series: Series) -> list[tuple[str, Problem]]:
    result, unplaced = apply_slot(series)
    lost = {one.session_id for one in unplaced}
    assert [one for one in result.sessions if one.id in lost] == [
        one for one in series.sessions if one.id in lost
    ]
    return [(one.session_id, Problem.of(one.why)) for one in unplaced]


def test_session_for_which_no_date_is_left_is_told() -> None:
    slot = replace(WEEKLY, ends_on=date(2026, 12, 7))
    sessions = tuple(Session(id=name, own_title=f"Title {name}") for name in "abc")
    series = Series(id="s", title="S", timezone=ZURICH, slot=slot, sessions=sessions)
    assert unplaced_of(series) == [
        (
            "c",
            Problem(
                code="slot-full",
                message="the slot has no free date left for this session",
                read="Title c",
                hint="give the slot a later `until`, or the session a `start`",
            ),
        )
    ]


def test_slot_at_an_hour_that_clocks_skip_is_told_and_the_others_are_placed() -> None:
    slot = replace(WEEKLY, weekdays=(SUN,), at=time(2, 30), starts_on=date(2027, 3, 21))
    sessions = tuple(Session(id=name) for name in "abc")
    series = Series(id="s", title="S", timezone=ZURICH, slot=slot, sessions=sessions)
    assert unplaced_of(series) == [
        (
            "b",
            Problem(
                code="skipped-time",
                message="clocks in Europe/Zurich skip this time that day",
                read="2027-03-28 02:30",
                choices=("03:30 CEST", "01:30 CET"),
            ),
        )
    ]
    placed = apply_slot(series)[0].sessions
    assert placed[2].start == moment("2027-04-04 02:30")
