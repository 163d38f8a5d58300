# ruff: noqa: E501 - pages of a few lines are read best on one
"""A wrong time is worse than none: what a page does not say is asked for, never filled in."""

from datetime import date
from typing import Any

import pytest

from bot.domain.places import read_place
from bot.errors import Problem
from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

TODAY = date(2026, 11, 22)


def read(text: str, name: str = "page.txt", **hints: Any) -> Imported:
    return read_page(text.encode(), Hints(today=TODAY, **hints), name)


def starts(imported: Imported) -> list[str]:
    return [
        session.start.local.isoformat() if session.start else str(session.day or "")
        for session in imported.series.sessions
    ]


def problem(imported: Imported, code: str) -> Problem:
    return next(one for one in imported.problems if one.code == code)


def codes(imported: Imported) -> list[str]:
    return [one.code for one in imported.problems]


LIST = "Fri 14 Jun, 10:00 CEST: Ada Moor, On lists\nFri 21 Jun, 10:00 CEST: Ben Lund, On trees\n"


def test_missing_year_is_asked_for_with_the_years_that_fit() -> None:
    imported = read(LIST)
    assert starts(imported) == ["", ""]
    asked = problem(imported, "no-year")
    assert (asked.line, asked.severity, asked.choices) == (1, "error", ("2019", "2024", "2030"))
    assert asked.hint == "Fri 14 Jun: 2019, 2024, 2030; pass --year"


def test_the_zone_of_one_hour_does_not_become_that_of_others() -> None:
    imported = read(
        "3 May 2027, 10:00 EDT: Ada Moor, On lists\n10 May 2027, 10:00: Bo Lund, On trees\n"
    )
    assert (imported.series.timezone, codes(imported)) == ("", ["no-zone"])
    assert [one.start is None for one in imported.series.sessions] == [False, True]


def test_a_year_hint_fills_what_is_missing() -> None:
    imported = read(LIST, year=2024)
    assert starts(imported) == ["2024-06-14T10:00:00+02:00", "2024-06-21T10:00:00+02:00"]
    assert imported.problems == ()


def test_a_year_hint_that_the_weekday_contradicts_is_refused() -> None:
    imported = read(LIST, year=2023)
    assert starts(imported) == ["", ""]
    assert problem(imported, "weekday-mismatch").severity == "error"


def test_what_the_page_states_wins_over_the_hint() -> None:
    page = (
        "14 June 2024, 10:00 CEST: Ada Moor, On lists\n21 June 2024, 10:00 CEST: Bo Lund, On trees"
    )
    imported = read(page, year=2019, timezone="America/New_York")
    assert starts(imported)[0] == "2024-06-14T10:00:00+02:00"
    assert codes(imported) == ["hint-differs", "hint-differs", "hint-differs"]
    assert {one.severity for one in imported.problems} == {"warning"}


def test_a_heading_states_the_year() -> None:
    page = "## Spring 2025\n\n- Mar 6, 3pm ET: Ada Moor, On lists\n\n## Fall 2024\n\n- Dec 5, 3pm ET: Bo Lund, On trees\n"
    imported = read(page, "page.md", year=2020)
    assert starts(imported) == ["2025-03-06T15:00:00-05:00", "2024-12-05T15:00:00-05:00"]
    assert codes(imported) == ["hint-differs", "hint-differs"]


def test_missing_zone_is_asked_for_once_and_hours_are_kept() -> None:
    page = "3 May 2027, 10:00: Ada Moor, On lists\n10 May 2027, 10:00: Bo Lund, On trees\n"
    imported = read(page)
    assert starts(imported) == ["2027-05-03", "2027-05-10"]
    assert [str(s.clock) for s in imported.series.sessions] == ["10:00", "10:00"]
    assert codes(imported) == ["no-zone"]
    assert starts(read(page, place=read_place("Tokyo")))[0] == "2027-05-03T10:00:00+09:00"
    assert starts(read(page, timezone="Asia/Tokyo"))[0] == "2027-05-03T10:00:00+09:00"


def test_missing_date_is_asked_for_and_a_hint_gives_it() -> None:
    page = "10:00 - 10:30 : Opening\n10:30 - 11:00 : Ada Moor, On lists\n11:00 - 11:30 : Break\n"
    assert sorted(codes(read(page))) == ["no-date", "no-zone"]
    imported = read(page, date=date(2027, 5, 3), timezone="CEST")
    assert starts(imported) == ["2027-05-03T10:00:00+02:00"]
    assert imported.problems == ()


