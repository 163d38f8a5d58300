"""A definition becomes a series as a whole, or all that is wrong with it is told at once."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from bot.errors import Severity
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


HOUR_20 = datetime(2021, 7, 5, 9, 20)  # noqa: DTZ001 - on a wall


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
            ' write it as in "1 hour 30 minutes"'
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
            "title: a\norganizers: [{b: c}]",
            "2:14: organizers: a text is expected here, not a mapping",
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


@pytest.mark.parametrize(
    ("written", "organizers"),
    [
        ("[Ada Example, Bela Beispiel]", ("Ada Example", "Bela Beispiel")),
        ("Ada Example (EPFL)", ("Ada Example (EPFL)",)),
        ("Ada Example and Bela Beispiel", ("Ada Example", "Bela Beispiel")),
        (
            "Ada Example, Bela Beispiel & Cleo Exemple",
            ("Ada Example", "Bela Beispiel", "Cleo Exemple"),
        ),
        ('["A, B & C", " d  e "]', ("A, B & C", "d e")),
        ("[]", ()),
        ('""', ()),
    ],
)
def test_organizers_are_a_list_or_one_text(written: str, organizers: tuple[str, ...]) -> None:
    assert series_of(f"title: a\norganizers: {written}").organizers == organizers


@pytest.mark.parametrize(
    ("written", "lengths"),
    [
        ("[1 day, 1 hour, 10 minutes]", (DAY, HOUR, HOUR / 6)),
        ("10m, 1d, 1h, 60 min", (DAY, HOUR, HOUR / 6)),
        ("1 hour", (HOUR,)),
        ("[1h, 1 hour, PT1H]", (HOUR,)),
        ("none", ()),
        ("no", ()),
        ("[]", ()),
        ("", None),
    ],
)
def test_reminders_are_longest_first_and_each_once(
    written: str, lengths: tuple[timedelta, ...] | None
) -> None:
    assert series_of(f"title: a\nremind: {written}").remind == lengths


@pytest.mark.parametrize("kind", SeriesKind)
def test_every_kind_of_series_is_read_in_any_case(kind: SeriesKind) -> None:
    assert series_of(f"title: a\nkind: {kind.value.title()}").kind is kind


def test_link_that_is_an_address_is_told_where_it_belongs() -> None:
    (problem,) = told("title: a\nlink: https://zoom.example/j/1")
    assert problem == (
        "2:7: link: this says who may see join links, not where they lead,"
        ' read "https://zoom.example/j/1";'
        " give the address to a session, as `join:`, or to the series, as `homepage:`"
    )


@pytest.mark.parametrize(
    ("timezone", "place", "zone"),
    [
        ("CEST", "Lausanne, CH", "Europe/Zurich"),
        ("CET", "ch", "Europe/Zurich"),
        ("", "Lausanne, CH", "Europe/Zurich"),
        ("", "Tokyo", "Asia/Tokyo"),
        ("IST", "Bengaluru, IN", "Asia/Kolkata"),
        ("IST", "Haifa, Israel", "Asia/Jerusalem"),
        ("IST", "Dublin", "Europe/Dublin"),
        ("PDT", "Long Beach, US", "America/Los_Angeles"),
        ("PDT", "", "America/Los_Angeles"),
        ("europe/zurich", "Boulder, US", "Europe/Zurich"),
        ("UTC+5:30", "", "UTC+05:30"),
        ("", "", ""),
        ("", "Boulder, US", ""),
    ],
)
def test_zone_is_settled_by_its_word_and_the_place(timezone: str, place: str, zone: str) -> None:
    series = series_of(f"title: a\ntimezone: {timezone}\nplace: {place}")
    assert (series.timezone, series.place) == (zone, place)


def test_zone_elsewhere_than_the_place_is_a_warning() -> None:
    (problem,) = warned("title: a\nplace: Lausanne, CH\ntimezone: PDT")
    assert problem == (
        "3:11: warning: timezone: clocks in Lausanne, CH do not go by this;"
        ' America/Los_Angeles is taken, read "PDT";'
        " if that is not meant, write a zone of the place, such as Europe/Zurich"
    )


def test_zone_word_with_several_meanings_is_refused_with_them() -> None:
    (problem,) = told("title: a\ntimezone: IST")
    assert problem.startswith(
        '2:11: timezone: this zone word has several meanings, read "IST"; write '
    )
    assert all(zone in problem for zone in ("Europe/Dublin", "Asia/Jerusalem", "Asia/Kolkata"))


NO_ZONE_NEEDED = "{title: a, start: 2021-06-28 16:30 CEST}, {title: b}, {title: c, start: TBD}"


def test_zone_is_not_needed_where_each_time_has_one() -> None:
    series = series_of(f"title: a\nsessions: [{NO_ZONE_NEEDED}]")
    assert [session.start for session in series.sessions] == [
        Moment(zurich("2021-06-28 16:30").wall, "Europe/Paris"),
        None,
        None,
    ]


WITHOUT_ZONE = """\
title: a
place: {}
sessions:
  - {{title: a, start: 2021-06-28 16:30 CEST}}
  - {{title: b, start: 2021-06-29 16:30}}
  - {{title: c, start: 2021-06-30 16:30}}
