"""What calendars say, to our own understanding: which entries there are, and what is left out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from icalendar import Calendar, Component

from bot.domain.audience import Audience
from bot.domain.ids import session_uid
from bot.domain.revisions import Revision, first_revision
from bot.domain.series import Series, Status
from bot.exports.ics import (
    ENTRY_FORM,
    CalendarView,
    Cancelled,
    Per,
    SessionEntries,
    join_calendar,
    render_entries,
    render_ics,
)
from bot.sources.definition import read_definition

SEMINAR = """
id: seminar
title: A seminar
timezone: Europe/Zurich
place: Lausanne, CH
sessions:
  - {id: one, start: 2026-03-02 16:30, end: 17:30, speaker: Ada Example, title: First}
  - {id: two, start: 2026-03-09 16:30, speaker: Bela Beispiel}
  - {id: tbd, start: TBD, speaker: Chiara Esempio, title: Later}
"""
WORKSHOP = """
id: workshop
title: A workshop
timezone: Europe/Zurich
sessions:
  - id: day
    start: 2026-03-02 09:00
    end: 11:00
    title: The day
    talks:
      - {at: 09:00-10:00, title: Timed, speaker: Ada Example}
      - {at: 10:00-10:30, title: Coffee, kind: break}
      - {title: Untimed, speaker: Bela Beispiel}
