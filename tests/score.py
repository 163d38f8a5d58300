"""How much of real pages is read right: `python -m tests.score` (`make score`).

Reads the pages beside the checkout (`../shared/pages`, or TALKBELL_SHARED) with the hints that each
needs, and compares with what a careful reader expects: `expected/NAME.json`. A start is wrong if it
is another one than expected (or in a zone with another offset) and no problem stands on its line.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.moments import Moment
from bot.domain.series import Session, Talk
from bot.sources.imported import Hints, Imported
from bot.sources.page import read_page

TODAY = date(2026, 11, 22)
WANTED = 0.95


def shared() -> Path:
    beside = Path(__file__).resolve().parents[2] / "shared"
    return Path(os.environ.get("TALKBELL_SHARED", beside))


@dataclass(frozen=True)
class Score:
    name: str
    expected: int
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    found: int


def scores() -> Iterator[Score]:
    pages = shared() / "pages"
    for path in sorted((pages / "expected").glob("*.json")):
        yield score(json.loads(path.read_text("utf-8")), pages)


def score(wanted: dict[str, Any], pages: Path) -> Score:
    imported = read_page((pages / wanted["doc"]).read_bytes(), hints_of(wanted), wanted["doc"])
    found = [(s, t) for s in imported.series.sessions for t in s.talks]
    told = {problem.line for problem in imported.problems}
    right, wrong, missed = 0, [], []
    for talk in wanted["talks"]:
        same = [(s, t) for s, t in found if plain(t.title) == plain(talk["title"])]
        if any(fits(s, t, talk, wanted) for s, t in same):
            right += 1
            continue
        missed.append(f"{talk['start']} {talk['title']}")
        for session, one in same:
            lines = {imported.lines[session.id], imported.talk_lines[session.id, one.id]}
            if start_of(session, one) is not None and len(same) == 1 and not lines & told:
                wrong.append(f"{start_of(session, one)} for {talk['start']} {talk['title']}")
    return Score(
        wanted["doc"], len(wanted["talks"]), right, tuple(wrong), tuple(missed), len(found)
    )


def hints_of(wanted: dict[str, Any]) -> Hints:
    needs = {key: text for need in wanted["needs"] for key, text in need.items()}
    year = re.match(r"\d{4}", needs.get("year", ""))
    zone = re.match(r"[\w+-]+/[\w+-/]+", needs.get("zone", ""))
    return Hints(today=TODAY, year=int(year[0]) if year else None, timezone=zone[0] if zone else "")


def fits(session: Session, talk: Talk, wanted: dict[str, Any], page: dict[str, Any]) -> bool:
    start = start_of(session, talk)
    if wanted["start"] is None or start is None:
        return start is None and wanted["start"] is None
    if isinstance(start, Moment):
        same = start.wall == datetime.fromisoformat(wanted["start"]) and "T" in wanted["start"]
        zone = page["zone"]
        return same and (
            not zone
            or start.local.utcoffset() == start.wall.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        )
    return f"{start:%Y-%m-%dT%H:%M}"[: len(wanted["start"])] == wanted["start"]


def start_of(session: Session, talk: Talk) -> Moment | datetime | date | None:
    if talk.start or session.start:
        return talk.start or session.start
    clock = talk.clock or session.clock
    if session.day and clock:
        return datetime.combine(session.day, clock.start)
    return session.day


def plain(text: str) -> str:
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(text.casefold().split()).strip("\"'. ")


def imported_page(wanted: dict[str, Any], pages: Path) -> Imported:
    return read_page((pages / wanted["doc"]).read_bytes(), hints_of(wanted), wanted["doc"])


def main() -> int:
    if not (shared() / "pages").is_dir():
        print(f"no pages in {shared()}; set TALKBELL_SHARED")
        return 0
    total = right = wrong = 0
    for one in scores():
        total, right, wrong = total + one.expected, right + one.right, wrong + len(one.wrong)
        share = one.right / one.expected
        print(f"{one.right:3} of {one.expected:3}  {share:6.1%}  {one.name} ({one.found} talks)")
        for text in one.missed:
            print(f"          missed: {text}")
        for text in one.wrong:
            print(f"          WRONG:  {text}")
    share = right / total
    print(f"{right:3} of {total:3}  {share:6.1%}  in all; {wrong} wrong without a problem there")
    return 0 if share >= WANTED and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())
