"""khal, in a process of its own: importing it turns icalendar to pytz for good.

For zone names that pytz has, khal takes pytz' data; the file's VTIMEZONE counts for others.
An event that has neither end nor length, or ends as it starts, lasts an hour for khal
(`sanitize_timerange`).
"""

import json
import subprocess
import sys
from pathlib import Path

from .entries import Entry, from_records

_CHILD = Path(__file__).parent / "khal_child.py"
_SECONDS = 120


def read(ics: bytes) -> list[Entry]:
    """Return the entries that khal has after an import of the file."""
    done = subprocess.run(
        [sys.executable, "-I", str(_CHILD)],
        input=ics,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode())
    return from_records(json.loads(done.stdout))
