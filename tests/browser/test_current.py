"""A timetable on a page that is left open: what is on is marked as time goes by."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.shown import NOW

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MINUTE = 60_000  # milliseconds


def marked(page: Page) -> list[str]:
    return page.locator("td[aria-current=time] .talk a").all_inner_texts()


def test_what_is_on_is_marked_while_the_page_is_left_open(window: Open) -> None:
    opened = window()
    opened.page.clock.install(time=NOW)  # 11:10 in Zurich
    page = opened.visit("/workshop-day")
    told = [marked(page)]
    for minutes in (16, 50):
        page.clock.fast_forward(minutes * MINUTE)
        told.append(marked(page))
    assert told == [
        ["Drawing examples", "Kernels", "Mistakes"],
        ["Drawing examples", "Kernels", "More mistakes"],
        [],
    ]
