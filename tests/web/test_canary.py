"""A private link leaks through no public address, whatever is asked, now or later.

A link, its passcode and its meeting number are planted in every field of a series, in forms that
people copy them in; then every public address is read.
"""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from tests.web.site import Reply, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NUMBER, PASSCODE, KEY = "93817264055", "Quoll-7731", "Zx81kQw77LmPq"
OLD_NUMBER, OLD_PASSCODE = "81726354099", "Numbat-4402"
SECRETS = (NUMBER, "938 1726 4055", "938-1726-4055", PASSCODE, "quoll-7731", KEY, KEY.lower(),
           OLD_NUMBER, OLD_PASSCODE, "numbat-4402", "zoom.example")  # fmt: skip


def definition(number: str = NUMBER, passcode: str = PASSCODE, reason: str = "") -> str:
    link = f"https://zoom.example/j/{number}?pwd={KEY}"
    said = f"Canary {link} passcode {passcode} ({number[:3]} {number[3:7]} {number[7:]}) end"
    text = json.dumps(said)
    return f"""
id: private
title: {text}
description: {text}
place: Lausanne, CH
timezone: Europe/Zurich
organizers: [{text}]
homepage: {link}
sessions:
  - start: 2026-03-02 16:30
    end: 17:30
    title: {text}
    chair: {text}
    room: {text}
    join: {{url: "{link}", passcode: "{passcode}"}}
    talks:
      - title: {text}
        speaker: {{name: {text}, affiliation: {text}}}
        abstract: {text}
        materials: [{{url: "{link}", title: {text}, kind: slides}}]
      - {{at: 17:00-17:10, title: {text}}}
  - start: 2026-03-09 16:30
    end: 17:30
    status: cancelled
    reason: {json.dumps(said + reason)}
    title: {text}
    join: {{url: "{link}", passcode: "{passcode}"}}
  - {{start: 2026-03-16 16:30, title: Plain words, speaker: Ada Example, join: "{link}"}}
  - {{start: TBD, title: {text}, speaker: {{name: {text}}}}}
"""


def steady(number: str, passcode: str, day: int) -> str:
    """Return a series whose one session keeps its id, and tells of its first link for ever."""
    return f"""
id: steady
title: Canary {OLD_NUMBER}
timezone: Europe/Zurich
sessions:
  - id: one
    start: 2026-03-{day} 16:30
    title: Canary {OLD_NUMBER}
    abstract: Canary, passcode {OLD_PASSCODE}
    join: {{url: "https://zoom.example/j/{number}", passcode: "{passcode}"}}
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a service whose series had other links, and was edited and moved."""
    with running_site(tmp_path_factory.mktemp("planted")) as site:
        site.write("private", definition(OLD_NUMBER, OLD_PASSCODE))
        site.write("steady", steady(OLD_NUMBER, OLD_PASSCODE, 23))
        site.sync()
        moved = definition(reason="again").replace("2026-03-16", "2026-03-17")
        for text, day in ((definition(), 24), (moved, 25)):
            site.later(timedelta(hours=1))
            site.write("private", text)
            site.write("steady", steady(NUMBER, PASSCODE, day))
            site.sync()
        yield site


QUERIES = ["", "?per=talk", "?per=session", "?cancelled=prefix", "?cancelled=drop", "?alarm=15m",
           "?zone=Tokyo", "?past=no", "?kind=seminar", "?q=canary", "?speaker=canary",
           "?per=talk&cancelled=prefix&alarm=1h&zone=UTC&q=end"]  # fmt: skip


