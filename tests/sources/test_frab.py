"""Conference schedules: frab's XML and JSON, and pretalx's ways with them."""

import contextlib
import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.moments import Moment
from bot.domain.places import read_place
from bot.domain.series import Material, MaterialKind, SeriesKind, Session, Speaker, TalkKind
from bot.errors import TalkbellError
from bot.sources.frab import is_frab_json, read_frab_json, read_frab_xml
from bot.sources.imported import Hints, Imported

HINTS = Hints(today=date(2026, 11, 22))

PRETALX = """<?xml version='1.0' encoding='utf-8' ?>
<!-- made by hand -->
<schedule>
  <generator name="pretalx" version="2026.1.0" />
  <version>0.3</version>
  <conference>
    <title>Days of Engines</title>
    <acronym>doe</acronym>
    <start>2026-05-01</start>
    <end>2026-05-02</end>
    <time_zone_name>Europe/Zurich</time_zone_name>
    <base_url>https://engines.example/doe/</base_url>
    <url>https://engines.example/doe/schedule/</url>
  </conference>
  <day index='1' date='2026-05-01' start='2026-05-01T04:00:00+02:00'>
    <room name='Aula'>
      <event guid='6b1a' id='11' code='ABC'>
        <room>Aula</room>
        <title>On engines</title>
        <subtitle>and their makers</subtitle>
        <type>Keynote (long)</type>
        <date>2026-05-01T09:00:00+02:00</date>
        <start>09:00</start>
        <duration>00:45</duration>
        <abstract>We look at engines.</abstract>
        <description>&lt;p&gt;Closely.&lt;/p&gt;</description>
        <persons>
          <person id='1'>Ada Nowhere</person>
          <person id='2'>Bo Nobody</person>
        </persons>
        <links>
          <link href='https://arxiv.example/abs/1'>Our paper</link>
          <link href='https://uni.zoom.us/j/99'>Zoom</link>
        </links>
        <attachments><attachment href='https://engines.example/1.pdf'>Slides</attachment></attachments>
      </event>
    </room>
    <room name='Hall'>
      <event guid='6b1b' id='12'>
        <title>Coffee break</title>
        <date>2026-05-02T00:30:00+02:00</date>
        <start>00:30</start>
        <duration>00:30</duration>
      </event>
    </room>
  </day>
</schedule>
"""

FRAB = {
    "schedule": {
        "version": "1",
        "conference": {
            "title": "Days of Engines",
            "time_zone_name": "Europe/Zurich",
            "days": [
                {
                    "date": "2026-05-01",
                    "rooms": {
                        "Aula": [
                            {
                                "date": "2026-05-01T09:00:00+02:00",
                                "start": "09:00",
                                "duration": "00:45",
                                "title": "On engines",
                                "subtitle": "and their makers",
                                "type": "Keynote (long)",
                                "abstract": "We look at engines.",
                                "description": "Closely.",
                                "persons": [{"public_name": "Ada Nowhere"}, {"name": "Bo Nobody"}],
                                "links": [
                                    {"url": "https://arxiv.example/abs/1", "title": "Our paper"},
                                    {"url": "https://uni.zoom.us/j/99", "title": "Zoom"},
                                ],
                                "attachments": [
                                    {"url": "https://engines.example/1.pdf", "title": "Slides"}
                                ],
                            }
                        ]
                    },
                }
            ],
        },
    }
}


def xml(event: str, conference: str = "", day: str = "2026-05-01") -> bytes:
    return (
        f"<schedule><conference><title>X</title>{conference}</conference><day date='{day}'>"
        f"<room name='A'><event><title>T</title>{event}</event></room></day></schedule>"
    ).encode()


def start_of(imported: Imported) -> datetime | None:
    (session,) = imported.series.sessions
    return session.start.local if session.start else None


def codes(imported: Imported) -> list[str]:
    return [problem.code for problem in imported.problems]


