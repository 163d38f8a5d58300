"""Slots: their dates are what was asked for, and applying one twice is applying it once."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import Moment, clock_readings
from bot.domain.programme import place_talks
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
from bot.errors import RefusalError

DAY = timedelta(days=1)
ZONES = st.sampled_from(
    ["Europe/Zurich", "America/New_York", "America/Sao_Paulo", "Asia/Beirut", "UTC", "UTC+05:30"]
)
DATES = st.dates(date(2018, 1, 1), date(2030, 12, 31))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0, fold=0))
usual = settings(derandomize=True, deadline=None, max_examples=100)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    unit = draw(st.sampled_from(SlotUnit))
    monthly = unit is SlotUnit.MONTH
    starts_on = draw(DATES)
    skips = st.tuples(st.integers(0, 200), st.integers(0, 30)).map(
        lambda days: (starts_on + days[0] * DAY, starts_on + sum(days) * DAY)
    )
    return Slot(
        every=draw(st.integers(1, 5)),
        unit=unit,
        weekdays=draw(st.lists(st.integers(0, 6), max_size=1 if monthly else 3).map(tuple)),
        nth=draw(st.sampled_from([1, 2, 3, 4, 5, -1])) if monthly else 0,
        at=draw(st.sampled_from([time(2, 30), time(0, 30), time(16, 30)]) | HOURS),
        length=draw(st.none() | st.integers(1, 600).map(lambda n: timedelta(minutes=n))),
        starts_on=starts_on,
        ends_on=draw(st.none() | st.integers(0, 900).map(lambda n: starts_on + n * DAY)),
        skip=tuple(draw(st.lists(skips, max_size=3))),
        fill=draw(st.booleans()),
    )


@usual
@given(slots())
def test_dates_of_a_slot_are_ascending_within_it_and_on_its_days(slot: Slot) -> None:
    assert slot.starts_on
    dates = list(islice(slot_dates(slot), 60))
    assert all(one < another for one, another in pairwise(dates))
    for on in dates:
        assert slot.starts_on <= on <= (slot.ends_on or date.max)
        assert not any(first <= on <= last for first, last in slot.skip)
        assert on.weekday() in (slot.weekdays or range(7))
        if slot.unit is SlotUnit.MONTH:
            in_a_week = on + 7 * DAY
            last = in_a_week.month != on.month
            assert last if slot.nth == -1 else (on.day - 1) // 7 + 1 == slot.nth


@usual
@given(slots())
def test_dates_of_a_slot_keep_its_step(slot: Slot) -> None:
    """From the first date on, every date is a whole number of steps away, and none is left out."""
    whole = replace(slot, skip=(), ends_on=None)
    dates = list(islice(slot_dates(whole), 40))
    first = dates[0]
    match slot.unit:
        case SlotUnit.DAY:
            steps = [(on - slot.starts_on).days for on in dates if slot.starts_on]
        case SlotUnit.WEEK:
            monday = first - first.weekday() * DAY
            steps = [(on - monday).days // 7 for on in dates]
        case SlotUnit.MONTH:
            steps = [(on.year - first.year) * 12 + on.month - first.month for on in dates]
    assert {step % slot.every for step in steps} == {0}
    if slot.unit is SlotUnit.WEEK or (slot.unit is SlotUnit.DAY and not slot.weekdays):
        per_step = len(set(slot.weekdays)) or 1
        assert {b - a for a, b in pairwise(dict.fromkeys(steps))} == {slot.every}
        assert max(steps.count(step) for step in steps) == per_step


@usual
@given(slots(), st.integers(0, 300), st.integers(0, 300))
def test_skipping_and_ending_only_take_dates_away(slot: Slot, first: int, length: int) -> None:
    assert slot.starts_on
    all_of_them = list(islice(slot_dates(slot), 80))
    away = (slot.starts_on + first * DAY, slot.starts_on + (first + length) * DAY)
    skipping = list(islice(slot_dates(replace(slot, skip=(*slot.skip, away))), 80))
    kept = [on for on in all_of_them if not away[0] <= on <= away[1]]
    assert skipping[: len(kept)] == kept


@st.composite
def series(draw: st.DrawFn) -> Series:
    slot, zone = draw(slots()), draw(ZONES)
    assert slot.starts_on
    days = st.integers(-20, 120).map(lambda n: slot.starts_on + n * DAY)
    instants = st.integers(0, 120 * 24).map(
        lambda hours: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=hours)
    )
    clocks = st.none() | HOURS.map(Clock) | st.just(Clock(slot.at, time(23, 59)))
    sessions = []
    for number in range(draw(st.integers(0, 6))):
        talks = draw(st.lists(clocks, max_size=2))
        session = Session(
            id=f"s{number}",
            status=draw(st.sampled_from(Status)),
            day=draw(st.none() | days),
            talks=tuple(Talk(id=f"t{n}", clock=clock) for n, clock in enumerate(talks)),
        )
        if draw(st.integers(0, 3)) == 0:
            start = Moment.of(draw(instants), zone)
            session = replace(session, start=start, day=None)
        sessions.append(session)
    return Series(id="s", title="S", timezone=zone, slot=slot, sessions=tuple(sessions))


@usual
@given(series())
def test_applying_a_slot_twice_is_applying_it_once(before: Series) -> None:
    once, unplaced = apply_slot(before)
    twice, unplaced_again = apply_slot(once)
    assert twice == once
    assert [one.session_id for one in unplaced_again] == [one.session_id for one in unplaced]


@usual
@given(series())
def test_sessions_of_a_slot_keep_its_wall_time_and_their_order(before: Series) -> None:
    slot = before.slot
    assert slot
    after, unplaced = apply_slot(before)
    assert [session.id for session in after.sessions] == [s.id for s in before.sessions]
    assert [without_slot(session) for session in after.sessions] == list(before.sessions)
    filled = [s.start.date for s in after.sessions if s.start and s.from_slot is FromSlot.DATE]
    assert filled == sorted(set(filled))
    assert set(filled) <= set(slot_dates(slot)) if slot.fill else not filled
    for session in after.sessions:
        if session.from_slot is FromSlot.NOTHING:
            continue
        assert session.start
        assert session.start.wall.time() == slot.at
        assert session.start.zone == before.timezone
        assert session.start.date == session.day
        if slot.length:
            assert session.end
            assert session.end.at - session.start.at == slot.length
        else:
            assert session.end is None
    _check_those_left(before, after, {one.session_id for one in unplaced})


def _check_those_left(before: Series, after: Series, unplaced: set[str]) -> None:
    """Only what no time can be found for stays without one; what has its own stays as it is."""
    slot = before.slot
    assert slot
    for old, new in zip(before.sessions, after.sessions, strict=True):
        if new.from_slot is not FromSlot.NOTHING:
            assert old.start is None
            assert new.id not in unplaced
            continue
        assert new == old
        if old.start:
            continue
        undated = old.day is None
        not_filled = not slot.fill or old.status in {Status.UNSCHEDULED, Status.CANCELLED}
        assert (new.id in unplaced) != (undated and not_filled)
        if old.day and new.id in unplaced:
            assert not _possible(old, slot, before.timezone)


def _possible(session: Session, slot: Slot, zone: str) -> bool:
    assert session.day
    wall = datetime.combine(session.day, slot.at)
    if len(clock_readings(wall, zone)) != 1:
        return False
    try:
        place_talks(replace(session, start=Moment(wall, zone)))
    except RefusalError:
        return False
    return True
