"""Pages whose series is out to confuse them: by its ids, its zones, its hours and its numbers."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.zonedata import zone_names
from bot.flows.delivery.buttons import reference
from tests.web.conftest import SEMINAR
from tests.web.site import OPTIONS, Site, running_site
from tests.web.test_pages import Outline

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NAMED = """
id: named
title: Named as the page names its parts
timezone: Europe/Zurich
sessions:
  - id: content
    start: 2026-03-01 12:30
    title: A programme
    talks:
      - {id: searching, at: 12:40-12:50, title: One}
      - {id: add, at: 12:50-12:55, title: Two}
      - {id: zone, at: 13:00-13:10, title: Three}
  - {id: subscribe, start: 2026-03-02 12:30, title: Four}
  - {id: lines, start: 2026-03-02 12:45, title: Five}
  - {id: find, start: 2026-03-03 12:30, title: Six}
  - {id: only-speaker, start: TBD, title: Seven}
"""

ZONES = [name for name in zone_names().values() if name.startswith("Europe/")][:20]
LATE = """
id: late
title: A seminar
timezone: Europe/Zurich
sessions:
  - {id: two, start: 2026-03-09 16:30, end: 17:30, title: Second thoughts}
"""


def test_no_id_of_a_series_is_one_of_the_page(own_site: Site) -> None:
    own_site.write("named", NAMED)
    own_site.sync()
    told = {}
    for path in ("/named", "/named/content", "/named/embed?show=timetable", "/named?view=month"):
        page = Outline(own_site.get(path, Host="talks.example").text)
        told[path] = len(page.ids) - len(set(page.ids))
        inner = [one.partition("#")[2] for one in page.links if one.startswith("/named/content#")]
        there = Outline(own_site.get("/named/content").text).ids
        assert [one for one in inner if one not in there] == []
        assert bool(inner) is (path in {"/named", "/named/embed?show=timetable"})
    assert told == dict.fromkeys(told, 0)


def test_a_talk_whose_end_nobody_said_is_not_on_for_ever(own_site: Site) -> None:
    """Its hour ends when nothing else begins or ends, so the page has to turn by itself."""
    talks = ", ".join(
        f"{{at: '{hour}', title: T{hour[:2]}}}" for hour in ("09:00", "10:00", "11:00")
    )
    own_site.write(
        "open",
        "id: open\ntitle: Open\ntimezone: Europe/Zurich\nsessions:\n"
        f"  - {{id: day, start: 2026-03-02 09:00, title: Day, talks: [{talks}]}}\n",
    )
    own_site.sync()
    told = []
    for hour in ("10:30", "11:30", "12:30"):
        own_site.now = datetime.fromisoformat(f"2026-03-02T{hour}+01:00")
        told.append(own_site.get("/open").text.count('aria-current="time"'))
    assert told == [1, 1, 0]


def test_every_month_is_reached_where_hosts_have_several_zones(own_site: Site) -> None:
    """By start, the first session is of March in Auckland, the second of February in London."""
    own_site.write(
        "far",
        "id: far\ntitle: Far\ntimezone: Europe/London\nsessions:\n"
        "  - {id: a, start: 2026-03-01 00:30 Pacific/Auckland, title: A}\n"
        "  - {id: b, start: 2026-02-28 12:00, title: B}\n",
    )
    own_site.sync()
    for month in ("2026-02", "2026-03"):
        assert own_site.get(f"/far?view=month&on={month}").status == 200


def test_a_day_that_is_another_one_by_now_is_told_to_who_asks_by_date(tmp_path: Path) -> None:
    """Also where no earlier page is there any more to be later than."""
    with running_site(tmp_path, replace(OPTIONS, cache_bytes=0)) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        first = site.get("/seminar/one")
        site.later(timedelta(hours=12))
        site.get("/seminar")  # which takes the place of the page that was kept
        again = site.get("/seminar/one", if_modified_since=first.headers["last-modified"])
        assert ("tomorrow" in first.text, again.status) == (True, 200)


@pytest.mark.parametrize(
    "asked",
    [
        [f"/seminar?speaker=Nobody+{number}" for number in range(20)],
        [f"/seminar?zone={zone}" for zone in ZONES],
        [f"/seminar?zone={zone}&view=month" for zone in ZONES],
    ],
)
def test_no_number_of_pages_takes_the_place_of_feeds(tmp_path: Path, asked: list[str]) -> None:
    with running_site(tmp_path, replace(OPTIONS, cache_bytes=200_000)) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        site.get("/seminar.ics?q=first")
        assert {site.get(target).status for target in asked} == {200}
        built = site.builds()
        site.get("/seminar.ics?q=first&")
        assert site.builds() == built


def test_what_is_on_tells_nothing_of_the_links_of_one_session(own_site: Site) -> None:
    """Where a series keeps links back, each of its sessions may have one."""
    here = "  - {id: here, start: 2026-03-01 12:30, end: 13:30, title: Without a link}\n"
    own_site.write("seminar", SEMINAR.replace("sessions:\n", f"sessions:\n{here}"))
    own_site.sync()
    assert "comes with your reminder" in own_site.get("/").text


def test_no_hash_of_a_private_number_is_on_a_page(tmp_path: Path) -> None:
    """Who knows the words of an id tries all numbers of ten digits within a minute."""
    with running_site(tmp_path, replace(OPTIONS, bot_name=lambda: "ExampleBot")) as site:
        row = "  - {{start: 2026-03-04 12:00, title: Zoom 938 1726 4055{}}}\n"
        for join in ("", ", join: 'https://zoom.example/j/93817264055'"):  # known later than the id
            site.write("late", LATE + row.format(join))
            site.sync()
        pages = {name: site.get(f"/late/{name}").text for name in site.ids("late")}
        assert {name: "t.me" in page for name, page in pages.items()} == {"two": True, "zoom": True}
        hashed = reference("late", "zoom-938-1726-4055").removeprefix("~")
        assert [name for name, page in pages.items() if hashed in page] == []
