"""Foreign calendars as they are, and our own, read back."""

import contextlib
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.audience import Audience
from bot.domain.ids import known_uid, slug
from bot.domain.moments import Moment
from bot.domain.places import read_place
from bot.domain.series import (
    Clock,
    Join,
    Series,
    SeriesKind,
    Session,
    Speaker,
    Status,
    Talk,
    TalkKind,
)
from bot.errors import Severity, TalkbellError
from bot.exports.ics import CalendarView, Per, render_ics
from bot.flows.imports.importing import complete
from bot.flows.schedules import read_schedules
from bot.sources.definition import Comments, dump_definition, read_definition
from bot.sources.ics import read_ics
from bot.sources.imported import Hints, Imported

HINTS = Hints(today=date(2026, 11, 22))
IN_ZURICH = replace(HINTS, place=read_place("Zürich, CH"))

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


def calendar(*events: str, head: str = "PRODID:-//Nobody//Nothing//EN") -> bytes:
    inside = "\n".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT" for event in events)
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}\n{inside}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def read(*events: str, head: str = "PRODID:-//Nobody//EN", hints: Hints = HINTS) -> Imported:
    return read_ics(calendar(*events, head=head), hints, "a.ics")


def starts(imported: Imported) -> list[str]:
    return [
        f"{one.start.wall:%Y-%m-%d %H:%M} {one.start.zone}" if one.start else f"{one.day}"
        for one in imported.series.sessions
    ]


def codes(imported: Imported) -> list[tuple[str, int]]:
    return [(problem.code, problem.line) for problem in imported.problems]


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("Europe/Rome", "Europe/Rome"),
        ("europe/rome", "Europe/Rome"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("/mozilla.org/20050126_1/Europe/Prague", "Europe/Prague"),
        ("/freeassociation.sourceforge.net/America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        ('"Asia/Tokyo"', "Asia/Tokyo"),
        ("Eastern Time", "America/New_York"),
        ('"tzone://Microsoft/Utc"', "UTC"),
    ],
)
def test_zone_is_known_by_its_names(tzid: str, zone: str) -> None:
    imported = read(f"DTSTART;TZID={tzid}:20260601T163000")
    assert starts(imported) == [f"2026-06-01 16:30 {zone}"]
    assert imported.series.timezone == zone
    assert imported.problems == ()


@pytest.mark.parametrize(
    ("hints", "zone"), [(HINTS, "Europe/Berlin"), (IN_ZURICH, "Europe/Zurich")]
)
def test_own_zone_is_known_by_its_offsets(hints: Hints, zone: str) -> None:
    imported = read(
        "DTSTART;TZID=Customized Time Zone:20260601T163000",
        "DTSTART;TZID=Customized Time Zone:20261201T163000",
        head=OUTLOOK_ZONE,
        hints=hints,
    )
    assert starts(imported) == [f"2026-06-01 16:30 {zone}", f"2026-12-01 16:30 {zone}"]
    assert codes(imported) == [("zone-by-offsets", 3)]


def test_own_zone_like_no_other_gives_instants() -> None:
    odd = OUTLOOK_ZONE.replace("+0100", "+0117").replace("+0200", "+0217")
    imported = read("DTSTART;TZID=Customized Time Zone:20260601T163000", head=odd)
    (session,) = imported.series.sessions
    assert session.start is not None
    assert session.start.at == datetime(2026, 6, 1, 14, 13, tzinfo=UTC)
    assert codes(imported) == [("zone-by-offsets", 3)]


def test_utc_is_shown_in_the_zone_of_the_calendar() -> None:
    imported = read("DTSTART:20260601T143000Z", head="X-WR-TIMEZONE:Europe/Zurich")
    assert starts(imported) == ["2026-06-01 16:30 Europe/Zurich"]
    assert starts(read("DTSTART:20260601T143000Z")) == ["2026-06-01 14:30 UTC"]
    assert starts(read("DTSTART:20260601T143000Z", hints=IN_ZURICH)) == [
        "2026-06-01 16:30 Europe/Zurich"
    ]


