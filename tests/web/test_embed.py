"""The frame for sites of others: what it shows, that nothing else may be framed, and no cookies."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest

from bot.web.pages.embed_lines import lines, read_chosen_lines
from bot.web.pages.embedding import Embedding, Show, Theme, read_embedding
from tests.web.site import Site
from tests.web.test_pages import Outline

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("", ["one", "two", "gone"], ["tbd"]),
        ("?most=1", ["one"], ["two", "gone", "tbd"]),
        ("?show=next", ["one"], ["two", "gone", "tbd"]),
        ("?show=timetable&most=2", ["one", "two"], ["gone", "tbd"]),
    ],
)
def test_frame_shows_what_is_asked_for(
    site: Site, query: str, shown: list[str], hidden: list[str]
) -> None:
    page = Outline(site.get(f"/seminar/embed{query}").text)
    assert {f"/seminar/{one}" for one in shown} <= set(page.links)
    assert not {f"/seminar/{one}" for one in hidden} & set(page.links)
    assert "/seminar#subscribe" in page.links


def test_frame_of_a_workshop_has_its_rows(site: Site) -> None:
    page = Outline(site.get("/workshop/embed?show=timetable&zone=Tokyo").text)
    assert {"Opening", "Coffee", "Closing"} <= set(page.text)
    assert "2026-03-03T17:00+09:00" in page.times  # 9:00 in Zurich


def test_frame_is_in_the_language_theme_and_zone_of_its_address_alone(site: Site) -> None:
    told = {"Accept_Language": "fr", "Cookie": "lang=fr; zone=Asia%2FTokyo; here=Asia%2FTokyo"}
    plain = site.get("/seminar/embed", **told)
    assert plain.body == site.get("/seminar/embed").body
    assert '<html lang="en">' in plain.text
    assert "16:30–17:30 CET" in plain.text
    german = site.get("/seminar/embed?lang=de&theme=dark&zone=New+York&show=next", **told).text
    assert '<html lang="de" class="theme-dark">' in german
    assert "10:30–11:30 EST" in german
    assert "Nächster Vortrag" in german


def test_frame_is_kept_for_all_and_remembers_nobody(site: Site) -> None:
    for query in ("", "?lang=de", "?zone=Tokyo", "?zone=device"):
        answer = site.get(f"/seminar/embed{query}")
        assert answer.headers["cache-control"] == "public, max-age=60, stale-if-error=86400"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert "set-cookie" not in answer.headers
        scripts = re.findall(r'<script src="([^"]+)"', answer.text)
        assert len(scripts) == ("device" in query)
        assert "cookie" not in "".join(site.get(one).text for one in scripts)
    known = site.get("/seminar/embed").headers["etag"]
    assert site.get("/seminar/embed", If_None_Match=known).status == 304


def test_only_the_frame_may_be_framed(site: Site) -> None:
    """Of every kind of address, with what it answers to mistakes."""
    framed, paths = {}, [
        "/", "/seminar", "/seminar/one", "/seminar.ics", "/seminar/one.ics", "/seminar/one.png",
        "/seminar.json", "/seminar.xml", "/seminar.atom", "/all.ics", "/all.ics?no=1", "/healthz",
        "/readyz", "/metrics", "/robots.txt", "/static/none", "/none", "/seminar/none", "/organize",
        "/my/none.ics", "/seminar?zone=none", "/seminar?view=month", "/seminar/one/embed", "/embed",
        "/seminar/embed", "/workshop/embed?show=next", "/seminar/embed?no=1", "/none/embed",
    ]  # fmt: skip
    for path in paths:
        policy = site.get(path, Accept="text/html").headers["content-security-policy"]
        (ancestors,) = re.findall("frame-ancestors ([^;]+)", policy)
        framed[path] = ancestors
        assert "unsafe" not in policy
    anybody = {path for path, ancestors in framed.items() if ancestors == "*"}
    assert anybody == {path for path in paths if urlsplit(path).path.count("/") == 2
                       and urlsplit(path).path.endswith("/embed")}  # fmt: skip
    assert {framed[path] for path in paths if path not in anybody} == {"'none'"}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("shw=next", "says “shw”, which is not known; known are show, theme, lang, zone, most."),
        ("show=all", "says “all” for show, which is not understood; it can be list, next,"),
        ("theme=%3Cb%3E", "says “<b>” for theme, which is not understood; it can be auto,"),
        ("most=0", "says “0” for most, which is not understood; it can be a number from 1 to 50."),
        ("most=51", "it can be a number from 1 to 50."),
        ("most=1e3", "it can be a number from 1 to 50."),
        ("zone=Nowhere", "says “Nowhere” for zone, which is not understood; it can be a city"),
        ("lang=xx", "says “xx” for lang, which is not understood; it can be"),
        ("&" * 50 + "a=b", "which is not known"),
        ("lang=de&most=no", "In der Adresse dieses Rahmens steht „no“ für most"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_in_the_frame(site: Site, query: str, sentence: str) -> None:
    answer = site.get(f"/seminar/embed?{query}")
    assert answer.status == 400
    assert sentence in unescape(answer.text)
    assert "<b>" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


def test_frame_of_no_series_says_so(site: Site) -> None:
    answer = site.get("/none/embed")
    assert answer.status == 404
    assert "There is no series “none” here" in answer.text


def test_frame_has_no_private_link(site: Site) -> None:
    for show in Show:
        assert "93817264055" not in site.get(f"/seminar/embed?show={show}").text


def test_lines_hold_any_title_and_say_what_was_chosen() -> None:
    chosen = Embedding(show=Show.NEXT, theme=Theme.DARK, language="de", for_device=True)
    made = lines("https://talks.example/s/embed", "https://talks.example/s", '"A" <b> & co', chosen)
    assert made == (
        '<iframe src="https://talks.example/s/embed?show=next&amp;theme=dark&amp;lang=de&amp;'
        'zone=device" title="&#34;A&#34; &lt;b&gt; &amp; co" loading="lazy" width="100%" '
        'height="260" style="border:0"></iframe>\n'
        '<p><a href="https://talks.example/s">&#34;A&#34; &lt;b&gt; &amp; co</a></p>'
    )
    assert read_embedding(chosen.query.encode()) == (chosen, "")
    assert read_embedding(Embedding(zone="Asia/Tokyo", most=9).query.encode()) == (
        Embedding(zone="Asia/Tokyo", most=9), "",
    )  # fmt: skip


def test_page_gives_the_lines_that_were_chosen(site: Site) -> None:
    asked = "embed=timetable&theme=light&in=fr&clock=device"
    chosen = Embedding(show=Show.TIMETABLE, theme=Theme.LIGHT, language="fr", for_device=True)
    assert read_chosen_lines(asked.encode()) == chosen
    german = Embedding(language="de")
    for query, lent in ((f"?{asked}", chosen), ("", Embedding()), ("?lang=de", german)):
        page = site.get(f"/seminar{query}", Host="talks.example").text
        (held,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
        base = "http://talks.example/seminar"
        assert unescape(held) == lines(f"{base}/embed", base, "A seminar", lent)
    for odd in ("embed=no", "&" * 99, "theme=dark"):
        assert read_chosen_lines(odd.encode()) is None
