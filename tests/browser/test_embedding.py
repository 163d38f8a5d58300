"""One page may stand in frames of other sites, and it alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser.window import opened
from tests.web.site import Site, serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

_HEAD = "<!doctype html><html lang=en><title>x</title><link rel=icon href=data:,>"


@pytest.fixture(scope="module")
def elsewhere(shown: Site) -> Iterator[str]:
    """Give the site of an organizer, whose page `/PATH` has a frame with that path of ours."""

    async def answer(request: Request) -> HTMLResponse:
        address = f"http://127.0.0.1:{shown.port}{request.url.path}?{request.url.query}"
        return HTMLResponse(
            f"{_HEAD}<iframe width=400 height=500 title=Talks src='{address}'></iframe>"
        )

    with serving(Starlette(routes=[Route("/{path:path}", answer)])) as port:
        yield f"http://127.0.0.1:{port}"


def test_lines_of_the_page_of_a_series_show_it_elsewhere(browser: Browser, shown: Site) -> None:
    ours = f"http://127.0.0.1:{shown.port}"
    with opened(browser, ours) as window:
        page = window.visit("/workshop-day")
        page.get_by_text("Put this on your own page").first.click()
        page.locator("#lines-show").select_option("timetable")
        page.locator("#embed").get_by_role("button").first.click()
        page.wait_for_url("**embed=timetable**")
        lines = page.locator("#lines").input_value()

    async def answer(_: Request) -> HTMLResponse:
        return HTMLResponse(f"{_HEAD}<body>{lines}")

    with (
        serving(Starlette(routes=[Route("/", answer)])) as port,
        opened(browser, f"http://127.0.0.1:{port}", ours) as window,
    ):
        page = window.visit("/")
        (inner,) = page.frames[1:]
        inner.get_by_text("Kernels").first.wait_for()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert inner.evaluate(wide) == 0
        # Whoever follows a link gets a page of its own, as no other one may stand in a frame.
        with page.expect_popup() as popped:
            inner.get_by_role("link").first.click()
        expect(popped.value).to_have_url(f"{ours}/workshop-day")


def test_no_other_page_is(browser: Browser, elsewhere: str) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        messages: list[str] = []
        page.on("console", lambda message: messages.append(message.text))
        paths = ("/", "/estimators", "/estimators/margins", "/nowhere")
        for path in paths:
            page.goto(f"{elsewhere}{path}")
            (inner,) = page.frames[1:]
            assert inner.url.startswith("chrome-error:"), path
        assert len([one for one in messages if "frame-ancestors" in one]) == len(paths)
    finally:
        context.close()