def test_floating_time_has_the_zone_of_the_calendar_or_of_a_hint() -> None:
    event = "DTSTART:20260601T163000\nDTEND:20260601T173000"
    stated = read(event, head="X-WR-TIMEZONE:Asia/Tokyo")
    assert starts(stated) == ["2026-06-01 16:30 Asia/Tokyo"]
    assert starts(read(event, hints=IN_ZURICH)) == ["2026-06-01 16:30 Europe/Zurich"]
    imported = read(event)
    (session,) = imported.series.sessions
    assert (session.start, session.day) == (None, date(2026, 6, 1))
    assert session.clock == Clock(time(16, 30), time(17, 30))
    assert codes(imported) == [("no-zone", 4)]


def test_hint_that_the_calendar_contradicts_is_told() -> None:
    hints = replace(HINTS, timezone="Asia/Tokyo")
    imported = read("DTSTART:20260601T163000", head="X-WR-TIMEZONE:Europe/Rome", hints=hints)
    assert starts(imported) == ["2026-06-01 16:30 Europe/Rome"]
    assert [(one.code, one.severity) for one in imported.problems] == [
        ("hint-differs", Severity.WARNING)
    ]


def test_hint_that_the_times_contradict_is_told() -> None:
    event = "DTSTART;TZID=Europe/Rome:20260601T163000"
    imported = read(event, hints=replace(HINTS, timezone="Asia/Tokyo"))
    assert starts(imported) == ["2026-06-01 16:30 Europe/Rome"]
    assert codes(imported) == [("hint-differs", 0)]
    assert read(event, hints=replace(HINTS, timezone="CEST")).problems == ()


def test_unknown_zone_of_the_calendar_is_told() -> None:
    imported = read("DTSTART:20260601T163000Z", head="X-WR-TIMEZONE:Nowhere")
    assert codes(imported) == [("unknown-zone", 0)]


def test_unknown_zone_is_not_guessed() -> None:
    imported = read("DTSTART;TZID=Middle Earth:20260601T163000")
    assert starts(imported) == ["2026-06-01"]
    assert {code for code, _ in codes(imported)} == {"unknown-zone", "no-zone"}


def test_whole_day_has_only_a_day() -> None:
    imported = read("DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603\nSUMMARY:Retreat")
    (session,) = imported.series.sessions
    assert (session.day, session.start, session.end) == (date(2026, 6, 1), None, None)
    assert (session.clock, session.title) == (None, "Retreat")
    (problem,) = imported.problems
    assert (problem.code, problem.line, problem.severity) == ("date-range", 4, Severity.WARNING)
    assert problem.read == "2026-06-01 to 2026-06-02"


@pytest.mark.parametrize(
    "event",
    [
        "DTSTART;VALUE=DATE:20260601",
        "DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260602",
        "DTSTART;VALUE=DATE:20260601\nDURATION:P1D",
        "DTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260601",
    ],
)
def test_one_whole_day_is_no_range(event: str) -> None:
    imported = read(event)
    assert starts(imported) == ["2026-06-01"]
    assert imported.problems == ()


def test_hours_over_several_days_have_no_end_where_no_zone_is_known() -> None:
    (session,) = read("DTSTART:20260601T090000\nDTEND:20260602T170000").series.sessions
    assert session.clock == Clock(time(9))


def test_hint_out_of_season_keeps_the_hour_and_is_told_on_each_line() -> None:
    events = [f"DTSTART:2026{day}T163000\nDTEND:2026{day}T173000" for day in ("0601", "1201")]
    imported = read(*events, hints=replace(HINTS, timezone="CET"))
    assert starts(imported) == ["2026-06-01 16:30 Europe/Paris", "2026-12-01 16:30 Europe/Paris"]
    (problem,) = imported.problems
    assert (problem.code, problem.line) == ("label-out-of-season", 4)
    assert problem.severity is Severity.WARNING
    assert problem.choices == ("16:30 CEST", "17:30 CEST if you meant UTC+1")


def test_word_for_a_zone_out_of_season_is_told() -> None:
    imported = read("DTSTART;TZID=PST:20260601T163000", "DTSTART;TZID=PST:20261201T163000")
    assert starts(imported) == [
        "2026-06-01 16:30 America/Los_Angeles",
        "2026-12-01 16:30 America/Los_Angeles",
    ]
    assert codes(imported) == [("label-out-of-season", 4)]


