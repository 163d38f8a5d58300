"""The pages: what they say, that they are well formed, and that texts cannot become markup."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.flows.delivery.buttons import reference
from tests.web.conftest import SEMINAR
from tests.web.site import OPTIONS, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

VOID = {"meta", "link", "br", "input", "base"}


class Outline(HTMLParser):
    """Reads a page strictly: every element is closed, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.times: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.names.append(tag)
        self.links += [said["href"] or ""] if "href" in said else []
        self.times += [said["datetime"] or ""] if "datetime" in said else []
        self.ids += [said["id"] or ""] if "id" in said else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data.split()


def test_index_lists_series_and_what_comes_next(site: Site) -> None:
    page = Outline(site.get("/").text)
    assert {"/seminar", "/workshop", "/seminar/one", "/all.ics"} <= set(page.links)
    assert {"2026-03-02T16:30+01:00", "2026-03-03T09:00+01:00"} <= set(page.times)
    assert page.names.count("h1") == 1


def test_page_of_a_series_tells_all(site: Site) -> None:
    page = Outline(site.get("/seminar").text)
    text = " ".join(page.text)
    told = ("A seminar", "Lausanne, CH", "Monday 2 March 2026, 16:30–17:30 CET", "Ada Example",
            "First words", "Cancelled", "Date to be defined", "tomorrow")  # fmt: skip
    assert [part for part in told if part not in text] == []
    assert {f"session-{one}" for one in ("one", "two", "gone", "tbd")} <= set(page.ids)
    assert {"/seminar.ics", "/seminar.json", "/seminar.xml", "/seminar.atom", "/seminar/two",
            f"webcal://127.0.0.1:{site.port}/seminar.ics"} <= set(page.links)  # fmt: skip
    assert "zoom" not in text


def test_page_of_a_session_tells_all(site: Site) -> None:
    page = Outline(site.get("/seminar/one").text)
    text = " ".join(page.text)
    told = ("First words", "Ada Example", "Diffusion of sets.", "Monday 2 March 2026")
    assert [part for part in told if part not in text] == []
    assert {"/", "/seminar", "/seminar/one.ics"} <= set(page.links)
    assert "zoom" not in text
    assert site.get("/seminar/nothing").status == 404


def test_times_stand_on_the_clock_of_the_reader_and_of_the_host(site: Site) -> None:
    for said in ({"cookie": "here=America%2FNew_York"}, {"cookie": "zone=America/New_York"}):
        page = Outline(site.get("/seminar/one", **said).text)
        assert {"2026-03-02T10:30-05:00", "2026-03-02T16:30+01:00"} <= set(page.times)
        assert "16:30–17:30 CET (Lausanne time)" in " ".join(page.text)


def test_a_reader_is_warned_where_clocks_shift_against_each_other(site: Site) -> None:
    # In 2026 New York changes its clocks on 8 March, three weeks before Lausanne.
    text = " ".join(Outline(site.get("/seminar/two?zone=New+York").text).text)
    assert "11:30–12:30 EDT" in text
    assert "than last week, as clocks have changed" in text


def test_a_chosen_zone_is_remembered_and_goes_before_the_device(site: Site) -> None:
    reply = site.get("/seminar?zone=Tokyo", cookie="here=America%2FNew_York")
    assert reply.headers["set-cookie"].startswith("zone=Asia/Tokyo; Path=/; Max-Age=31536000")
    assert "2026-03-03T00:30+09:00" in Outline(reply.text).times
    forgets = site.get("/seminar?zone=", cookie="zone=Asia/Tokyo; here=America%2FNew_York")
    assert forgets.headers["set-cookie"].startswith("zone=; Path=/; Max-Age=0")
    assert "2026-03-02T10:30-05:00" in Outline(forgets.text).times
    hosts = site.get("/seminar", cookie="zone=host; here=America%2FNew_York")
    assert "2026-03-02T10:30-05:00" not in hosts.text