def test_an_undecided_date_needs_nothing() -> None:
    page = "3 May 2027, 10:00 UTC\nSpeaker: Ada Moor\nTitle: On lists\n\nDate to be defined\nSpeaker: Bo Lund\nTitle: On trees\n"
    imported = read(page)
    assert [s.status.value for s in imported.series.sessions] == ["scheduled", "unscheduled"]
    assert imported.problems == ()


def test_talks_without_any_date_are_not_scheduled() -> None:
    imported = read(
        "Invited speakers\n\nAda Moor (Univ. of X)\nOn lists\n\nBo Lund (Univ. of Y)\nOn trees\n\nCy Dahl (Univ. of Z)\nOn moss\n"
    )
    assert [one.status for one in imported.series.sessions] == ["unscheduled"] * 3


def test_ambiguous_dates_are_asked_for() -> None:
    imported = read(
        "5/6/2027, 10:00 UTC: Ada Moor, On lists\n6/7/2027, 10:00 UTC: Bo Lund, Trees\n"
    )
    assert starts(imported) == ["", ""]
    assert problem(imported, "ambiguous-date").choices == ("2027-05-06", "2027-06-05")


@pytest.mark.parametrize(
    ("other", "expected"), [("5/28/2027", "2027-05-06"), ("28/5/2027", "2027-06-05")]
)
def test_one_clear_date_tells_the_order_of_all(other: str, expected: str) -> None:
    page = f"5/6/2027, 10:00 UTC: Ada Moor, On lists\n{other}, 10:00 UTC: Bo Lund, On trees\n"
    assert starts(read(page))[0] == f"{expected}T10:00:00+00:00"


def test_dates_in_both_orders_leave_the_others_open() -> None:
    page = "".join(
        f"{day}, 10:00 UTC: Ada Moor, Lists {n}\n"
        for n, day in enumerate(("5/6/2027", "5/28/2027", "28/5/2027"))
    )
    assert starts(read(page)) == ["", "2027-05-28T10:00:00+00:00", "2027-05-28T10:00:00+00:00"]


def test_a_wrong_weekday_is_told() -> None:
    imported = read(
        "Tuesday 3 May 2027, 10:00 UTC: Ada Moor, A\nMonday 10 May 2027, 10:00 UTC: B Lo, C"
    )
    told = problem(imported, "weekday-mismatch")
    assert (told.line, told.choices) == (1, ("Monday 3 May 2027", "Tuesday 4 May 2027"))


def test_a_label_out_of_season_keeps_the_clock() -> None:
    imported = read(
        "17 June 2027, 4pm CET: Ada Moor, On lists\n12 March 2027, 4pm EST: Bo Lund, On trees"
    )
    assert starts(imported) == ["2027-06-17T16:00:00+02:00", "2027-03-12T16:00:00-05:00"]
    told = problem(imported, "label-out-of-season")
    assert (told.line, told.severity) == (1, "warning")
    assert told.choices == ("16:00 CEST", "17:00 CEST if you meant UTC+1")


def test_ambiguous_zone_words_are_asked_for_unless_a_place_settles_them() -> None:
    page = "3 May 2027, 10:00 IST: Ada Moor, On lists\n10 May 2027, 10:00 IST: Bo Lund, On trees\n"
    imported = read(page)
    assert codes(imported) == ["ambiguous-zone"]
    assert starts(imported) == ["2027-05-03", "2027-05-10"]
    assert starts(read(page, place=read_place("India")))[0] == "2027-05-03T10:00:00+05:30"


def test_a_slip_of_am_and_pm_is_mended_where_neighbours_prove_it() -> None:
    page = (
        "3 May 2027 (all times PDT)\n\n10:00am-11:00am: Ada Moor, On lists\n11:00am-11:10pm: Break\n"
        "11:10am-11:45am: Bo Lund, On trees\n11:45pm-1:15pm: Lunch\n1:15pm-2:00pm: Cy Dahl, On moss\n"
    )
    imported = read(page)
    assert [str(t.clock) for t in imported.series.sessions[0].talks] == [
        "10:00-11:00", "11:00-11:10", "11:10-11:45", "11:45-13:15", "13:15-14:00",
    ]  # fmt: skip
    assert [(one.code, one.line) for one in imported.problems] == [
        ("am-pm-slip", 4),
        ("am-pm-slip", 6),
    ]


@pytest.mark.parametrize("hours", ["08:30-07:35", "11:00am - 10:00am", "10:00-10:00"])
def test_an_end_before_the_start_is_left_out(hours: str) -> None:
    imported = read(f"3 May 2027, {hours} CEST: Ada Moor, On lists\n")
    assert [one.end for one in imported.series.sessions] == [None]
    assert [one.clock for one in imported.series.sessions[0].talks] == [None]
    told = problem(imported, "odd-range")
    assert (told.line, told.message) == (1, "this ends before it starts; the end is left out")