def test_word_for_a_zone_is_what_the_calendar_says_it_is() -> None:
    fixed = OUTLOOK_ZONE.replace("Customized Time Zone", "Pacific Time")
    fixed = fixed.replace("+0100", "-0800").replace("+0200", "-0800")
    imported = read("DTSTART;TZID=Pacific Time:20260601T163000", head=fixed)
    (session,) = imported.series.sessions
    assert session.start is not None
    assert session.start.at == datetime(2026, 6, 2, 0, 30, tzinfo=UTC)
    assert codes(imported) == [("zone-by-offsets", 3)]


WEEKLY = """UID:weekly
DTSTART;TZID=Europe/Zurich:20260316T163000
DTEND;TZID=Europe/Zurich:20260316T173000
RRULE:FREQ=WEEKLY;UNTIL=20260413T143000Z
EXDATE:20260323T153000Z
SUMMARY:Reading group"""


def test_rule_keeps_the_hour_on_the_wall_without_its_exceptions() -> None:
    imported = read(WEEKLY)
    assert starts(imported) == [
        f"2026-{day} 16:30 Europe/Zurich" for day in ("03-16", "03-30", "04-06", "04-13")
    ]
    ends = [one.end.wall.time() for one in imported.series.sessions if one.end]
    assert ends == [time(17, 30)] * 4
    assert imported.problems == ()


def test_changed_occurrence_replaces_its_own() -> None:
    changed = (
        "UID:weekly\nRECURRENCE-ID;TZID=Europe/Zurich:20260330T163000\n"
        "DTSTART;TZID=Asia/Tokyo:20260401T090000\nSUMMARY:Elsewhere\nSTATUS:CANCELLED"
    )
    imported = read(WEEKLY, changed)
    assert starts(imported) == [
        "2026-03-16 16:30 Europe/Zurich",
        "2026-04-01 09:00 Asia/Tokyo",
        "2026-04-06 16:30 Europe/Zurich",
        "2026-04-13 16:30 Europe/Zurich",
    ]
    moved = imported.series.sessions[1]
    assert (moved.title, moved.status) == ("Elsewhere", Status.CANCELLED)
    assert imported.lines[moved.id] == 12


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UNTIL=20260413T143000Z", "UNTIL=20260413T163000"),
        ("UNTIL=20260413T143000Z", "UNTIL=20260413"),
        ("EXDATE:20260323T153000Z", "EXDATE:20260323T163000"),
        ("EXDATE:20260323T153000Z", "EXDATE;VALUE=DATE:20260323"),
    ],
)
def test_exceptions_without_a_zone_are_on_the_wall_of_their_rule(before: str, after: str) -> None:
    event = WEEKLY.replace(before, after)
    assert event != WEEKLY
    elsewhere = "X-WR-TIMEZONE:Asia/Tokyo"
    assert starts(read(event, head=elsewhere)) == starts(read(WEEKLY, head=elsewhere))


def test_changed_occurrence_may_be_told_by_its_day() -> None:
    changed = (
        "UID:weekly\nRECURRENCE-ID;VALUE=DATE:20260330\n"
        "DTSTART;TZID=Europe/Zurich:20260331T100000\nSUMMARY:Elsewhere"
    )
    assert starts(read(WEEKLY, changed)) == [
        "2026-03-16 16:30 Europe/Zurich",
        "2026-03-31 10:00 Europe/Zurich",
        "2026-04-06 16:30 Europe/Zurich",
        "2026-04-13 16:30 Europe/Zurich",
    ]


def test_all_following_occurrences_are_changed() -> None:
    changed = (
        "UID:weekly\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Zurich:20260330T163000\n"
        "DTSTART;TZID=Europe/Zurich:20260330T180000\nDTEND;TZID=Europe/Zurich:20260330T183000"
        "\nSUMMARY:Later"
    )
    imported = read(WEEKLY, changed)
    assert starts(imported) == [
        "2026-03-16 16:30 Europe/Zurich",
        *(f"2026-{day} 18:00 Europe/Zurich" for day in ("03-30", "04-06", "04-13")),
    ]


def test_changed_occurrence_without_its_rule_stands_for_itself() -> None:
    imported = read("UID:x\nRECURRENCE-ID:20260330T143000Z\nDTSTART:20260330T150000Z")
    assert starts(imported) == ["2026-03-30 15:00 UTC"]


def test_extra_dates_are_taken() -> None:
    imported = read("UID:x\nDTSTART:20260301T100000Z\nRDATE:20260305T100000Z,20260302T110000Z")
    assert starts(imported) == [
        "2026-03-01 10:00 UTC",
        "2026-03-02 11:00 UTC",
        "2026-03-05 10:00 UTC",
    ]


