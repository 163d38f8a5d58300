"""All can be done by keyboard, and one always sees where one is."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.window import DESKTOP, PHONE, Look

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

# What has the focus: its words, whether any of it is seen, and how that is marked.
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  return {
    words: (one.innerText || one.getAttribute('aria-label') || one.name || one.id).trim(),
    isSeen: box.width > 0 && box.height > 0 && box.left < innerWidth && box.right > 0
      && box.top < innerHeight && box.bottom > 0,
    isMarked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    isPage: one === document.body,
  };
}"""


def focused(page: Page) -> dict[str, object]:
    return dict(page.evaluate(FOCUSED))


@pytest.mark.parametrize("look", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("path", ["/", "/estimators", "/estimators/margins", "/workshop-day"])
def test_focus_is_seen_wherever_it_goes(window: Open, path: str, look: Look) -> None:
    page = window(look).visit(path)
    unseen = []
    for _ in range(200):
        page.keyboard.press("Tab")
        found = focused(page)
        if found["isPage"]:
            break
        if not (found["isSeen"] and found["isMarked"]):
            unseen.append(found)
    else:
        pytest.fail("the focus does not come to the end of the page")
    assert unseen == []


def test_talk_is_found_by_keyboard_alone(window: Open) -> None:
    page = window().visit("/")
    page.keyboard.press("Tab")
    assert "Skip to the content" in str(focused(page)["words"])
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.reload()
    tab_to(page, "q")
    page.keyboard.type("quasiperiodic")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=quasiperiodic"))
    tab_to(page, "Margins of order")
    page.keyboard.press("Enter")
    page.wait_for_url("**/estimators/margins")


def tab_to(page: Page, words: str) -> None:
    for _ in range(100):
        page.keyboard.press("Tab")
        if str(focused(page)["words"]).startswith(words):
            return
    pytest.fail(f"no Tab leads to {words}")
