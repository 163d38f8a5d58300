"""The pages: what they say, that they are well formed, and that texts cannot become markup."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest

from tests.web.conftest import SEMINAR
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

VOID = {"meta", "link", "br"}


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
    assert {"/seminar", "/workshop", "/all.ics"} <= set(page.links)
    assert f"webcal://127.0.0.1:{site.port}/all.ics" in page.links
    assert page.times == ["2026-03-02T16:30+01:00", "2026-03-03T09:00+01:00"]
    assert page.names.count("h1") == 1
    assert "script" not in page.names


def test_page_of_a_series_tells_all(site: Site) -> None:
    page = Outline(site.get("/seminar").text)
    text = " ".join(page.text)
    for part in ("A seminar", "Lausanne, CH", "Monday 2 March 2026, 16:30–17:30 CET",
                 "Ada Example", "Diffusion of sets.", "Cancelled", "Date to be announced"):  # fmt: skip
        assert part in text
    assert page.ids == ["one", "two", "gone", "tbd"]
    assert {"/seminar.ics", "/seminar.json", "/seminar.xml", "/seminar.atom", "/seminar/two.ics",
            f"webcal://127.0.0.1:{site.port}/seminar.ics"} <= set(page.links)  # fmt: skip
    assert "zoom" not in text


def test_public_links_are_on_the_page(site: Site) -> None:
    assert "https://meet.example/abc-defg-hij" in Outline(site.get("/workshop").text).links


def test_links_of_pages_lead_somewhere(site: Site) -> None:
    for target in ("/", "/seminar", "/workshop"):
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
    assert page.ids == ["two", "gone", "tbd", "one"]
    assert Outline(site.get("/").text).times == ["2026-03-09T16:30+01:00"]


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
    for target in ("/", "/evil"):
        page = Outline(own_site.get(target).text)
        assert not {"script", "img"} & set(page.names)
        assert "<script>alert(1)</script><img" in page.text


def test_empty_service_has_a_page(own_site: Site) -> None:
    assert "There are no series yet." in own_site.get("/").text
