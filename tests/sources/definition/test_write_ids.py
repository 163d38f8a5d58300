"""Ids are written into a definition without touching anything else, and stay from then on."""

import pytest

from bot.domain.series import Series
from bot.sources.definition import read_definition, write_ids

BLOCK = """\
# Before.
title: On Examples   # the title
timezone: 'Europe/Zurich'

sessions:   # in order
# not indented
- start:  2021-06-28 16:30      # no id yet
  talk:
    title: "On One"

-   # a comment on the dash
    speaker:   Bela Beispiel
    start: TBD
- id: given
  start: 2021-07-05 16:30

# at the end
"""

BLOCK_WITH_IDS = """\
# Before.
title: On Examples   # the title
timezone: 'Europe/Zurich'

sessions:   # in order
# not indented
- id: on-one
  start:  2021-06-28 16:30      # no id yet
  talk:
    title: "On One"

-   # a comment on the dash
    id: bela-beispiel
    speaker:   Bela Beispiel
    start: TBD
- id: given
  start: 2021-07-05 16:30

# at the end
"""


def read(data: bytes) -> Series:
    series, problems = read_definition(data, "f.yaml")
    assert series is not None, [str(problem) for problem in problems]
    return series


def written(text: str | bytes) -> bytes:
    """Return a definition with ids, which must read as before and stay the same from then on."""
    data = text.encode() if isinstance(text, str) else text
    series = read(data)
    found = write_ids(data, series)
    assert read(found) == series
    assert write_ids(found, series) == found
    return found


def with_sessions(sessions: str) -> str:
    return f"title: a\ntimezone: CET\n{sessions}"


def test_ids_are_written_where_they_are_missing() -> None:
    assert written(BLOCK).decode() == BLOCK_WITH_IDS


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "bom"])
@pytest.mark.parametrize("end", ["", "\n"], ids=["open-end", "end"])
def test_line_endings_and_byte_order_mark_stay(mark: bytes, ending: str, end: str) -> None:
    before, after = (
        mark + (text.rstrip() + end).replace("\n", ending).encode()
        for text in (BLOCK, BLOCK_WITH_IDS)
    )
    assert written(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sessions: [{talk: One}]", "sessions: [{id: one, talk: One}]"),
        (
            "sessions: [{ talk: One }, {talk: Two}]",
            "sessions: [{ id: one, talk: One }, {id: two, talk: Two}]",
        ),
        ("sessions:\n- {}", "sessions:\n- {id: session}"),
        ('sessions: [{"talk": "One"}]', 'sessions: [{id: one, "talk": "One"}]'),
        (
            "sessions:\n  - {\n      talk: One,  # 1\n    }\n",
            "sessions:\n  - {id: one, \n      talk: One,  # 1\n    }\n",
        ),
        ("sessions: {talk: One}", "sessions: {id: one, talk: One}"),
        ("sessions:\n  talk: One\n", "sessions:\n  id: one\n  talk: One\n"),
        ("sessions:\n- 'talk': One", "sessions:\n- id: one\n  'talk': One"),
        ("sessions:\n- ? talk\n  : One\n", "sessions:\n- id: one\n  ? talk\n  : One\n"),
        ("sessions:\n  - &x\n    talk: One", "sessions:\n  - &x\n    id: one\n    talk: One"),
        ("sessions:\n  - &x talk: One", "sessions:\n  - id: one\n    &x talk: One"),
        ("sessions: [&x {talk: One}]", "sessions: [&x {id: one, talk: One}]"),
        (
            "sessions:\n- &x # {\n  {talk: One}",
            "sessions:\n- &x # {\n  {id: one, talk: One}",
        ),
        ("sessions: [{talk: One, id: }]", "sessions: [{talk: One, id: one }]"),
        ("sessions: [{talk: One, id: ~}]", "sessions: [{talk: One, id: one}]"),
        ("sessions:\n- id:   # soon\n  talk: One", "sessions:\n- id: one   # soon\n  talk: One"),
        ("sessions:\n- talk: One\n  'id': null\n", "sessions:\n- talk: One\n  'id': one\n"),
        (
            "sessions: [{talk: 'Ä 🦔'}, {talk: Two}]",
            "sessions: [{id: a, talk: 'Ä 🦔'}, {id: two, talk: Two}]",
        ),
        (
            "sessions: [{talk: '\ufeffOne'}, {talk: Two}]",
            "sessions: [{id: one, talk: '\ufeffOne'}, {id: two, talk: Two}]",
        ),
        ("sessions: [{talk: 'Null'}]", "sessions: [{id: \"null\", talk: 'Null'}]"),
        ("sessions: [{talk: No}]", 'sessions: [{id: "no", talk: No}]'),
        ("sessions: [{talk: '1e3'}]", "sessions: [{id: \"1e3\", talk: '1e3'}]"),
        (
            "sessions:\n- start: 2021-01-11 16:30",
            'sessions:\n- id: "2021-01-11"\n  start: 2021-01-11 16:30',
        ),
    ],
)
def test_ids_are_written_in_every_style(before: str, after: str) -> None:
    assert written(with_sessions(before)).decode() == with_sessions(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{title: a, sessions: [{talk: One}]}", "{title: a, sessions: [{id: one, talk: One}]}"),
        (
            "title: a\r\nsessions:\r\n- talk: One",
            "title: a\r\nsessions:\r\n- id: one\r\n  talk: One",
        ),
    ],
    ids=["first-line", "last-line"],
)
def test_ids_are_written_wherever_a_session_stands(before: str, after: str) -> None:
    assert written(before).decode() == after


