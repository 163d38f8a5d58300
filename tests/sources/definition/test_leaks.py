"""What would give a private join link away is told before it is public."""

import pytest

from bot.sources.definition import read_definition
from tests.definitions import definition, problems_of, series_of, warned

JOIN = "join: {url: https://example.zoom.us/j/62400754289, passcode: Gauss-1777}"


@pytest.mark.parametrize(
    "own", ["zoom-62400754289", "talk-624-0075-4289", "gauss-1777", "example-zoom-us-j-62400754289"]
)
def test_id_that_holds_a_secret_is_refused(own: str) -> None:
    session = f"id: {own}\nstart: 2026-03-02 16:30\ntitle: A\n{JOIN}"
    (problem,) = problems_of(definition(session))
    assert (problem.line, problem.code, problem.read) == (4, "secret-id", own)
    assert series_of(definition(session, link="public")).sessions[0].id == own


def test_ids_of_talks_and_of_the_series_are_looked_at_too() -> None:
    talks = "talks: [{id: gauss-1777, title: B}, {id: b, title: C}]"
    text = definition(f"start: 2026-03-02 16:30\n{JOIN}\n{talks}", id="zoom-62400754289")
    assert [(one.line, one.code) for one in problems_of(text)] == [
        (3, "secret-id"),
        (7, "secret-id"),
    ]


def test_id_of_the_file_is_looked_at_too() -> None:
    text = definition(f"start: 2026-03-02 16:30\ntitle: A\n{JOIN}")
    series, problems = read_definition(text.encode(), "zoom-62400754289.yaml")
    assert (series, [one.code for one in problems]) == (None, ["secret-id"])
    assert read_definition(f"id: a\n{text}".encode(), "zoom-62400754289.yaml")[1] == []


def test_made_up_ids_hold_none_and_written_ones_stay() -> None:
    titles = ("Zoom 624 0075 4289: On examples", "Open with Gauss-1777")
    talks = ", ".join(f"{{title: '{title}'}}" for title in titles)
    text = definition(f"start: 2026-03-02 16:30\ntitle: '{titles[0]}'\n{JOIN}\ntalks: [{talks}]")
    (session,) = series_of(text).sessions
    assert (session.id, [talk.id for talk in session.talks]) == (
        "zoom-on-examples",
        ["zoom-on-examples", "open-with"],
    )
    half = definition(f"id: zoom-624-0075\nstart: 2026-03-02 16:30\n{JOIN}")
    assert series_of(half).sessions[0].id == "zoom-624-0075"


def test_other_ids_are_fine() -> None:
    session = f"id: gauss-2026\nstart: 2026-03-02 16:30\ntitle: A\n{JOIN}"
    assert series_of(definition(session)).sessions[0].id == "gauss-2026"


@pytest.mark.parametrize(
    "line",
    [
        "room: https://example.zoom.us/j/62400754289",
        "abstract: Join at https://example.zoom.us/j/62400754289?pwd=x as always.",
        "slides: [https://example.zoom.us/j/62400754289]",
    ],
)
def test_meeting_link_outside_join_is_warned_of(line: str) -> None:
    text = definition(f"start: 2026-03-02 16:30\nspeaker: Ada Example\n{line}")
    (warning,) = warned(text)
    assert f"{line.partition(':')[0]}: everyone will see this link to a meeting" in warning
    assert warned(definition(f"start: 2026-03-02 16:30\ntitle: A\n{line}", link="public")) == []


def test_copies_of_a_join_link_need_no_warning_for_they_are_struck() -> None:
    session = "start: 2026-03-02 16:30\ntitle: A\nroom: https://example.zoom.us/j/62400754289"
    assert warned(definition(f"{session}\n{JOIN}")) == []
    other = session.replace("62400754289", "71234567890")
    assert len(warned(definition(f"{other}\n{JOIN}"))) == 1


def test_text_that_stands_twice_by_an_alias_is_told_of_once() -> None:
    text = definition(
        "start: 2026-03-02 16:30\ntitle: A\nroom: &zoom https://example.zoom.us/j/62400754289"
    )
    text += "  - {start: 2026-03-09 16:30, title: B, room: *zoom}\n"
    assert len(warned(text)) == 1