def test_endless_rule_ends_and_is_told() -> None:
    imported = read("UID:x\nDTSTART:20260301T100000Z\nRRULE:FREQ=WEEKLY\nSUMMARY:For ever")
    assert len(imported.series.sessions) == 500
    assert codes(imported) == [("endless", 4)]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=DAILY;INTERVAL=7;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=300",
        "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
    ],
)
def test_rule_that_never_applies_ends_at_once(rule: str) -> None:
    event = f"UID:x\nDTSTART:20260301T100000Z\nRRULE:{rule}"
    imported = read_ics(calendar(*[event.replace("x", str(n)) for n in range(20)]), HINTS, "a.ics")
    assert len(imported.series.sessions) == 20  # the first date always counts


@pytest.mark.parametrize(
    "rule", ["FREQ=SECONDLY", "FREQ=HOURLY;COUNT=9", "FREQ=DAILY;BYHOUR=1,2", "nonsense", "FREQ="]
)
def test_unusual_rule_gives_its_first_date_and_is_told(rule: str) -> None:
    imported = read(f"UID:x\nDTSTART:20260301T100000Z\nRRULE:{rule}")
    assert starts(imported) == ["2026-03-01 10:00 UTC"]
    assert codes(imported) == [("bad-rule", 4)]


rules = st.builds(
    "FREQ={};INTERVAL={}{}".format,
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.integers(1, 4),
    st.sampled_from(
        ["", ";BYDAY=MO,TH", ";BYMONTHDAY=1,29,-1", ";BYMONTH=2,5", ";COUNT=7", ";BYMONTHDAY=31"]
    ),
)


@settings(deadline=None, max_examples=40)
@given(
    rules,
    st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)).map(
        lambda d: d.replace(second=0, microsecond=0)
    ),
)
def test_rules_moved_to_the_end_of_time_give_the_same_dates(rule: str, begin: datetime) -> None:
    event = f"UID:x\nDTSTART:{begin:%Y%m%dT%H%M%S}Z\nRRULE:{rule}"
    found = [one.start.wall for one in read(event).series.sessions if one.start]
    years = 10 if "DAILY" not in rule else 1
    expected = rrulestr(rule, dtstart=begin).between(
        begin, begin + timedelta(days=360 * years), inc=True
    )
    expected = sorted({begin, *expected})[:499]
    assert found[: len(expected)] == expected


ADA = Speaker(name="Ada Nowhere")


def texts(**said: str) -> str:
    return "\n".join(
        ["DTSTART:20260601T143000Z", *(f"{key.upper()}:{value}" for key, value in said.items())]
    )


@pytest.mark.parametrize(
    ("event", "speakers", "title", "abstract"),
    [
        (texts(summary="Ada Nowhere: On engines"), (ADA,), "On engines", ""),
        (texts(summary="Deep learning: a survey"), (), "Deep learning: a survey", ""),
        (texts(summary="Seminar: Ada Nowhere"), (), "Seminar: Ada Nowhere", ""),
        (
            texts(
                summary="Seminar",
                description=r"Speaker: Ada Nowhere (London)\nTitle: On engines"
                r"\nAbstract: We look\, closely.\n\nAt them.",
            ),
            (Speaker(name="Ada Nowhere", affiliation="London"),),
            "On engines",
            "We look, closely.\n\nAt them.",
        ),
        (
            texts(summary="On engines", description="<p>We <b>look</b>.</p><p>Really &amp; so</p>"),
            (),
            "On engines",
            "We look.\n\nReally & so",
        ),
    ],
)
def test_texts_are_understood(
    event: str, speakers: tuple[Speaker, ...], title: str, abstract: str
) -> None:
    (session,) = read(event).series.sessions
    (talk,) = session.talks
    assert (talk.speakers, session.title, talk.abstract) == (speakers, title, abstract)


def test_summaries_that_begin_alike_name_no_speaker() -> None:
    imported = read(texts(summary="Noether Lectures: One"), texts(summary="Noether Lectures: Two"))
    assert [one.title for one in imported.series.sessions] == [
        "Noether Lectures: One",
        "Noether Lectures: Two",
    ]


ZOOM = "https://uni.zoom.us/j/123456789?pwd=c2VjcmV0"


