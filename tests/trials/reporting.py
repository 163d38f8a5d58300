"""A plugin of pytest: gathers what came of the trials, prints it, and writes it into the papers.

Only whole trials, and only all of them together, are written.
"""

import os
import re
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.store.postgresql import find_server
from tests.trials import IS_WHOLE
from tests.trials.outcomes import Outcome, render_table

PAPER = Path(__file__).parents[2] / "docs" / "reliability.md"
NUMBERS = frozenset({*range(1, 19), 20, 21})
"""The trials of this folder; those of readers and of the web are tried elsewhere."""

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
    terminalreporter.write_line(render_table(outcomes))
    if IS_WHOLE and {one.trial for one in outcomes} == NUMBERS:
        PAPER.write_text(with_figures(PAPER.read_text("utf-8"), outcomes), "utf-8")
        terminalreporter.write_line(f"written to {PAPER.name}")


def with_figures(paper: str, outcomes: Sequence[Outcome]) -> str:
    """Return the paper with these figures in the place of others."""
    told = f"{_circumstances()}\n\n{render_table(outcomes)}\n\n"
    return _FIGURES.sub(lambda _: told, paper, count=1)


def _circumstances() -> str:
    """Return when and on what the trials were held, without naming the machine."""
    programs = find_server()
    postgresql = f"PostgreSQL {programs.parent.name}" if programs else "no PostgreSQL"
    parts = (
        f"{os.cpu_count()} cores",
        f"SQLite {sqlite3.sqlite_version} in WAL mode",
        postgresql,
        f"zone data {version('tzdata')}",
    )
    return f"Held on {datetime.now(UTC):%-d %B %Y}: {', '.join(parts)}."
