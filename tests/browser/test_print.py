"""A workshop's programme fits on paper, and what only a screen needs is left out."""

import re
from dataclasses import replace

import pytest

from tests.browser.conftest import Open
from tests.browser.window import DESKTOP

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

ON_PAPER = ("Welcome", "Kernels", "Mistakes", "Drawing examples", "The third poster", "Room B")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_programme_of_a_day_fits_on_a_sheet(window: Open, scheme: str) -> None:
    page = window(replace(DESKTOP, scheme=scheme)).visit("/workshop-day")
    sheets = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 2  # the sheet's two sides
    page.emulate_media(media="print")
    text = page.inner_text("body")
    assert [one for one in ON_PAPER if one not in text] == []
    assert not page.get_by_role("searchbox").first.is_visible()
    assert not page.get_by_role("link", name="FR", exact=True).is_visible()
