"""The page of a session: what it tells of people, time and place, and what programs read of it."""

import json
import re
from datetime import timedelta

import pytest

from tests.web.conftest import SEMINAR
from tests.web.site import Site
from tests.web.test_pages import Outline

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

RICH = """
id: rich
title: A rich seminar
link: public
timezone: Europe/Zurich
place: Lausanne, CH
sessions:
  - {id: before, start: 2026-03-02 10:00, end: 11:00, title: Earlier}
  - {id: off, start: 2026-03-02 12:00, end: 13:00, title: Not this one, status: cancelled}
  - id: one
    start: 2026-03-02 16:30
    end: 17:30
    room: BC 410
    chair: Cleo Exemple
    join: {url: "https://meet.example/abc-defg-hij", passcode: open sesame}
    talks:
      - kind: keynote
        title: Rates of order $n^{-1/2}$
        speakers: [Ada Example (Université d’Exemple), Béla Beispiel]
        abstract: About **rates**, in full.
        slides: https://www.files.example/slides.pdf
        video: https://video.example/1
  - {id: meanwhile, start: 2026-03-02 17:00, end: 18:00, title: Elsewhere}
  - {id: after, start: 2026-03-03 16:30, end: 17:30, title: Later}
  - id: day
    start: 2026-03-05 09:00
    end: 12:00
    title: The day
    talks:
      - {id: content, at: 09:00-10:00, title: Opening, speaker: Ada Example, abstract: Of all.}
      - {id: coffee, at: 10:00-10:30, kind: break, title: Coffee}
      - {id: closing, at: 10:30-12:00, title: Closing, slides: "https://files.example/2"}
"""


@pytest.fixture
def rich(own_site: Site) -> Site:
    own_site.write("rich", RICH)
    own_site.sync()
    return own_site


def linked_data(page: str) -> dict[str, object]:
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    found: dict[str, object] = json.loads(block)
    return found


def test_page_tells_who_where_and_how_to_join(rich: Site) -> None:
    page = Outline(rich.get("/rich/one").text)
    text = " ".join(page.text)
    told = ("Keynote", "Ada Example (Université d’Exemple) , Béla Beispiel", "Monday 2 March 2026",
            "16:30–17:30 CET", "BC 410", "Lausanne, CH", "Cleo Exemple", "tomorrow", "rates",
            "Slides files.example", "Video video.example", "Passcode: open sesame")  # fmt: skip
    assert [part for part in told if part not in text] == []
    links = {"/?speaker=Ada+Example", "/?speaker=B%C3%A9la+Beispiel", "/rich/one.ics",
             "https://meet.example/abc-defg-hij",
             "https://www.files.example/slides.pdf"}  # fmt: skip
    assert links <= set(page.links)
    assert page.names.count("h1") == 1
    assert {"math", "strong"} <= set(page.names)


def test_page_leads_to_what_is_before_after_and_meanwhile(rich: Site) -> None:
    page = rich.get("/rich/one").text
    assert re.findall(r'rel="(prev|next)" href="([^"]+)"', page) == [
        ("prev", "/rich/before"),
        ("next", "/rich/after"),
    ]
    assert re.search(r"At the same hour.*/rich/meanwhile", page, re.DOTALL)
    assert "/rich/off" not in page


def test_programme_has_an_anchor_for_each_talk_and_marks_what_is_on(rich: Site) -> None:
    rich.now += timedelta(days=4, hours=-2, minutes=-15)  # 10:45 in Zurich
    page = Outline(rich.get("/rich/day?zone=Tokyo").text)
    anchors = [one for one in page.ids if one.startswith("talk-")]
    assert anchors == ["talk-content", "talk-coffee", "talk-closing"]
    assert {"2026-03-05T17:00+09:00", "2026-03-05T09:00+01:00"} <= set(page.times)
    text = rich.get("/rich/day").text
    assert re.findall(r'<li id="([^"]+)"[^>]* aria-current="time">', text) == ["talk-closing"]
    assert "Of all." in text
    assert "Coffee" in text


def test_link_that_is_kept_back_comes_with_the_reminder(site: Site) -> None:
    said = "The link to join comes with your reminder."
    assert said in site.get("/seminar/one").text
    # Told of each session of the series, so that it does not tell which of them has a link yet.
    assert said in site.get("/seminar/tbd").text
    assert said not in site.get("/seminar/gone").text
    assert said not in site.get("/workshop/day").text


