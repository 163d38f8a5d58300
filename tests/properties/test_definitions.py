"""Definitions: what is dumped reads back alike, ids that are written in stay, nothing breaks."""

import json
import re
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.audience import Audience, text_seen_by, with_harmless_ids
from bot.domain.series import Series
from bot.errors import Severity
from bot.sources.definition import dump_definition, load_schema, read_definition, write_ids
from tests.definitions import series_of
from tests.strategies import series, texts


def gives_no_link_away(whole: Series) -> bool:
    """Tell a series whose ids may be written down."""
    shown = text_seen_by(whole.id, whole, Audience.PUBLIC)
    return shown == whole.id and with_harmless_ids(whole) == whole


@settings(derandomize=True, deadline=None, max_examples=60)
@given(series())
def test_series_reads_back_from_its_dump(whole: Series) -> None:
    assume(gives_no_link_away(whole))
    dumped = dump_definition(whole)
    assert series_of(dumped, warnings=True) == whole
    assert dump_definition(whole) == dumped


@settings(derandomize=True, deadline=None, max_examples=200)
@given(texts(empty=False), texts())
def test_any_text_reads_back_from_its_dump(title: str, place: str) -> None:
    whole = Series(id="a", title=title, place=place)
    found = series_of(dump_definition(whole), warnings=True)
    assert replace(found, timezone="") == whole


ID_OF_SESSION = re.compile(rb"^  - id: .*\n    ", re.MULTILINE)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(series(), st.sampled_from((b"\n", b"\r\n")), st.sampled_from((b"", b"\xef\xbb\xbf")))
def test_written_ids_change_nothing_else_and_stay(
    whole: Series, ending: bytes, mark: bytes
) -> None:
    assume(gives_no_link_away(whole))
    dumped = dump_definition(replace(whole, description="")).encode()
    without = mark + ID_OF_SESSION.sub(b"  - ", dumped).replace(b"\n", ending)
    found = series_of(without, warnings=True)
    assume(gives_no_link_away(found))
    written = write_ids(without, found)
    assert series_of(written, warnings=True) == found
    assert write_ids(written, found) == written
    lines = written.replace(ending, b"\n").removeprefix(mark)
    assert mark + ID_OF_SESSION.sub(b"  - ", lines).replace(b"\n", ending) == without
    assert len(ID_OF_SESSION.findall(lines)) == len(found.sessions)


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


@settings(derandomize=True, deadline=None, max_examples=120)
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
