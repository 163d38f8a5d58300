"""A definition becomes a series as a whole, or all that is wrong with it is told at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
    Join,
    LinkPolicy,
    Series,
    SeriesKind,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.sources.definition import load_schema, read_definition
from tests.definitions import definition, places_of, series_of, told, warned

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

SEMINAR = """\
# A comment.
id: on-examples
title: "Seminar: On Examples"
kind: seminar
description: |
  What examples are.

  And what they are not.
timezone: CEST
place: Lausanne, CH
homepage: https://examples.example/seminar
organizers: [Ada Example, Bela Beispiel]
link: public
remind: [10 minutes, 1 day, 1 hour]
duration: 1 hour
color: Teal
updated: 2021-05-01
sessions:
  - start: 2021-06-28 16:30
    join: https://zoom.example/j/1
    talk: {title: "On One", speaker: Cleo Exemple (EPFL), abstract: "It is one."}
  - start: TBD
    talk: {title: On Two, speaker: Dana Muster}
  - id: day-of-examples
    start: 2021-07-05 09:00
    end: 12:00
    title: Day of Examples
    chair: Ada Example
    room: BC 420
    status: tentative
    reason: no room yet
    talks:
      - {at: 09:00-09:20, kind: keynote, title: On Three}
      - {at: "10:00", kind: break, title: Coffee}
"""


def zurich(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text), "Europe/Zurich")


def test_definition_is_read_as_a_whole() -> None:
    assert series_of(SEMINAR) == Series(
        id="on-examples",
        title="Seminar: On Examples",
        kind=SeriesKind.SEMINAR,
        description="What examples are.\n\nAnd what they are not.",
        timezone="Europe/Zurich",
        place="Lausanne, CH",
        homepage="https://examples.example/seminar",
        organizers=("Ada Example", "Bela Beispiel"),
        link=LinkPolicy.PUBLIC,
        remind=(DAY, HOUR, HOUR / 6),
        duration=HOUR,
        color="teal",
        updated_at=datetime(2021, 5, 1, tzinfo=UTC),
        sessions=(
            Session(
                id="cleo-exemple",
                start=zurich("2021-06-28 16:30"),
                end=zurich("2021-06-28 17:30"),
                join=Join(url="https://zoom.example/j/1"),
                talks=(
                    Talk(
                        id="cleo-exemple",
                        title="On One",
                        speakers=(Speaker(name="Cleo Exemple", affiliation="EPFL"),),
                        abstract="It is one.",
                    ),
                ),
            ),
            Session(
                id="dana-muster",
                status=Status.UNSCHEDULED,
                talks=(
                    Talk(id="dana-muster", title="On Two", speakers=(Speaker(name="Dana Muster"),)),
                ),
            ),
            Session(
                id="day-of-examples",
                status=Status.TENTATIVE,
                reason="no room yet",
                own_title="Day of Examples",
                start=zurich("2021-07-05 09:00"),
                end=zurich("2021-07-05 12:00"),
                chair="Ada Example",
                room="BC 420",
                talks=(
                    Talk(
                        id="on-three",
                        title="On Three",
                        kind=TalkKind.KEYNOTE,
                        start=zurich("2021-07-05 09:00"),
                        end=zurich("2021-07-05 09:20"),
                        clock=Clock(zurich("2021-07-05 09:00").wall.time(), HOUR_20.time()),
                    ),
                    Talk(
                        id="coffee",
                        title="Coffee",
                        kind=TalkKind.BREAK,
                        start=zurich("2021-07-05 10:00"),
                        clock=Clock(zurich("2021-07-05 10:00").wall.time()),
                    ),
                ),
            ),
        ),
    )


HOUR_20 = datetime(2021, 7, 5, 9, 20)


def test_definition_needs_no_more_than_a_title() -> None:
    assert series_of("title: On Examples") == Series(id="autumn", title="On Examples")


@pytest.mark.parametrize(
    ("file", "series_id"),
    [
        ("schedules/Über Beispiele (2021).yaml", "uber-beispiele-2021"),
        ("a/b.c.yml", "b-c"),
        ("🦔.yaml", "series"),
        ("", "series"),
    ],
)
def test_id_of_a_series_without_one_is_that_of_its_file(file: str, series_id: str) -> None:
    series, _ = read_definition(b"title: On Examples", file)
    assert series == Series(id=series_id, title="On Examples")


TEN_MISTAKES = """\
id: My Seminar
titel: On Examples
kind: seminarr
timezone: Europe/Zuerich
homepage: www.examples.example
remind: [1 day, soon]
sessions:
  - start: 2021-02-30 16:30
    join: the usual one
    room: BC 420
    room: BC 421
  - start: Monday 29 June 2021 16:30 CEST
    status: canceled
    speaker: Muster, Dana
    color: !!str blue
  - start: 2021-12-06 16:30 CEST
    end: 17:30
    duration: 1 hour
    talks:
      - {at: 16h75, title: On One}
      - {kind: break}
