"""Tables from spreadsheets, in several languages and with several delimiters."""

import contextlib
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import Moment
from bot.domain.places import read_place
from bot.domain.series import (
    Clock,
    Join,
    Material,
    MaterialKind,
    Session,
    Speaker,
    Status,
    TalkKind,
)
from bot.errors import Problem, Severity, TalkbellError
from bot.flows.imports.importing import complete
from bot.sources.definition import dump_definition, read_definition
from bot.sources.imported import Hints, Imported
from bot.sources.table import looks_like_table, read_table

HINTS = Hints(today=date(2026, 11, 22))
IN_ZURICH = replace(HINTS, place=read_place("CH"))


def read(text: str, hints: Hints = IN_ZURICH) -> Imported:
    return read_table(text.encode(), hints, "a.csv")


def at(day: int, hour: int, minute: int = 0) -> Moment:
    return Moment(datetime(2026, 6, day, hour, minute), "Europe/Zurich")


ENGLISH = """Date,Time,Speaker,Affiliation,Title,Room,Zoom,Passcode,Slides
2026-06-01,16:30-17:30,Ada Nowhere,London,"On engines, again",Aula,https://uni.zoom.us/j/9,47,https://uni.example/s.pdf
"""


def test_table_is_read() -> None:
    (session,) = read(ENGLISH).series.sessions
    assert (session.start, session.end) == (at(1, 16, 30), at(1, 17, 30))
    assert (session.room, session.join) == (
        "Aula",
        Join(url="https://uni.zoom.us/j/9", passcode="47"),
    )
    (talk,) = session.talks
    assert talk.title == "On engines, again"
    assert talk.speakers == (Speaker(name="Ada Nowhere", affiliation="London"),)
    assert talk.materials == (Material(kind=MaterialKind.SLIDES, url="https://uni.example/s.pdf"),)


@pytest.mark.parametrize(
    "text",
    [
        "Datum;Uhrzeit;Referentin;Titel\n1. Juni 2026;16:30 Uhr;Ada Nowhere;Von Maschinen\n",
        "Date\tHeure\tOrateur\tTitre\n1 juin 2026\t16h30\tAda Nowhere\tVon Maschinen\n",
        "Fecha|Hora|Ponente|Título\n1 de junio de 2026|16:30|Ada Nowhere|Von Maschinen\n",
        "Data,Ora,Relatore,Titolo\nlun 1 giugno 2026,16:30,Ada Nowhere,Von Maschinen\n",
        (
            "sep=;\r\nDate;Start Time;Speaker(s);Talk title\r\n01.06.2026;4:30 pm;Ada Nowhere;"
            "Von Maschinen\r\n"
        ),
        "start,presenter,topic\n2026-06-01T16:30:00,Ada Nowhere,Von Maschinen\n",
    ],
)
def test_heads_dates_and_delimiters_of_several_lands_are_known(text: str) -> None:
    imported = read(text)
    (session,) = imported.series.sessions
    assert (session.start, session.title) == (at(1, 16, 30), "Von Maschinen")
    assert session.talks[0].speakers == (Speaker(name="Ada Nowhere"),)
    assert imported.problems == ()


def only(text: str, hints: Hints = IN_ZURICH) -> tuple[Session, tuple[Problem, ...]]:
    imported = read(f"Date,Time,End,Duration,Zone,Status,Type,Title\n{text},A talk\n", hints)
    (session,) = imported.series.sessions
    return session, imported.problems


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        ("2026-06-01,10:00,11:15,,,,", at(1, 11, 15)),
        ("2026-06-01,10:00,,90,,,", at(1, 11, 30)),
        ("2026-06-01,10:00,,1h,,,", at(1, 11)),
        ("2026-06-01,10:00,2026-06-01 12:00,,,,", at(1, 12)),
        ("2026-06-01,23:00,01:00,,,,", at(2, 1)),
        ("2026-06-01,10:00,TBA,,,,", None),
    ],
)
def test_end_is_read(cells: str, end: Moment | None) -> None:
    session, problems = only(cells)
    assert (session.end, problems) == (end, ())


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("2026-06-01,25:00,,,,,", "no-such-time"),
        ("2026-02-30,10:00,,,,,", "no-such-date"),
        ("3/4/2026,10:00,,,,,", "ambiguous-date"),
        ("Tuesday 1 June 2026,10:00,,,,,", "weekday-mismatch"),
        ("soon,10:00,,,,,", "unreadable-date"),
        ("2026-06-01,10:00,2026-06-05 09:00,,,,", "ends-before-start"),
        ("2026-06-01,10:00,,,IST,,", "ambiguous-zone"),
        ("2026-06-01,10:00,,ages,,,", "bad-duration"),
    ],
)
def test_unreadable_time_is_told_and_leaves_the_session_undated(cells: str, code: str) -> None:
    session, problems = only(cells, HINTS)
    assert (session.start, session.day, session.status) == (None, None, Status.UNSCHEDULED)
    assert [(one.code, one.line) for one in problems] == [(code, 2)]


def test_missing_year_is_told_with_those_that_fit() -> None:
    _, (problem,) = only("Mon 1 June,10:00,,,,,")
    assert (problem.code, problem.choices) == ("no-year", ("2020", "2026"))
    session, problems = only("Mon 1 June,10:00,,,,,", replace(IN_ZURICH, year=2026))
    assert (session.start, problems) == (at(1, 10), ())
    session, (problem,) = only("Mon 1 June,10:00,,,,,", replace(IN_ZURICH, year=2025))
    assert (session.start, problem.code) == (None, "weekday-mismatch")


