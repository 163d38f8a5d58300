"""What search engines read: golden cases, the shape schema.org wants, a safe place in HTML."""

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from bot.domain.audience import Audience, seen_by
from bot.domain.moments import Moment
from bot.domain.series import Join, LinkPolicy, Material, MaterialKind, Series, Session, Talk
from bot.exports.schema_org import Known, as_script, series_node, session_node
from tests.exports.test_golden import CASES, cases, read_case, same_as_golden
from tests.strategies import series

START = Moment(datetime(2026, 3, 2, 16, 30), "Europe/Zurich")
SEMINAR = Series(id="seminar", title="A seminar", place="Lausanne, CH", link=LinkPolicy.PUBLIC)


def _only(kinds: list[str], required: list[str], **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {"@type": {"enum": kinds}, **properties},
        "required": ["@type", *required],
        "additionalProperties": False,
    }


TEXT, URL = {"type": "string", "minLength": 1}, {"type": "string", "pattern": "^https?://"}
TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d(:\d\d)?$"}
SCHEMA_ORG = r"^https://schema\.org/"


def _many(kind: str) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": {"$ref": f"#/$defs/{kind}"}}


# The properties that schema.org gives to these types, as far as we say something of them.
SHAPE = {
    "oneOf": [{"$ref": "#/$defs/sitting"}, {"$ref": "#/$defs/series"}],
    "$defs": {
        "series": _only(["EventSeries"], ["name"], **{
            "@context": {"const": "https://schema.org"}, "@id": URL, "url": URL, "name": TEXT,
            "description": TEXT, "startDate": TIME, "endDate": TIME, "sameAs": URL,
            "location": _many("place"), "organizer": _many("person")}),
        "sitting": _only(["EducationEvent"], ["name"], **{
            "@context": {"const": "https://schema.org"}, "@id": URL, "url": URL, "name": TEXT,
            "description": TEXT, "startDate": TIME, "endDate": TIME, "previousStartDate": TIME,
            "image": URL, "location": _many("place"), "organizer": _many("person"),
            "performer": _many("person"), "workFeatured": _many("work"),
            "subEvent": _many("sitting"), "superEvent": {"$ref": "#/$defs/series"},
            "eventStatus": {
                "pattern": SCHEMA_ORG + "Event(Scheduled|Cancelled|Rescheduled)$"},
            "eventAttendanceMode": {
                "pattern": SCHEMA_ORG + "(Offline|Online|Mixed)EventAttendanceMode$"}}),
        "place": _only(["Place", "VirtualLocation"], [], name=TEXT, address=TEXT, url=URL),
        "person": _only(["Person"], ["name"], name=TEXT,
                        affiliation=_only(["Organization"], ["name"], name=TEXT)),
        "work": _only(["PresentationDigitalDocument", "VideoObject", "ScholarlyArticle",
                       "CreativeWork"], ["name", "url"], name=TEXT, url=URL),
    },
}  # fmt: skip


def nodes_of(whole: Series) -> list[dict[str, Any]]:
    """Return a series and its sessions, with addresses."""
    base = f"https://talks.example/{whole.id}"
    return [
        series_node(whole, base),
        *(
            session_node(
                whole,
                one,
                Known(url=f"{base}/{one.id}", series_url=base, image=f"{base}/{one.id}.png"),
            )
            for one in whole.sessions
        ),
    ]


@pytest.mark.parametrize("case", cases())
def test_linked_data_is_the_golden_one(case: str) -> None:
    made = nodes_of(seen_by(read_case(case), Audience.PUBLIC))
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    assert same_as_golden(CASES / case / "public.jsonld", text.encode())


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(series())
def test_linked_data_has_the_shape_of_its_types(whole: Series) -> None:
    validator = Draft202012Validator(SHAPE)
    for node in nodes_of(whole):
        assert [error.message for error in validator.iter_errors(node)] == []


_JSON = st.recursive(
    st.text() | st.sampled_from(("</script>", "<!--", "]]>", "\u2028", "\ud800", "&lt;")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), _JSON, max_size=4))
def test_script_block_ends_nowhere_and_reads_back_as_the_same(node: dict[str, Any]) -> None:
    block = as_script(node)
    assert json.loads(block) == node
    assert re.search(r"[<>&\u2028\u2029]|[^\x20-\x7e]", block) is None


def test_moved_session_tells_when_it_was_to_be() -> None:
    session = Session(id="one", start=START)
    before = START.plus(timedelta(days=-7))
    moved = session_node(SEMINAR, session, Known(moved_from=before))
    assert moved["eventStatus"] == "https://schema.org/EventRescheduled"
    assert moved["previousStartDate"] == "2026-02-23T16:30:00+01:00"


@pytest.mark.parametrize(
    ("room", "join", "known", "mode"),
    [
        ("", None, Known(), ""),
        ("BC 410", None, Known(), "Offline"),
        ("BC 410", None, Known(is_online=True), "Mixed"),
        ("BC 410", Join(url="https://meet.example/x"), Known(), "Mixed"),
        ("", Join(url="https://meet.example/x"), Known(), "Online"),
        ("", None, Known(is_online=True), "Online"),
    ],
)
def test_how_people_can_be_there(room: str, join: Join | None, known: Known, mode: str) -> None:
    session = Session(id="one", start=START, room=room, join=join)
    node = session_node(Series(id="s", title="S"), session, known)
    told = node.get("eventAttendanceMode", "")
    assert told.removeprefix("https://schema.org/").removesuffix("EventAttendanceMode") == mode
    virtual = [{"@type": "VirtualLocation", "url": "https://meet.example/x"}] if join else []
    assert [one for one in node.get("location", []) if one["@type"] != "Place"] == virtual


def test_addresses_that_run_are_left_out() -> None:
    slides = Material(kind=MaterialKind.SLIDES, url="javascript:alert(1)")
    session = Session(
        id="one", start=START, join=Join(url="javascript:alert(2)"),
        talks=(Talk(id="talk", title="Words", materials=(slides,)),),
    )  # fmt: skip
    node = session_node(SEMINAR, session)
    assert "javascript" not in as_script(node)
    assert "workFeatured" not in node