def check_engines(session: Session) -> None:
    start = Moment(datetime(2026, 5, 1, 9), "Europe/Zurich")
    assert (session.start, session.end) == (start, start.plus(timedelta(minutes=45)))
    assert (session.room, session.join and session.join.url) == ("Aula", "https://uni.zoom.us/j/99")
    (talk,) = session.talks
    assert (talk.title, talk.kind) == ("On engines", TalkKind.KEYNOTE)
    assert talk.speakers == (Speaker(name="Ada Nowhere"), Speaker(name="Bo Nobody"))
    assert talk.abstract == "and their makers\n\nWe look at engines.\n\nClosely."
    assert talk.materials == (
        Material(kind=MaterialKind.PAPER, url="https://arxiv.example/abs/1", title="Our paper"),
        Material(kind=MaterialKind.SLIDES, url="https://engines.example/1.pdf", title="Slides"),
    )


def test_xml_is_read_with_its_lines() -> None:
    imported = read_frab_xml(PRETALX.encode(), HINTS, "schedule.xml")
    series = imported.series
    assert (series.title, series.kind) == ("Days of Engines", SeriesKind.CONFERENCE)
    assert series.homepage == "https://engines.example/doe/schedule/"
    engines, coffee = series.sessions
    check_engines(engines)
    assert coffee.start == Moment(datetime(2026, 5, 2, 0, 30), "Europe/Zurich")
    assert (coffee.room, coffee.talks[0].kind) == ("Hall", TalkKind.BREAK)
    assert imported.problems == ()
    lines = PRETALX.splitlines()
    assert ["<event" in lines[line - 1] for line in imported.lines.values()] == [True, True]


def test_json_says_the_same() -> None:
    assert is_frab_json(FRAB)
    imported = read_frab_json(json.dumps(FRAB).encode(), HINTS, "schedule.json")
    (session,) = imported.series.sessions
    check_engines(session)


def test_rooms_may_be_a_list() -> None:
    changed: dict[str, Any] = json.loads(json.dumps(FRAB))
    day = changed["schedule"]["conference"]["days"][0]
    day["rooms"] = [{"name": room, "talks": inside} for room, inside in day["rooms"].items()]
    (session,) = read_frab_json(json.dumps(changed).encode(), HINTS, "a.json").series.sessions
    check_engines(session)


def test_widget_of_pretalx_is_read() -> None:
    widget = {
        "timezone": "Europe/Zurich",
        "rooms": [{"id": 7, "name": {"en": "Aula", "de": "Die Aula"}}],
        "speakers": [{"code": "AAA", "name": "Ada Nowhere"}],
        "talks": [
            {
                "title": {"de": "Von Maschinen", "en": "On engines"},
                "start": "2026-05-01T09:00:00+02:00",
                "end": "2026-05-01T09:45:00+02:00",
                "room": 7,
                "speakers": ["AAA"],
            },
            {"title": "Break", "start": "2026-05-01T09:45:00+02:00", "duration": 15, "room": 7},
        ],
    }
    assert is_frab_json(widget)
    imported = read_frab_json(json.dumps(widget).encode(), HINTS, "widget.json")
    first, second = imported.series.sessions
    assert (first.title, first.room) == ("On engines", "Aula")
    assert first.talks[0].speakers == (Speaker(name="Ada Nowhere"),)
    start = Moment(datetime(2026, 5, 1, 9), "Europe/Zurich")
    assert (first.start, first.end) == (start, start.plus(timedelta(minutes=45)))
    assert second.end == start.plus(timedelta(minutes=60))


def test_hour_without_zone_needs_a_hint() -> None:
    data = xml("<start>10:00</start><duration>1:30</duration>")
    imported = read_frab_xml(data, HINTS, "a.xml")
    assert (start_of(imported), codes(imported)) == (None, ["no-zone"])
    hinted = read_frab_xml(data, replace(HINTS, timezone="CEST", place=read_place("CH")), "a.xml")
    (session,) = hinted.series.sessions
    assert session.start == Moment(datetime(2026, 5, 1, 10), "Europe/Zurich")
    assert session.end == Moment(datetime(2026, 5, 1, 11, 30), "Europe/Zurich")


def test_city_settles_the_zone_and_is_told() -> None:
    imported = read_frab_xml(xml("<start>10:00</start>", "<city>Brussels</city>"), HINTS, "a.xml")
    assert imported.series.sessions[0].start == Moment(datetime(2026, 5, 1, 10), "Europe/Brussels")
    assert codes(imported) == ["zone-of-place"]


def test_hour_before_the_day_changes_is_of_the_next_day() -> None:
    conference = "<day_change>09:00:00</day_change><time_zone_name>Europe/Rome</time_zone_name>"
    imported = read_frab_xml(xml("<start>01:00</start>", conference), HINTS, "a.xml")
    assert imported.series.sessions[0].start == Moment(datetime(2026, 5, 2, 1), "Europe/Rome")


