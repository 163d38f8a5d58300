"""What npm installs here, and why it cannot be used where it cannot."""

import os
from pathlib import Path

import pytest

from tests.browser.chromium import skip_without

_FOLDER = Path(__file__).parent


def installed(package: str) -> Path:
    """Return the folder of a package; skip the test where it is missing, but fail in CI."""
    skip_without("node", "install Node.js 20.19 or later")
    found = _FOLDER / "node_modules" / package
    if found.is_dir():
        return found
    sentence = f"{package} is not installed: run make test, or npm ci in tests/browser/node"
    if os.environ.get("CI") == "true":
        pytest.fail(sentence)
    pytest.skip(sentence)
