"""The keys of a session: undecided starts, status, room and chair, the link to join."""

from datetime import date, datetime

import pytest

from bot.domain.moments import Moment
from bot.domain.series import Join, Session, Status, Talk
from tests.definitions import definition, places_of, series_of, session_of, told, warned


def moment(text: str, zone: str) -> Moment:
    return Moment(datetime.fromisoformat(text), zone)


@pytest.mark.parametrize(
    "start",
    ["TBD", "tba", "TBC", "to be announced", "To be defined.", "(TBD)", '"?"', "???", "", "~"],
)
def test_undecided_start_is_one_that_is_not_scheduled(start: str) -> None:
    assert session_of(f"start: {start}\ntitle: On One") == Session(
        id="on-one", own_title="On One", status=Status.UNSCHEDULED
    )


@pytest.mark.parametrize("start", ["soon", "TBD in June", "T"])
def test_start_that_is_neither_a_time_nor_undecided_is_refused(start: str) -> None:
    assert places_of(definition(f"start: {start}")) == [(4, 12, "unreadable-time")]


def test_session_may_have_a_date_alone_with_a_warning() -> None:
    text = definition("start: 2021-06-28\ntitle: On One")
    assert series_of(text, warnings=True).sessions == (
        Session(id="on-one", own_title="On One", day=date(2021, 6, 28)),
    )
    (problem,) = warned(text)
    assert problem == (
        "4:12: warning: start: this has no hour, so it is in no calendar and nobody is reminded;"
        " write it as in 2021-06-28 16:30, or give the series a `slot:`"
    )


@pytest.mark.parametrize("more", ["status: cancelled", "slot"])
def test_date_alone_is_enough_for_a_cancelled_session_and_beside_a_slot(more: str) -> None:
    slot = '{at: "16:30"}' if more == "slot" else ""
    lines = "start: 2021-06-28" + ("" if slot else f"\n{more}")
    assert session_of(lines, slot=slot).day == date(2021, 6, 28)


@pytest.mark.parametrize(
    ("start", "status", "found"),
    [
        ("2021-06-28 16:30", "", Status.SCHEDULED),
        ("2021-06-28 16:30", "scheduled", Status.SCHEDULED),
        ("2021-06-28 16:30", "tentative", Status.TENTATIVE),
        ("2021-06-28 16:30", "Cancelled", Status.CANCELLED),
        ("TBD", "", Status.UNSCHEDULED),
        ("TBD", "scheduled", Status.UNSCHEDULED),
        ("TBD", "unscheduled", Status.UNSCHEDULED),
        ("", "unscheduled", Status.UNSCHEDULED),
        ("TBD", "tentative", Status.TENTATIVE),
        ("TBD", "cancelled", Status.CANCELLED),
    ],
)
def test_status_is_as_said_but_undated_sessions_are_not_scheduled(
    start: str, status: str, found: Status
) -> None:
    assert session_of(f"start: {start}\nstatus: {status}").status is found


@pytest.mark.parametrize("status", ["cancelled", "tentative"])
def test_reason_says_why_a_session_may_not_be(status: str) -> None:
    found = session_of(f"start: 2021-06-28 16:30\nstatus: {status}\nreason: a  strike")
    assert (found.status.value, found.reason) == (status, "a strike")


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            "status: unscheduled\nstart: 2021-06-28 16:30",
            "4:13: status: an unscheduled session has no start; write `status: tentative`",
        ),
        (
            "start: 2021-06-28 16:30\nreason: a strike",
            (
                "5:13: reason: a reason belongs to a cancelled or tentative session;"
                " add `status: cancelled`"
            ),
        ),
        (
            "start: 2021-06-28 16:30\nstatus: canceled",
            '5:13: status: this is none of the choices, read "canceled"; did you mean cancelled?',
        ),
        (
            "start: 2021-06-28 16:30\nstatus: maybe",
            (
                '5:13: status: this is none of the choices, read "maybe";'
                " write scheduled, tentative, cancelled, or unscheduled"
            ),
        ),
    ],
)
def test_status_that_does_not_fit_is_refused(lines: str, problem: str) -> None:
    assert told(definition(lines)) == [problem]


def test_what_is_said_of_a_session_is_kept_on_one_line() -> None:
    assert session_of(
        'id: one-1\nchair: "Ada  Example "\nroom: BC\n  420\ntitle: >\n  On\n  One'
    ) == (
        Session(
            id="one-1",
            status=Status.UNSCHEDULED,
            chair="Ada Example",
            room="BC 420",
            own_title="On One",
        )
    )


@pytest.mark.parametrize(
    ("join", "found"),
    [
        ("https://zoom.example/j/1", Join(url="https://zoom.example/j/1")),
        ('" https://zoom.example/j/1 "', Join(url="https://zoom.example/j/1")),
        ("{url: https://a.example}", Join(url="https://a.example")),
        (
            "{url: https://a.example, passcode: 0123}",
            Join(url="https://a.example", passcode="0123"),
        ),
        ("", None),
    ],
)
def test_join_link_is_an_address_with_or_without_a_passcode(join: str, found: Join | None) -> None:
    assert session_of(f"join: {join}").join == found


@pytest.mark.parametrize(
    ("join", "problem"),
    [
        (
            "epfl.zoom.us/j/1",
            (
                '4:11: join: this is not a web address, read "epfl.zoom.us/j/1";'
                " write https://epfl.zoom.us/j/1"
            ),
        ),
        (
            "a link will follow",
            (
                '4:11: join: this is not a web address, read "a link will follow";'
                " write one that starts with https:// and has no blanks"
            ),
        ),
        ("{passcode: 1}", "4:11: join: the address is missing; write `url:`"),
        (
            "{url: https://a.example, pwd: 1}",
            '4:36: a join link has no such key, read "pwd"; known are url, passcode',
        ),
        (
            "[https://a.example]",
            (
                "4:11: join: a text is expected here, not a list;"
                ' put text with ": " or brackets in quotes'
            ),
        ),
    ],
)
def test_join_link_that_is_none_is_refused(join: str, problem: str) -> None:
    assert told(definition(f"join: {join}")) == [problem]


@pytest.mark.parametrize(
    ("session", "read"),
    [("2021-06-28 16:30", ', read "2021-06-28 16:30"'), ("[a]", ""), ("~", ', read "~"')],
)
def test_session_that_is_no_mapping_is_refused(session: str, read: str) -> None:
    text = f"title: a\nsessions:\n  - {{title: b}}\n  - {session}\n"
    hint = "write `- start: …`, and `title: …` or `speaker: …` below it"
    assert told(text) == [f"4:5: a session is a mapping{read}; {hint}"]


def test_one_session_may_stand_without_a_list() -> None:
    text = "title: a\ntimezone: CET\nsessions:\n  start: 2021-01-11 16:30\n  talk: On One\n"
    assert series_of(text).sessions == (
        Session(
            id="on-one",
            start=moment("2021-01-11 16:30", "Europe/Paris"),
            talks=(Talk(id="on-one", title="On One"),),
        ),
    )