"""


def test_many_mistakes_are_all_told_at_once_with_their_places() -> None:
    assert places_of(TEN_MISTAKES) == [
        (1, 5, "bad-id"),
        (2, 1, "unknown-key"),
        (3, 7, "unknown-choice"),
        (4, 11, "unknown-zone"),
        (5, 11, "bad-address"),
        (6, 17, "bad-duration"),
        (8, 12, "no-such-date"),
        (9, 11, "bad-address"),
        (11, 5, "repeated-key"),
        (12, 12, "weekday-mismatch"),
        (13, 13, "unknown-choice"),
        (14, 14, "unclear-names"),
        (15, 5, "unknown-key"),
        (15, 12, "tag"),
        (16, 12, "label-out-of-season"),
        (20, 14, "no-such-time"),
        (21, 9, "missing"),
    ]


def test_many_mistakes_are_told_in_words() -> None:
    about_zones = "4:11: timezone: "
    assert [one for one in told(TEN_MISTAKES)[:7] if not one.startswith(about_zones)] == [
        (
            "1:5: id: an id has lower-case letters, digits and single hyphens, at most 60,"
            ' read "My Seminar"; write my-seminar'
        ),
        '2:1: a series has no such key, read "titel"; did you mean title?',
        '3:7: kind: this is none of the choices, read "seminarr"; did you mean seminar?',
        (
            '5:11: homepage: this is not a web address, read "www.examples.example";'
            " write https://www.examples.example"
        ),
        (
            '6:17: remind: this is not a length of time, read "soon";'
            ' write it as in "1 day", "90 min" or "1 hour 30 minutes"'
        ),
        (
            '8:12: start: there is no such day, read "2021-02-30";'
            ' write it as in "2021-06-28 16:30 CEST"'
        ),
    ]


def test_problem_begins_with_the_file_as_it_was_named() -> None:
    _, problems = read_definition(b"title: a\ntitel: b", "C:\\x y\\ü.yaml")
    assert [str(problem) for problem in problems] == [
        'C:\\x y\\ü.yaml:2:1: a series has no such key, read "titel"; did you mean title?'
    ]


MAPPING = "a definition is a mapping; start with `title:`, and list the sessions under `sessions:`"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", f"1:1: {MAPPING}"),
        ("# Soon.\n", f"1:1: {MAPPING}"),
        ("\n- title: a\n", f"2:1: {MAPPING}"),
        ("On Examples", f"1:1: {MAPPING}"),
        ("~", f"1:1: {MAPPING}"),
        ("{}", "1:1: a series needs a `title`; add `title:`"),
        ("title:", "1:1: a series needs a `title`; add `title:`"),
        ('title: " "', "1:1: a series needs a `title`; add `title:`"),
    ],
    ids=["empty", "comment", "list", "text", "null", "braces", "no-title", "blank-title"],
)
def test_what_is_no_definition_is_told(text: str, problem: str) -> None:
    assert told(text) == [problem]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: [a]", "1:8: title: a text is expected here, not a list"),
        ("title: a\nplace: {b: c}", "2:8: place: a text is expected here, not a mapping"),
        (
            "title: a\norganizers: [[b]]",
            "2:14: organizers: a text is expected here, not a list",
        ),
        ("title: a\nremind: [[1 h]]", "2:10: remind: a text is expected here, not a list"),
        ("title: a\nremind: {b: c}", "2:9: remind: a text is expected here, not a mapping"),
    ],
)
def test_list_or_mapping_in_place_of_a_text_is_told(text: str, problem: str) -> None:
    assert told(text) == [f'{problem}; put text with ": " or brackets in quotes']


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_item_that_says_nothing_is_told(nothing: str) -> None:
    (problem,) = places_of(f"title: a\norganizers:\n  - Ada Example\n  - {nothing}\n")
    assert problem == (4, 4 + (nothing != ""), "missing")


@pytest.mark.parametrize("nothing", ["", "~", "null", "# later"])
def test_keys_that_say_nothing_are_as_if_they_were_not_there(nothing: str) -> None:
    keys = [key for key in load_schema()["properties"] if key != "title"]
    lines = [f"{key}: {nothing}" for key in keys]
    assert series_of("\n".join(["title: a", *lines])) == Series(id="autumn", title="a")


def test_problems_are_in_the_order_of_the_file() -> None:
    text = "sessions:\n  - {end: 3pm, id: A, zoom: x}\ncolor: '#fff'\ntitle: [a]\nremind: x\n"
    places = [(line, column) for line, column, _ in places_of(text)]
    assert places == [(2, 11), (2, 20), (2, 23), (3, 8), (4, 8), (5, 9)]


def test_session_that_stands_twice_is_a_warning() -> None:
    text = definition("{start: 2021-06-28 16:30, title: On One}")
    text += "  - {start: 2021-06-28 14:30 UTC, title: On One}\n"
    (problem,) = warned(text)
    assert problem == (
        '5:5: warning: the same session stands in line 4, read "On One";'
        " take one out, or give them different rooms"
    )
    assert warned(text.replace("{start", "{room: BC 420, start", 1)) == []


def test_recording_that_is_longer_than_its_session_is_a_warning() -> None:
    talk = "{title: On One, duration: 1 hour 1 second}"
    text = definition(f"{{start: 2021-06-28 16:30, duration: 1 hour, talk: {talk}}}")
    (problem,) = warned(text)
    assert problem == (
        "4:5: warning: 1 hour is too short for a recording of 1 hour 1 second,"
        ' read "On One"; give the session, or the slot, more time'
    )
    assert warned(text.replace(" 1 second", "")) == []


def test_session_ids_that_stand_twice_are_refused() -> None:
    text = "title: a\nsessions:\n  - {id: b}\n  - {title: c}\n  - title: d\n    id: b\n"
    assert told(text) == [
        '6:9: id: another session has this id already, in line 3, read "b"; write b-2'
    ]


def test_file_named_like_an_address_of_the_service_gets_another_id() -> None:
    series, problems = read_definition(b"title: All\nsessions: []\n", "schedules/all.yaml")
    assert (series and series.id, problems) == ("all-series", [])
