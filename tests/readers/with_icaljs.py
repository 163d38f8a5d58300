"""ical.js, the engine of Thunderbird: zones come from the file's VTIMEZONEs and nowhere else."""

import json
import shutil
import subprocess
from pathlib import Path

from .entries import Entry, from_records

_FOLDER = Path(__file__).parent / "icaljs"
_SECONDS = 60


def missing() -> str:
    """Return why ical.js cannot be run here, or nothing."""
    if not shutil.which("node"):
        return "ical.js needs Node.js"
    if not (_FOLDER / "node_modules" / "ical.js").is_dir():
        return f"ical.js is not installed: run npm ci in {_FOLDER}"
    return ""


def read(ics: bytes) -> list[Entry]:
    """Return the entries that ical.js reads."""
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, str(_FOLDER / "read.mjs")],
        input=ics,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return from_records(json.loads(done.stdout))