def test_a_zone_that_is_unknown_is_told(site: Site) -> None:
    reply = site.get("/seminar?zone=Atlantis", accept="text/html")
    assert reply.status == 400
    assert "Atlantis" in reply.text
    unclear = Outline(site.get("/seminar?zone=Birmingham", accept="text/html").text)
    assert "/seminar?zone=Europe/London" in unclear.links
    assert site.get("/seminar", cookie="zone=Atlantis; here=../etc").status == 200


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({}, "en"),
        ({"accept_language": "fr-CH, de;q=0.9"}, "fr"),
        ({"accept_language": "es, de;q=0.9, fr;q=0.95"}, "fr"),
        ({"accept_language": "fr;q=0, xx, q=,;"}, "en"),
        ({"accept_language": "fr", "cookie": "lang=de"}, "de"),
        ({"accept_language": "fr", "cookie": "lang=tlh"}, "fr"),
    ],
)
def test_pages_speak_the_language_of_their_reader(
    site: Site, said: dict[str, str], language: str
) -> None:
    reply = site.get("/seminar", **said)
    assert reply.headers["content-language"] == language
    assert f'<html lang="{language}"' in reply.text
    word = {"en": "Upcoming", "de": "Demnächst", "fr": "Prochainement"}[language]
    assert word in reply.text


def test_a_chosen_language_is_remembered(site: Site) -> None:
    reply = site.get("/?lang=de", accept_language="fr")
    assert reply.headers["set-cookie"].startswith("lang=de; ")
    assert "Vorträge" in reply.text


def test_pages_are_kept_by_nobody_else_and_asked_again(site: Site) -> None:
    reply = site.get("/seminar")
    assert reply.headers["cache-control"] == "private, no-cache"
    assert reply.headers["vary"] == "Accept-Encoding, Accept-Language, Cookie"
    assert site.get("/seminar", if_none_match=reply.headers["etag"]).status == 304
    assert site.get("/seminar", if_none_match=reply.headers["etag"], cookie="lang=de").status == 200


def test_style_and_script_are_kept_for_ever(site: Site) -> None:
    page = Outline(site.get("/").text)
    (style,) = (link for link in page.links if link.endswith(".css"))
    reply = site.get(style, accept_encoding="gzip")
    assert reply.status == 200
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert site.get("/static/talkbell.css").status == 404


def test_public_links_are_on_the_page_of_their_session(site: Site) -> None:
    assert "https://meet.example/abc-defg-hij" in Outline(site.get("/workshop/day").text).links


def test_links_of_pages_lead_somewhere(site: Site) -> None:
    for target in ("/", "/seminar", "/workshop", "/seminar/one", "/workshop/day"):
        for link in Outline(site.get(target).text).links:
            if link.startswith("/"):
                assert site.get(link).status == 200, link


