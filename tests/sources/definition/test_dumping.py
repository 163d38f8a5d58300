"""A series as a definition: short where it can be, and nothing lost (see also the properties)."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.moments import Moment
from bot.domain.series import (
    Clock,
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
from bot.sources.definition import dump_definition
from tests.definitions import definition, series_of

HOUR = timedelta(hours=1)
LONG = (
    "It is one of those examples that go on and on, as if there were no end to them: none at all."
)


def moment(text: str, zone: str = "Europe/Zurich", fold: int = 0) -> Moment:
    return Moment(datetime.fromisoformat(text), zone, fold)


WHOLE = Series(
    id="on-examples",
    title="Seminar: On Examples",
    kind=SeriesKind.WORKSHOP,
    description="What examples are.\n\n  And what they are not.",
    timezone="Europe/Zurich",
    place="Lausanne, CH",
    homepage="https://a.example",
    organizers=("Ada Example", "null"),
    link=LinkPolicy.PUBLIC,
    remind=(24 * HOUR, HOUR / 6),
    duration=1.5 * HOUR,
    color="teal",
    updated_at=datetime(2021, 5, 1, 9, 30, tzinfo=UTC),
    slot=Slot(
        every=2,
        unit=SlotUnit.MONTH,
        weekdays=(4,),
        nth=-1,
        at=time(16, 30),
        length=2 * HOUR,
        starts_on=date(2021, 6, 1),
        skip=((date(2021, 7, 30), date(2021, 7, 30)), (date(2021, 8, 1), date(2021, 8, 31))),
    ),
    sessions=(
        Session(
            id="one",
            status=Status.TENTATIVE,
            reason="no room yet",
            own_title="Day of Examples",
            start=moment("2021-06-28 16:30"),
            end=moment("2021-06-28 18:30"),
            chair="Ada Example",
            room="BC 420",
            join=Join(url="https://zoom.example/j/1", passcode="0123"),
            talks=(
                Talk(
                    id="a",
                    title="On One",
                    kind=TalkKind.KEYNOTE,
                    speakers=(
                        Speaker(name="Bela Beispiel", affiliation="EPFL"),
                        Speaker(name="A (B"),
                    ),
                    abstract=LONG,
                    start=moment("2021-06-28 16:30"),
                    end=moment("2021-06-28 17:00"),
                    clock=Clock(time(16, 30), time(17)),
                    duration=1.25 * HOUR,
                    materials=(Material(kind=MaterialKind.SLIDES, url="https://a.example/1"),),
                ),
                Talk(id="b", title="Coffee", kind=TalkKind.BREAK),
            ),
        ),
        Session(id="two", status=Status.UNSCHEDULED, join=Join(url="https://zoom.example/j/2")),
    ),
)

DUMPED = """\
id: on-examples
title: 'Seminar: On Examples'
kind: workshop
description: |-
  What examples are.

    And what they are not.
timezone: Europe/Zurich
place: Lausanne, CH
homepage: https://a.example
organizers:
  - Ada Example
  - 'null'
link: public
remind:
  - 1 day
  - 10 minutes
duration: 1 hour 30 minutes
color: teal
updated: 2021-05-01T09:30:00Z
slot:
  every: 2 months
  on: last Friday
  at: 16:30
  for: 2 hours
  from: 2021-06-01
  skip:
    - 2021-07-30
    - 2021-08-01..2021-08-31
