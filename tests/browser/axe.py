"""What axe-core finds on a page that some people could not use.

It needs a window with scripts, in which its own end.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.node import installed

_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice")
_OPTIONS = {
    "runOnly": {"type": "tag", "values": list(_TAGS)},
    "rules": {"target-size": {"enabled": True}},  # WCAG 2.2's only is off unless asked for
    "resultTypes": ["violations"],
}
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def complaints(page: Page) -> list[str]:
    """Return all that axe-core has to say against a page."""
    return _run(page, _OPTIONS)


def complaints_of_colours(page: Page) -> list[str]:
    """Return what it says of contrasts alone, for the page in other colours."""
    return _run(page, _COLOURS)


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    page.evaluate(_source())  # which no policy of the page's forbids, as no element of it does this
    found = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@lru_cache(maxsize=1)
def _source() -> str:
    path: Path = installed("axe-core") / "axe.min.js"
    return path.read_text("utf-8")