"""


def series_of(definition: str) -> Series:
    series, problems = read_definition(definition.encode(), "test.yaml")
    assert series is not None, problems
    return series


def events(made: bytes) -> list[Component]:
    return list(Calendar.from_ical(made).walk("VEVENT"))


def summaries(made: bytes) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(made)]


def test_undated_sessions_are_left_out() -> None:
    series = series_of(SEMINAR)
    assert len(series.sessions) == 3
    assert summaries(render_ics([series], CalendarView())) == [
        "Ada Example: First",
        "Bela Beispiel",
    ]


def test_session_without_an_end_has_no_dtend() -> None:
    first, second = events(render_ics([series_of(SEMINAR)], CalendarView()))
    assert first.decoded("DTEND") - first.decoded("DTSTART") == timedelta(hours=1)
    assert "DTEND" not in second


def test_timed_talks_have_entries() -> None:
    timed = WORKSHOP.replace("      - {title: Untimed, speaker: Bela Beispiel}\n", "")
    assert summaries(render_ics([series_of(timed)], CalendarView())) == [
        "Ada Example: Timed",
        "Coffee",
    ]
    assert render_ics([series_of(WORKSHOP)], CalendarView()) == render_ics(
        [series_of(timed)], CalendarView()
    )


def test_only_talk_of_a_session_has_its_entry_whether_or_not_it_has_an_hour() -> None:
    uids = []
    for talk in ("{title: One}", "{title: One, at: 09:00-10:00}"):
        sessions = f"sessions: [{{id: day, start: 2026-03-02 08:30, talk: {talk}}}]"
        series = series_of(f"id: a\ntitle: A\ntimezone: Europe/Zurich\n{sessions}")
        uids += [str(event["UID"]) for event in events(render_ics([series], CalendarView()))]
    assert uids == [session_uid("a", "day")] * 2


def test_per_overrides_what_has_an_entry() -> None:
    series = series_of(WORKSHOP)
    made = render_ics([series], CalendarView(per=Per.TALK))
    assert summaries(made) == ["Ada Example: Timed", "Coffee", "Bela Beispiel: Untimed"]
    untimed = events(made)[2]
    assert untimed.decoded("DTEND") - untimed.decoded("DTSTART") == timedelta(hours=2)
    assert summaries(render_ics([series], CalendarView(per=Per.SESSION))) == ["The day"]


def test_breaks_do_not_block_the_calendar() -> None:
    made = events(render_ics([series_of(WORKSHOP)], CalendarView(per=Per.TALK)))
    assert [str(event["TRANSP"]) for event in made] == ["OPAQUE", "TRANSPARENT", "OPAQUE"]


def test_alarms_are_set_before_the_start_but_not_for_what_is_off() -> None:
    view = CalendarView(alarms=(timedelta(minutes=15), timedelta(days=1)))
    cancelled = SEMINAR.replace("speaker: Bela", "status: cancelled, speaker: Bela")
    first, second = events(render_ics([series_of(cancelled)], view))
    triggers = [alarm["TRIGGER"].to_ical() for alarm in first.subcomponents]
    assert triggers == [b"-PT15M", b"-P1D"]
    assert str(second["STATUS"]) == "CANCELLED"
    assert second.subcomponents == []


def test_uid_survives_a_new_time_title_and_speaker() -> None:
    moved = (
        SEMINAR.replace("2026-03-02", "2026-04-06")
        .replace("First", "Renamed")
        .replace("Ada", "Ida")
    )
    before, after = (
        {str(event["UID"]) for event in events(render_ics([series_of(text)], CalendarView()))}
        for text in (SEMINAR, moved)
    )
    assert before == after
    assert session_uid("seminar", "one") in before


def test_uids_are_never_shared() -> None:
    both = [series_of(SEMINAR), series_of(SEMINAR.replace("id: seminar", "id: other"))]
    uids = [str(event["UID"]) for event in events(render_ics(both, CalendarView()))]
    assert len(set(uids)) == len(uids) == 4


def test_first_version_is_stamped_by_the_definition() -> None:
    series = series_of(SEMINAR)
    (event, _) = events(render_ics([series], CalendarView()))
    never = datetime(2000, 1, 1, tzinfo=UTC)
    assert [event.decoded(name) for name in ("DTSTAMP", "CREATED", "LAST-MODIFIED")] == [never] * 3
    assert event.decoded("SEQUENCE") == 0
    updated = datetime(2026, 2, 1, 8, tzinfo=UTC)
    (event, _) = events(render_ics([replace(series, updated_at=updated)], CalendarView()))
    assert event.decoded("DTSTAMP") == updated


def test_entries_of_later_versions_say_which() -> None:
    created, modified = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    series = series_of(SEMINAR)
    entries = render_entries(
        series, series.sessions[0], CalendarView(), Revision(3, created, modified)
    )
    (event,) = events(join_calendar([series], CalendarView(), [entries]))
    assert (event.decoded("SEQUENCE"), event.decoded("CREATED")) == (3, created)
    assert event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP") == modified


def test_kept_entries_join_into_the_same_calendar() -> None:
    many = [series_of(SEMINAR), series_of(WORKSHOP.replace("Europe/Zurich", "America/New_York"))]
    kept = [
        render_entries(series, session, CalendarView(), first_revision(series))
        for series in many
        for session, _ in series.scheduled()
    ]
    assert join_calendar(many, CalendarView(), kept) == render_ics(many, CalendarView())
    assert [one.zones for one in kept] == [
        (("Europe/Zurich", 2026),),
        (("Europe/Zurich", 2026),),
        (("America/New_York", 2026),),
    ]


def test_what_has_no_entry_is_empty() -> None:
    series = series_of(SEMINAR)
    undated = render_entries(series, series.sessions[2], CalendarView(), Revision())
    cancelled = replace(series.sessions[0], status=Status.CANCELLED)
    dropped = CalendarView(cancelled=Cancelled.DROP)
    assert undated == render_entries(series, cancelled, dropped, Revision()) == SessionEntries()


def test_bytes_of_entries_change_only_with_their_form() -> None:
    """Entries are kept: whoever changes these bytes raises ENTRY_FORM and writes both here anew."""
    folder = Path(__file__).parents[1] / "golden" / "exports" / "everything"
    series, _ = read_definition((folder / "definition.yaml").read_bytes(), "definition.yaml")
    assert series is not None
    view = CalendarView(audience=Audience.SUBSCRIBERS)
    made = (
        render_entries(series, session, view, first_revision(series)).data
        for session in series.sessions
    )
    assert (ENTRY_FORM, sha256(b"".join(made)).hexdigest()[:16]) == (2, "aa4d709bf5c79be7")


def test_cancelled_sessions_are_kept_dropped_or_told_in_the_summary() -> None:
    series = series_of(SEMINAR.replace("speaker: Bela", "status: cancelled, speaker: Bela"))
    alarms = (timedelta(minutes=15),)
    told = {
        how: [
            tuple(str(event[name]) for name in ("SUMMARY", "STATUS", "TRANSP"))
            for event in events(render_ics([series], CalendarView(cancelled=how, alarms=alarms)))
        ]
        for how in Cancelled
    }
    first = ("Ada Example: First", "CONFIRMED", "OPAQUE")
    assert told == {
        Cancelled.KEEP: [first, ("Bela Beispiel", "CANCELLED", "TRANSPARENT")],
        Cancelled.DROP: [first],
        Cancelled.PREFIX: [first, ("Cancelled: Bela Beispiel", "CONFIRMED", "TRANSPARENT")],
    }
    prefixed = render_ics([series], CalendarView(cancelled=Cancelled.PREFIX, alarms=alarms))
    assert [len(event.subcomponents) for event in events(prefixed)] == [1, 0]


def test_zone_puts_every_time_on_its_clock() -> None:
    series = series_of(WORKSHOP)
    made = render_ics([series], CalendarView(zone="Asia/Kolkata", per=Per.SESSION))
    (event,) = events(made)
    assert event["DTSTART"].to_ical() == b"20260302T133000"
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == "Asia/Kolkata"
    assert event["DESCRIPTION"].startswith(
        "13:30-14:30 Ada Example: Timed\n14:30-15:00 Coffee\nBela Beispiel: Untimed"
    )
    assert b"X-WR-TIMEZONE:Asia/Kolkata\r\n" in made
    assert b"Zurich" not in made
    instants = [
        [event.decoded("DTSTART") for event in events(render_ics([series], view))]
        for view in (CalendarView(), CalendarView(zone="Asia/Kolkata"))
    ]
    assert instants[0] == instants[1]


def test_private_join_links_are_only_for_subscribers() -> None:
    private = SEMINAR.replace("end: 17:30", "end: 17:30, join: https://meet.example/j/123456789")
    series = series_of(private)
    assert b"meet.example" in render_ics([series], CalendarView(audience=Audience.SUBSCRIBERS))
    assert b"meet.example" not in render_ics([series], CalendarView())


def test_what_icalendar_writes_wrongly_is_right() -> None:
    made = render_ics([series_of(SEMINAR)], CalendarView(source_url="https://feeds.example/s.ics"))
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in made
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in made
    assert b"SOURCE;VALUE=URI:https://feeds.example/s.ics\r\n" in made
    assert b"METHOD" not in made


@pytest.mark.parametrize("path", sorted(Path("schedules").glob("*.yaml")), ids=lambda p: p.stem)
def test_same_definition_gives_same_bytes(path: Path) -> None:
    first, second = (read_definition(path.read_bytes(), path.name)[0] for _ in range(2))
    assert first is not None
    assert second is not None
    assert render_ics([first], CalendarView()) == render_ics([second], CalendarView())
