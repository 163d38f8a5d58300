"""Several documents about the same meeting become one series."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import (
    Clock,
    Join,
    Material,
    MaterialKind,
    Series,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.errors import Problem, Severity
from bot.flows.imports.merging import merge
from bot.sources.imported import Imported

ZONE = "America/Los_Angeles"


def clock(text: str) -> Clock:
    start, _, end = text.partition("-")
    return Clock(time.fromisoformat(start), time.fromisoformat(end) if end else None)


def talk(hours: str, title: str, *people: str, kind: TalkKind = TalkKind.TALK, **more: str) -> Talk:
    return Talk(
        id="",
        clock=clock(hours) if hours else None,
        title=title,
        kind=kind,
        speakers=tuple(Speaker(name=name) for name in people),
        abstract=more.get("abstract", ""),
    )


def imported(session: Session, *problems: Problem, zone: str = "", title: str = "") -> Imported:
    (session,) = with_ids([replace(session, talks=with_talk_ids(session.talks))])
    series = Series(id="", title=title, timezone=zone, sessions=(place_talks(session),))
    lines = {session.id: 1}
    talk_lines = {(session.id, one.id): 10 + n for n, one in enumerate(session.talks)}
    return Imported(series, problems, lines, talk_lines)


# The one page has the day, the zone, all speakers and kinds in brackets; its twin only hours, with
# abstracts, links and the posters by name.
DATED = imported(
    Session(
        id="",
        start=Moment(datetime(2024, 6, 14, 8, 30), ZONE),
        end=Moment(datetime(2024, 6, 14, 12), ZONE),
        talks=(
            talk("08:30-08:40", "Opening Remarks", "Ada Nowhere", "Bo Nobody"),
            talk("08:40-09:10", "On engines", "Cy Noone", kind=TalkKind.INVITED),
            talk("09:10-09:25", "What engines dream of", "Di Nix", kind=TalkKind.ORAL),
            talk("09:25-09:40", "Engines at rest", kind=TalkKind.ORAL),
            talk("09:40-11:00", "Lunch", kind=TalkKind.BREAK),
            talk("11:00-12:00", "Poster discussion", "Ed Void", "Cy Noone", kind=TalkKind.POSTER),
        ),
    ),
    zone=ZONE,
    title="Physics of Engines",
)
NO_DATE = Problem(code="no-date", message="", file="b.txt", line=3)
UNDATED = imported(
    Session(
        id="",
        status=Status.UNSCHEDULED,
        talks=(
            talk("08:30-08:40", "Opening remarks"),
            talk(
                "08:40-09:10", "On engines", "Cy Noone", kind=TalkKind.INVITED, abstract="We look."
            ),
            talk("09:10-09:25", "Sleep in machines", kind=TalkKind.CONTRIBUTED),
            talk("09:25-09:40", "Engines at Rest", kind=TalkKind.CONTRIBUTED),
            talk("09:40-11:00", "Lunch", kind=TalkKind.BREAK),
            talk("11:00-12:00", "Poster session", kind=TalkKind.POSTER),
            talk("", "A small engine", kind=TalkKind.POSTER),
            talk("", "A large engine", kind=TalkKind.POSTER),
        ),
    ),
    NO_DATE,
)


def check_joined(merged: Imported) -> None:
    (session,) = merged.series.sessions
    assert merged.series.timezone == ZONE
    assert session.start == Moment(datetime(2024, 6, 14, 8, 30), ZONE)
    assert session.status is Status.SCHEDULED
    assert [one.start.wall.time() for one in session.talks if one.start] == [
        time(8, 30), time(8, 40), time(9, 10), time(9, 25), time(9, 40), time(11),
    ]  # fmt: skip
    opening, engines, dream, rest, *_, posters, small, large = session.talks
    assert [one.name for one in opening.speakers] == ["Ada Nowhere", "Bo Nobody"]
    assert (engines.abstract, engines.kind) == ("We look.", TalkKind.INVITED)
    assert (dream.kind, rest.kind) == (TalkKind.ORAL, TalkKind.ORAL)
    assert [one.name for one in posters.speakers] == ["Ed Void", "Cy Noone"]
    assert [(one.title, one.start) for one in (small, large)] == [
        ("A small engine", None),
        ("A large engine", None),
    ]
    assert [(one.code, one.severity) for one in merged.problems] == [
        ("sources-differ", Severity.WARNING)
    ] * 2
    assert [set(one.choices) for one in merged.problems] == [
        {"What engines dream of", "Sleep in machines"},
        {"Poster discussion", "Poster session"},
    ]


def test_page_without_date_joins_one_with() -> None:
    merged = merge([("a.txt", DATED), ("b.txt", UNDATED)])
    check_joined(merged)
    assert [(one.file, one.line) for one in merged.problems] == [("a.txt", 12), ("a.txt", 15)]
    (session,) = merged.series.sessions
    assert merged.notes[session.id] == "line 1 of a.txt, line 1 of b.txt"
    assert merged.notes[session.id, session.talks[1].id] == "line 11 of a.txt, line 11 of b.txt"
    assert merged.notes[session.id, session.talks[-1].id] == "line 17 of b.txt"


def test_order_of_pages_does_not_matter_for_the_facts() -> None:
    check_joined(merge([("b.txt", UNDATED), ("a.txt", DATED)]))


def test_merging_a_page_with_itself_changes_nothing() -> None:
    assert merge([("a", DATED), ("b", DATED)]).series == DATED.series
    assert merge([("a", DATED), ("b", DATED)]).problems == ()
    assert merge([("a", UNDATED)]).problems == (NO_DATE,)


def test_gap_that_no_page_fills_is_still_told() -> None:
    merged = merge([("a", UNDATED), ("b", UNDATED)])
    assert [one.code for one in merged.problems] == ["no-date", "no-date"]


def seminar(*sessions: Session, zone: str = ZONE) -> Imported:
    made = with_ids(replace(one, talks=with_talk_ids(one.talks)) for one in sessions)
    lines = {one.id: n for n, one in enumerate(made, 1)}
    return Imported(Series(id="", title="S", timezone=zone, sessions=made), (), lines)


def on(day: int, title: str, *people: str, hour: int = 16, **more: str) -> Session:
    return Session(
        id="",
        start=Moment(datetime(2024, 6, day, hour), ZONE),
        room=more.get("room", ""),
        join=Join(url=more["join"]) if "join" in more else None,
        talks=(talk("", title, *people, **more),),
    )


def told(merged: Imported) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.message.partition(":")[0], one.choices) for one in merged.problems]


def test_sessions_that_only_one_page_has_are_kept() -> None:
    merged = merge([("a", seminar(on(3, "One"))), ("b", seminar(on(3, "One"), on(10, "Two")))])
    assert [one.title for one in merged.series.sessions] == ["One", "Two"]
    assert merged.problems == ()
    assert merged.lines == {"one": 1, "two": 2}


def test_moved_talk_is_known_by_its_title_and_told_as_an_error() -> None:
    ours = seminar(on(3, "On the dreams of engines"), on(10, "Other things entirely"))
    theirs = seminar(on(4, "On the dreams of engines"), on(10, "Other things entirely"))
    merged = merge([("a", ours), ("b", theirs)])
    assert len(merged.series.sessions) == 2
    (problem,) = merged.problems
    assert (problem.severity, problem.line) == (Severity.ERROR, 1)
    assert problem.choices == (f"2024-06-03 16:00 {ZONE}", f"2024-06-04 16:00 {ZONE}")


def test_parallel_sessions_are_told_apart_by_their_titles() -> None:
    ours = seminar(on(3, "Cold engines in theory"), on(3, "Warm engines in practice"))
    theirs = seminar(
        on(3, "Warm engines in practice", "Ada Nowhere"), on(3, "Cold engines in theory")
    )
    merged = merge([("a", ours), ("b", theirs)])
    assert [one.talks[0].speaker_names for one in merged.series.sessions] == ["", "Ada Nowhere"]
    assert merged.problems == ()


def test_fuller_text_wins_and_names_agree() -> None:
    ours = seminar(on(3, "Engines", "A. Nowhere", room="Aula", abstract="We look at engines."))
    theirs = seminar(
        on(
            3,
            "Engines: a view",
            "Ada Nowhere",
            room="aula",
            abstract="We look at engines, closely.",
        )
    )
    merged = merge([("a", ours), ("b", theirs)])
    (session,) = merged.series.sessions
    assert session.title == "Engines: a view"
    assert session.talks[0].speakers == (Speaker(name="Ada Nowhere"),)
    assert session.talks[0].abstract == "We look at engines, closely."
    assert (session.room, merged.problems) == ("Aula", ())


def test_other_speakers_rooms_links_and_abstracts_are_told() -> None:
    ours = seminar(
        on(3, "Engines", "Ada Nowhere", room="Aula", join="https://zoom.us/j/1", abstract="One two")
    )
    theirs = seminar(
        on(3, "Engines", "Bo Nobody", room="HS 1", join="https://zoom.us/j/2", abstract="Six seven")
    )
    merged = merge([("a", ours), ("b", theirs)])
    assert [what for what, _ in told(merged)] == ["speakers", "abstract", "room", "join"]


def of_series(title: str, *organizers: str, place: str = "") -> Imported:
    part = seminar(on(3, "One"))
    return replace(
        part, series=replace(part.series, title=title, organizers=organizers, place=place)
    )


def test_other_titles_organizers_and_places_of_the_series_are_told() -> None:
    ours = of_series("Physics of Engines", "Ada Nowhere", "Bo Nobody", place="Bern, CH")
    theirs = of_series("Engines and Motors", "Ada Nowhere", "Cy Noone", place="Basel, CH")
    merged = merge([("a.txt", ours), ("dir/b.txt", theirs)])
    assert told(merged) == [
        ("title of the series", ("Physics of Engines", "Engines and Motors")),
        ("place", ("Bern, CH", "Basel, CH")),
        ("organizers", ("Ada Nowhere, Bo Nobody", "Ada Nowhere, Cy Noone")),
    ]
    assert {(one.file, one.line, one.severity) for one in merged.problems} == {
        ("a.txt", 0, Severity.WARNING)
    }
    assert merged.problems[0].message == "title of the series: b.txt says otherwise"


def test_fuller_title_and_list_of_organizers_win_and_letter_case_is_no_disagreement() -> None:
    ours = of_series("physics of engines", "A. Nowhere", place="BERN, CH")
    theirs = of_series("Physics of Engines: a Seminar", "Bo Nobody", "Ada Nowhere (London)")
    for parts in ([("a", ours), ("b", theirs)], [("b", theirs), ("a", ours)]):
        merged = merge(parts)
        assert merged.problems == ()
        series = merged.series
        assert (series.title, series.place) == ("Physics of Engines: a Seminar", "BERN, CH")
        assert series.organizers == ("Bo Nobody", "Ada Nowhere (London)")
    upper = merge([("a", of_series("ENGINES", "ADA NOWHERE")), ("b", of_series("Engines"))])
    assert (upper.series.title, upper.problems) == ("ENGINES", ())


def test_materials_of_both_are_kept() -> None:
    video = Material(kind=MaterialKind.VIDEO, url="https://v.example/1")
    paper = Material(kind=MaterialKind.PAPER, url="https://p.example/1")

    def with_materials(*materials: Material) -> Imported:
        session = on(3, "Engines")
        return seminar(replace(session, talks=(replace(session.talks[0], materials=materials),)))

    merged = merge([("a", with_materials(video)), ("b", with_materials(paper, video))])
    assert merged.series.sessions[0].talks[0].materials == (video, paper)


def test_day_and_hour_without_zone_get_that_of_the_other_page() -> None:
    bare = Session(
        id="", day=date(2024, 6, 3), clock=clock("16:00-17:00"), talks=(talk("", "One"),)
    )
    problem = Problem(code="no-zone", message="", file="a", line=1)
    ours = replace(seminar(bare, zone=""), problems=(problem,))
    merged = merge([("a", ours), ("b", seminar(on(3, "One")))])
    (session,) = merged.series.sessions
    assert session.start == Moment(datetime(2024, 6, 3, 16), ZONE)
    assert session.end == Moment(datetime(2024, 6, 3, 17), ZONE)
    assert merged.problems == ()


titles = st.text(alphabet="abc d", max_size=12)
rows = st.lists(
    st.tuples(st.sampled_from(["", "08:30", "09:00-10:00", "09:00"]), titles, titles), max_size=5
)


def of_rows(made: Iterable[tuple[str, str, str]], *, dated: bool) -> Imported:
    talks = tuple(talk(hours, title, *([who] if who else [])) for hours, title, who in made)
    start = Moment(datetime(2024, 6, 14, 8, 30), ZONE) if dated else None
    return imported(Session(id="", start=start, talks=talks), zone=ZONE if dated else "")


@given(rows, rows, st.booleans(), st.booleans())
def test_nothing_is_lost_and_ids_stay_unique(
    left: list[tuple[str, str, str]],
    right: list[tuple[str, str, str]],
    left_dated: bool,  # noqa: FBT001
    right_dated: bool,  # noqa: FBT001
) -> None:
    ours, theirs = of_rows(left, dated=left_dated), of_rows(right, dated=right_dated)
    merged = merge([("a", ours), ("b", theirs)])
    talks = [(one.id, t.id) for one in merged.series.sessions for t in one.talks]
    assert max(len(left), len(right)) <= len(talks) <= len(left) + len(right)
    assert len(set(talks)) == len(talks)
