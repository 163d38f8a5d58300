"""The windows of these tests notice what pages must not do."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser.window import opened
from tests.web.site import serving

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

POLICY = "default-src 'none'; script-src 'nonce-a'; img-src * data:; connect-src *"
PAGES = {
    "good": "<script nonce=a>document.title = 'good'</script>",
    "elsewhere": "<img src=http://elsewhere.example/pixel.png>",
    "inline": "<script>document.title = 'bad'</script>",
    "style": "<p style='color: red'>x</p>",
    "handler": "<img src=x onerror='document.title = 1'>",
    "dialog": "<script nonce=a>alert('hello')</script>",
    "error": "<script nonce=a>throw new Error('broken')</script>",
    "missing": "<img src=/missing.png>",
}


async def answer(request: Request) -> HTMLResponse:
    body = PAGES[request.path_params["name"]]
    page = f"<!doctype html><title>x</title><link rel=icon href=data:,>{body}"
    return HTMLResponse(page, headers={"content-security-policy": POLICY})


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    with serving(Starlette(routes=[Route("/page/{name}", answer)])) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("good", ""),
        ("elsewhere", "asked http://elsewhere.example/pixel.png"),
        ("inline", "script-src"),
        ("style", "style-src"),
        ("handler", "inline event handler"),
        ("dialog", "dialog: hello"),
        ("error", "script: broken"),
        ("missing", "404"),
    ],
)
def test_window_notices(browser: Browser, origin: str, name: str, trouble: str) -> None:
    closed = False
    try:
        with opened(browser, origin) as window:
            window.visit(f"/page/{name}")
        closed = True
    except AssertionError:
        assert trouble
    assert closed == (not trouble)
    assert any(trouble in one for one in window.troubles) == bool(trouble)
