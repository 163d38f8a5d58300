"""What each public address gives: content, headers, choices, and clear refusals."""

import json
import re
from datetime import timedelta

import pytest
from icalendar import Calendar, Component

from bot.domain.ids import RESERVED_IDS, RESERVED_SESSION_IDS, session_uid, talk_uid
from tests.web.conftest import SEMINAR
from tests.web.site import Reply, Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def events(reply: Reply) -> list[Component]:
    assert reply.status == 200
    return list(Calendar.from_ical(reply.body).walk("VEVENT"))


def summaries(reply: Reply) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(reply)]


ALL = [
    "Ada Example: First words",
    "Ada Example: Opening",
    "Coffee",
    "Bela Beispiel: Closing",
    "Béla Beispiel: Second thoughts",
    "Cleo Exemple",
]


def test_series_feed_says_what_it_is(site: Site) -> None:
    reply = site.get("/seminar.ics")
    assert summaries(reply) == [
        "Ada Example: First words",
        "Béla Beispiel: Second thoughts",
        "Cleo Exemple",
    ]
    kept = ("content-type", "content-disposition", "cache-control", "vary")
    assert {name: reply.headers[name] for name in kept} == {
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="seminar.ics"',
        "cache-control": "public, max-age=60, stale-if-error=86400",
        "vary": "Accept-Encoding",
    }
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")


def test_all_series_are_one_calendar(site: Site) -> None:
    assert sorted(summaries(site.get("/all.ics"))) == sorted(ALL)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=keynote", ["Ada Example: Opening"]),
        ("kind=workshop", ["Ada Example: Opening", "Coffee", "Bela Beispiel: Closing"]),
        ("kind=workshop&kind=talk", ["Bela Beispiel: Closing"]),
        ("kind=break&kind=keynote", ["Ada Example: Opening", "Coffee"]),
        ("q=diffusion", ["Ada Example: First words"]),
        ("q=SETS+Diff%C3%BCsion", ["Ada Example: First words"]),
        ("q=diffusion+of+nothing", []),
        ("q=day+clos", ["Bela Beispiel: Closing"]),
        ("speaker=ada", ["Ada Example: First words", "Ada Example: Opening"]),
        ("speaker=b+beisp&cancelled=drop&kind=seminar", ["Béla Beispiel: Second thoughts"]),
        ("speaker=ample", []),
        ("per=session&kind=workshop", ["The day"]),
        ("per=talk&kind=workshop", ["Ada Example: Opening", "Coffee", "Bela Beispiel: Closing"]),
        ("per=session&kind=keynote", ["The day"]),
        ("cancelled=drop&speaker=cleo", []),
        ("cancelled=prefix&speaker=cleo", ["Cancelled: Cleo Exemple"]),
    ],
)
def test_query_chooses(site: Site, query: str, expected: list[str]) -> None:
    assert summaries(site.get(f"/all.ics?{query}")) == expected


def test_rows_that_were_chosen_are_the_same_entries(site: Site) -> None:
    (chosen,) = events(site.get("/workshop.ics?kind=keynote"))
    assert chosen["UID"] == talk_uid("workshop", "day", "opening")
    assert chosen.decoded("DTEND") - chosen.decoded("DTSTART") == timedelta(hours=1)
    whole = {str(event["UID"]): event for event in events(site.get("/workshop.ics"))}
    assert chosen.to_ical() == whole[str(chosen["UID"])].to_ical()


def test_alarms_and_zone_are_written(site: Site) -> None:
    reply = site.get("/seminar.ics?alarm=15m&alarm=1d&zone=New+York&cancelled=drop")
    first = events(reply)[0]
    assert first["DTSTART"].params["TZID"] == "America/New_York"
    assert first.decoded("DTSTART").strftime("%H:%M") == "10:30"
    triggers = [alarm.decoded("TRIGGER") for alarm in first.walk("VALARM")]
    assert triggers == [timedelta(minutes=-15), timedelta(days=-1)]


def test_same_wishes_in_another_order_are_made_once(site: Site) -> None:
    one = site.get("/all.ics?kind=talk&kind=keynote&q=day+ada")
    before = site.builds()
    other = site.get("/all.ics?q=Ada++day&kind=KEYNOTE&kind=talk&kind=talk")
    assert (other.raw, other.headers["etag"]) == (one.raw, one.headers["etag"])
    assert site.builds() == before


