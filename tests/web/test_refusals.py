"""What people and programs are told where there is no page."""

from pathlib import Path

import pytest

from bot.web.options import WebOptions
from tests.web.conftest import SEMINAR
from tests.web.site import Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PEOPLE = "text/html,*/*;q=0.8"
UNKNOWN = (
    "Eine Zeitzone oder Stadt namens „Xyzzy“ ist hier nicht bekannt. Schreib eine größere Stadt "
    "derselben Zeitzone, ein Land oder eine Zeitzone wie Europe/Zurich."
)


@pytest.mark.parametrize(
    ("target", "language", "status", "heading", "told"),
    [
        ("/nowhere", "de", 404, "Nicht gefunden", "Unter dieser Adresse gibt es nichts."),
        ("/nowhere", "fr", 404, "Introuvable", "Il n’y a rien à cette adresse."),
        (
            "/?zone=Xyzzy",
            "de",
            400,
            "Diese Zeitzone ist nicht bekannt",
            UNKNOWN,
        ),
        (
            "/?zone=Australia",
            "fr",
            400,
            "Ce fuseau horaire n’est pas connu",
            "«\u00a0Australia\u00a0» ne dit pas quel fuseau est visé. Choisissez-en un\u00a0:",
        ),
    ],
)
def test_people_are_refused_in_their_language(
    site: Site, target: str, language: str, status: int, heading: str, told: str
) -> None:
    reply = site.get(target, accept=PEOPLE, accept_language=language)
    assert reply.status == status
    assert f'<html lang="{language}"' in reply.text
    assert f"<h1>{heading}</h1>\n<p>{told}</p>\n" in reply.text


def test_the_nearest_series_are_named_by_their_titles(site: Site) -> None:
    reply = site.get("/seminr", accept=PEOPLE)
    assert '<li><a href="/seminar">A seminar</a></li>' in reply.text


def test_programs_are_told_in_english_whatever_language_is_asked_for(site: Site) -> None:
    said = [site.get(path, accept_language="fr").text for path in ("/nowhere", "/?zone=Australia")]
    nowhere, zone = said
    assert nowhere == "Not found.\nThere is nothing at this address.\nAll series: /\n"
    assert zone.startswith(
        "This zone is not known.\n“Australia” does not say which zone is meant. Choose one:\n"
    )
    assert zone.endswith("\nBack to the page: /\n")


def test_who_asks_too_often_is_told_how_long_to_wait(tmp_path: Path) -> None:
    options = WebOptions(requests_per_minute=1, builds_per_minute=1)
    with running_site(tmp_path, options) as site:
        site.write("seminar", SEMINAR)
        site.sync()
        site.get("/", accept=PEOPLE)
        reply = site.get("/", accept=PEOPLE, accept_language="de")
    wait = int(reply.headers["retry-after"])
    counted = "1 Sekunde" if wait == 1 else f"{wait} Sekunden"
    assert reply.status == 429
    told = f"Von deiner Adresse kamen zu viele Anfragen. Versuch es in {counted} noch einmal."
    assert f"<h1>Zu viele Anfragen</h1>\n<p>{told}</p>\n" in reply.text
