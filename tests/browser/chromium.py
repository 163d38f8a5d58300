"""Debian's Chromium, driven by Playwright, and why it cannot be where it cannot."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

_ARGUMENTS = (
    "--no-sandbox",  # tests may run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


def skip_without(program: str, hint: str) -> str:
    """Return where a program is; skip the test where it is missing, but fail in CI."""
    found = shutil.which(program)
    if found:
        return found
    sentence = f"no {program} on this machine: {hint}"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run a browser without a screen."""
    program = skip_without("chromium", "apt-get install chromium, or your system's package of it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()
