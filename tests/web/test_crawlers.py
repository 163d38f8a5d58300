"""What search engines are told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.web.conftest import SEMINAR
from tests.web.site import OPTIONS, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_the_map_has_all_pages_with_when_they_changed(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.write("old", SEMINAR.replace("id: seminar", "id: old"))
    site.sync()
    site.write("seminar", SEMINAR.replace("Second thoughts", "Third thoughts"))
    (site.folder / "old.yaml").unlink()
    site.later(timedelta(hours=1))
    site.sync()
    reply = site.get("/sitemap.xml", host="talks.example:8080", accept_encoding="gzip")
    assert reply.headers["content-type"] == "application/xml; charset=utf-8"
    assert reply.headers["content-encoding"] == "gzip"
    when = "<lastmod>2026-03-01T13:00:00Z</lastmod>"
    assert reply.text.splitlines() == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
        f"<url><loc>http://talks.example:8080/</loc>{when}</url>",
        f"<url><loc>http://talks.example:8080/seminar</loc>{when}</url>",
        *(
            f"<url><loc>http://talks.example:8080/seminar/{name}</loc>{changed}</url>"
            for name, changed in (("tbd", ""), ("gone", ""), ("two", when), ("one", ""))
        ),
        "</urlset>",
    ]


def test_addresses_are_the_services_own_where_these_are_known(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    options = replace(OPTIONS, public_url="https://talks.example")
    with running_site(tmp_path_factory.mktemp("site"), options) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        assert "<loc>https://talks.example/seminar/one</loc>" in site.get("/sitemap.xml").text
        assert site.get("/robots.txt", host="other.example").text == (
            "User-agent: *\nDisallow: /my/\nDisallow: /organize/\nDisallow: /?\n\n"
            "Sitemap: https://talks.example/sitemap.xml\n"
        )


def test_an_address_that_is_none_is_told_to_nobody(site: Site) -> None:
    assert "Sitemap" not in site.get("/robots.txt", host="<script>").text
    assert site.get("/sitemap.xml", host="<script>").status == 404


def test_a_map_has_no_more_addresses_than_it_may(
    monkeypatch: pytest.MonkeyPatch, site: Site
) -> None:
    monkeypatch.setattr("bot.web.pages.sitemap._MOST", 3)
    assert site.get("/sitemap.xml", host="few.example").text.count("<url>") == 3