@pytest.mark.parametrize(
    "sessions", ["", "sessions:\n", "sessions: []", "sessions: [{id: b}]", "sessions: [{'id': b}]"]
)
def test_nothing_is_written_where_nothing_is_missing(sessions: str) -> None:
    assert written(with_sessions(sessions)).decode() == with_sessions(sessions)


def test_session_that_stands_for_two_gets_no_id() -> None:
    text = with_sessions("sessions:\n- &x {talk: One}\n- *x\n- talk: Two\n")
    series, problems = read_definition(text.encode(), "f.yaml")
    assert series is not None, problems
    assert write_ids(text.encode(), series).decode() == text.replace(
        "- talk: Two", "- id: two\n  talk: Two"
    )


@pytest.mark.parametrize(
    "sessions",
    [
        "sessions: [speaker: X]\n",
        "sessions: [title: X, title: Y]\n",
        "sessions: [? title : X]\n",
        "sessions:\n- id: &x\n  title: X\n",
        "sessions:\n- id: &x ~\n  title: X\n",
    ],
)
def test_nothing_is_written_where_there_is_no_room(sessions: str) -> None:
    assert written(with_sessions(sessions)).decode() == with_sessions(sessions)


def test_ids_of_several_talks_are_written() -> None:
    before = "sessions:\n- id: day\n  talks:\n  - title: One\n  - {title: Two}\n  - Three\n"
    after = before.replace("- title: One", "- id: one\n    title: One").replace("{", "{id: two, ")
    assert written(with_sessions(before)).decode() == with_sessions(after)


NINE = ["One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"]


def test_ids_of_many_sessions_on_one_line_and_on_many_are_written() -> None:
    in_braces = ", ".join(f"{{talk: {name}}}" for name in NINE)
    assert written(with_sessions(f"sessions: [{in_braces}]")).decode() == with_sessions(
        "sessions: [" + ", ".join(f"{{id: {name.lower()}, talk: {name}}}" for name in NINE) + "]"
    )
    lines = "".join(f"- talk: {name}\n" for name in NINE)
    assert written(with_sessions(f"sessions:\n{lines}")).decode() == with_sessions(
        "sessions:\n" + "".join(f"- id: {name.lower()}\n  talk: {name}\n" for name in NINE)
    )


def ids_of(sessions: list[str]) -> list[str]:
    lines = "".join(f"  - {{{session}}}\n" for session in sessions)
    return [session.id for session in read(with_sessions(f"sessions:\n{lines}").encode()).sessions]


DATED = [
    "start: 2021-01-11 16:30, speaker: Ada Example",
    "start: 2021-01-18 16:30, speaker: Ada Example",
    "start: 2021-01-25 16:30, talk: On One",
    "start: 2021-02-01 16:30",
    "start: 2021-02-08 16:30, title: On One",
]
IDS = [
    "ada-example-2021-01-11",
    "ada-example-2021-01-18",
    "on-one-2021-01-25",
    "2021-02-01",
    "on-one-2021-02-08",
]


@pytest.mark.parametrize("turn", range(len(DATED)))
def test_ids_do_not_depend_on_the_order_of_dated_sessions(turn: int) -> None:
    assert ids_of(DATED[turn:] + DATED[:turn]) == IDS[turn:] + IDS[:turn]


@pytest.mark.parametrize(
    "later",
    [
        "start: 2021-03-01 16:30, speaker: Ada Example",
        "start: TBD, title: On One",
        "speaker: Ada Example",
        "id: ada-example-3, title: On Two",
    ],
)
def test_ids_stay_when_later_sessions_are_added(later: str) -> None:
    assert ids_of([*DATED, later])[:-1] == IDS
    assert ids_of([later, *DATED])[1:] == IDS


def test_ids_stay_when_a_time_moves_or_a_room_or_a_link_is_added() -> None:
    moved = DATED[0].replace("16:30", "15:00") + ", room: BC 420, join: https://a.example"
    assert ids_of([moved, *DATED[1:]]) == IDS


def test_id_is_written_without_what_would_give_a_private_link_away() -> None:
    text = (
        b"title: T\ntimezone: Europe/Zurich\nsessions:\n"
        b"  - start: 2026-03-02 16:30\n    title: Zoom 624 0075 4289\n"
        b"    join: https://example.zoom.us/j/62400754289\n"
        b"  - start: 2026-03-09 16:30\n    title: Other\n"
    )
    series, _ = read_definition(text, "t.yaml")
    assert series is not None
    made = write_ids(text, series)
    assert made == text.replace(
        b"  - start: 2026-03-02 16:30", b"  - id: zoom\n    start: 2026-03-02 16:30"
    ).replace(b"  - start: 2026-03-09 16:30", b"  - id: other\n    start: 2026-03-09 16:30")
    assert read_definition(made, "t.yaml")[0] == series
