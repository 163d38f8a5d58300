"""A plugin of pytest: gathers what came of the trials, prints it, and writes it into the papers.

Whole trials alone are written, in the place of what came of the same ones before.
"""

import os
import re
import sqlite3
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.store.postgresql import find_server
from tests.trials import IS_WHOLE
from tests.trials.outcomes import Outcome, read_table, render_table

PAPER = Path(__file__).parents[2] / "docs" / "reliability.md"
_PROPERTY = "trial"
_FIGURES = re.compile(r"(?<=<!-- figures -->\n).*?(?=<!-- end of figures -->)", re.DOTALL)


def property_of(outcome: Outcome) -> tuple[str, dict[str, Any]]:
    """Return an outcome as what a test notes about itself, which goes from process to process."""
    names = Outcome.__dataclass_fields__
    return _PROPERTY, {name: getattr(outcome, name) for name in names}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print what came of the trials; write it, if all were whole."""
    outcomes = [
        Outcome(**value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == _PROPERTY
    ]
    if not outcomes:
        return
    terminalreporter.section("trials")
    terminalreporter.write_line(render_table(one.cells for one in outcomes))
    if IS_WHOLE:
        PAPER.write_text(with_figures(PAPER.read_text("utf-8"), outcomes), "utf-8")
        terminalreporter.write_line(f"written to {PAPER.name}")


def with_figures(paper: str, outcomes: Sequence[Outcome]) -> str:
    """Return the paper with these figures in the place of others of the same trials."""
    held = {str(one.trial) for one in outcomes}
    kept = [row for row in read_table(paper) if row[0] not in held]
    table = render_table([*kept, *(one.cells for one in outcomes)])
    return _FIGURES.sub(lambda _: f"{_circumstances()}\n\n{table}\n\n", paper, count=1)


def _circumstances() -> str:
    """Return on what the trials were held, without naming the machine."""
    programs = find_server()
    postgresql = f"PostgreSQL {programs.parent.name}" if programs else "no PostgreSQL"
    parts = (
        f"{os.cpu_count()} cores",
        f"SQLite {sqlite3.sqlite_version} in WAL mode",
        postgresql,
        f"zone data {version('tzdata')}",
    )
    return f"Held on {', '.join(parts)}."
