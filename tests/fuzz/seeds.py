"""Where fuzzing begins: the project's own schedules, fixtures and golden files as they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.sources import test_frab, test_ics, test_table

ROOT = Path(__file__).parents[2]
PAGES = "tests/sources/page/fixtures"
CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\n{}BEGIN:VEVENT\n{}END:VEVENT\nEND:VCALENDAR\n"
_SHORT = 80  # characters: what a phrase may have


FILES = {
    "definition": ("schedules/*.yaml", "tests/golden/**/*.yaml"),
    "page-text": (f"{PAGES}/*.txt",),
    "page-markdown": (f"{PAGES}/*.md",),
    "page-html": (f"{PAGES}/*.html",),
    "ics": ("tests/golden/**/*.ics",),
    "series-json": ("tests/golden/**/*.json",),
}
TEXTS = {
    "ics": (CALENDAR.format(test_ics.OUTLOOK_ZONE, test_ics.WEEKLY),),
    "frab-xml": (test_frab.PRETALX, test_frab.BOMB),
    "frab-json": (json.dumps(test_frab.FRAB),),
    "table": (test_table.ENGLISH, test_table.ENGLISH.replace(",", ";")),
}


def seeds_of(reader: str) -> list[bytes]:
    """Return the documents that a reader begins with, each once."""
    kinds = [*FILES, *TEXTS] if reader == "import" else [reader]
    found = list(_phrases()) if reader == "phrases" else []
    for kind in dict.fromkeys(kinds):
        found += _files(*FILES.get(kind, ()))
        found += [text.encode() for text in TEXTS.get(kind, ())]
    return list(dict.fromkeys(found))


def _files(*patterns: str) -> Iterator[bytes]:
    for pattern in patterns:
        yield from (path.read_bytes() for path in sorted(ROOT.glob(pattern)))


def _phrases() -> Iterator[bytes]:
    """Yield the short lines with a digit, and what stands in code in the book of zones."""
    for data in _files(f"{PAGES}/*.txt", "schedules/*.yaml"):
        lines = (line.strip() for line in data.decode().splitlines())
        yield from (
            line.encode() for line in lines if len(line) < _SHORT and re.search(r"\d", line)
        )
    book = (ROOT / "docs" / "zones.md").read_text("utf-8")
    yield from (text.encode() for text in re.findall(r"`([^`\n]{1,40})`", book))
