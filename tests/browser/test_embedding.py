"""One page may stand in frames of other sites, and it alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.web.site import Site, serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture(scope="module")
def elsewhere(shown: Site) -> Iterator[str]:
    """Give the site of an organizer, whose page `/PATH` has a frame with that path of ours."""

    async def answer(request: Request) -> HTMLResponse:
        address = f"http://127.0.0.1:{shown.port}{request.url.path}?{request.url.query}"
        return HTMLResponse(
            "<!doctype html><html lang=en><title>x</title><link rel=icon href=data:,>"
            f"<iframe width=400 height=500 title=Talks src='{address}'></iframe>"
        )

    with serving(Starlette(routes=[Route("/{path:path}", answer)])) as port:
        yield f"http://127.0.0.1:{port}"


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