@pytest.mark.parametrize(
    ("event", "join", "room"),
    [
        (texts(location=f"Room 7; {ZOOM}"), Join(url=ZOOM), "Room 7"),
        (texts(location=ZOOM), Join(url=ZOOM), ""),
        (
            texts(description=rf"Join Zoom Meeting\n{ZOOM}\n\nMeeting ID: 123\nPasscode: 4711 ab"),
            Join(url=ZOOM, passcode="4711"),
            "",
        ),
        (
            texts(description=f'See <a href="{ZOOM}">Zoom</a> (Kenncode: 99xy)'),
            Join(url=ZOOM, passcode="99xy"),
            "",
        ),
        (
            texts(url="https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=y"),
            Join(url="https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0?context=y"),
            "",
        ),
        (
            texts(
                location="Online", **{"x-google-conference": "https://meet.google.com/abc-defg-hij"}
            ),
            Join(url="https://meet.google.com/abc-defg-hij"),
            "Online",
        ),
        (
            texts(description="https://bbb.uni.example/b/ada-x1y-z2w-v3u."),
            Join(url="https://bbb.uni.example/b/ada-x1y-z2w-v3u"),
            "",
        ),
        (
            texts(**{"conference;value=uri": "https://talks.example/room"}),
            Join(url="https://talks.example/room"),
            "",
        ),
        (texts(url="https://uni.example/seminar", location="HS 1"), None, "HS 1"),
        (texts(description="Recording: https://zoom.us/rec/share/abc"), None, ""),
    ],
)
def test_join_link_is_found_wherever_it_stands(event: str, join: Join | None, room: str) -> None:
    (session,) = read(event + "\nSUMMARY:A talk").series.sessions
    assert (session.join, session.room) == (join, room)


def test_invitation_is_no_abstract() -> None:
    description = (
        r"We look at engines.\n\n──────────\nAnna is inviting you to a scheduled Zoom meeting.\n\n"
        rf"Join Zoom Meeting\n{ZOOM}\n\nMeeting ID: 123 456\nPasscode: 4711\nOne tap mobile\n"
    )
    (session,) = read(texts(summary="On engines", description=description)).series.sessions
    assert session.talks[0].abstract == "We look at engines."


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (texts(status="CANCELLED"), Status.CANCELLED),
        (texts(status="TENTATIVE"), Status.TENTATIVE),
        (texts(status="CONFIRMED"), Status.SCHEDULED),
        (texts(summary="CANCELED: Ada"), Status.CANCELLED),
        (texts(summary="Abgesagt - Ada"), Status.CANCELLED),
        (texts(summary="[cancelled] Ada"), Status.CANCELLED),
        (texts(summary="Ada Nowhere: On engines (cancelled)"), Status.CANCELLED),
        (texts(summary="CANCELLED Ada"), Status.CANCELLED),
        (texts(summary="Cancelled"), Status.CANCELLED),
        (texts(summary="Cancelled flights: a study"), Status.SCHEDULED),
        (texts(summary="On the cancelled and the late"), Status.SCHEDULED),
    ],
)
def test_status_is_read(said: str, status: Status) -> None:
    assert [one.status for one in read(said).series.sessions] == [status]


@pytest.mark.parametrize(
    "summary",
    ["CANCELED: On engines", "On engines (cancelled)", "[Cancelled] On engines", "On engines"],
)
def test_mark_of_a_cancelled_event_is_no_title(summary: str) -> None:
    (session,) = read(texts(summary=summary)).series.sessions
    assert (session.title, session.id) == ("On engines", "on-engines")


def test_invitation_between_rules_is_no_abstract() -> None:
    rule = "_" * 80
    teams = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc/0?context=x"
    description = (
        rf"We look at engines.\n\n{rule}\nMicrosoft Teams meeting\nUnheard-of advice\n"
        rf"Click here to join the meeting<{teams}>\nPasscode: aB3\nLegal notice\n{rule}\n"
        rf"Bring a pen.\n{rule}\nAnd paper."
    )
    (session,) = read(texts(summary="On engines", description=description)).series.sessions
    assert session.talks[0].abstract == "We look at engines.\n\nBring a pen.\nAnd paper."
    assert session.join == Join(url=teams, passcode="aB3")


