"""What html-validate finds wrong with pages."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.browser.node import installed

_CONFIGURATION = Path(__file__).parent / "node" / "htmlvalidate.json"


def complaints(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return what is wrong with pages by name, by way of an empty folder."""
    program = installed("html-validate") / "bin" / "html-validate.mjs"
    texts, told = folder / "pages", folder / "told.json"  # a pipe would have its first 64 kB alone
    texts.mkdir()
    for name, page in pages.items():
        file = texts / f"{name.strip('/').replace('/', ',').replace('?', ',') or 'index'}.html"
        assert not file.exists()
        file.write_text(page, "utf-8")
    command = ["node", str(program), "--config", str(_CONFIGURATION), "--formatter", f"json={told}"]
    done = subprocess.run(
        [*command, str(texts)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stderr == ""
    return [
        f"{Path(file['filePath']).name}:{found['line']}: {found['ruleId']}: {found['message']}"
        for file in json.loads(told.read_text())
        for found in file["messages"]
    ]