"""


@pytest.mark.parametrize("place", ["", "Nowhere"])
def test_missing_zone_is_told_once_at_the_first_time_that_needs_it(place: str) -> None:
    (problem,) = told(WITHOUT_ZONE.format(place))
    read = f', read "{place}"' if place else ""
    assert problem.startswith(
        "5:23: no zone is known for this time:"
        f" no country or zone is known for this place{read}; write "
    )


def test_missing_zone_of_a_place_with_several_is_told_with_them() -> None:
    (problem,) = told(WITHOUT_ZONE.format("Boulder, US"))
    assert problem.startswith(
        "5:23: no zone is known for this time: this place has several zones,"
        ' read "Boulder, US"; say `timezone:`, one of '
    )


@pytest.mark.parametrize("key", ["timezone: Mars", "time zone: CET", "tz: CET"])
def test_times_without_a_zone_are_not_told_of_beside_a_zone_that_is_wrong(key: str) -> None:
    assert [line for line, _, _ in places_of(WITHOUT_ZONE.format("") + key)] == [7]


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


KEYS = sorted(
    {
        key
        for part in (load_schema(), *load_schema()["$defs"].values())
        for key in part.get("properties", ())
    }
)
WORDS = st.sampled_from(
    (
        *KEYS,
        "2021-06-28",
        "2021-06-28 16:30",
        "16:30-17:30",
        "CEST",
        "TBD",
        "1 hour",
        "Monday",
        "first Monday",
        "every",
        "yes",
        "https://a.example",
        "cancelled",
        "break",
        "A (B)",
        "",
        "🦔",
        "no",
    )
)
VALUES = st.recursive(
    st.none() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | WORDS, inner, max_size=5)
    ),
    max_leaves=20,
)
DEFINITIONS = st.fixed_dictionaries(
    {"title": st.just("a")},
    optional={
        "timezone": st.sampled_from(("CEST", "IST", "UTC")),
        "slot": VALUES
        | st.fixed_dictionaries({"at": WORDS}, optional=dict.fromkeys({*KEYS} - {"at"}, WORDS)),
        "sessions": st.lists(VALUES | st.dictionaries(st.sampled_from(KEYS), VALUES), max_size=3),
        **dict.fromkeys(("place", "remind", "organizers", "link", "updated"), VALUES),
    },
)


@settings(derandomize=True, deadline=None, max_examples=200)
@given(DEFINITIONS | VALUES)
def test_any_nonsense_is_told_and_never_breaks_the_reader(nonsense: object) -> None:
    text = json.dumps(nonsense, indent=1)
    series, problems = read_definition(text.encode(), "f.yaml")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (series is None) == bool(errors)
    lines = text.splitlines()
    for problem in problems:
        assert problem.message
        assert problem.hint or problem.choices
        assert 1 <= problem.line <= len(lines)
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
    assert problems == sorted(problems, key=lambda problem: (problem.line, problem.column))
