"""Addresses of pages go on working: whatever changes, and however they are written."""

from datetime import datetime, timedelta

import pytest

from bot.domain.edits import Move
from bot.domain.moments import Moment
from bot.flows.organizing.edit import edit
from bot.flows.organizing.rights import Person, invite, redeem
from tests.web.site import NOW, Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ADA = Person("test", "1", "Ada Example")
OPENING = "  - {start: 2026-03-09 10:00, end: 11:00, speaker: Bela Beispiel, title: The opening}\n"


def definition(session: str, further: str = "", link: str = "subscribers") -> str:
    return f"""
id: seminar
title: A seminar
link: {link}
timezone: Europe/Zurich
sessions:
  - {{{session}}}
{further}"""


def served(site: Site, text: str) -> list[str]:
    """Store a definition, and return the ids of its sessions."""
    site.write("seminar", text)
    site.sync()
    return site.ids("seminar")


def test_page_stays_where_it_is_whatever_a_sync_changes(own_site: Site) -> None:
    """Title, speaker and time, one after the other, of a session whose file gives it no id."""
    versions = (
        "start: 2026-03-02 16:30, end: 17:30, speaker: Ada Example, title: First words",
        "start: 2026-03-02 16:30, end: 17:30, speaker: Ada Example, title: Other words",
        "start: 2026-03-02 16:30, end: 17:30, speaker: Cleo Exemple, title: Other words",
        "start: 2026-03-04 10:00, end: 11:00, speaker: Cleo Exemple, title: Other words",
    )
    address = f"/seminar/{served(own_site, definition(versions[0], OPENING))[0]}"
    for version in versions[1:]:
        assert address.removeprefix("/seminar/") in served(own_site, definition(version, OPENING))
        page = own_site.get(address)
        assert (page.status, "Other words" in page.text) == (200, True)
    assert "Wednesday 4 March 2026" in page.text
    assert "Cleo Exemple" in page.text


def test_page_stays_where_it_is_when_its_organizer_moves_it(own_site: Site) -> None:
    site = own_site
    (name,) = served(site, definition("start: 2026-03-02 16:30, end: 17:30, title: First words"))
    assert redeem(site.store, invite(site.store, "seminar", "", now=NOW), ADA, now=NOW)
    start = Moment(datetime(2026, 3, 4, 10), "Europe/Zurich")
    edit(site.store, "seminar", Move(session_id=name, start=start), ADA, now=NOW)
    site.refresh()
    assert "Wednesday 4 March 2026" in site.get(f"/seminar/{name}").text
    assert '"eventStatus":"https://schema.org/EventRescheduled"' in site.get(
        f"/seminar/{name}"
    ).text  # fmt: skip


def test_new_id_of_a_source_leads_to_the_page_where_it_always_was(own_site: Site) -> None:
    site = own_site
    said = "start: 2026-03-02 16:30, end: 17:30, speaker: Ada Example, title: First words"
    served(site, definition(f"id: one, {said}"))
    assert served(site, definition(f"id: uno, {said}")) == ["one"]
    assert site.get("/seminar/one").status == 200
    reply = site.get("/seminar/uno?zone=Tokyo&x=%22%0d%0a")
    assert reply.status == 308
    assert reply.headers["location"] == "/seminar/one?zone=Tokyo&x=%22%0d%0a"
    assert site.get("/seminar/uno.ics").headers["location"] == "/seminar/one.ics"


def test_address_without_a_secret_stays_when_links_become_public(own_site: Site) -> None:
    """An id that held a passcode is kept back; the address in its place was handed around."""
    site = own_site
    said = (
        "start: 2026-03-02 16:30, end: 17:30, title: Open with Quoll-7731, "
        "join: {url: https://meet.example/abc-defg-hij, passcode: Quoll-7731}"
    )
    assert served(site, definition(said, link="public")) == ["open-with-quoll-7731"]
    assert served(site, definition(said)) == ["open-with"]
    assert site.get("/seminar/open-with").status == 200
    assert site.get("/seminar/open-with-quoll-7731").status == 404
    assert served(site, definition(said, link="public")) == ["open-with-quoll-7731"]
    reply = site.get("/seminar/open-with")
    assert (reply.status, reply.headers["location"]) == (308, "/seminar/open-with-quoll-7731")


def test_what_was_taken_out_is_gone_and_says_where_its_series_is(own_site: Site) -> None:
    site = own_site
    one = "id: one, start: 2026-03-02 16:30, end: 17:30, title: First words"
    served(site, definition(one, OPENING))
    site.now = NOW - timedelta(days=1)
    rest = definition("start: 2026-03-09 10:00, end: 11:00, speaker: Bela Beispiel")
    served(site, rest)
    assert "Cancelled" in site.get("/seminar/one").text  # for a month
    site.now = NOW + timedelta(days=30)
    site.refresh()
    gone = site.get("/seminar/one", accept="text/html", accept_language="de")
    assert gone.status == 410
    assert '<a href="/seminar">A seminar</a>' in gone.text
    assert "nicht mehr im Programm" in gone.text
    assert "First words" not in gone.text
    never = site.get("/seminar/never", accept="text/html")
    assert (never.status, '<a href="/seminar">A seminar</a>' in never.text) == (404, True)


@pytest.mark.parametrize(
    ("asked", "path"),
    [
        ("/Seminar", "/seminar"),
        ("/SEMINAR/", "/seminar"),
        ("/seminar/?lang=de", "/seminar?lang=de"),
        ("/seminar/one/", "/seminar/one"),
        ("/Seminar/one", "/seminar/one"),
        ("/Seminar/One/?zone=UTC", "/seminar/one?zone=UTC"),
    ],
)
def test_address_may_be_written_otherwise(site: Site, asked: str, path: str) -> None:
    reply = site.get(asked)
    assert (reply.status, reply.headers["location"]) == (308, path)
    assert site.get(path).status == 200


@pytest.mark.parametrize(
    "asked", ["//evil.example/", "/my/TOKEN/", "/My/TOKEN", "/x/", "/seminar//", "/Seminar.ics/"]
)
def test_nothing_else_leads_elsewhere(site: Site, asked: str) -> None:
    reply = site.get(asked)
    assert (reply.status, reply.headers.get("location")) == (404, None)
    assert "TOKEN" not in reply.text


def test_no_session_is_called_as_the_page_for_frames(own_site: Site) -> None:
    names = served(own_site, definition("start: 2026-03-02 16:30, end: 17:30, title: Embed"))
    assert names == ["embed-2"]
