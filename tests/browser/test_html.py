"""Every page is HTML by the word of html-validate."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.browser.node import installed
from tests.browser.places import EVERYWHERE
from tests.web.site import Site

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

CONFIGURATION = Path(__file__).parent / "node" / "htmlvalidate.json"


def complaints(folder: Path) -> list[str]:
    """Return what is wrong with the files of a folder."""
    program = installed("html-validate") / "bin" / "html-validate.mjs"
    told = folder.with_suffix(".json")  # a pipe would have the first 64 kB alone
    command = ["node", str(program), "--config", str(CONFIGURATION), "--formatter", f"json={told}"]
    done = subprocess.run(
        [*command, str(folder)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    return [
        f"{Path(file['filePath']).name}:{found['line']}: {found['ruleId']}: {found['message']}"
        for file in json.loads(told.read_text())
        for found in file["messages"]
    ]


def test_pages_are_html(shown: Site, tmp_path: Path) -> None:
    for place in EVERYWHERE:
        answer = shown.get(place.path, accept="text/html")
        assert answer.status == place.status
        file = tmp_path / f"{place.path.strip('/').replace('/', '-') or 'index'}.html"
        assert not file.exists()
        file.write_text(answer.text, "utf-8")
    assert complaints(tmp_path) == []


def test_validator_complains_of_what_is_wrong(tmp_path: Path) -> None:
    wrong = "<!doctype html><html lang=en><title>x</title><p><div style='color: red'></p>"
    (tmp_path / "wrong.html").write_text(wrong)
    assert complaints(tmp_path)