def test_instant_without_a_zone_keeps_its_offset() -> None:
    imported = read_frab_xml(xml("<date>2026-05-01T10:00:00+05:30</date>"), HINTS, "a.xml")
    assert imported.series.sessions[0].start == Moment(datetime(2026, 5, 1, 10), "UTC+05:30")
    assert imported.problems == ()


def test_offset_that_the_zone_does_not_have_is_told() -> None:
    data = xml(
        "<date>2026-05-01T10:00:00+01:00</date>", "<time_zone_name>Europe/Rome</time_zone_name>"
    )
    imported = read_frab_xml(data, HINTS, "a.xml")
    assert imported.series.sessions[0].start == Moment(datetime(2026, 5, 1, 11), "Europe/Rome")
    assert codes(imported) == ["offset-differs"]


@pytest.mark.parametrize(
    "event",
    [
        "<date>soon</date><start>10:00</start>",
        "<start>25:00</start>",
        "<date>2026-05-01T10:00:00+99:00</date>",
        "<date>9999-12-31T23:59:00+00:00</date>",
        "",
    ],
)
def test_unreadable_time_is_told_at_its_line(event: str) -> None:
    imported = read_frab_xml(
        xml(event, "<time_zone_name>Asia/Tokyo</time_zone_name>"), HINTS, "a.xml"
    )
    assert start_of(imported) is None
    assert [problem.line for problem in imported.problems] == [1]


BOMB = """<?xml version="1.0"?>
<!DOCTYPE schedule [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<schedule><conference><title>&d;&d;&d;</title></conference></schedule>"""
OUTSIDE = """<!DOCTYPE schedule [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<schedule><conference><title>&x;</title></conference></schedule>"""


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (BOMB, "entities of its own"),
        (OUTSIDE, "entities of its own"),
        ("<schedule><day></schedule>", "not XML"),
        ("<rss/>", "no schedule"),
        ("<schedule>" + "<a>" * 5000, "not XML"),
    ],
)
def test_hostile_and_other_xml_is_refused(data: str, why: str) -> None:
    with pytest.raises(TalkbellError, match=why):
        read_frab_xml(data.encode(), HINTS, "a.xml")


pieces = st.sampled_from(
    [
        "<date>2026-05-01T10:00:00+02:00</date>",
        "<start>10:00</start>",
        "<start/>",
        "<persons>",
        "</persons>",
        "<person>x</person>",
        "<duration>99:99</duration>",
        "&amp;",
        "<!-- -->",
        "&x;",
        "<links><link href='x'/></links>",
        "<date>2026-02-30</date>",
        "<?x y?>",
        "]]>",
    ]
)


@settings(deadline=None)
@given(st.lists(pieces, max_size=8).map("".join), pieces)
def test_any_xml_is_read_or_refused(event: str, conference: str) -> None:
    with contextlib.suppress(TalkbellError):
        read_frab_xml(xml(event, conference), HINTS, "a.xml")


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=6),
        st.sampled_from(["2026-05-01", "2026-05-01T10:00:00+02:00", "10:00", "Europe/Rome"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "days",
                    "date",
                    "rooms",
                    "A",
                    "title",
                    "persons",
                    "start",
                    "duration",
                    "links",
                    "url",
                    "name",
                    "end",
                    "talks",
                    "speakers",
                    "day_change",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(values, values, values)
def test_any_json_is_read_or_refused(conference: object, event: object, talk: object) -> None:
    days = {"days": [{"date": "2026-05-01", "rooms": {"A": [event]}}]}
    for document in (
        {"schedule": {"conference": conference}},
        {"schedule": {"conference": days}},
        {"talks": [talk], "rooms": conference, "speakers": event},
    ):
        with contextlib.suppress(TalkbellError):
            read_frab_json(json.dumps(document).encode(), HINTS, "a.json")


def test_more_events_than_are_read_are_refused() -> None:
    events = b"<event><title>x</title></event>" * 10_001
    data = b"<schedule><day><room>" + events + b"</room></day></schedule>"
    with pytest.raises(TalkbellError, match="there are 10,001 events in it; at most 10,000"):
        read_frab_xml(data, HINTS, "a.xml")
