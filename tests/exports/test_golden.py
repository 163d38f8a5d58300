"""What exports look like, case by case: a new case is a new folder in `tests/golden/exports/`.

A folder holds `definition.yaml` and the files that come of it, each named after a view below.
`TALKBELL_WRITE_GOLDEN=1 pytest tests/exports/test_golden.py` writes them anew: read the diff.
"""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.audience import Audience, seen_by
from bot.domain.series import Series
from bot.exports.frab import render_frab
from bot.exports.ics import CalendarView, Per, render_ics
from bot.exports.json import render_json
from bot.sources.definition import read_definition

CASES = Path(__file__).parents[1] / "golden" / "exports"
VIEWS = {
    "public.ics": CalendarView(),
    "subscribers.ics": CalendarView(audience=Audience.SUBSCRIBERS),
    "per-session.ics": CalendarView(per=Per.SESSION),
    "per-talk-with-alarms.ics": CalendarView(
        per=Per.TALK,
        alarms=(timedelta(minutes=15), timedelta(days=1)),
        source_url="https://feeds.example/a.ics",
    ),
}


def read_case(case: str) -> Series:
    series, problems = read_definition((CASES / case / "definition.yaml").read_bytes(), case)
    assert series is not None, problems
    return series


def cases() -> list[str]:
    return sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def same_as_golden(path: Path, made: bytes) -> bool:
    if os.environ.get("TALKBELL_WRITE_GOLDEN"):
        path.write_bytes(made)
    return path.read_bytes() == made


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("case", cases())
def test_calendar_is_the_golden_one(case: str, view: str) -> None:
    made = render_ics([read_case(case)], VIEWS[view])
    assert same_as_golden(CASES / case / view, made)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("case", cases())
def test_json_is_the_golden_one(case: str, audience: Audience) -> None:
    made = render_json([read_case(case)], audience)
    assert same_as_golden(CASES / case / f"{audience.value}.json", made)


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("case", cases())
def test_schedule_in_xml_is_the_golden_one(case: str, audience: Audience) -> None:
    made = render_frab(seen_by(read_case(case), audience))
    assert same_as_golden(CASES / case / f"{audience.value}.xml", made)


@pytest.mark.parametrize("case", cases())
def test_same_series_gives_same_bytes_in_any_order_of_sessions(case: str) -> None:
    series = read_case(case)
    turned = Series(
        **{name: getattr(series, name) for name in series.__slots__ if name != "sessions"},
        sessions=series.sessions[::-1],
    )
    assert render_ics([turned], CalendarView()) == render_ics([series], CalendarView())
    assert render_frab(turned) == render_frab(series)
