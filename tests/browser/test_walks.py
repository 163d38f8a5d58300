"""What readers come for, with script and without, on a phone and at a desk.

They find a talk, read it on another clock, and subscribe.
"""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.window import DESKTOP, PHONE, Look

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

LOOKS = {
    "desktop": replace(DESKTOP, zone="America/New_York"),
    "phone": replace(PHONE, zone="America/New_York"),
    "desktop without script": replace(DESKTOP, has_script=False),
    "phone without script": replace(PHONE, has_script=False),
}


def times(page: Page, within: str = "main") -> list[str]:
    """Return the times that a part of the page tells, with their offsets."""
    found = page.locator(f"{within} time").evaluate_all("all => all.map(one => one.dateTime)")
    return [str(one) for one in found]


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_reader_finds_a_talk_reads_it_elsewhere_and_subscribes(window: Open, look: Look) -> None:
    page = window(look).visit("/")
    page.get_by_role("searchbox").first.fill("quasiperiodic")  # a word of its abstract
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url(re.compile("q=quasiperiodic"))
    page.get_by_role("main").get_by_role("link", name="Margins of order").first.click()
    page.wait_for_url("**/estimators/margins")

    page.locator(".clock summary").click()
    page.get_by_label("Your city or time zone").fill("Tokyo")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("html")).to_have_attribute("data-zone", "Asia/Tokyo")
    assert times(page)[:2] == ["2026-03-11T00:30+09:00", "2026-03-10T16:30+01:00"]
    assert "The link to join comes with your reminder." in page.inner_text("main")

    page.get_by_role("main").get_by_role("link", name="Seminar on Estimators").first.click()
    page.wait_for_url("**/estimators")
    assert "2026-03-11T00:30+09:00" in times(page)  # remembered
    hrefs = (
        page.get_by_role("main").get_by_role("link").evaluate_all("all => all.map(one => one.href)")
    )
    assert [one for one in hrefs if re.fullmatch(r"webcal://127.0.0.1:\d+/estimators\.ics", one)]


def test_first_visit_is_on_the_clock_of_the_browser(window: Open) -> None:
    opened = window(replace(DESKTOP, zone="America/New_York"))
    page = opened.visit("/estimators/margins")
    expect(page.locator("html")).to_have_attribute("data-zone", "America/New_York")
    assert times(page)[:2] == ["2026-03-10T11:30-04:00", "2026-03-10T16:30+01:00"]
    assert "11:30–12:30 EDT" in page.inner_text("main")
    assert "16:30–17:30 CET (Lausanne time)" in page.inner_text("main")
    opened.visit("/new-york")  # which tells one time, as the host's clock is the reader's
    assert times(page, "#session-after") == ["2026-03-13T12:00-04:00"]


def test_without_script_times_are_the_hosts(window: Open) -> None:
    page = window(replace(DESKTOP, zone="America/New_York", has_script=False)).visit(
        "/estimators/margins"
    )
    assert times(page)[:1] == ["2026-03-10T16:30+01:00"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Zum Inhalt"), ("fr", "contenu"), ("en", "Skip to the content"), ("ja", "Skip to")],
)
def test_page_speaks_the_language_of_the_browser(window: Open, language: str, said: str) -> None:
    page = window(replace(DESKTOP, language=language)).visit("/estimators")
    assert said in page.locator(".skip").inner_text()
    page.get_by_role("link", name="FR", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.goto(page.url.partition("?")[0])
    expect(page.locator("html")).to_have_attribute("lang", "fr")  # remembered
