"""A site with series of all sorts, and a browser for each module that wants one.

The browser is not the whole run's: while Playwright runs, nothing else in the same thread can have
an event loop, which tests of other packages do.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import running_chromium
from tests.browser.shown import running_shown
from tests.browser.window import DESKTOP, Look, Window, opened
from tests.web.site import Site

Open = Callable[..., Window]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Give a service with series of all sorts, for tests that change nothing."""
    with running_shown(tmp_path_factory.mktemp("shown")) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running_chromium() as running:
        yield running


@pytest.fixture
def window(browser: Browser, shown: Site) -> Iterator[Open]:
    """Give a function that opens a window on the site."""
    with ExitStack() as stack:

        def open_one(look: Look = DESKTOP) -> Window:
            made: AbstractContextManager[Window] = opened(
                browser, f"http://127.0.0.1:{shown.port}", look=look
            )
            return stack.enter_context(made)

        yield open_one
