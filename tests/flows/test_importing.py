"""Choosing a reader by name and content, refusing what is none, completing what was read."""

import io
import json
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.places import read_place
from bot.domain.series import Join, Series, Session, Talk
from bot.errors import TalkbellError
from bot.flows.imports.importing import (
    Kind,
    Source,
    choose_kind,
    complete,
    import_source,
    read_source,
)
from bot.sources.fetched import MOST_BYTES, Limits
from bot.sources.imported import Hints, Imported

HINTS = Hints(today=date(2026, 11, 22))
ICS = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20260601T100000Z\r\nSUMMARY:A talk\r\nEND:VEVENT"
FRAB = {"schedule": {"conference": {"days": []}}}
OWN = {"series": {"id": "s", "title": "S"}, "sessions": [{"id": "a"}]}
CSV = b"Date,Time,Title\n2026-06-01,10:00,A talk\n"
XML = b"<?xml version='1.0'?>\n<schedule><conference/></schedule>"


def as_json(document: object) -> bytes:
    return json.dumps(document).encode()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (ICS, "a.ics", Kind.CALENDAR),
        (ICS, "standard input", Kind.CALENDAR),
        (b"\n" + ICS, "calendar.php", Kind.CALENDAR),
        (as_json(OWN), "a.json", Kind.SERIES_JSON),
        (as_json([OWN, OWN]), "standard input", Kind.SERIES_JSON),
        (as_json(FRAB), "schedule.json", Kind.FRAB_JSON),
        (as_json({"talks": [], "rooms": []}), "standard input", Kind.FRAB_JSON),
        (XML, "schedule.xml", Kind.FRAB_XML),
        (XML, "standard input", Kind.FRAB_XML),
        (CSV, "a.csv", Kind.TABLE),
        (CSV, "standard input", Kind.TABLE),
        (b"<html><body>", "a.html", Kind.PAGE),
        (b"<?xml version='1.0'?><html>", "a.xhtml", Kind.PAGE),
        (b"# Talks\n", "a.md", Kind.PAGE),
        (b"Some talks, at noon\n", "standard input", Kind.PAGE),
        (b"[A talk](https://a.example)", "a.txt", Kind.PAGE),
        (b"{curly} but no JSON", "a.txt", Kind.PAGE),
    ],
)
def test_kind_is_seen_by_content_and_name(data: bytes, name: str, kind: Kind) -> None:
    assert choose_kind(Source(data, name)) is kind


def test_media_type_counts_too() -> None:
    assert choose_kind(Source(b"a;b\n", "export", "text/csv")) is Kind.TABLE


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (b"", "a.txt", "this is empty"),
        (b" \n\t\n", "a.ics", "this is empty"),
        (b"\xff\xfe", "a.txt", "this is empty"),
        (b"%PDF-1.7 ...", "a.pdf", "a PDF"),
        (b"PK\x03\x04...", "a.docx", "an office document"),
        (b"\x89PNG\r\n", "a.png", "a picture"),
        (b"\x1f\x8b\x08", "a.ics.gz", "packed with gzip"),
        (b"abc\x00def", "a.txt", "this is not text"),
        (b"{}", "a.json", "neither Talkbell's own"),
        (b"{", "a.json", "not JSON"),
        (b"id: x\n", "a.yaml", "a definition already"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "a.ics", "no talk is to be found"),
        (b"Title\n", "a.csv", "no talk is to be found"),
        (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\n", "a.ics", "no talk .* has no start"),
    ],
)
def test_what_is_no_schedule_is_refused(data: bytes, name: str, why: str) -> None:
    with pytest.raises(TalkbellError, match=f"{name}.*{why}"):
        import_source(Source(data, name), HINTS)


def test_utf_16_is_read() -> None:
    data = CSV.decode().replace(",", "\t").encode("utf-16")
    imported = import_source(Source(data, "a.csv"), replace(HINTS, place=read_place("CH")))
    assert [one.title for one in imported.series.sessions] == ["A talk"]


