"""What clients that have a feed already are told, and what is made for it: nothing."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email.utils import format_datetime

import pytest

from tests.web.conftest import SEMINAR
from tests.web.site import NOW, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

TARGETS = ["/", "/seminar", "/seminar.ics", "/all.ics?speaker=ada", "/seminar.json"]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_did_not_change_is_not_sent(site: Site, target: str, coding: str) -> None:
    first = site.get(target, accept_encoding=coding)
    before = site.builds()
    etag, date = first.headers["etag"], first.headers["last-modified"]
    asked: list[dict[str, str]] = [
        {"if_none_match": etag},
        {"if_none_match": f'"other", W/{etag}'},
        {"if_none_match": "*"},
        {"if_modified_since": date},
        {"if_modified_since": format_datetime(site.now + timedelta(days=9), usegmt=True)},
        {"if_none_match": etag, "if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"},
    ]
    for headers in asked:
        reply = site.get(target, accept_encoding=coding, **headers)
        assert (reply.status, reply.raw) == (304, b""), headers
        assert reply.headers["etag"] == etag
        assert reply.headers["cache-control"] == first.headers["cache-control"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert "content-length" not in reply.headers
    assert site.builds() == before


@pytest.mark.parametrize(
    "headers",
    [
        {"if_none_match": '"other"'},
        {"if_none_match": "", "if_modified_since": "Sat, 01 Jan 2050 00:00:00 GMT"},
        {"if_modified_since": "Sat, 01 Jan 2000 00:00:00 GMT"},
        {"if_modified_since": "yesterday"},
        {"if_modified_since": "Sat, 99 Jan 99999 00:00:00 GMT"},
    ],
)
def test_what_is_not_known_is_sent(site: Site, headers: dict[str, str]) -> None:
    assert site.get("/seminar.ics", **headers).status == 200


@pytest.mark.parametrize("target", TARGETS)
def test_gzip_holds_the_same(site: Site, target: str) -> None:
    plain, packed = site.get(target), site.get(target, accept_encoding="gzip, deflate, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.raw) == plain.raw
    assert len(packed.raw) < len(plain.raw)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert packed.raw == site.get(target, accept_encoding="gzip").raw


@pytest.mark.parametrize(
    ("accepts", "is_packed"),
    [
        ("gzip;q=0", False), ("gzip; q=0.0, *", False), ("identity", False), ("br", False),
        ("*;q=0.1", True), ("x-gzip", True), ("GZIP;q=0.5", True), ("deflate;q=1, gzip;q=1", True),
        (",,;;q=", False), ("gzip;q=nonsense", True),
    ],
)  # fmt: skip
def test_gzip_goes_only_to_those_who_take_it(site: Site, accepts: str, *, is_packed: bool) -> None:
    reply = site.get("/seminar.ics", accept_encoding=accepts)
    assert ("content-encoding" in reply.headers) == is_packed


def test_a_change_is_sent_at_once_and_what_did_not_change_is_not(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("other", SEMINAR.replace("id: seminar", "id: other"))
    site.sync()
    old = {name: site.get(f"/{name}.ics") for name in ("seminar", "other", "all")}
    site.later(timedelta(hours=1))
    site.write("seminar", SEMINAR.replace("2026-03-09 16:30", "2026-03-10 16:30"))
    site.sync()
    new = {
        name: site.get(f"/{name}.ics", if_none_match=reply.headers["etag"])
        for name, reply in old.items()
    }
    assert {name: reply.status for name, reply in new.items()} == {
        "seminar": 200,
        "other": 304,
        "all": 200,
    }
    assert b"20260310T163000" in new["seminar"].body
    changed = format_datetime(NOW + timedelta(hours=1), usegmt=True)
    assert new["seminar"].headers["last-modified"] == changed


def test_a_change_of_what_is_not_shown_changes_nothing(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    old = site.get("/seminar.json")
    site.later(timedelta(hours=1))
    site.write("seminar", SEMINAR.replace("93817264055", "82716354099"))
    site.sync()
    assert site.get("/seminar.json", if_none_match=old.headers["etag"]).status == 304
    date = old.headers["last-modified"]
    assert site.get("/seminar.json", if_modified_since=date).status == 304


def test_two_changes_in_a_second_have_two_dates(own_site: Site) -> None:
    site = own_site
    dates = []
    for day in (9, 10, 11):
        site.write("seminar", SEMINAR.replace("2026-03-09 16:30", f"2026-03-{day:02} 16:30"))
        site.sync()
        dates.append(site.get("/seminar.ics").headers["last-modified"])
        site.later(timedelta(milliseconds=100))
    assert len(set(dates)) == 3


def test_feed_is_made_once_however_many_ask(own_site: Site) -> None:
    site = own_site
    rows = "".join(
        f"  - {{id: s{n}, start: 2027-{n % 12 + 1:02}-{n % 28 + 1:02} {n % 24:02}:00, title: T{n}}}\n"
        for n in range(300)
    )
    site.write("big", f"id: big\ntitle: Big\ntimezone: UTC\nduration: 1 hour\nsessions:\n{rows}")
    site.sync()
    before = site.builds()
    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(lambda _: site.get("/big.ics?alarm=5m"), range(48)))
    assert len({reply.raw for reply in replies}) == 1
    assert site.builds() == before + 1


def test_same_schedules_give_the_same_bytes_elsewhere(
    own_site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with running_site(tmp_path_factory.mktemp("elsewhere")) as other:
        for place in (own_site, other):
            place.write("seminar", SEMINAR)
            place.sync()
        other.later(timedelta(days=2))
        for target in ("/seminar.ics", "/all.ics", "/seminar.json", "/seminar/two.ics"):
            one, two = own_site.get(target), other.get(target)
            assert (one.raw, one.headers["etag"]) == (two.raw, two.headers["etag"])