def test_time_moves_sessions_to_the_past(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    assert "Past" not in Outline(site.get("/seminar").text).text
    site.later(timedelta(days=1, hours=4, minutes=30))
    page = Outline(site.get("/seminar").text)
    sessions = [one.removeprefix("session-") for one in page.ids if one.startswith("session-")]
    assert sessions == ["two", "gone", "tbd", "one"]
    assert set(Outline(site.get("/").text).times) == {"2026-03-09T16:30+01:00"}


def test_texts_are_no_markup(own_site: Site) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=y> \\\" ' & </title>"
    own_site.write(
        "evil",
        f"""
id: evil
title: "{evil}"
description: "{evil}"
timezone: UTC
organizers: ["{evil}"]
sessions:
  - start: 2026-05-01 10:00
    title: "{evil}"
    room: "{evil}"
    speaker: {{name: "{evil}", affiliation: "{evil}"}}
    abstract: "{evil}"
""",
    )
    own_site.sync()
    (session,) = own_site.ids("evil")
    for target in ("/", "/evil", f"/evil/{session}"):
        page = Outline(own_site.get(target).text)
        # Our own, and on pages of something what programs read of it, which is not run.
        assert page.names.count("script") == (1 if target == "/" else 2)
        assert "img" not in page.names
        assert "<script>alert(1)</script><img" in page.text


def test_empty_service_has_a_page(own_site: Site) -> None:
    assert "There are no series yet." in own_site.get("/").text


def test_page_of_a_series_offers_each_way_in(site: Site) -> None:
    page = Outline(site.get("/seminar", Host="talks.example").text)
    google = (
        "https://calendar.google.com/calendar/render?cid="
        "webcal%3A%2F%2Ftalks.example%2Fseminar.ics%3Fcancelled%3Dprefix"
    )
    ways = {"webcal://talks.example/seminar.ics", google, "/seminar.ics", "/seminar.json"}
    assert ways <= set(page.links)
    assert not [link for link in page.links if "t.me" in link]  # there is no bot
    near = site.get("/seminar").text
    assert "webcal://127.0.0.1" in near
    assert "google.com" not in near
    assert "cannot reach 127.0.0.1" in near


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("about every 3 hours", "every 8 to 24 hours", "every 30 minutes")),
        ("de", ("etwa alle 3 Stunden", "alle 8 bis 24 Stunden", "alle 30 Minuten")),
        (
            "fr",
            ("environ toutes les 3 heures", "toutes les 8 à 24 heures", "toutes les 30 minutes"),
        ),
    ],
)
def test_page_says_how_soon_each_app_sees_a_change(
    site: Site, language: str, words: tuple[str, ...]
) -> None:
    text = site.get(f"/seminar?lang={language}", Host="talks.example").text
    assert [part for part in words if part not in text] == []


def test_calendar_of_some_talks_is_what_its_page_said(site: Site) -> None:
    page = site.get("/workshop?kind=keynote&speaker=Ada", Host="talks.example").text
    assert "These addresses have only: keynotes, Ada." in page
    assert "webcal://talks.example/workshop.ics?kind=keynote&amp;speaker=Ada" in page
    calendar = site.get("/workshop.ics?kind=keynote&speaker=Ada").text
    assert ("Opening" in calendar, "Closing" in calendar) == (True, False)
    nobody = site.get("/workshop?kind=panel", Host="talks.example").text
    assert "Nothing in this series matches that now: panels." in nobody


def test_session_is_added_by_forms_without_its_private_link(site: Site) -> None:
    page = Outline(site.get("/seminar/one", Host="talks.example").text)
    forms = [link for link in page.links if "google.com" in link or "outlook." in link]
    assert len(forms) == 3
    assert all("20260302T153000Z" in one or "2026-03-02T15%3A30%3A00Z" in one for one in forms)
    assert not any("zoom" in one or "93817264055" in one for one in page.links)
    undated = Outline(site.get("/seminar/tbd", Host="talks.example").text)
    assert not [link for link in undated.links if "google.com" in link]


def test_bot_is_offered_once_its_name_is_known(tmp_path: Path) -> None:
    names = [""]
    with running_site(tmp_path, replace(OPTIONS, bot_name=lambda: names[-1])) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        assert "t.me" not in site.get("/seminar").text + site.get("/seminar/one").text
        names.append("ExampleBot")
        assert "t.me" not in site.get("/seminar?speaker=Ada").text  # it follows all of it
        for path in ("/seminar", "/seminar/one", "/seminar/tbd"):
            page = Outline(site.get(path).text)
            (link,) = {one for one in page.links if "t.me" in one}
            name = reference(*("seminar", *path.split("/")[2:])).removeprefix("~")
            assert link == f"https://t.me/ExampleBot?start={name}"
            assert page.names.count("svg") >= (path != "/seminar/tbd")
            assert not re.search("<[^>]* style=", site.get(path).text)