def test_link_comes_no_more_when_all_is_over(own_site: Site) -> None:
    own_site.write("seminar", SEMINAR)
    own_site.sync()
    assert "comes with your reminder" in own_site.get("/seminar/one").text
    own_site.later(timedelta(days=2))
    assert "comes with your reminder" not in own_site.get("/seminar/one").text


def test_cancelled_session_says_so_and_why_and_shows_no_way_in(own_site: Site) -> None:
    off = RICH.replace("room: BC 410", "status: cancelled\n    reason: Ada is ill")
    own_site.write("rich", off)
    own_site.sync()
    page = own_site.get("/rich/one").text
    assert "<strong>Cancelled: Ada is ill</strong>" in page
    assert "Join online" not in page
    assert linked_data(page)["eventStatus"] == "https://schema.org/EventCancelled"


def test_programs_read_what_people_read(rich: Site) -> None:
    base = f"http://127.0.0.1:{rich.port}/rich"
    page = rich.get("/rich/one").text
    assert linked_data(page) == {
        "@context": "https://schema.org",
        "@type": "EducationEvent",
        "@id": f"{base}/one",
        "url": f"{base}/one",
        "name": "Rates of order n^(−1/2)",
        "startDate": "2026-03-02T16:30:00+01:00",
        "endDate": "2026-03-02T17:30:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "BC 410", "address": "Lausanne, CH"},
            {"@type": "VirtualLocation", "url": "https://meet.example/abc-defg-hij"},
        ],
        "image": f"{base}/one.png",
        "description": "About **rates**, in full.",
        "performer": [
            {"@type": "Person", "name": "Ada Example",
             "affiliation": {"@type": "Organization", "name": "Université d’Exemple"}},
            {"@type": "Person", "name": "Béla Beispiel"},
        ],
        "workFeatured": [
            {"@type": "PresentationDigitalDocument", "name": "Slides",
             "url": "https://www.files.example/slides.pdf"},
            {"@type": "VideoObject", "name": "Video", "url": "https://video.example/1"},
        ],
        "superEvent": {"@type": "EventSeries", "@id": base, "url": base, "name": "A rich seminar"},
    }  # fmt: skip
    assert linked_data(rich.get("/rich").text)["@type"] == "EventSeries"
    for line in (
        "<title>Rates of order n^(−1/2) · A rich seminar</title>",
        f'<link rel="canonical" href="{base}/one">',
        '<meta name="description" content="Ada Example, Béla Beispiel · Monday 2 March 2026, ',
        '<meta property="og:title" content="Rates of order n^(−1/2)">',
        f'<meta property="og:image" content="{base}/one.png">',
        f'<link rel="alternate" hreflang="fr" href="{base}/one?lang=fr">',
        f'<link rel="alternate" hreflang="x-default" href="{base}/one">',
        f'<link rel="alternate" type="text/calendar" href="{base}/one.ics"',
        f'<link rel="alternate" type="application/atom+xml" href="{base}.atom"',
    ):
        assert line in page, line
    assert rich.get("/rich/one.png").headers["content-type"] == "image/png"


def test_page_in_a_language_is_its_own_canonical_one(rich: Site) -> None:
    base = f"http://127.0.0.1:{rich.port}/rich/one"
    page = rich.get("/rich/one?lang=fr&zone=Tokyo").text
    assert f'<link rel="canonical" href="{base}?lang=fr">' in page
    assert "lundi 2 mars 2026" in page or "mardi 3 mars 2026" in page


def test_page_that_tells_nothing_is_not_to_be_found(own_site: Site) -> None:
    noindex = '<meta name="robots" content="noindex">'
    own_site.write("rich", RICH + "  - {id: empty, start: 2026-03-09 10:00, speaker: TBA}\n")
    own_site.sync()
    assert noindex in own_site.get("/rich/empty").text
    assert noindex not in own_site.get("/rich/one").text


def test_day_without_an_hour_is_told_with_a_way_to_its_series(own_site: Site) -> None:
    own_site.write("rich", RICH + "  - {id: open, start: 2026-04-07, title: Open}\n")
    own_site.sync()
    page = own_site.get("/rich/open?lang=de").text
    told = (
        '<span class="day">Dienstag, 7. April 2026</span> <span class="hours">Uhrzeit folgt</span>'
    )
    assert told in page
    assert 'href="/rich#subscribe">die ganze Reihe abonnieren</a>' in page
