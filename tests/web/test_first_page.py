"""The first page: what is on, what comes next and when, and all series."""

import re
from datetime import timedelta

import pytest

from tests.web.conftest import SEMINAR, WORKSHOP
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def parts_of(page: str) -> list[str]:
    """Return the headings of a page and the addresses of sessions below them, in order."""
    found = re.findall(r'<h[23][^>]*>([^<]+)</h[23]>|<h[34]><a href="(/[^"]+)"', page)
    return [heading or href for heading, href in found]


def weekly(series_id: str, *starts: str, more: str = "") -> str:
    rows = "".join(
        f"  - {{id: s{n}, start: {start}, title: T}}\n" for n, start in enumerate(starts)
    )
    return f"id: {series_id}\ntitle: {series_id}\ntimezone: UTC\n{more}sessions:\n{rows}"


def test_what_comes_is_grouped_by_how_near_it_is(own_site: Site) -> None:
    site = own_site  # it is a Sunday, at noon
    site.now += timedelta(days=2)  # now a Tuesday
    site.write("a", weekly("a", "2026-03-03 23:30", "2026-03-04 10:00", "2026-03-08 23:30"))
    site.write("b", weekly("b", "2026-03-03 11:30", "2026-03-09 00:00", "2026-03-15 23:59"))
    site.write("c", weekly("c", "2026-03-16 00:00", "2026-02-01 10:00"))
    site.sync()
    assert parts_of(site.get("/").text) == [
        "On now", "/b/s0",
        "Next", "Today", "/a/s0", "Tomorrow", "/a/s1", "Later this week", "/a/s2",
        "Next week", "/b/s1", "/b/s2", "Later", "/c/s0",
        "Series", "/a", "/b", "/c",
    ]  # fmt: skip
    assert parts_of(site.get("/?zone=Tokyo").text) == [
        "On now", "/b/s0",
        "Next", "Tomorrow", "/a/s0", "/a/s1", "Next week", "/a/s2", "/b/s1",
        "Later", "/b/s2", "/c/s0",
        "Series", "/a", "/b", "/c",
    ]  # fmt: skip


def test_no_series_takes_all_the_place(own_site: Site) -> None:
    days = [f"2026-03-{day:02} 10:00" for day in range(2, 12)]
    for name in "abcd":
        own_site.write(name, weekly(name, *days))
    own_site.write("rare", weekly("rare", "2026-04-02 11:00"))
    own_site.sync()
    page = own_site.get("/").text
    names = [f"/{name}/s{n}" for n in range(3) for name in "abcd"]
    assert [one for one in parts_of(page) if "/s" in one] == names
    assert '<a href="/?when=coming">All that is yet to come</a>' in page
    assert page.count("10 to come") == 4
    own_site.write("d", weekly("d", *days[:2]))
    own_site.sync()
    page = own_site.get("/").text
    assert [one for one in parts_of(page) if "/s" in one] == [*names[:-1], "/rare/s0"]


def test_series_in_which_nothing_comes_are_last_and_archived_ones_not_there(own_site: Site) -> None:
    site = own_site
    site.write("old", weekly("old", "2026-02-02 10:00", more="kind: course\nplace: Basel, CH\n"))
    site.write("seminar", SEMINAR)
    site.write("workshop", WORKSHOP)
    site.sync()
    (site.folder / "workshop.yaml").unlink()
    site.sync()
    page = site.get("/").text
    assert parts_of(page)[-3:] == ["Series", "/seminar", "/old"]
    told = " ".join(re.sub(r"<[^>]*>", " ", page[page.index('class="tiles"') :]).split())
    assert "A seminar Seminar · Lausanne, CH First words Monday 2 March 2026" in told
    assert "2 to come old Course · Basel, CH Nothing is announced." in told


def test_links_to_join_are_there_where_everybody_may_see_them(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR.replace("2026-03-02 16:30", "2026-03-01 12:30"))
    day = WORKSHOP.replace("2026-03-03", "2026-03-01").replace("end: 12:00", "end: 14:00")
    site.write("workshop", day)
    site.write("plain", weekly("plain", "2026-03-01 11:45"))
    site.sync()
    page = site.get("/").text
    on = page[page.index('class="on-now"') :]
    assert parts_of(on) == [
        "On now", "/workshop/day", "/seminar/one", "/plain/s0",
        "Next", "Later", "/seminar/two", "Series", "/seminar", "/workshop", "/plain",
    ]  # fmt: skip
    assert on.count("https://meet.example/abc-defg-hij") == 1
    assert on.count("The link to join comes with your reminder.") == 1
    assert "zoom.example" not in page


def test_an_empty_service_says_how_to_add_a_series(own_site: Site) -> None:
    page = own_site.get("/").text
    assert parts_of(page) == ["There are no series yet."]
    assert "with a file in its folder of schedules" in page
    assert '<div class="field">' in page
