"""A page of 500 sessions is light: few bytes, and one request each for its text, style, script."""

import json
from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.shown import NOW, long
from tests.browser.window import Look, opened
from tests.web.site import Site, running_site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

MOST = 150_000  # bytes over the wire


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running_site(tmp_path_factory.mktemp("weight")) as running:
        running.now = NOW
        running.write("long", json.dumps(long(500)))
        running.sync()
        yield running


def test_page_of_500_sessions_is_light(browser: Browser, site: Site) -> None:
    with opened(browser, f"http://127.0.0.1:{site.port}") as window:
        page = window.visit("/long")
        assert "Estimators 499" in page.inner_text("body")
        expect(page.locator("html")).to_have_attribute("data-zone", "Europe/Zurich")
        # The text is fetched once more on the very first visit, which tells the reader's clock,
        # where that is not the host's.
        kinds = Counter(kind for kind, _ in window.requests)
        assert {"document": 1, "stylesheet": 1, "script": 1, "fetch": 1}.items() <= kinds.items()
        del window.requests[:]
        page.reload()
        addresses = [address for _, address in window.requests]
    sent = [site.get(address.removeprefix(window.origins[0]), accept_encoding="gzip")
            for address in addresses]  # fmt: skip
    assert {answer.status for answer in sent} == {200}
    assert len(addresses) == len(set(addresses))
    assert sum(len(answer.raw) for answer in sent) <= MOST


def test_device_on_the_clock_of_the_host_fetches_nothing_more(browser: Browser, site: Site) -> None:
    address = f"http://127.0.0.1:{site.port}"
    with opened(browser, address, look=Look(zone="Europe/Paris")) as window:
        page = window.visit("/long")
        expect(page.locator("html")).to_have_attribute("data-clock", "Europe/Paris")
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-zone", "Europe/Paris")
        kinds = Counter(kind for kind, _ in window.requests)
    assert kinds["document"] == 2
    assert "fetch" not in kinds
