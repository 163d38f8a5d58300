"""Schedules in XML: what apps for conferences ask of them, and read back by our own import."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.domain.audience import Audience, seen_by
from bot.domain.moments import Moment
from bot.domain.series import (
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
from bot.exports.frab import render_frab
from bot.sources.frab import read_frab_xml
from bot.sources.imported import Hints
from tests.strategies import series as any_series

ZURICH = "Europe/Zurich"
HINTS = Hints(today=date(2026, 3, 1))
# What https://github.com/voc/schedule requires of an event, and how it is to look.
FORMS = {
    "date": r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}[+-]\d{2}:\d{2}",
    "start": r"[0-2]\d:[0-5]\d(:[0-5]\d)?",
    "duration": r"(\d{1,2}:)?\d{1,2}:\d{2}",
    "slug": r"[a-z0-9-]+",
    "title": r"(?s).+",
    "type": r"[a-z]+",
    "room": r"(?s).*",
    "subtitle": r"(?s).*",
    "track": r"(?s).*",
    "abstract": r"(?s).*",
}
GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
LARGEST = 2**31  # what apps hold an id in


def at(text: str, zone: str = ZURICH) -> Moment:
    return Moment(datetime.fromisoformat(text), zone)


ADA = Speaker(name="Ada Example", affiliation="École d’Exemple")
SESSION = Session(
    id="one",
    start=at("2026-03-02 16:30"),
    end=at("2026-03-02 17:30"),
    room="Aula 1",
    talks=(
        Talk(
            id="t",
            title="Rates & <bounds>",
            kind=TalkKind.KEYNOTE,
            speakers=(ADA, Speaker(name="Bela Beispiel")),
            abstract="First.\n\nSecond.",
            materials=(Material(kind=MaterialKind.SLIDES, url="https://f.example/s.pdf"),),
        ),
    ),
)
SERIES = Series(
    id="seminar",
    title="A seminar",
    timezone=ZURICH,
    homepage="https://seminar.example/",
    sessions=(SESSION,),
)


def events(made: bytes) -> list[Any]:
    return list(etree.fromstring(made).iterfind("day/room/event"))


def test_import_gives_the_sessions_back() -> None:
    later = replace(SESSION, id="two", start=at("2026-07-06 16:30"), end=None, room="")
    series = replace(SERIES, sessions=(SESSION, later))
    imported = read_frab_xml(render_frab(series), HINTS, "a.xml")
    assert imported.problems == ()
    found = imported.series
    assert (found.title, found.timezone, found.homepage) == (
        "A seminar",
        ZURICH,
        "https://seminar.example/",
    )
    (talk,) = SESSION.talks
    slides = replace(talk.materials[0], title="Slides")
    for one, was in zip(found.sessions, series.sessions, strict=True):
        (back,) = one.talks
        talks = (replace(talk, id=back.id, materials=(slides,)),)
        assert one == replace(was, id=one.id, talks=talks)


def test_join_link_comes_back_for_those_who_may_see_it() -> None:
    join = Join(url="https://example.zoom.us/j/62400754289", passcode="Gauss-1777")
    series = replace(SERIES, sessions=(replace(SESSION, join=join),))
    (back,) = read_frab_xml(render_frab(series), HINTS, "a.xml").series.sessions
    assert back.join == Join(url=join.url)
    assert b"Gauss-1777" in render_frab(series)
    public = render_frab(seen_by(series, Audience.PUBLIC))
    assert b"zoom" not in public
    assert b"Gauss-1777" not in public


@settings(derandomize=True, deadline=None, max_examples=60)
@given(any_series(), st.sampled_from(Audience))
def test_every_schedule_is_as_the_format_asks(series: Series, audience: Audience) -> None:
    assume(any(series.scheduled()))
    root = etree.fromstring(render_frab(seen_by(series, audience)))
    found = list(root.iterfind("day/room/event"))
    for event in found:
        for tag, form in FORMS.items():
            assert re.fullmatch(form, event.findtext(tag)), tag
        assert re.fullmatch(GUID, event.get("guid"))
        assert 0 < int(event.get("id")) < LARGEST
        assert event.findtext("room") == event.getparent().get("name")
        assert event.findtext("date")[:10] == event.getparent().getparent().get("date")
    for name in ("id", "guid"):
        assert len({event.get(name) for event in found}) == len(found)
    assert [child.tag for child in root if child.tag not in {"url", "day"}] == [
        "generator",
        "version",
        "conference",
    ]
    assert [int(day.get("index")) for day in root.iterfind("day")] == [
        *range(1, len(root.findall("day")) + 1)
    ]
    assert root.findtext("conference/acronym") == series.id
    starts = {datetime.fromisoformat(one.findtext("date")).astimezone(UTC) for one in found}
    assert starts <= instants(series)


def instants(series: Series) -> set[datetime]:
    whens = [start.at for _, start in series.scheduled()]
    whens += [talk.start.at for one in series.sessions for talk in one.talks if talk.start]
    return set(whens)


def test_ids_stay_when_a_session_is_moved_and_renamed_and_others_come() -> None:
    (talk,) = SESSION.talks
    moved = replace(
        SESSION,
        start=at("2026-04-06 10:00"),
        end=None,
        talks=(replace(talk, title="Other"),),
    )
    more = replace(SESSION, id="zero", start=at("2026-01-05 10:00"), end=None)
    (before,) = events(render_frab(SERIES))
    _, after = events(render_frab(replace(SERIES, sessions=(more, moved))))
    assert (before.get("id"), before.get("guid"), before.findtext("slug")) == (
        after.get("id"),
        after.get("guid"),
        after.findtext("slug"),
    )
    people = [[one.get("id") for one in event.iterfind("persons/*")] for event in (before, after)]
    assert people[0] == people[1]


def test_version_changes_with_the_content_alone() -> None:
    def version(series: Series) -> str | None:
        return etree.fromstring(render_frab(series)).findtext("version")

    assert version(SERIES) == version(replace(SERIES))
    other = replace(SERIES, sessions=(replace(SESSION, room="Aula 2"),))
    assert version(SERIES) != version(other)


def test_rows_with_times_are_events_of_their_own() -> None:
    rows = (
        Talk(id="a", title="A", start=at("2026-03-02 16:30"), end=at("2026-03-02 17:00")),
        Talk(id="b", title="B", start=at("2026-03-02 17:00")),
    )
    series = replace(SERIES, sessions=(replace(SESSION, own_title="The day", talks=rows),))
    told = [
        tuple(event.findtext(tag) for tag in ("start", "duration", "title", "track"))
        for event in events(render_frab(series))
    ]
    assert told == [("16:30", "00:30", "A", "The day"), ("17:00", "00:00", "B", "The day")]


def test_cancelled_sessions_are_left_out_and_tentative_ones_say_so() -> None:
    cancelled = replace(SESSION, status=Status.CANCELLED)
    assert events(render_frab(replace(SERIES, sessions=(cancelled,)))) == []
    tentative = replace(SESSION, status=Status.TENTATIVE, reason="room to be found")
    (event,) = events(render_frab(replace(SERIES, sessions=(tentative,))))
    assert event.findtext("subtitle") == "Tentative: room to be found"


@pytest.mark.parametrize(
    ("end", "length"),
    [
        ("2026-03-02 17:15", "00:45"),
        ("2026-03-03 16:30", "1:00:00"),
        ("2026-07-03 16:30", "00:00"),
        ("", "00:00"),
    ],
)
def test_lengths_are_hours_and_minutes_with_days_before_them(end: str, length: str) -> None:
    session = replace(SESSION, end=at(end) if end else None)
    (event,) = events(render_frab(replace(SERIES, sessions=(session,))))
    assert event.findtext("duration") == length


def test_all_times_are_on_the_clock_of_the_series() -> None:
    abroad = replace(
        SESSION,
        start=at("2026-03-02 20:00", "America/New_York"),
        end=at("2026-03-02 21:00", "America/New_York"),
    )
    root = etree.fromstring(render_frab(replace(SERIES, sessions=(abroad,))))
    assert root.findtext("day/room/event/date") == "2026-03-03T02:00:00+01:00"
    assert root.find("day").get("date") == "2026-03-03"


def test_what_xml_cannot_hold_is_left_out() -> None:
    broken = replace(SESSION, room="Aula\x00\x0b\ufffe 1")
    (event,) = events(render_frab(replace(SERIES, sessions=(broken,))))
    assert event.findtext("room") == "Aula 1"
