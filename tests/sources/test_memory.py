"""The largest documents that are let in, of what takes most memory: all are read within bounds.

Each is read in a process of its own that may not have more; what asks for more fails there with a
MemoryError, whatever the machine has.
"""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from bot.sources.fetched import MOST_BYTES
from bot.sources.yaml_tree import MOST_BYTES as MOST_YAML

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 640 * 1024 * 1024  # of addresses, of which a bare Python with our libraries takes 150
PAGE = 4_000_000
MARKDOWN = 1_000_000
CELLS = 497_000  # as many tags as are read
READ = """
import contextlib, sys
from datetime import date
from bot.errors import TalkbellError
from bot.flows.imports.importing import Source, import_source
from bot.sources.definition import read_definition
from bot.sources.imported import Hints

name, data = sys.argv[1], sys.stdin.buffer.read()
if name.endswith(".yaml"):
    read_definition(data, name)
else:
    with contextlib.suppress(TalkbellError):
        import_source(Source(data, name), Hints(today=date(2026, 11, 22)))
"""
HEAVY = {
    "lines of text": ("a.txt", b"", b"10:00 Ada " * 41 + b"\n", PAGE),
    "emphasis of Markdown": ("a.md", b"", b"*a **b ", MARKDOWN),
    "cells of HTML": ("a.html", b"<table>", b"<tr>" + b"<td>x" * 39, CELLS),
    "properties of a calendar": ("a.ics", b"BEGIN:VCALENDAR\n", b"A:\n", MOST_BYTES),
    "columns of a table": ("a.csv", b"Title\n", b",", MOST_BYTES),
    "mappings of JSON": ("a.json", b'{"series":{},"sessions":[', b"{},", MOST_BYTES),
    "elements of XML": ("a.xml", b"<schedule>", b"<a/>", MOST_BYTES),
    "text of YAML": ("a.yaml", b"title: ", "🔔".encode(), MOST_YAML),
}
CLOSING = {"mappings of JSON": b"{}]}", "elements of XML": b"</schedule>"}


def limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not bound memory so")
@pytest.mark.parametrize("what", HEAVY)
def test_largest_document_is_read_within_bounded_memory(what: str) -> None:
    name, head, piece, size = HEAVY[what]
    closing = CLOSING.get(what, b"")
    data = head + piece * ((size - len(head) - len(closing)) // len(piece)) + closing
    done = subprocess.run(
        [sys.executable, "-c", READ, name],
        input=data,
        cwd=ROOT,
        capture_output=True,
        check=False,
        preexec_fn=limit_memory,
        timeout=120,
    )
    assert (done.returncode, done.stderr[-2000:]) == (0, b"")