def test_random_uids_give_the_same_sessions() -> None:
    events = [texts(summary=f"Talk {n}") for n in range(4)]
    once = read(*(f"UID:{n}-x\n{event}" for n, event in enumerate(events)))
    again = read(*(f"UID:y{n}\n{event}" for n, event in enumerate(events)))
    assert once.series == again.series


def test_events_that_share_a_uid_all_count() -> None:
    events = [f"UID:same\nDTSTART:2026060{n}T100000Z\nSUMMARY:{n}" for n in range(1, 4)]
    assert len(read(*events).series.sessions) == 3


def test_later_version_of_an_event_counts() -> None:
    event = "UID:x\nDTSTART:20260601T100000Z"
    imported = read(f"{event}\nSEQUENCE:2\nSUMMARY:New", f"{event}\nSEQUENCE:1\nSUMMARY:Old")
    assert [one.title for one in imported.series.sessions] == ["New"]
    moved = "UID:x\nDTSTART:20260602T100000Z\nSEQUENCE:3\nSUMMARY:Moved"
    imported = read(f"{event}\nSEQUENCE:2\nSUMMARY:New", moved)
    assert [one.title for one in imported.series.sessions] == ["Moved"]


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ("SUMMARY:No start", "no-date"),
        ("DTSTART:yesterday", "unreadable-time"),
        ("DTSTART:20261301T100000Z", "unreadable-time"),
        ("DTSTART:00010101T100000Z", "unreadable-time"),
        ("DTSTART:20260601T100000Z\nDTEND:20260601T090000Z", "bad-end"),
        ("DTSTART:20260601T100000Z\nDTEND:20260701T090000Z", "bad-end"),
        ("DTSTART:20260601T100000Z\nDTEND:soon", "unreadable-time"),
    ],
)
def test_broken_event_is_told_and_the_others_are_read(event: str, code: str) -> None:
    imported = read(event, "DTSTART:20260701T100000Z\nSUMMARY:Fine")
    assert codes(imported) == [(code, 4)]
    assert "Fine" in [one.title for one in imported.series.sessions]


def test_folded_and_broken_lines_are_read() -> None:
    data = (
        b"\xef\xbb\xbfBEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260601T100000Z\n"
        b"SUMMARY:Z\xc3\n \xbcrich\n\tand more\nnonsense without a colon\n: \n;x\nEND:VEVENT\n"
    )
    (session,) = read_ics(data.removeprefix(b"\xef\xbb\xbf"), HINTS, "a.ics").series.sessions
    assert session.title == "Züric" + "hand more"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"BEGIN:VCARD\nEND:VCARD\n", "no iCalendar file"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\n" * 100_000, "nested too deep"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:A\nEND:A\n" * 30_000, "too large"),
    ],
)
def test_no_calendar_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(TalkbellError, match=why):
        read_ics(data, HINTS, "a.ics")


def test_skipped_and_repeated_hours_are_those_of_the_standard() -> None:
    skipped = read("DTSTART;TZID=Europe/Zurich:20260329T023000")
    assert starts(skipped) == ["2026-03-29 03:30 Europe/Zurich"]
    (repeated,) = read("DTSTART;TZID=Europe/Zurich:20261025T023000").series.sessions
    assert repeated.start == Moment(datetime(2026, 10, 25, 2, 30), "Europe/Zurich", 0)


# Our own calendars


def essence(series: Series) -> list[tuple[object, ...]]:
    """Return what our own calendar has to give back of the dated sessions."""
    return [
        (
            known_uid(series.id, one),
            start,
            one.end,
            one.title,
            one.room,
            series.place,
            one.status,
            one.join,
        )
        for one, start in series.scheduled()
    ]


def reread(series: Series, **hints: str) -> Series:
    data = render_ics([series], CalendarView(audience=Audience.SUBSCRIBERS, per=Per.SESSION))
    imported = read_ics(data, replace(HINTS, **hints), "a.ics")
    assert imported.problems == ()
    return imported.series


def test_own_calendar_gives_back_the_dated_sessions(project_schedules: list[Series]) -> None:
    for series in project_schedules:
        assert essence(reread(series)) == essence(series)
        assert essence(reread(series, id=series.id)) == essence(series)