def test_large_file_is_refused_quickly(tmp_path: Path) -> None:
    path = tmp_path / "a.ics"
    with path.open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    begin = time.monotonic()
    source = read_source(str(path), Limits(), io.BytesIO())
    with pytest.raises(TalkbellError, match="more than 5 MB"):
        import_source(source, HINTS)
    assert time.monotonic() - begin < 10  # to read such a file takes minutes
    assert len(source.data) == MOST_BYTES + 1


def test_standard_input_and_files_are_read(tmp_path: Path) -> None:
    assert read_source("-", Limits(), io.BytesIO(b"x")) == Source(b"x", "standard input")
    path = tmp_path / "a.txt"
    path.write_bytes(b"y")
    assert read_source(str(path), Limits(), io.BytesIO()) == Source(b"y", str(path))


@pytest.mark.parametrize(
    ("name", "why"),
    [("missing.txt", "No such file"), (".", "Is a directory"), ("a\0b", "no file's name")],
)
def test_file_that_cannot_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TalkbellError, match=why):
        read_source(name, Limits(), io.BytesIO())


def imported(**said: str) -> Imported:
    session = Session(id="a", talks=(Talk(id="a", title="A"),))
    return Imported(Series(id=said.pop("id", ""), title=said.pop("title", ""), sessions=(session,)))


def test_id_and_title_come_from_hints_else_from_the_document_else_from_its_name() -> None:
    made = complete(imported(), HINTS, "dir/my_talks.html")
    assert (made.series.id, made.series.title) == ("my-talks", "my talks")
    assert [one.code for one in made.problems] == ["no-title"]
    hints = replace(HINTS, id="x", title="T", place=read_place("Zürich, CH"))
    made = complete(imported(), hints, "a.html")
    assert (made.series.id, made.series.title, made.series.place) == ("x", "T", "Zürich, CH")
    assert made.problems == ()
    made = complete(imported(title="The Talks!"), HINTS, "a.html")
    assert (made.series.id, made.series.title) == ("the-talks", "The Talks!")


def test_no_id_is_made_of_a_private_link() -> None:
    join = Join(url="https://example.zoom.us/j/62400754289")
    talks = (Talk(id="zoom-62400754289"), Talk(id="b"))
    session = Session(id="zoom-62400754289", join=join, talks=talks)
    series = Series(id="", title="Zoom 624 0075 4289", sessions=(session, Session(id="c")))
    found = Imported(
        series,
        lines={"zoom-62400754289": 3, "c": 9},
        talk_lines={("zoom-62400754289", "zoom-62400754289"): 4, ("zoom-62400754289", "b"): 5},
        notes={"zoom-62400754289": "in the margin", ("zoom-62400754289", "b"): "below"},
    )
    made = complete(found, HINTS, "talks.html")
    first, last = made.series.sessions
    one, other = first.talks
    assert (made.series.id, last.id, other.id) == ("talks", "c", "b")
    assert (first.id, one.id) == ("zoom", "zoom")
    assert made.lines == {first.id: 3, "c": 9}
    assert made.talk_lines == {(first.id, one.id): 4, (first.id, "b"): 5}
    assert made.notes == {first.id: "in the margin", (first.id, "b"): "below"}


def test_what_the_document_says_wins_over_hints_and_is_told() -> None:
    hints = replace(HINTS, id="x", title="T")
    made = complete(imported(id="own", title="Own"), hints, "a.html")
    assert (made.series.id, made.series.title) == ("own", "Own")
    assert [one.code for one in made.problems] == ["hint-differs", "hint-differs"]


@settings(deadline=None)
@given(st.binary(max_size=100), st.sampled_from(["a.ics", "a.json", "a.xml", "a.csv", "-"]))
def test_any_bytes_are_imported_or_refused(data: bytes, name: str) -> None:
    try:
        import_source(Source(data, name), HINTS)
    except TalkbellError as error:
        assert str(error).startswith(name)  # noqa: PT017 - either outcome is fine
