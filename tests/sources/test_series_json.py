"""What `export --format json` wrote comes back as the same series."""

import contextlib
import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.audience import Audience
from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import settle_wall
from bot.domain.places import read_place
from bot.domain.programme import place_talks
from bot.domain.series import (
    Clock,
    FromSlot,
    Join,
    LinkPolicy,
    Material,
    MaterialKind,
    Series,
    SeriesKind,
    Session,
    Slot,
    SlotUnit,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.domain.slots import apply_slot
from bot.errors import RefusalError, TalkbellError
from bot.exports.json import render_json
from bot.sources.imported import Hints
from bot.sources.series_json import read_series_json

HINTS = Hints(today=date(2026, 11, 22))
ZONES = ["Europe/Zurich", "America/New_York", "UTC", "Asia/Kolkata", "UTC+05:30", "Etc/GMT-2"]

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
some_text = st.one_of(st.just(""), words)
lengths = st.integers(1, 60 * 24).map(lambda minutes: timedelta(minutes=minutes))
maybe_lengths = st.one_of(st.none(), lengths)
addresses = st.integers(1, 999).map(lambda n: f"https://talks.example/{n}")
hours = st.builds(time, st.integers(0, 23), st.integers(0, 59), st.sampled_from([0, 0, 30]))
days = st.dates(date(2000, 1, 1), date(2037, 12, 31))


@st.composite
def clocks(draw: st.DrawFn) -> Clock:
    start, end = draw(hours), draw(st.one_of(st.none(), hours))
    return Clock(start, end if end != start else None)


speakers = st.builds(Speaker, name=words, affiliation=some_text)
materials = st.builds(Material, kind=st.sampled_from(MaterialKind), url=addresses, title=some_text)
joins = st.builds(Join, url=addresses, passcode=some_text)
talks = st.builds(
    Talk,
    id=st.just(""),
    title=some_text,
    kind=st.sampled_from(TalkKind),
    speakers=st.lists(speakers, max_size=4).map(tuple),
    abstract=some_text,
    clock=st.one_of(st.none(), clocks()),
    duration=maybe_lengths,
    materials=st.lists(materials, max_size=2).map(tuple),
)


@st.composite
def sessions(draw: st.DrawFn, zone: str) -> Session:
    session = Session(
        id="",
        uid=draw(st.sampled_from(["", ""])),
        status=draw(st.sampled_from(Status)),
        reason=draw(some_text),
        own_title=draw(some_text),
        length=draw(maybe_lengths),
        chair=draw(some_text),
        room=draw(some_text),
        join=draw(st.one_of(st.none(), joins)),
        talks=with_talk_ids(draw(st.lists(talks, max_size=3))),
    )
    if session.own_title == replace(session, own_title="").title:
        session = replace(session, own_title="")
    return draw_time(draw, session, zone)


def draw_time(draw: st.DrawFn, session: Session, zone: str) -> Session:
    kind = draw(st.sampled_from(["none", "day", "clock", "wall", "start"]))
    if kind == "day":
        return replace(session, day=draw(days))
    if kind == "clock":
        return replace(session, clock=draw(clocks()))
    if kind == "wall" and not zone:
        return replace(session, day=draw(days), clock=draw(clocks()))
    if kind == "start":
        own_zone = zone or draw(st.sampled_from(ZONES))
        try:
            start = settle_wall(datetime.combine(draw(days), draw(hours)), own_zone)
            end = draw(maybe_lengths)
            ends_in = draw(st.sampled_from([own_zone, own_zone, "Asia/Tokyo"]))
            ends = start.plus(end).in_zone(ends_in) if end else None
            return place_talks(replace(session, start=start, end=ends))
        except RefusalError:
            return session
    return session


slots = st.builds(
    Slot,
    every=st.integers(1, 3),
    unit=st.just(SlotUnit.WEEK),
    weekdays=st.sets(st.integers(0, 6)).map(lambda chosen: tuple(sorted(chosen))),
    at=hours,
    length=maybe_lengths,
    starts_on=days,
    ends_on=st.one_of(st.none(), days),
    skip=st.lists(st.tuples(days, days), max_size=2).map(tuple),
    fill=st.booleans(),
)


@st.composite
def many_series(draw: st.DrawFn) -> Series:
    zone = draw(st.sampled_from(["", *ZONES]))
    made = with_ids(draw(st.lists(sessions(zone), max_size=4)))
    made = tuple(replace(one, uid=f"{one.id}@old.example") for one in made[:1]) + made[1:]
    series = Series(
        id="a-series",
        title=draw(words),
        kind=draw(st.sampled_from(SeriesKind)),
        description=draw(some_text),
        timezone=zone,
        place=draw(some_text),
        homepage=draw(st.one_of(st.just(""), addresses)),
        organizers=tuple(draw(st.lists(words, max_size=3))),
        link=draw(st.sampled_from(LinkPolicy)),
        remind=draw(
            st.one_of(st.none(), st.sets(lengths, max_size=2).map(lambda s: tuple(sorted(s))))
        ),
        duration=draw(maybe_lengths),
        color=draw(st.sampled_from(["", "teal"])),
        updated_at=draw(st.one_of(st.none(), st.just(settle_wall(datetime(2026, 1, 2), "UTC").at))),
        slot=draw(st.one_of(st.none(), slots)) if zone else None,
        sessions=made,
    )
    return apply_slot(series)[0]


@given(many_series())
def test_json_gives_the_same_series_again(series: Series) -> None:
    written = render_json([series], Audience.SUBSCRIBERS)
    assert read_series_json(written, HINTS, "a.json").series == series


def test_session_that_the_slot_placed_comes_back_as_such() -> None:
    slot = Slot(at=time(16, 30), weekdays=(0,), starts_on=date(2026, 11, 30), fill=True)
    series = Series(
        id="s",
        title="S",
        timezone="Europe/Zurich",
        slot=slot,
        sessions=(Session(id="a"), Session(id="b", day=date(2026, 12, 14))),
    )
    series = apply_slot(series)[0]
    assert [one.from_slot for one in series.sessions] == [FromSlot.DATE, FromSlot.TIME]
    written = render_json([series], Audience.SUBSCRIBERS)
    assert read_series_json(written, HINTS, "a.json").series == series


def test_lines_are_those_of_the_sessions() -> None:
    sessions_ = tuple(Session(id=f"s{n}", status=Status.UNSCHEDULED) for n in range(3))
    written = render_json([Series(id="s", title="S", sessions=sessions_)], Audience.PUBLIC)
    lines = written.decode().splitlines()
    read = read_series_json(written, HINTS, "a.json")
    assert {one: lines[line].strip() for one, line in read.lines.items()} == {
        f"s{n}": f'"id": "s{n}",' for n in range(3)
    }


def test_several_series_need_an_id() -> None:
    many = [Series(id="one", title="One"), Series(id="two", title="Two")]
    written = render_json(many, Audience.PUBLIC)
    with pytest.raises(TalkbellError, match="one, or two"):
        read_series_json(written, HINTS, "a.json")
    assert read_series_json(written, replace(HINTS, id="two"), "a.json").series == many[1]


def test_missing_zone_is_filled_by_a_hint_and_told_without() -> None:
    session = Session(id="a", day=date(2026, 6, 1), clock=Clock(time(9), time(10)))
    written = render_json([Series(id="s", title="S", sessions=(session,))], Audience.PUBLIC)
    (problem,) = read_series_json(written, HINTS, "a.json").problems
    assert problem.code == "no-zone"
    hints = replace(HINTS, place=read_place("CH"))
    read = read_series_json(written, hints, "a.json")
    assert read.problems == ()
    assert read.series.sessions[0].start == settle_wall(datetime(2026, 6, 1, 9), "Europe/Zurich")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": "yesterday"}, "unreadable-time"),
        ({"start": "4052-06-22T10:00:00+02:00"}, "unreadable-time"),
        ({"status": "maybe"}, "unknown-choice"),
        ({"id": "No Id"}, "bad-id"),
        ({"join": {"url": "javascript:alert(1)"}}, "bad-address"),
        ({"start": "2026-06-01T09:00:00+02:00", "timezone": "Europe/Nowhere"}, "unknown-zone"),
        ({"duration": "long"}, "bad-duration"),
    ],
)
def test_wrong_value_is_a_problem_at_its_session(change: dict[str, Any], code: str) -> None:
    document = {"series": {"id": "s", "title": "S"}, "sessions": [{"id": "a", **change}]}
    read = read_series_json(json.dumps(document).encode(), HINTS, "a.json")
    assert [(one.code, one.line) for one in read.problems] == [(code, 1)]


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["id", "start", "end", "at", "slot", "talks", "join", "speakers"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@given(json_values, st.lists(json_values, max_size=3))
def test_any_json_is_read_or_refused(about: object, sessions_: list[object]) -> None:
    data = json.dumps({"series": about, "sessions": sessions_}).encode()
    with contextlib.suppress(TalkbellError):
        read_series_json(data, HINTS, "a.json")


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(TalkbellError):
        read_series_json(data, HINTS, "a.json")


def test_name_that_stands_twice_is_kept_once_and_told() -> None:
    talks_ = [{"id": "talk", "title": "One"}, {"id": "talk", "title": "Two"}]
    again = {"id": "same", "uid": "a@b.example", "title": "Again", "talks": talks_}
    document = {"series": {"id": "s"}, "sessions": [{**again, "title": "First"}, again]}
    imported = read_series_json(json.dumps(document).encode(), HINTS, "s.json")
    assert [one.id for one in imported.series.sessions] == ["same", "again"]
    assert [one.uid for one in imported.series.sessions] == ["a@b.example", ""]
    ids = [[talk.id for talk in one.talks] for one in imported.series.sessions]
    assert ids == [["talk", "two"]] * 2
    assert [one.message.partition(" has")[0] for one in imported.problems] == [
        "id: another talk",
        "id: another talk",
        "id: another session",
        "uid: another session",
    ]


def test_list_without_any_series_is_refused() -> None:
    with pytest.raises(TalkbellError, match=r"a\.json: there is no series in it"):
        read_series_json(b"[1]", HINTS, "a.json")


def test_more_sessions_than_anyone_has_are_refused() -> None:
    data = b'{"series": {}, "sessions": [' + b"{}," * 100_000 + b"{}]}"
    with pytest.raises(TalkbellError, match="there are 100,001 sessions and talks in it"):
        read_series_json(data, HINTS, "a.json")


def test_deep_nesting_is_refused() -> None:
    with pytest.raises(TalkbellError, match="too deep"):
        read_series_json(b"[" * 200_000, HINTS, "a.json")