def targets(site: Site) -> list[str]:
    """Return every public address there is."""
    found = ["/", "/private", "/private.xml", "/private.atom", "/steady", "/steady.ics",
             "/steady.json", "/steady.xml", "/steady.atom", "/steady/one.ics",
             "/steady.ics?per=talk", "/all.ics", "/metrics", "/healthz", "/readyz",
             "/robots.txt", "/privat", "/private/x.ics", "/?q=canary", "/?speaker=canary",
             "/?when=coming", "/private?view=month", "/private?view=week",
             "/private/embed", "/private/embed?show=next", "/private?speaker=canary",
             "/private/embed?show=timetable", "/steady?view=month", "/steady/embed"]  # fmt: skip
    found += [f"/{name}.ics{query}" for name, query in product(("private", "all"), QUERIES)]
    asked = ("", "?q=canary", "?kind=talk", "?past=no", "?cancelled=drop")
    found += [f"/private.{ending}{query}" for ending, query in product(("json", "xml"), asked)]
    sessions = json.loads(site.get("/private.json").body)["sessions"]
    assert len(sessions) >= 4
    found += [f"/private/{one['id']}.ics{query}" for one in sessions for query in ("", "?per=talk")]
    found += [f"/private/{one['id']}{asked}" for one in sessions for asked in ("", "?lang=fr", "/")]
    return found


def leaks(reply: Reply) -> list[str]:
    """Return the secrets in an answer, its headers and its folded lines."""
    text = reply.body.decode() + "\n" + json.dumps(reply.headers)
    forms = [text, re.sub(r"\r\n[ \t]", "", text), re.sub(r"\\(.)", r"\1", text)]
    return [secret for secret in SECRETS for form in forms if secret.lower() in form.lower()]


def test_canary_can_be_seen_by_subscribers(planted: Site) -> None:
    """The search must be able to find something."""
    token = planted.new_chat("private")
    found = planted.get(f"/my/{token}.ics")
    assert {NUMBER, PASSCODE, KEY} <= set(leaks(found))


def test_no_public_address_shows_a_private_link(planted: Site) -> None:
    statuses = {}
    for target in targets(planted):
        for accept in ("text/html", "text/plain"):
            reply = planted.get(target, accept=accept, accept_encoding="gzip")
            statuses[target] = reply.status
            assert leaks(reply) == [], target
    wrong = {target: status for target, status in statuses.items() if status not in {200, 308, 404}}
    assert wrong == {}
    pages = [one for one in statuses if re.fullmatch(r"/private/[a-z0-9-]+", one)]
    assert {statuses[one] for one in pages} == {200}
    assert len(pages) >= 4
    assert statuses["/private.ics"] == statuses["/private"] == statuses["/private.json"] == 200


@pytest.mark.parametrize(
    "secret", [NUMBER, PASSCODE, KEY, OLD_NUMBER, OLD_PASSCODE, "zoom.example"]
)
@pytest.mark.parametrize("name", ["q", "speaker"])
def test_search_does_not_tell_what_was_struck(planted: Site, name: str, secret: str) -> None:
    assert b"BEGIN:VEVENT" in planted.get("/private.ics?q=canary").body
    assert 'class="card result' in planted.get("/?q=canary").text
    for end in (len(secret), len(secret) - 1, 5):
        reply = planted.get(f"/private.ics?{name}={secret[:end]}")
        assert (reply.status, b"BEGIN:VEVENT" in reply.body) == (200, False)
        page = planted.get(f"/?{name}={secret[:end]}").text
        assert 'class="card result' not in page


def test_no_id_holds_a_secret_and_no_address_tells_one(planted: Site) -> None:
    """Not even those that nobody sees; and what an older version made of texts leads nowhere."""
    publication = planted.app.state.catalogue.snapshot.publications["private"]
    called = {name for one in publication.stored.sessions for name in one.source_ids}
    called |= set(publication.by_id)
    assert any(name.startswith("canary-") for name in called)
    assert {(name, one) for name in called for one in SECRETS if one.lower() in name} == set()
    unknown = planted.get("/private/never-there", accept="text/html")
    for name in ("canary-https-zoom-example-j-93817264055", "canary-https-zoom-example-j", NUMBER):
        for target in (f"/private/{name}", f"/Private/{name}/", f"/private/{name}.ics"):
            assert planted.get(target).status == unknown.status == 404


def test_refusals_repeat_no_more_than_was_asked(planted: Site) -> None:
    for target in ("/private.ics?zone=x", "/private.ics?nothing=1", "/private/nothing.ics", "/p"):
        assert leaks(planted.get(target)) == []