def test_own_texts_come_apart_again() -> None:
    session = Session(
        id="engines",
        status=Status.TENTATIVE,
        reason="the hall may be closed",
        start=Moment(datetime(2026, 6, 1, 16, 30), "Europe/Zurich"),
        end=Moment(datetime(2026, 6, 1, 17, 30), "Europe/Zurich"),
        chair="Cy Noone",
        room="Aula",
        join=Join(url=ZOOM, passcode="4711"),
        talks=(
            Talk(
                id="ada-nowhere",
                title="Engines: a view",
                speakers=(Speaker(name="Ada Nowhere", affiliation="London, UK"),),
                abstract="We look.\n\nAt them.",
            ),
        ),
    )
    series = Series(
        id="s",
        title="Seminar",
        kind=SeriesKind.WORKSHOP,
        timezone="Europe/Zurich",
        homepage="https://uni.example/",
        color="teal",
        sessions=(session,),
    )
    assert reread(series, id="s").sessions == (
        replace(session, id="ada-nowhere", uid=known_uid("s", session)),
    )
    assert replace(reread(series, id="s"), sessions=()) == replace(series, sessions=())


def at(hour: int, minute: int = 0) -> Moment:
    return Moment(datetime(2026, 6, 1, hour, minute), "Europe/Zurich")


def row(number: int, title: str, kind: TalkKind = TalkKind.TALK) -> Talk:
    hours = Clock(time(16 + number), time(17 + number))
    start, end = at(16 + number), at(17 + number)
    return Talk(id=slug(title), title=title, kind=kind, clock=hours, start=start, end=end)


TIMETABLE = Session(
    id="the-day",
    status=Status.CANCELLED,
    reason="strike",
    own_title="The day",
    start=at(16),
    end=at(19),
    room="Aula",
    chair="Cy Noone",
    talks=(row(1, "Work", TalkKind.KEYNOTE), row(0, "Rest", TalkKind.BREAK), row(2, "Rest more")),
)
OF_ROWS = Series(
    id="s", title="S", timezone="Europe/Zurich", place="Lausanne, CH", sessions=(TIMETABLE,)
)


@pytest.mark.parametrize("per", [None, Per.TALK])
def test_own_entries_for_talks_are_their_session_again(per: Per | None) -> None:
    data = render_ics([OF_ROWS], CalendarView(per=per))
    assert data.count(b"BEGIN:VEVENT") == 3
    imported = read_ics(data, replace(HINTS, id="s"), "a.ics")
    assert imported.problems == ()
    assert imported.series == OF_ROWS
    assert list(imported.lines) == ["the-day"]
    assert len(set(imported.talk_lines.values())) == 3


def test_own_entry_that_somebody_moved_counts_as_it_is() -> None:
    repeated = Moment(datetime(2026, 10, 25, 2, 30), "Europe/Zurich", 1)
    series = replace(OF_ROWS, sessions=(Session(id="a", own_title="A", start=repeated),))
    data = render_ics([series], CalendarView())
    assert reread(series).sessions[0].start == repeated
    moved = data.replace(b"DTSTART:20261025T013000Z", b"DTSTART:20261026T013000Z")
    assert moved != data
    (session,) = read_ics(moved, HINTS, "a.ics").series.sessions
    assert session.start == Moment(datetime(2026, 10, 26, 2, 30), "Europe/Zurich")


def test_own_talk_outside_its_session_is_told() -> None:
    data = render_ics([OF_ROWS], CalendarView())
    moved = data.replace(b"DTSTART;TZID=Europe/Zurich:20260601T17", b"DTSTART:20260502T17")
    assert moved != data
    imported = read_ics(moved, HINTS, "a.ics")
    assert [(one.code, one.severity) for one in imported.problems] == [
        ("outside-session", Severity.WARNING)
    ]
    (session,) = imported.series.sessions
    assert [one.start for one in session.talks] == [None, at(16), at(18)]


def test_own_calendar_of_several_series_keeps_their_places_apart() -> None:
    other = replace(
        OF_ROWS, id="o", title="O", place="Bern", sessions=(replace(TIMETABLE, room=""),)
    )
    data = render_ics([OF_ROWS, other], CalendarView())
    series = read_ics(data, HINTS, "a.ics").series
    assert series.place == ""
    assert [one.room for one in series.sessions] == ["Aula, Lausanne, CH", "Bern"]


def test_own_calendar_of_before_it_told_rooms_apart_is_read() -> None:
    ours = render_ics([OF_ROWS], CalendarView(per=Per.SESSION)).splitlines()
    before = b"\r\n".join(line for line in ours if not line.startswith(b"X-TALKBELL"))
    (session,) = read_ics(before, replace(HINTS, id="s"), "a.ics").series.sessions
    assert (session.room, session.title) == ("Aula, Lausanne, CH", "The day")
    assert (session.reason, session.chair) == ("strike", "Cy Noone")


