"""The slot of a series: how it is said, and which sessions it gives a time."""

from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import FromSlot, Session, Slot, SlotUnit, Status
from tests.definitions import places_of, series_of, told

HOUR = timedelta(hours=1)
HEAD = "title: a\ntimezone: Europe/Zurich\n"


def slot_of(slot: str) -> Slot | None:
    return series_of(f"{HEAD}slot: {slot}").slot


def moment(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


@pytest.mark.parametrize(
    ("slot", "found"),
    [
        ("{at: 16:30}", Slot(at=time(16, 30))),
        ("{at: 4.30 pm}", Slot(at=time(16, 30))),
        ("{at: 16:30-17:30}", Slot(at=time(16, 30), length=HOUR)),
        ("{at: 23:30-00:30}", Slot(at=time(23, 30), length=HOUR)),
        ("{at: 16:30-17:30, for: 2 hours}", Slot(at=time(16, 30), length=2 * HOUR)),
        (
            "{every: 2 weeks, on: [Wed, Monday], at: 16:30}",
            Slot(every=2, weekdays=(0, 2), at=time(16, 30)),
        ),
        (
            "{every: month, on: last Friday, at: 16:30}",
            Slot(unit=SlotUnit.MONTH, weekdays=(4,), nth=-1, at=time(16, 30)),
        ),
        ("{every: day, at: 16:30}", Slot(unit=SlotUnit.DAY, at=time(16, 30))),
        (
            "{at: 16:30, from: 2026-11-30, until: 31 March 2027, skip: 2026-12-28, fill: yes}",
            Slot(
                at=time(16, 30),
                starts_on=date(2026, 11, 30),
                ends_on=date(2027, 3, 31),
                skip=((date(2026, 12, 28), date(2026, 12, 28)),),
                fill=True,
            ),
        ),
        (
            "{at: 16:30, skip: [2026-12-21..2027-01-03, 2027-02-01], fill: no}",
            Slot(
                at=time(16, 30),
                skip=(
                    (date(2026, 12, 21), date(2027, 1, 3)),
                    (date(2027, 2, 1), date(2027, 2, 1)),
                ),
            ),
        ),
    ],
)
def test_slot_is_said_in_many_forms(slot: str, found: Slot) -> None:
    assert slot_of(slot) == found


@pytest.mark.parametrize(
    ("slot", "problem"),
    [
        (
            "every Monday",
            (
                "3:7: slot: a slot says at least when it is;"
                ' write it as in {every: 1 week, on: Monday, at: "16:30"}'
            ),
        ),
        (
            "{on: Monday}",
            (
                "3:7: slot: a slot says at least when it is;"
                ' write it as in {every: 1 week, on: Monday, at: "16:30"}'
            ),
        ),
        ("{time: 16:30}", '3:8: a slot has no such key, read "time"; did you mean at?'),
        (
            "{at: 16:30 CET}",
            '3:12: at: this is not an hour, read "16:30 CET"; write 07:00 or 07:00-07:20',
        ),
        (
            "{at: 16:30, on: first Monday}",
            "3:23: on: only a monthly slot counts weekdays; write `every: 1 month`",
        ),
        (
            "{at: 16:30, every: 1 month, on: Monday}",
            "3:26: every: which day of the month?; write it as in `on: first Monday`",
        ),
        (
            "{at: 16:30, every: 1 month}",
            "3:26: every: which day of the month?; write it as in `on: first Monday`",
        ),
        (
            "{at: 16:30, fill: yes}",
            "3:25: fill: from when on?; write it as in `from: 2026-11-30`",
        ),
        (
            "{at: 16:30, from: 2026-11-30, until: 2026-11-29}",
            "3:44: until: this is before `from`; write a later date",
        ),
        (
            "{at: 16:30, fill: perhaps}",
            '3:25: fill: this is neither yes nor no, read "perhaps"; write yes, or no',
        ),
    ],
)
def test_slot_that_cannot_be_is_refused(slot: str, problem: str) -> None:
    assert told(f"{HEAD}slot: {slot}") == [problem]


def test_everything_wrong_with_a_slot_is_told_at_once() -> None:
    slot = (
        "{at: 16:30, every: never, on: [Monday, Moonday], for: long, skip: [x], form: 2026-11-30}"
    )
    assert places_of(f"{HEAD}slot: {slot}") == [
        (3, 26, "value"),
        (3, 46, "value"),
        (3, 61, "bad-duration"),
        (3, 74, "unreadable-time"),
        (3, 78, "unknown-key"),
    ]


def test_slot_without_a_zone_is_refused() -> None:
    (problem,) = told("title: a\nslot: {at: 16:30}")
    assert problem.startswith("2:7: no zone is known for this time: ")


VIEWING = """\
title: Viewing
timezone: CEST
place: Lausanne, CH
duration: 2 hours
slot:
  on: Monday
  at: 16:30
  for: 1 hour
  from: 2026-10-19
  skip: [2026-11-02]
  fill: yes
sessions:
  - talk: One
  - {talk: Dated, start: 2026-10-26}
  - {talk: Apart, start: 2026-11-09 10:00}
  - talk: Two
  - {talk: Gone, status: cancelled}
  - {talk: Later, status: unscheduled}
  - {talk: Perhaps, status: tentative, duration: 3 hours}
"""


def test_slot_gives_times_to_sessions_in_order() -> None:
    found = {
        session.id: (session.start, session.end, session.from_slot, session.status)
        for session in series_of(VIEWING).sessions
    }
    assert found == {
        "one": (
            moment("2026-10-19 16:30"),
            moment("2026-10-19 17:30"),
            FromSlot.DATE,
            Status.SCHEDULED,
        ),
        "dated": (
            moment("2026-10-26 16:30"),
            moment("2026-10-26 17:30"),
            FromSlot.TIME,
            Status.SCHEDULED,
        ),
        "apart": (
            moment("2026-11-09 10:00"),
            moment("2026-11-09 12:00"),
            FromSlot.NOTHING,
            Status.SCHEDULED,
        ),
        "two": (
            moment("2026-11-16 16:30"),
            moment("2026-11-16 17:30"),
            FromSlot.DATE,
            Status.SCHEDULED,
        ),
        "gone": (None, None, FromSlot.NOTHING, Status.CANCELLED),
        "later": (None, None, FromSlot.NOTHING, Status.UNSCHEDULED),
        "perhaps": (
            moment("2026-11-23 16:30"),
            moment("2026-11-23 19:30"),
            FromSlot.DATE,
            Status.TENTATIVE,
        ),
    }


def test_slot_keeps_its_wall_time_across_a_clock_change() -> None:
    found = series_of(VIEWING).sessions
    offsets = [session.start.offset / HOUR for session in found[:2] if session.start]
    assert offsets == [2, 1]


def test_slot_without_fill_leaves_undated_sessions_alone() -> None:
    text = f'{HEAD}slot: {{at: "16:30", from: 2026-11-30}}\nsessions: [{{title: One}}]'
    assert series_of(text).sessions == (
        Session(id="one", own_title="One", status=Status.UNSCHEDULED),
    )


FULL = """\
title: a
timezone: CET
slot: {at: "16:30", on: Monday, from: 2026-11-30, until: 2026-12-07, fill: yes}
sessions:
  - One
  - talk: Two
  - talk: Three
  - talk: Four
"""


def test_slot_with_too_few_dates_is_refused_at_each_session_it_cannot_place() -> None:
    text = FULL.replace("  - One\n", "  - talk: One\n")
    full = "slot: the slot has no free date left for this session"
    hint = "give the slot a later `until`, or the session a `start`"
    assert told(text) == [
        f'7:5: {full}, read "Three"; {hint}',
        f'8:5: {full}, read "Four"; {hint}',
    ]


def test_slot_that_is_wrong_is_not_told_of_at_every_session() -> None:
    for slot in ("{at: 16:30, from: soon, fill: yes}", "{at: 25:30, from: 2026-11-30, fill: yes}"):
        text = f"{HEAD}slot: {slot}\nsessions:\n  - talk: One\n  - start: 2026-11-30\n"
        assert [line for line, _, _ in places_of(text)] == [3]


def test_slot_on_an_hour_that_a_clock_change_skips_is_told_at_the_session() -> None:
    text = f'{HEAD}slot: {{at: "02:30"}}\nsessions:\n  - start: 2021-03-28\n'
    assert told(text) == [
        (
            '5:5: slot: clocks in Europe/Zurich skip this time that day, read "2021-03-28 02:30";'
            " write 03:30 CEST, or 01:30 CET"
        )
    ]


def test_talks_are_at_the_hours_of_a_slot() -> None:
    text = (
        f"{HEAD}slot: {{at: 16:30-18:00, on: Monday, from: 2026-11-30, fill: yes}}\nsessions:\n"
        "  - talks: [{at: 16:30-17:00, title: One}, {at: '17:00', title: Two}]\n"
    )
    (session,) = series_of(text).sessions
    assert [talk.start for talk in session.talks] == [
        moment("2026-11-30 16:30"),
        moment("2026-11-30 17:00"),
    ]
    assert told(text.replace("17:00'", "15:00'")) == [
        (
            '5:49: at: this talk is outside its session (16:30 to 18:00), read "15:00 Two";'
            " mend one of the two"
        )
    ]


def test_daily_slot_that_never_falls_on_its_weekday_has_no_dates() -> None:
    slot = "{at: 16:30, every: 7 days, on: Monday, from: 2026-12-01, fill: yes}"
    assert places_of(f"{HEAD}slot: {slot}\nsessions: [{{talk: One}}]") == [(4, 12, "slot-full")]