def test_session_has_a_calendar_of_its_own(site: Site) -> None:
    reply = site.get("/seminar/two.ics?alarm=10m")
    (event,) = events(reply)
    assert str(event["UID"]) == session_uid("seminar", "two")
    assert len(event.walk("VALARM")) == 1
    assert reply.headers["content-disposition"] == 'inline; filename="seminar-two.ics"'


def test_json_is_that_of_exports(site: Site) -> None:
    reply = site.get("/seminar.json?speaker=bela")
    found = json.loads(reply.body)
    assert [session["id"] for session in found["sessions"]] == ["two"]
    assert reply.headers["content-type"] == "application/json"
    whole = json.loads(site.get("/seminar.json").body)
    assert [session["id"] for session in whole["sessions"]] == ["one", "two", "gone", "tbd"]


def test_everything_wrong_with_a_query_is_told(site: Site) -> None:
    reply = site.get("/all.ics?kidn=x&alarm=soon&zone=CST&kind=keynot&q=&per=talk&per=session")
    assert reply.status == 400
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    told = reply.text.splitlines()
    lengths = 'write it as in "1 day", "90 min" or "1 hour 30 minutes"'
    assert told[1:8] == [
        'kidn: no parameter is called this, read "kidn"; did you mean kind?',
        'per: it can be said once, read "2 times"',
        f'alarm: this is not a length of time, read "soon"; {lengths}',
        'zone: this zone word has several meanings, read "CST"; ' + told[4].partition("; ")[2],
        'kind: it cannot be this, read "keynot"; did you mean keynote?',
        "q: nothing is said here; say it, or leave it out",
        "What can be asked for here:",
    ]
    assert "America/Chicago" in told[4]


def test_parameters_of_calendars_are_refused_elsewhere(site: Site) -> None:
    reply = site.get("/seminar.json?alarm=15m")
    assert reply.status == 400
    assert "alarm: this feed does not take it" in reply.text


def test_query_of_a_page_does_not_matter(site: Site) -> None:
    assert site.get("/seminar?utm_source=x").raw == site.get("/seminar").raw


def test_browsers_get_refusals_as_pages_and_nothing_breaks_out(site: Site) -> None:
    reply = site.get("/all.ics?q=%3Cb%3E&%3Cscript%3E=1", accept="text/html,*/*")
    assert reply.status == 400
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "&lt;script&gt;" in reply.text
    assert reply.text.count("<script") == 1  # our own


@pytest.mark.parametrize(
    ("target", "near"),
    [
        ("/semina.ics", "A seminar: /seminar.ics"),
        ("/workshp", "A workshop: /workshop"),
        ("/seminar/nothing.ics", "A seminar: /seminar"),
        ("/seminar/tbd.ics", "A seminar: /seminar"),
        ("/seminar.pdf", "A seminar: /seminar"),
        ("/a/b/c", "All series: /"),
        ("//", "All series: /"),
    ],
)
def test_not_found_helps(site: Site, target: str, near: str) -> None:
    reply = site.get(target)
    assert reply.status == 404
    assert near in reply.text.splitlines()


@pytest.mark.parametrize(
    "target", ["/", "/seminar", "/seminar.ics", "/seminar/two.ics", "/my/x.ics"]
)
def test_other_methods_are_refused(site: Site, target: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "PROPFIND"):
        reply = site.get(target, method)
        assert reply.status in {400, 405}
        assert reply.text
    allowed = set(site.get(target, "POST").headers["allow"].split(", "))
    assert {"GET", "HEAD"} <= allowed


@pytest.mark.parametrize(
    "target",
    ["/", "/seminar", "/seminar.ics", "/all.ics?q=ada", "/seminar.json", "/seminar/two.ics",
     "/nothing", "/all.ics?no=1", "/my/x.ics", "/healthz", "/readyz", "/robots.txt"],
)  # fmt: skip
def test_head_is_get_without_a_body(site: Site, target: str) -> None:
    get, head = site.get(target), site.get(target, "HEAD")
    assert head.raw == b""
    differs = {"date"}
    assert (head.status, {k: v for k, v in head.headers.items() if k not in differs}) == (
        get.status,
        {k: v for k, v in get.headers.items() if k not in differs},
    )