def test_missing_date_needs_a_hint() -> None:
    text = "Time,Title\n10:00,One\n11:00,Two\n"
    imported = read(text)
    assert [(one.code, one.line) for one in imported.problems] == [("no-date", 2)]
    hinted = read(text, replace(IN_ZURICH, date=date(2026, 6, 1)))
    assert [one.start for one in hinted.series.sessions] == [at(1, 10), at(1, 11)]
    assert hinted.problems == ()


def test_missing_zone_needs_a_hint() -> None:
    session, (problem,) = only("2026-06-01,10:00,,,,,", HINTS)
    assert (session.day, session.clock) == (date(2026, 6, 1), Clock(time(10)))
    assert problem.code == "no-zone"


def test_stated_zone_wins_and_one_out_of_season_keeps_the_wall() -> None:
    session, problems = only("2026-06-01,10:00,,,Asia/Tokyo,,")
    assert session.start == Moment(datetime(2026, 6, 1, 10), "Asia/Tokyo")
    assert problems == ()
    session, (problem,) = only("2026-06-01,10:00,,,CET,,")
    assert (session.start, problem.code) == (at(1, 10), "label-out-of-season")
    assert problem.severity.value == "warning"


def test_empty_date_is_that_above_and_told() -> None:
    imported = read("Date,Time,Title\n2026-06-01,10:00,One\n,11:00,Two\n\n02.06.2026,,Three\n")
    one, two, three = imported.series.sessions
    assert (one.start, two.start) == (at(1, 10), at(1, 11))
    assert (three.start, three.day) == (None, date(2026, 6, 2))
    assert [(problem.code, problem.line) for problem in imported.problems] == [("date-above", 3)]
    assert list(imported.lines.values()) == [2, 3, 5]


@pytest.mark.parametrize(
    ("cells", "status", "kind"),
    [
        ("2026-06-01,10:00,,,,cancelled,", Status.CANCELLED, TalkKind.TALK),
        ("2026-06-01,10:00,,,,tentative,Keynote", Status.TENTATIVE, TalkKind.KEYNOTE),
        ("TBA,,,,,,invited talk", Status.UNSCHEDULED, TalkKind.INVITED),
    ],
)
def test_status_and_kind_are_read(cells: str, status: Status, kind: TalkKind) -> None:
    session, problems = only(cells)
    assert (session.status, session.talks[0].kind, problems) == (status, kind, ())


def test_undecided_talk_says_nothing() -> None:
    (session,) = read("Date,Speaker,Title\n2026-06-01,TBA,tbd\n").series.sessions
    assert (session.talks, session.day) == ((), date(2026, 6, 1))


def test_table_without_telling_heads_is_refused() -> None:
    with pytest.raises(TalkbellError, match="no column is called Title or Speaker"):
        read("a,b\n1,2\n")


@pytest.mark.parametrize(
    ("data", "is_table"),
    [
        (b"Date,Time,Speaker,Title\n", True),
        (b"Datum;Sprecher;Titel\n", True),
        (b"Dear all, we invite you, on Monday, to a talk\n", False),
        (b"Title\nSpeaker\n", False),
        (b"", False),
    ],
)
def test_table_is_seen_by_its_heads(data: bytes, *, is_table: bool) -> None:
    assert looks_like_table(data) is is_table


def test_long_range_of_rows_stays_quick() -> None:
    rows = "".join(
        f"{date(2020, 1, 1) + timedelta(days=n)},10:00,Ada {n},Talk {n}\n" for n in range(2000)
    )
    assert len(read("Date,Time,Speaker,Title\n" + rows).series.sessions) == 2000


cells = st.one_of(
    st.sampled_from(
        ["2026-06-01", "10:00", "16h30", "TBA", "Ada", "CET", "https://zoom.us/j/1", ""]
    ),
    st.text(max_size=9),
)


@settings(deadline=None)
@given(st.lists(st.lists(cells, max_size=9).map(",".join), max_size=5).map("\n".join))
def test_any_rows_are_read_or_refused(rows: str) -> None:
    with contextlib.suppress(TalkbellError):
        imported = complete(
            read(f"Date,Time,End,Zone,Title,Speaker,Room,Duration,Join\n{rows}"), HINTS, "a.csv"
        )
        if not any(one.severity is Severity.ERROR for one in imported.problems):
            definition = dump_definition(imported.series).encode()
            series, problems = read_definition(definition, "a.yaml")
            assert series is not None, problems


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(TalkbellError):
        read_table(b"Title;Date\n" + data, HINTS, "a.csv")
    looks_like_table(data)


def test_hint_out_of_season_keeps_the_hour_and_is_told() -> None:
    rows = b"date,time,title\n2026-06-01,16:30-17:30,One\n2026-12-01,16:30-17:30,Two\n"
    imported = read_table(rows, Hints(today=date(2026, 11, 22), timezone="CET"), "a.csv")
    assert [str(one.start and one.start.offset) for one in imported.series.sessions] == [
        "2:00:00",
        "1:00:00",
    ]
    (problem,) = imported.problems
    assert (problem.code, problem.line) == ("label-out-of-season", 2)
    assert problem.choices == ("16:30 CEST", "17:30 CEST if you meant UTC+1")


def test_more_rows_than_are_read_are_refused() -> None:
    read_table(b"Title\n" + b"x\n" * 10_000, HINTS, "a.csv")
    with pytest.raises(TalkbellError, match=r"a\.csv:10002: this table has more than 10,000 rows"):
        read_table(b"Title\n" + b"x\n" * 10_001, HINTS, "a.csv")