def test_a_night_is_no_end_before_the_start() -> None:
    (session,) = read("3 May 2027, 22:00-02:00 CEST: Ada Moor, On stars\n").series.sessions
    assert session.end
    assert session.end.local.isoformat() == "2027-05-04T02:00:00+02:00"


def test_hours_in_zones_that_disagree_are_told() -> None:
    agree = "3 May 2027, 4pm CEST / 10am EDT: Ada Moor, On lists\n10 May 2027, 4pm CEST / 10am EDT: Bo Lo, B"
    assert read(agree).problems == ()
    differ = agree.replace("10am", "11am", 1)
    assert [(one.code, one.line) for one in read(differ).problems] == [("zones-disagree", 1)]


def test_universities_of_speakers_are_no_zones_and_no_places() -> None:
    page = "3 May 2027, 10:00: Ada Moor (University of Tokyo, Japan), On lists\n10 May 2027, 10:00: Rui Sá (IST, Lisbon, Portugal), On trees"
    assert codes(read(page)) == ["no-zone"]


def test_deadlines_are_no_talks() -> None:
    page = "# Workshop on Lists\n\n## Important dates\n\n- 1 March 2027: Submission\n- 2 April 2027: Answer\n\n## Program\n\n3 May 2027\n\n- 10:00 Opening\n- 10:30 Ada Moor: On lists\n"
    imported = read(page, "page.md", timezone="UTC")
    assert starts(imported) == ["2027-05-03T10:00:00+00:00"]


def test_no_year_comes_from_today_or_a_copyright() -> None:
    imported = read(
        "# Talks\n\n- May 3, 10:00 UTC: Ada Moor, On lists\n- May 10, 10:00 UTC: Bo Lund, On trees\n\n© 2026 The group\n",
        "page.md",
    )
    assert starts(imported) == ["", ""]
    assert codes(imported) == ["no-year", "no-year"]


def test_an_hour_above_all_entries_is_theirs() -> None:
    page = "Seminar on Lists (5:00 pm UTC)\n\n3 May 2027: Ada Moor, On lists\n10 May 2027: Bo Lund, On trees\n"
    assert starts(read(page)) == ["2027-05-03T17:00:00+00:00", "2027-05-10T17:00:00+00:00"]


@pytest.mark.parametrize(
    "line",
    ["Doors open at 16:45 UTC", "Talks at 17:00, tea at 16:30 UTC", "Dinner at 19:00 UTC"],
)
def test_an_hour_of_something_else_is_not(line: str) -> None:
    page = f"Seminar on Lists\n{line}\n\n3 May 2027: Ada Moor, On lists\n10 May 2027: Bo Lund, On trees\n"
    assert starts(read(page)) == ["2027-05-03", "2027-05-10"]
    assert codes(read(page)) == ["no-hour"]


@pytest.mark.parametrize(
    "line",
    ["All talks of 2019 were recorded.", "Founded in May 2019", "Last updated in May 2019"],
)
def test_a_year_of_something_else_is_not_taken(line: str) -> None:
    page = f"Seminar on Lists\n{line}\n\nMay 3, 10:00 UTC: Ada Moor, On lists\nMay 10, 10:00 UTC: Bo Lund, On trees\n"
    assert starts(read(page)) == ["", ""]


def test_a_footnote_may_give_the_year_of_all() -> None:
    page = "May 3, 10:00 UTC: Ada Moor, On lists\nMay 10, 10:00 UTC: Bo Lund, On trees\n\nAll dates refer to 2027.\n"
    assert starts(read(page)) == ["2027-05-03T10:00:00+00:00", "2027-05-10T10:00:00+00:00"]


def test_tracks_one_after_another_begin_again_in_the_morning() -> None:
    page = "3 May 2027 (UTC)\n\n9:00-9:30 Ada Moor: Lists\n9:30-10:00 Bo Lund: Trees\n\nTrack B\n9:00-9:30 Cy Dahl: Moss\n9:30-10:00 Di Berg: Ink\n"
    talks = [talk for session in read(page).series.sessions for talk in session.talks]
    assert [f"{talk.start.wall:%H:%M}" for talk in talks if talk.start] == [
        "09:00", "09:30", "09:00", "09:30",
    ]  # fmt: skip


def test_chairs_of_blocks_chair_the_day() -> None:
    page = "3 May 2027 (UTC)\n\n09:00 Opening (Chair: Ada Moor)\nSession 1: Lists. Chair: Bo Lund\n09:30 Cy Dahl: Moss\n10:00 Di Berg: Ink\n"
    assert [session.chair for session in read(page).series.sessions] == ["Ada Moor, Bo Lund"]
