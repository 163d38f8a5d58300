"""Where fuzzing begins: the project's own schedules, fixtures and golden files, read as they are."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.readers import READERS
from tests.sources import test_frab, test_ics, test_table

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "tests" / "sources" / "page" / "fixtures"
GOLDEN = ROOT / "tests" / "golden"
CALENDAR = "BEGIN:VCALENDAR\nVERSION:2.0\n{}BEGIN:VEVENT\n{}END:VEVENT\nEND:VCALENDAR\n"
_SHORT = 80  # characters: what a phrase may have


def seeds_of(reader: str) -> list[bytes]:
    """Return the documents that a reader begins with, each once."""
    if reader == "import":
        found = (seed for name in READERS if name not in {"import", "phrases"} for seed in _seeds(name))
    else:
        found = _seeds(reader)
    return list(dict.fromkeys(found))


def _seeds(reader: str) -> Iterator[bytes]:
    match reader:
        case "definition":
            yield from _files(ROOT / "schedules", "*.yaml")
            yield from _files(GOLDEN, "**/*.yaml")
        case "phrases":
            yield from _phrases()
        case "page-text":
            yield from _files(PAGES, "*.txt")
        case "page-markdown":
            yield from _files(PAGES, "*.md")
        case "page-html":
            yield from _files(PAGES, "*.html")
        case "ics":
            yield from _files(GOLDEN, "**/*.ics")
            yield CALENDAR.format(test_ics.OUTLOOK_ZONE, test_ics.WEEKLY).encode()
        case "frab-xml":
            yield from (text.encode() for text in (test_frab.PRETALX, test_frab.BOMB))
        case "frab-json":
            yield json.dumps(test_frab.FRAB).encode()
        case "table":
            yield test_table.ENGLISH.encode()
            yield test_table.ENGLISH.replace(",", ";").encode()
        case "series-json":
            yield from _files(GOLDEN, "**/*.json")


def _files(folder: Path, pattern: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(folder.glob(pattern)))


def _phrases() -> Iterator[bytes]:
    """Yield the short lines with a digit, and what stands in code in the book of zones."""
    for data in (*_files(PAGES, "*.txt"), *_files(ROOT / "schedules", "*.yaml")):
        lines = (line.strip() for line in data.decode().splitlines())
        yield from (line.encode() for line in lines if len(line) < _SHORT and re.search(r"\d", line))
    book = (ROOT / "docs" / "zones.md").read_text("utf-8")
    yield from (text.encode() for text in re.findall(r"`([^`\n]{1,40})`", book))
