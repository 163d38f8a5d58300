"""Every page can be used by everybody, fits its window, and runs nothing that people wrote."""

import pytest

from tests.browser import axe
from tests.browser.conftest import Open
from tests.browser.places import EVERYWHERE, HOSTILE, Place
from tests.browser.window import DESKTOP, PHONE, Look

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SMALLEST = Look(width=320, height=640)  # at which WCAG wants no scrolling in two directions


def name(place: Place) -> str:
    return place.path


@pytest.mark.parametrize("place", EVERYWHERE, ids=name)
def test_page_serves_everybody_in_any_window(window: Open, place: Place) -> None:
    opened = window()
    page = opened.visit(place.path, place.status)
    assert place.holds in page.inner_text("body")
    opened.unfold()
    if place not in HOSTILE:  # a title may be none that anybody could read
        assert axe.complaints(page) == []
        page.emulate_media(color_scheme="dark")
        assert axe.complaints_of_colours(page) == []
    too_wide = {}
    for look in (DESKTOP, PHONE, SMALLEST):
        page.set_viewport_size({"width": look.width, "height": look.height})
        too_wide[look.width] = opened.is_too_wide()
    assert too_wide == {look.width: 0 for look in (DESKTOP, PHONE, SMALLEST)}


@pytest.mark.parametrize("place", HOSTILE, ids=name)
def test_hostile_texts_do_nothing(window: Open, place: Place) -> None:
    page = window().visit(place.path, place.status)
    assert place.holds in page.inner_text("body")
    assert page.evaluate("window.hurt") is None
    assert page.locator("iframe, img[src='x'], [onerror], [onload]").count() == 0
    assert page.locator("[href^='javascript:' i]").count() == 0


MOVING = """all => all.filter(one => {
  const style = getComputedStyle(one);
  return style.transitionDuration.split(', ').some(length => parseFloat(length) > 0)
    || style.animationName !== 'none' || style.scrollBehavior === 'smooth';
}).length"""


def test_nothing_moves_for_who_wants_no_motion(window: Open) -> None:
    page = window().visit("/workshop-day")
    assert page.locator("*").evaluate_all(MOVING) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.locator("*").evaluate_all(MOVING) == 0
