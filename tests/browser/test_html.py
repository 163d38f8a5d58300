"""Every page is HTML by the word of html-validate."""

from pathlib import Path

import pytest

from tests.browser import markup
from tests.browser.places import EVERYWHERE
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_pages_are_html(shown: Site, tmp_path: Path) -> None:
    answers = {place: shown.get(place.path, accept="text/html") for place in EVERYWHERE}
    assert {place: one.status for place, one in answers.items()} == {
        place: place.status for place in EVERYWHERE
    }
    pages = {place.path: one.text for place, one in answers.items()}
    assert markup.complaints(pages, tmp_path) == []


def test_validator_complains_of_what_is_wrong(tmp_path: Path) -> None:
    wrong = "<!doctype html><html lang=en><title>x</title><p><div style='color: red'></p>"
    assert markup.complaints({"wrong": wrong}, tmp_path)