@pytest.mark.parametrize(
    "title", ["Cancelled: a history", "Confirmed: it rains", "$O(n)$ \\alpha", "A &amp; B"]
)
def test_own_titles_and_texts_are_taken_by_their_word(title: str) -> None:
    abstract = f"Speaker: nobody\n\n{title}\n\nChair: none"
    talk = Talk(id="x", title=title, speakers=(ADA,), abstract="Confirmed: yes")
    session = Session(id="x", start=at(16), talks=(talk, replace(talk, id="y", abstract=abstract)))
    series = replace(OF_ROWS, sessions=(session,))
    data = render_ics([series], CalendarView(per=Per.TALK))
    (read_back,) = read_ics(data, HINTS, "a.ics").series.sessions
    assert (read_back.status, read_back.own_title) == (Status.SCHEDULED, "")
    assert [(one.title, one.speakers) for one in read_back.talks] == [(title, (ADA,))] * 2
    assert read_back.talks[0].abstract == "Confirmed: yes"


@pytest.fixture
def project_schedules(pytestconfig: pytest.Config) -> list[Series]:
    files = read_schedules([pytestconfig.rootpath / "schedules"])
    return [file.series for file in files if file.series]


# Whatever comes

NAMES = [
    "DTSTART",
    "DTEND",
    "RRULE",
    "EXDATE",
    "RDATE",
    "RECURRENCE-ID",
    "UID",
    "SUMMARY",
    "DESCRIPTION",
    "LOCATION",
    "STATUS",
    "DURATION",
    "SEQUENCE",
]
VALUES = [
    "20260601T100000Z",
    "20260601",
    "20260601T100000",
    "FREQ=WEEKLY;COUNT=3",
    "1",
    "x",
    "FREQ=YEARLY;BYDAY=5MO;BYMONTH=2",
    "20991231T235959Z",
    "19010101T000000",
    "P1D",
    "Ada: x",
    ZOOM,
    "FREQ=MONTHLY;BYMONTHDAY=-31;UNTIL=20300101",
    "",
]
lines = st.builds(
    "{}{}:{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(
        [
            "",
            ";TZID=Europe/Zurich",
            ";TZID=Customized Time Zone",
            ";VALUE=DATE",
            ";TZID=Nowhere",
            ";RANGE=THISANDFUTURE",
        ]
    ),
    st.one_of(st.sampled_from(VALUES), st.text(max_size=8)),
)
events = st.lists(lines, max_size=7).map("\n".join)


@settings(deadline=None)
@example(["DTSTART:20961231T235959Z\nRRULE:FREQ=WEEKLY;COUNT=3"], "X:1")
@example(["DTSTART:20991231T235959Z\nRRULE:FREQ=WEEKLY;COUNT=3"], "X:1")
@given(st.lists(events, max_size=4), st.sampled_from(["X:1", OUTLOOK_ZONE, "X-WR-TIMEZONE:PT"]))
def test_any_events_are_read(many: list[str], head: str) -> None:
    imported = complete(read_ics(calendar(*many, head=head), HINTS, "a.ics"), HINTS, "a.ics")
    if not any(one.severity is Severity.ERROR for one in imported.problems):
        definition = dump_definition(imported.series, Comments(top=["x"])).encode()
        series, problems = read_definition(definition, "a.yaml")
        assert series is not None, problems


@settings(deadline=None)
@given(st.lists(st.text(alphabet='BEGINDV:;=",\n\\TZCAL 0123456789', max_size=30), max_size=9))
def test_any_text_is_read_or_refused(pieces: list[str]) -> None:
    with contextlib.suppress(TalkbellError):
        read_ics(("BEGIN:VCALENDAR\n" + "\n".join(pieces)).encode(), HINTS, "a.ics")


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(TalkbellError):
        read_ics(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + data, HINTS, "a.ics")


def test_more_properties_than_a_calendar_has_are_refused() -> None:
    with pytest.raises(TalkbellError, match="more than 300,000 properties"):
        read_ics(b"BEGIN:VCALENDAR\n" + b"A:\n" * 300_000, HINTS, "a.ics")
