"""Organizers reach the page of their series by a link, with and without scripts, in any window."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import insert

from bot.flows.organizing.page_access import offer_page
from bot.flows.organizing.rights import OPERATOR
from bot.store.chats.subscriptions import find_or_add_chat, subscribe
from bot.store.schema import tables
from bot.store.schema.columns import seconds
from bot.store.series.readers import note_readers
from tests.browser import axe, markup
from tests.browser.test_places import SMALLEST
from tests.browser.window import DESKTOP, PHONE, Window, opened
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
STATUSES = ("sent", "sent", "sent", "failed", "expired")


def fill(site: Site, series: str) -> None:
    """Let a series have followers, readers, and messages that fared in every way."""
    today, at = site.now.date(), seconds(site.now - timedelta(days=3))
    with site.store.writing() as connection:
        note_readers(connection, {(series, today, app): 7 for app in ("apple", "google", "other")})
        for number, status in enumerate(STATUSES):
            chat = find_or_add_chat(connection, "telegram", f"{series}{number}", now=site.now)
            subscribe(connection, chat, series, now=site.now - timedelta(days=9))
            sent_at = at + 90 * number if status == "sent" else None
            row = {"chat_id": chat, "series_id": series, "session_id": "x", "offset_s": 0}
            row |= {"start_at": at, "due_at": at, "expires_at": at, "status": status}
            connection.execute(insert(tables.deliveries).values(**row, sent_at=sent_at))


def address(site: Site, series: str) -> str:
    token = offer_page(site.store, series, OPERATOR, "", now=site.now)
    return f"http://127.0.0.1:{site.port}/organize/{token}"


def followed(window: Window, link: str) -> Page:
    """Follow a link that stands elsewhere, as in a chat."""
    page = window.page
    page.set_content(f'<a href="{link}">the link</a>')
    page.click("a")
    page.wait_for_url(link)
    return page


@pytest.mark.parametrize(
    ("has_script", "series"),
    [(True, "hostile-scripts"), (True, "hostile-texts"), (False, "estimators")],
)
def test_link_from_elsewhere_opens_the_page(
    browser: Browser, shown: Site, *, has_script: bool, series: str
) -> None:
    site = f"http://127.0.0.1:{shown.port}"
    link = address(shown, series)
    with opened(browser, site, look=replace(PHONE, has_script=has_script)) as window:
        page = followed(window, link)
        assert page.context.cookies(f"{site}/organize") == [
            one for one in page.context.cookies() if one["name"] == "here"
        ]
        page.click("main button")
        page.wait_for_url(f"{site}/organize/")
        for _ in range(2):
            assert page.inner_text("h1").startswith("For organizers: ")
            assert page.locator("h1 *").count() == 0
            assert window.is_too_wide() == 0
            page.reload()
        page.click("text=Close this page")
        assert page.inner_text("h1") == "Closed"
        window.visit("/organize/", 403)
        assert page.inner_text("h1") == "There is nothing to see here"


def test_page_serves_everybody_in_any_window(browser: Browser, shown: Site, tmp_path: Path) -> None:
    fill(shown, "estimators")
    with opened(browser, f"http://127.0.0.1:{shown.port}") as window:
        page = followed(window, address(shown, "estimators"))
        texts = {"opening": look_at(window, page)}
        page.click("main button")
        page.wait_for_url("**/organize/")
        assert page.locator("figure svg rect").count() == 4
        texts["page"] = look_at(window, page)
    assert markup.complaints(texts, tmp_path) == []


def look_at(window: Window, page: Page) -> str:
    """See that a page can be used by everybody, and return it as the service sent it."""
    response = page.context.request.get(page.url, headers={"accept": "text/html"})
    window.unfold()
    page.emulate_media(color_scheme="light")
    assert axe.complaints(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.complaints_of_colours(page) == []
    too_wide = {}
    for look in (DESKTOP, PHONE, SMALLEST):
        page.set_viewport_size({"width": look.width, "height": look.height})
        too_wide[look.width] = window.is_too_wide()
    assert set(too_wide.values()) == {0}
    return response.text()
