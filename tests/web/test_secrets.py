"""Whatever the service tells everybody, by whatever address, is the same with another secret.

Two services have the same series, but for the private links, which people and calendars have
copied everywhere; so had an older version, into ids that are stored. They are walked through from
their first page on, and asked for guesses at the secrets of both.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.domain.ids import session_uid, with_ids
from bot.domain.revisions import Revision
from bot.domain.series import Series
from bot.store.series.records import StoredSeries, StoredSession
from bot.store.series.schedules import save_series
from tests.definitions import series_of
from tests.web.site import NOW, OPTIONS, Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

OPTIONS_OF_BOTH = replace(
    OPTIONS, public_url="https://talks.example", bot_name=lambda: "example_bot"
)
SECRETS = (
    {"N": "93817264055", "G": "938 1726 4055", "O": "71726354099", "K": "Zx81kQw", "P": "qua owl"},
    {"N": "64271935508", "G": "642 7193 5508", "O": "98263540917", "K": "Bb27mNr", "P": "xyl owl"},
)  # fmt: skip
DEFINITION = """
id: seminar
title: A seminar in [G]
description: "Join at https://uni.zoom.us/j/[N]?pwd=[K], passcode [P]."
organizers: ["Ada Example [N]"]
place: "Zoom [G]"
homepage: https://uni.zoom.us/j/[N]
timezone: Europe/Zurich
sessions:
  - {start: 2026-03-09 10:00, end: 11:00, title: "Zoom [N]", room: "A"}
  - start: 2026-03-09 10:00
    end: 11:00
    title: A rather long title before cutting [P] or so
    chair: "Ada Example, [G]"
    join: {url: "https://uni.zoom.us/j/[N]?pwd=[K]", passcode: "[P]"}
  - {start: 2026-03-09 10:00, end: 11:00, title: "Zoom [O]", room: "B"}
  - {id: 9-x, start: 2026-03-09 10:00, end: 11:00, title: Called by number}
  - start: 2026-03-10 10:00
    title: "The day of [P]"
    status: cancelled
    reason: "Zoom [G] is off"
    talks:
      - {at: 10:00-11:00, title: "On [N]", speaker: "Ada Example, [G]", abstract: "Or [K]: [G]."}
      - {at: 11:00-12:00, title: "On [O]", speaker: Bela Beispiel, slides: "https://example.org/?u=[N]"}
  - {start: TBD, title: "[G]"}
"""
BEFORE = DEFINITION.replace(
    "Called by number}", 'Once [G] by number, join: "https://uni.zoom.us/j/[O]"}'
)


NAMES = (
    "zoom-2026-03-09",
    "zoom-2026-03-09-2",
    "a-rather-long-title-before-cutting-or-so",
    "9-x",
    "the-day-of",
)


def written(text: str, secret: dict[str, str]) -> str:
    for sign, value in secret.items():
        text = text.replace(f"[{sign}]", value)
    return text


def store_as_an_older_version(site: Site, whole: Series) -> None:
    """Store a series with ids that are made of its texts as they are, whatever these hold."""
    sessions = with_ids(
        replace(one, id=one.id if one.id == "9-x" else "") for one in whole.sessions
    )
    sessions = (replace(sessions[0], uid=session_uid("seminar", sessions[0].id)), *sessions[1:])
    stored = [
        StoredSession(session=one, revision=Revision(0, NOW, NOW), source_ids=(one.id,))
        for one in sorted(sessions, key=lambda one: one.order)
    ]
    after = StoredSeries(
        series=replace(whole, sessions=tuple(one.session for one in stored)),
        version=1,
        modified_at=NOW,
        entry_form="1",
        sessions=tuple(stored),
    )
    with site.store.writing("seminar") as connection:
        save_series(connection, None, after, (), now=NOW)


def filled(site: Site, secret: dict[str, str]) -> None:
    store_as_an_older_version(site, series_of(written(BEFORE, secret), warnings=True))
    site.write("seminar", written(DEFINITION, secret))
    site.sync()
    known = site.app.state.catalogue.snapshot.publications["seminar"].by_id
    assert f"zoom-{secret['N']}" in known  # what was stored keeps its id, which nobody sees
    assert len(known) == 6


def asked_of_it() -> Iterator[str]:
    """Yield addresses that lead to everything, and guesses."""
    yield from ("/", "/robots.txt", "/sitemap.xml", "/all.ics", "/healthz", "/readyz")
    yield from ("/seminar/embed", "/?q=subscribers", "/?q=zoom&lang=de", "/seminar.ics?per=talk")
    yield from (f"/seminar.{form}" for form in ("ics", "json", "xml", "atom"))
    yield from ("/seminar.ics?cancelled=prefix&alarm=15m&zone=Tokyo", "/seminar?view=month")
    for secret in SECRETS:
        for word in (*secret.values(), secret["N"][:5], secret["G"][:8]):
            yield f"/?q={quote(word)}"
            yield f"/seminar.json?q={quote(word)}"
        for name in (f"zoom-{secret['N']}", f"zoom-{secret['O']}", secret["G"].replace(" ", "-")):
            yield from (f"/seminar/{name}", f"/seminar/{name}.ics", f"/{name}")


def walked(site: Site) -> dict[str, tuple[int, dict[str, str], bytes]]:
    """Return what the service answers, by addresses: those above and all to which these lead."""
    answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
    waiting = list(asked_of_it())
    while waiting:
        path = waiting.pop(0)
        if path in answers or path.startswith("/static"):
            continue
        reply = site.get(path, accept="text/html, */*", accept_encoding="gzip")
        headers = {name: value for name, value in reply.headers.items() if name != "date"}
        answers[path] = reply.status, headers, reply.body
        if "text/html" in headers.get("content-type", "") and "?" not in path:
            found = re.findall(
                r'(?:href|src|content)="(?:https://talks.example)?(/[^"#]*)', reply.text
            )
            waiting += [one.replace("&amp;", "&") for one in found if "lang=" not in one]
    return answers


def test_two_services_tell_the_same_whatever_their_secrets_are(tmp_path: Path) -> None:
    with ExitStack() as stack:
        answers = []
        for number, secret in enumerate(SECRETS):
            folder = tmp_path / str(number)
            folder.mkdir()
            site = stack.enter_context(running_site(folder, OPTIONS_OF_BOTH))
            filled(site, secret)
            answers.append(walked(site))
    one, other = answers
    assert sorted(one) == sorted(other)
    assert [path for path in one if one[path] != other[path]] == []
    addresses = {path for path, answer in one.items() if answer[0] == HTTPStatus.OK}
    assert {f"/seminar/{name}{form}" for name in NAMES for form in ("", ".ics")} <= addresses
    assert {status for status, _, _ in one.values()} == {HTTPStatus.OK, HTTPStatus.NOT_FOUND}
    told = b"".join(body for path, (_, _, body) in one.items() if "?q=" not in path)
    assert told.count(b"[for subscribers]") > 50  # all of them had something to tell