def test_pages_elsewhere_may_read_feeds(site: Site) -> None:
    reply = site.get("/seminar.ics", "OPTIONS", origin="https://a.example")
    assert reply.status == 204
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "If-None-Match" in reply.headers["access-control-allow-headers"]


def test_removed_and_cancelled_sessions_stay_for_a_month(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    second = SEMINAR.index("  - {id: two")
    without = SEMINAR[:second] + SEMINAR[SEMINAR.index("  - {id: gone") :]
    site.later(timedelta(days=1))
    site.write("seminar", without)
    site.sync()
    shown = {str(e["SUMMARY"]): str(e["STATUS"]) for e in events(site.get("/seminar.ics"))}
    assert shown["Béla Beispiel: Second thoughts"] == "CANCELLED"
    first = site.get("/seminar.ics")
    site.later(timedelta(days=29, seconds=-1))
    assert site.get("/seminar.ics").headers["etag"] == first.headers["etag"]
    site.later(timedelta(seconds=1))  # the one that was cancelled from the beginning goes
    assert summaries(site.get("/seminar.ics")) == [
        "Ada Example: First words",
        "Béla Beispiel: Second thoughts",
    ]
    site.later(timedelta(days=1))
    later = site.get("/seminar.ics", if_modified_since=first.headers["last-modified"])
    assert summaries(later) == ["Ada Example: First words"]


def test_past_sessions_are_left_out_when_over(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    target = "/seminar.ics?past=no&cancelled=drop"
    assert len(events(site.get(target))) == 2
    site.later(timedelta(days=1, hours=4, minutes=29, seconds=59))  # 17:29:59 in Zurich
    etag = site.get(target).headers["etag"]
    site.later(timedelta(seconds=1))
    reply = site.get(target, if_none_match=etag)
    assert summaries(reply) == ["Béla Beispiel: Second thoughts"]
    assert reply.headers["last-modified"] == "Mon, 02 Mar 2026 16:30:00 GMT"


def test_no_series_has_an_address_that_means_something_else(site: Site) -> None:
    paths = [route.path for route in site.app.routes]
    firsts = {path.split("/")[1] for path in paths}
    names = {re.sub(r"\.(ics|xml)$", "", first) for first in firsts}
    assert names - {"", "{name}", "{series}", "robots.txt"} == RESERVED_IDS
    within = {path.removeprefix("/{series}/") for path in paths if path.startswith("/{series}/")}
    assert {name for name in within if name.isalpha()} == RESERVED_SESSION_IDS


def test_calendar_holds_a_uid_once(own_site: Site) -> None:
    """Two definitions may have a session from the same other calendar."""
    site = own_site
    told = SEMINAR.replace("{id: two,", "{id: two, uid: guest@example.org,")
    off = told.replace("title: Second thoughts", "title: Off, status: cancelled")
    site.write("a", off.replace("id: seminar", "id: a"))
    site.write("b", told.replace("id: seminar", "id: b"))
    site.write("c", told.replace("id: seminar", "id: c").replace("Second thoughts", "Third"))
    site.sync()
    found = [str(event["UID"]) for event in events(site.get("/all.ics"))]
    assert len(found) == len(set(found)) == 7
    assert summaries(site.get("/all.ics?q=beispiel")) == ["Béla Beispiel: Second thoughts"]
    assert summaries(site.get("/a.ics?q=beispiel")) == ["Béla Beispiel: Off"]


def test_archived_series_is_still_served_but_not_listed(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("other", SEMINAR.replace("id: seminar", "id: other"))
    site.sync()
    before = site.get("/all.ics")
    site.later(timedelta(days=3))
    (site.folder / "other.yaml").unlink()
    site.sync()
    assert "Ada Example: First words" in summaries(site.get("/other.ics"))
    assert 'href="/other"' not in site.get("/").text
    after = site.get("/all.ics", if_modified_since=before.headers["last-modified"])
    assert len(events(after)) == len(events(before))  # what is gone stays, marked, for its 30 days
