"""Pages as people write them, one a file, each beside what a careful reader makes of it.

`NAME.expected` has one line a talk, `start | end | title | speakers`, and above them
`# timezone: …` for the hints the page needs and `# problems: …` for the codes of what is told.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

WRITTEN = Path(__file__).parent / "written"
TODAY = date(2026, 11, 22)
NAMES = sorted(path.name for path in WRITTEN.iterdir() if path.suffix != ".expected")

Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a page is expected to give, or gives."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...]


def read(name: str) -> Imported:
    said = comments(name)
    year = said.get("year")
    hints = Hints(today=TODAY, year=int(year) if year else None, timezone=said.get("timezone", ""))
    return read_page((WRITTEN / name).read_bytes(), hints, name)


def comments(name: str) -> dict[str, str]:
    lines = (WRITTEN / f"{name}.expected").read_text("utf-8").splitlines()
    return dict(line[2:].split(": ", 1) for line in lines if line.startswith("# "))


def expected(name: str) -> Reading:
    lines = (WRITTEN / f"{name}.expected").read_text("utf-8").splitlines()
    rows = []
    for line in lines:
        if not line.startswith("# "):
            start, end, title, speakers = (cell.strip() for cell in line.split("|"))
            rows.append((start, end, title, speakers))
    return Reading(tuple(rows), tuple(comments(name).get("problems", "").split()))


def reading(imported: Imported) -> Reading:
    codes = sorted({problem.code for problem in imported.problems})
    return Reading(tuple(rows(imported)), tuple(codes))


def rows(imported: Imported) -> list[Row]:
    found = []
    for session in imported.series.sessions:
        for talk in session.talks:
            start = talk.start or (session.start if talk.kind != "poster" else None)
            end = talk.end if talk.start else session.end
            when = start.local.isoformat("T", "minutes") if start else f"{session.day or ''}"
            until = f"{end.wall:%H:%M}" if start and end else ""
            found.append((when, until, talk.title, "; ".join(map(str, talk.speakers))))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_page_is_read_as_a_careful_reader_would(name: str) -> None:
    assert reading(read(name)) == expected(name)
