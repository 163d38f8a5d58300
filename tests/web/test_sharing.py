"""The picture of a session over HTTP: of what the public sees, and of nothing else."""

import json
import re

import pytest

from bot.exports.share_picture import SharePicture, render_share_picture
from tests.web.conftest import SEMINAR
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_picture_tells_what_where_and_when(site: Site) -> None:
    reply = site.get("/seminar/one.png", Accept_Language="de", Cookie="zone=Asia/Tokyo")
    assert reply.status == 200
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"].startswith("public, max-age=")
    assert reply.body == render_share_picture(
        SharePicture(
            series_title="A seminar",
            title="First words",
            speakers="Ada Example",
            when=("Monday 2 March 2026", "16:30–17:30 CET"),
        )
    )
    again = site.get("/seminar/one.png", If_None_Match=reply.headers["etag"])
    assert (again.status, again.raw) == (304, b"")


def test_picture_tells_what_is_off_or_unknown(site: Site) -> None:
    assert site.get("/seminar/gone.png").body == render_share_picture(
        SharePicture(
            series_title="A seminar",
            title="Title to be announced",
            speakers="Cleo Exemple",
            when=("Monday 16 March 2026", "16:30–17:30 CET"),
            status="Cancelled",
            is_off=True,
        )
    )
    assert site.get("/seminar/tbd.png").body == render_share_picture(
        SharePicture(
            series_title="A seminar",
            title="Later",
            speakers="Chiara Esempio",
            when=("Date to be defined",),
        )
    )


def test_picture_is_in_the_language_that_the_shared_address_says(site: Site) -> None:
    german = SharePicture(
        series_title="A seminar",
        title="Titel wird noch bekanntgegeben",
        speakers="Cleo Exemple",
        when=("Montag, 16. März 2026", "16:30–17:30 CET"),
        status="Abgesagt",
        is_off=True,
    )
    page = site.get("/seminar/gone?lang=de").text
    (picture,) = re.findall(r'property="og:image" content="https?://[^/]+([^"]+)"', page)
    assert picture == "/seminar/gone.png?lang=de"
    assert site.get(picture).body == render_share_picture(german)
    english = site.get("/seminar/gone.png").body
    assert english != render_share_picture(german)
    for other in ("?lang=tlh", "?lang="):
        assert site.get(f"/seminar/gone.png{other}", Accept_Language="de").body == english


def test_there_is_no_picture_of_what_is_not_shown(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR)
    site.sync()
    assert site.get("/seminar/tbd.png").status == 200
    site.write("seminar", SEMINAR[: SEMINAR.index("  - {id: tbd")])
    site.sync()
    for target in ("/seminar/tbd.png", "/seminar/other.png", "/other/one.png"):
        assert site.get(target).status == 404


def test_picture_shows_no_secret(own_site: Site) -> None:
    site = own_site
    site.write("seminar", SEMINAR.replace("First words", "Open with Zx81kQw77Lm"))
    site.sync()
    (title,) = (
        talk["title"]
        for session in json.loads(site.get("/seminar.json").body)["sessions"]
        if session["id"] == "one"
        for talk in session["talks"]
    )
    assert "Zx81kQw77Lm" not in title
    assert title.startswith("Open with")
    assert site.get("/seminar/one.png").body == render_share_picture(
        SharePicture(
            series_title="A seminar",
            title=title,
            speakers="Ada Example",
            when=("Monday 2 March 2026", "16:30–17:30 CET"),
        )
    )
