"""Searching as one types: results change, what is typed and where one is stay."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import Open

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def test_talks_are_found_as_one_types(window: Open) -> None:
    page = window().visit("/")
    field = page.get_by_role("searchbox")
    field.press_sequentially("quasip")
    expect(page.get_by_role("status")).to_have_text("1 talk found")
    expect(page.locator("mark")).to_have_text(["quasiperiodic"])
    expect(field).to_be_focused()
    assert page.url.endswith("/?q=quasip")
    assert page.title().startswith("quasip")

    page.get_by_text("Narrow it down").click()
    page.get_by_label("When").focus()
    page.get_by_label("When").select_option("past")
    expect(page.get_by_role("status")).to_have_text("No talk was found.")
    expect(page.get_by_label("When")).to_be_focused()
    assert page.url.endswith("/?q=quasip&when=past")
    href = page.get_by_role("link", name="DE").get_attribute("href")
    assert href == "/?q=quasip&when=past&lang=de"

    page.get_by_label("When").select_option("")
    expect(page.get_by_role("status")).to_have_text("1 talk found")
    field.fill("")
    expect(page.get_by_role("heading", level=1)).to_have_text("Talks")
    expect(page.get_by_role("status")).to_have_text("")
    assert page.url.endswith("/")


def test_an_answer_that_comes_late_does_not_count(window: Open) -> None:
    page = window().visit("/")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/?q=quasip", hold)
    field = page.get_by_role("searchbox")
    field.fill("quasip")  # longer than the script waits
    page.wait_for_timeout(500)
    assert len(held) == 1
    field.fill("nowhere")
    expect(page.get_by_role("status")).to_have_text("No talk was found.")
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(page.get_by_role("status")).to_have_text("No talk was found.")
    assert page.url.endswith("/?q=nowhere")
