"""A session that came with a UID keeps it: in definitions, calendars and JSON."""

import json

import jsonschema
import pytest

from bot.domain.audience import Audience, seen_by
from bot.exports.ics import CalendarView, render_ics
from bot.exports.json import series_document
from bot.sources.definition import dump_definition, load_schema, read_definition

DEFINITION = b"""\
id: s
title: S
timezone: Europe/Zurich
sessions:
  - {id: a, uid: "040000008200E00074C5B7101A82E008@uni.example", start: 2026-06-01 16:30}
  - {id: b, start: 2026-06-08 16:30}
"""
UID = "040000008200E00074C5B7101A82E008@uni.example"


def test_uid_goes_through_definitions_and_exports() -> None:
    series, problems = read_definition(DEFINITION, "s.yaml")
    assert series is not None
    assert problems == []
    assert [one.uid for one in series.sessions] == [UID, ""]
    assert read_definition(dump_definition(series).encode(), "s.yaml") == (series, [])
    calendar = render_ics([series], CalendarView()).decode()
    assert calendar.count(f"UID:{UID}\r\n") == 1
    assert calendar.count("@talkbell\r\n") == 1
    document = series_document(series, Audience.PUBLIC)
    assert [one["uid"] for one in document["sessions"]] == [UID, None]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b'"0400', b'"04 00'), "bad-uid"),
        ((b"{id: b,", b"{id: b, uid: " + UID.encode() + b","), "repeated-uid"),
    ],
)
def test_wrong_uid_is_refused(change: tuple[bytes, bytes], code: str) -> None:
    _, problems = read_definition(DEFINITION.replace(*change), "s.yaml")
    assert [one.code for one in problems] == [code]


def test_schema_knows_uids() -> None:
    session = {"uid": UID, "start": "2026-06-01 16:30"}
    jsonschema.validate({"title": "S", "sessions": [session]}, load_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"title": "S", "sessions": [{"uid": "a b"}]}, load_schema())


def test_uid_that_holds_a_private_link_is_not_for_the_public() -> None:
    session = 'uid: "zoom.us/j/123456789", join: "https://zoom.us/j/123456789", id: a'
    data = DEFINITION.replace(f'id: a, uid: "{UID}"'.encode(), session.encode())
    series, _ = read_definition(data, "s.yaml")
    assert series is not None
    assert series.sessions[0].uid
    assert seen_by(series, Audience.PUBLIC).sessions[0].uid == ""
    assert "123456789" not in json.dumps(series_document(series, Audience.PUBLIC))
