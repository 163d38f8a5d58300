"""Timetables: what stands beside what, on whose clock, and that nothing is lost on the way."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import Moment
from bot.domain.series import Session, Talk
from bot.web.pages.days import Day, days_of
from bot.web.pages.timetable import Timetable, timetable

ZURICH = "Europe/Zurich"
# The night in which clocks go back, the one in which they go forward, and any other.
NIGHTS = (datetime(2026, 10, 24, 20, tzinfo=UTC), datetime(2026, 3, 28, 20, tzinfo=UTC),
          datetime(2026, 6, 28, 6, tzinfo=UTC))  # fmt: skip
MINUTES = st.integers(0, 30 * 6).map(lambda tens: timedelta(minutes=10 * tens))


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Session, ...]:
    """Give sessions of a night, with talks at any time, some without an end or a time."""
    night = draw(st.sampled_from(NIGHTS))
    sessions = []
    for number in range(draw(st.integers(1, 5))):
        start = night + draw(MINUTES)
        talks = [
            Talk(
                id=f"t{talk}",
                start=Moment.of(start + begins, ZURICH) if begins is not None else None,
                end=Moment.of(start + begins + lasts, ZURICH)
                if begins is not None and lasts
                else None,
            )
            for talk, (begins, lasts) in enumerate(
                draw(st.lists(st.tuples(st.none() | MINUTES, st.none() | MINUTES), max_size=5))
            )
        ]
        length = draw(st.none() | MINUTES.filter(bool))
        sessions.append(
            Session(
                id=f"s{number}",
                start=Moment.of(start, ZURICH),
                end=Moment.of(start + length, ZURICH) if length else None,
                room=draw(st.sampled_from(["", "Aula", "Foyer"])),
                talks=tuple(talks),
            )
        )
    return tuple(sessions)


def shown(table: Timetable) -> list[tuple[str, str]]:
    """Return all that stands in a timetable: session and talk, or no talk."""
    told = [(entry.session.id, talk.id) for entry in table.entries for talk in entry.talks]
    told += [(entry.session.id, "") for entry in table.entries if not entry.talks]
    return told + [(session.id, talk.id) for session, talk in table.untimed]


def columns(table: Timetable) -> list[list[tuple[datetime, datetime]]]:
    """Return what is on in each column, as a browser would lay the cells out."""
    width = len(table.tracks)
    taken = [0] * width  # rows for which a column is taken by a cell from above
    found: list[list[tuple[datetime, datetime]]] = [[] for _ in range(width)]
    for row in table.rows:
        free = [at for at in range(width) if not taken[at]]
        taken = [max(0, left - 1) for left in taken]
        assert sum(cell.columns for cell in row.cells) == len(free)
        for cell in row.cells:
            for at in [free.pop(0) for _ in range(cell.columns)]:
                taken[at] = cell.rows - 1
                if cell.entry:
                    assert cell.entry.start.at == row.start.at
                    found[at].append((cell.entry.start.at, cell.entry.end.at))
    assert taken == [0] * width
    return found


@given(programmes(), st.sampled_from(["", "UTC", "Asia/Kolkata", "America/New_York"]))
def test_every_talk_stands_in_one_cell_and_no_column_is_taken_twice(
    sessions: tuple[Session, ...], zone: str
) -> None:
    days = days_of(sessions, zone)
    tables = [timetable(day) for day in days]
    wanted = [(one.id, talk.id) for one in sessions for talk in one.talks]
    wanted += [(one.id, "") for one in sessions if not one.talks]
    assert sorted(pair for table in tables for pair in shown(table)) == sorted(wanted)
    for table in tables:
        starts = [row.start.at for row in table.rows]
        assert starts == sorted(set(starts))
        assert {row.start.zone for row in table.rows} == {zone or ZURICH}
        for column in columns(table):
            assert all(one[1] <= other[0] for one, other in pairwise(column))


@given(programmes())
def test_order_of_sessions_does_not_matter(sessions: tuple[Session, ...]) -> None:
    assert days_of(sessions[::-1], "UTC") == days_of(sessions, "UTC")


def at(hour: str, day: int = 3) -> Moment:
    return Moment(datetime.fromisoformat(f"2026-03-{day:02}T{hour}"), ZURICH)


def sitting(name: str, start: Moment, end: Moment, *talks: str, room: str = "") -> Session:
    """Return a session; its talks are written `09:00-09:30`."""
    made = (Talk(id=one, start=at(one[:5]), end=at(one[6:])) for one in talks)
    return Session(id=name, start=start, end=end, room=room, talks=tuple(made))


def grid(day: Day) -> list[tuple[str, list[tuple[str, int, int]]]]:
    return [
        (
            f"{row.start.wall:%H:%M}",
            [
                (one.entry.session.id if one.entry else "", one.rows, one.columns)
                for one in row.cells
            ],
        )
        for row in timetable(day).rows
    ]


def test_parallel_sessions_are_columns_and_what_is_alone_spans_them() -> None:
    sessions = (
        sitting("plenary", at("09:00"), at("10:00"), room="Aula"),
        sitting("a", at("10:30"), at("12:00"), "10:30-11:00", "11:00-12:00", room="Room 1"),
        sitting("b", at("10:30"), at("11:30"), room="Room 2"),
        sitting("dinner", at("19:00"), at("21:00")),
    )
    (day,) = days_of(sessions)
    assert timetable(day).tracks == ("Room 1", "Room 2")
    assert grid(day) == [
        ("09:00", [("plenary", 1, 2)]),
        ("10:30", [("a", 1, 1), ("b", 2, 1)]),
        ("11:00", [("a", 1, 1)]),
        ("19:00", [("dinner", 1, 2)]),
    ]


def test_a_room_keeps_its_column() -> None:
    sessions = (
        sitting("a", at("09:00"), at("10:00"), room="Room 1"),
        sitting("b", at("09:00"), at("10:00"), room="Room 2"),
        sitting("c", at("10:00"), at("11:00"), room="Room 2"),
        sitting("d", at("10:30"), at("11:00"), room="Room 1"),
    )
    (day,) = days_of(sessions)
    assert grid(day) == [
        ("09:00", [("a", 1, 1), ("b", 1, 1)]),
        ("10:00", [("", 1, 1), ("c", 2, 1)]),
        ("10:30", [("d", 1, 1)]),
    ]


def test_days_are_those_of_the_reader_and_hold_what_goes_on_after_midnight() -> None:
    sessions = (
        sitting("morning", at("09:00"), at("12:00")),
        sitting("evening", at("17:00"), at("19:00")),
        sitting("beside", at("18:30"), at("20:00")),
        sitting("tomorrow", at("09:00", 4), at("10:00", 4)),
    )

    def days(zone: str) -> list[tuple[str, list[str]]]:
        return [(f"{day.start.date}", [one.id for one in day.sessions])
                for day in days_of(sessions, zone)]  # fmt: skip

    here = [
        ("2026-03-03", ["morning", "evening", "beside"]),
        ("2026-03-04", ["tomorrow"]),
    ]
    assert days("") == days(ZURICH) == here
    # In Sydney, ten hours ahead, the evening begins after midnight; so does what goes on beside it.
    assert days("Australia/Sydney") == [
        ("2026-03-03", ["morning"]),
        ("2026-03-04", ["evening", "beside", "tomorrow"]),
    ]


def test_days_with_a_programme_are_timetables() -> None:
    seminar = sitting("seminar", at("16:00"), at("17:00"), "16:00-16:30", "16:30-17:00")
    day = sitting("day", at("09:00"), at("12:00"), "09:00-10:00", "10:00-11:00", "11:00-12:00")
    beside = sitting("beside", at("16:30"), at("17:30"))
    after = sitting("after", at("17:00"), at("18:00"))
    kinds = [days_of(one)[0].is_timetable for one in ([seminar, after], [day], [seminar, beside])]
    assert kinds == [False, True, True]


def test_a_talk_without_an_end_lasts_until_the_next() -> None:
    talks = (Talk(id="one", start=at("09:00")), Talk(id="two", start=at("09:40")))
    session = Session(id="day", start=at("09:00"), end=at("11:00"), talks=talks)
    (day,) = days_of([session])
    ends = [entry.end for entry in timetable(day).entries]
    assert ends == [at("09:40"), at("11:00")]
    assert [one.is_on(at("09:39").at) for one in timetable(day).entries] == [True, False]
    assert [one.is_on(at("09:40").at) for one in timetable(day).entries] == [False, True]