sessions:
  - id: one
    start: 2021-06-28 16:30
    end: 2021-06-28 18:30
    status: tentative
    reason: no room yet
    title: Day of Examples
    chair: Ada Example
    room: BC 420
    join:
      url: https://zoom.example/j/1
      passcode: '0123'
    talks:
      - id: a
        at: 16:30-17:00
        kind: keynote
        title: On One
        speakers:
          - Bela Beispiel (EPFL)
          - name: A (B
        abstract: >-
          It is one of those examples that go on and on, as if there were no end to them: none
          at all.
        duration: 1 hour 15 minutes
        slides: https://a.example/1
      - id: b
        kind: break
        title: Coffee
  - id: two
    start: TBD
    join: https://zoom.example/j/2
"""


def test_series_is_dumped_as_a_person_would_write_it() -> None:
    assert dump_definition(WHOLE) == DUMPED
    assert series_of(DUMPED) == WHOLE


def test_series_that_says_little_is_dumped_in_few_lines() -> None:
    series = Series(id="a", title="On Examples")
    assert dump_definition(series) == "id: a\ntitle: On Examples\nkind: seminar\n"


def session_lines(session: Session, series: Series | None = None) -> str:
    """Return how a session with the id `a` is dumped, without its id."""
    around = series or Series(id="a", title="a", timezone="Europe/Zurich")
    text = dump_definition(replace(around, sessions=(replace(session, id="a"),)))
    assert series_of(text, warnings=True).sessions == (replace(session, id="a"),)
    (_, lines) = text.split("sessions:\n  - id: a\n")
    return lines.replace("    ", "")


@pytest.mark.parametrize(
    ("start", "dumped"),
    [
        (moment("2021-06-28 16:30"), "2021-06-28 16:30"),
        (moment("2021-06-28 16:30:15"), "2021-06-28 16:30:15"),
        (moment("2021-06-28 16:30", "Asia/Tokyo"), "2021-06-28 16:30 Asia/Tokyo"),
        (moment("2021-06-28 16:30", "UTC"), "2021-06-28 16:30 UTC"),
        (moment("2021-12-06 16:30", "Etc/GMT-2"), "2021-12-06 16:30 Etc/GMT-2"),
        (moment("2021-12-06 16:30", "UTC+05:30"), "2021-12-06 16:30 UTC+05:30"),
        (moment("2021-10-31 02:30"), "2021-10-31 02:30 CEST"),
        (moment("2021-10-31 02:30", fold=1), "2021-10-31 02:30 CET"),
        (
            moment("2021-11-07 01:30", "America/New_York", 1),
            "2021-11-07 01:30 EST America/New_York",
        ),
        (
            moment("2014-10-26 01:30", "Europe/Moscow"),
            "2014-10-26 01:30 UTC+4 Europe/Moscow",
        ),
        (
            moment("2014-10-26 01:30", "Europe/Moscow", 1),
            "2014-10-26 01:30 UTC+3 Europe/Moscow",
        ),
        (
            moment("2021-04-04 01:45", "Australia/Lord_Howe", 1),
            "2021-04-04 01:45 UTC+10:30 Australia/Lord_Howe",
        ),
    ],
)
def test_start_is_dumped_with_the_zone_and_label_that_it_needs(start: Moment, dumped: str) -> None:
    assert session_lines(Session(id="", start=start)) == f"start: {dumped}\n"


@pytest.mark.parametrize(
    ("zone", "start", "dumped"),
    [
        ("Europe/Moscow", moment("2014-10-26 01:30", "Europe/Moscow", 1), "2014-10-26 01:30 UTC+3"),
        ("EST5EDT", moment("2021-11-07 01:30", "EST5EDT", 1), "2021-11-07 01:30 EST"),
        ("GB", moment("2021-10-31 01:30", "GB"), "2021-10-31 01:30 BST"),
    ],
)
def test_repeated_start_in_the_zone_of_the_series_needs_only_its_label(
    zone: str, start: Moment, dumped: str
) -> None:
    series = Series(id="a", title="a", timezone=zone)
    assert session_lines(Session(id="", start=start), series) == f"start: {dumped}\n"


AT_1630 = moment("2021-06-28 16:30")
NEW_YORK = moment("2021-06-28 10:30", "America/New_York")


@pytest.mark.parametrize(
    ("session", "dumped"),
    [
        (
            Session(id="", start=AT_1630, end=AT_1630.plus(HOUR)),
            "start: 2021-06-28 16:30\nend: 2021-06-28 17:30\n",
        ),
        (
            Session(id="", start=AT_1630, end=AT_1630.plus(HOUR), length=HOUR),
            "start: 2021-06-28 16:30\nduration: 1 hour\n",
        ),
        (
            Session(id="", start=NEW_YORK, end=NEW_YORK.plus(HOUR)),
            "start: 2021-06-28 10:30 America/New_York\nend: 2021-06-28 11:30\n",
        ),
        (
            Session(id="", start=NEW_YORK, end=AT_1630.plus(HOUR)),
            "start: 2021-06-28 10:30 America/New_York\nend: 2021-06-28 17:30 Europe/Zurich\n",
        ),
        (
            Session(
                id="",
                start=moment("2021-10-31 01:30"),
                end=moment("2021-10-31 02:30", fold=1),
            ),
            "start: 2021-10-31 01:30\nend: 2021-10-31 02:30 CET\n",
        ),
    ],
    ids=["end", "own-length", "end-in-its-zone", "end-in-another-zone", "end-in-repeated-hour"],
)
def test_end_is_dumped_as_it_was_said(session: Session, dumped: str) -> None:
    assert session_lines(session) == dumped


def test_usual_end_is_not_dumped() -> None:
    series = Series(id="a", title="a", timezone="Europe/Zurich", duration=72 * HOUR)
    session = Session(id="", start=AT_1630, end=AT_1630.plus(72 * HOUR))
    assert session_lines(session, series) == "start: 2021-06-28 16:30\n"


@pytest.mark.parametrize(
    ("status", "fill", "dumped"),
    [
        (Status.UNSCHEDULED, "no", "start: TBD\n"),
        (Status.UNSCHEDULED, "yes", "start: TBD\nstatus: unscheduled\n"),
        (Status.CANCELLED, "yes", "start: TBD\nstatus: cancelled\n"),
        (Status.TENTATIVE, "no", "start: TBD\nstatus: tentative\n"),
        (Status.TENTATIVE, "yes", "status: tentative\n"),
        (Status.SCHEDULED, "yes", ""),
    ],
)
def test_undated_session_is_dumped_so_that_the_slot_treats_it_alike(
    status: Status, fill: str, dumped: str
) -> None:
    text = definition(
        f"{{id: a, talk: b, status: {status.value}}}",
        slot=f"{{at: '16:30', from: 2026-11-30, fill: {fill}}}",
    )
    series = series_of(text)
    lines = session_lines(series.sessions[0], series)
    assert lines.removesuffix("talks:\n  - id: b\ntitle: b\n") == dumped
    assert series_of(dump_definition(series)) == series


def test_date_alone_is_dumped_as_such() -> None:
    series = series_of(definition("{id: a, start: 2026-11-30}", slot='{at: "16:30"}'))
    assert session_lines(series.sessions[0], series) == "start: 2026-11-30\n"


SLIDES = Material(kind=MaterialKind.SLIDES, url="https://a.example/1")
VIDEO = Material(kind=MaterialKind.VIDEO, url="https://a.example/2")


@pytest.mark.parametrize(
    ("materials", "dumped"),
    [
        ((SLIDES, VIDEO), "slides: https://a.example/1\nvideo: https://a.example/2\n"),
        (
            (SLIDES, replace(SLIDES, url="https://a.example/3")),
            "slides:\n  - https://a.example/1\n  - https://a.example/3\n",
        ),
        (
            (VIDEO, SLIDES),
            (
                "materials:\n  - kind: video\nurl: https://a.example/2\n"
                "  - kind: slides\nurl: https://a.example/1\n"
            ),
        ),
        (
            (VIDEO, replace(SLIDES, url=VIDEO.url)),
            (
                "materials:\n  - kind: video\nurl: https://a.example/2\n"
                "  - kind: slides\nurl: https://a.example/2\n"
            ),
        ),
        (
            (replace(SLIDES, title="Part 1"),),
            "materials:\n  - kind: slides\nurl: https://a.example/1\ntitle: Part 1\n",
        ),
        (
            (replace(SLIDES, kind=MaterialKind.OTHER),),
            "materials:\n  - kind: other\nurl: https://a.example/1\n",
        ),
    ],
    ids=["by-kind", "two-of-a-kind", "other-order", "one-address", "titled", "other"],
)
def test_materials_are_dumped_by_kind_unless_that_loses_something(
    materials: tuple[Material, ...], dumped: str
) -> None:
    talk = Talk(id="b", title="b", materials=materials)
    lines = session_lines(Session(id="", status=Status.UNSCHEDULED, talks=(talk,)))
    assert lines == f"start: TBD\ntalks:\n  - id: b\ntitle: b\n{dumped}"


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "~",
        "- a",
        "a: b # c",
        "a\0b",
        f"{LONG} \a",
        f"a\n\n   {LONG}\n\tb",
        "#a\n#b",
        f"\N{ZERO WIDTH NO-BREAK SPACE}{LONG}",
        f"a  {LONG}",
        f"{LONG} \t{LONG} \tb",
        f"{LONG}\N{NO-BREAK SPACE}\N{IDEOGRAPHIC SPACE}{LONG}",
        "🦔 " * 60 + "🦔",
        "x" * 300,
        '"' * 200,
        "---\n...\n--- a",
    ],
)
def test_text_is_dumped_so_that_it_reads_back(text: str) -> None:
    series = Series(id="a", title="a", description=text)
    assert series_of(dump_definition(series)) == series


def test_dump_is_always_the_same() -> None:
    assert dump_definition(series_of(DUMPED)) == DUMPED
