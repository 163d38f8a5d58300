"""Commands, run in this process and in a folder of their own."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main

SEMINAR = """\
id: seminar
title: Seminar on Everything
timezone: CEST
place: Lausanne, CH
remind: [1 day, 1 hour]
duration: 1 hour
sessions:
  - id: first
    start: 2021-06-28 16:30
    join: {url: "https://meet.example/j/123456789", passcode: s3cret}
    title: On Examples
    speaker: Ada Example (Université d’Exemple)
    abstract: An abstract.
  - id: second
    start: 2021-07-05 16:30
    speaker: Bela Beispiel
  - start: TBD
    speaker: Chiara Esempio
"""
WORKSHOP = """\
id: workshop
title: Workshop of One Day
timezone: PDT
sessions:
  - id: day
    start: 2021-06-14 08:30
    end: 18:00
    title: The Day
    talks:
      - {at: 08:30-09:00, title: Opening}
      - {at: 09:00-10:00, title: Keynote, speaker: Dana Exemple}
"""
BROKEN = """\
id: broken
title: Broken
timezone: IST
colr: teal
sessions:
  - start: TBD
    title: A talk
"""


@dataclass(frozen=True)
class Ran:
    """What a command gave: its exit code, and what it wrote to stdout and to stderr."""

    code: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with the definitions of a seminar and of a workshop."""
    for name in [name for name in os.environ if name.startswith("TALKBELL_")]:
        if name != "TALKBELL_WRITE_GOLDEN":
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "schedules").mkdir()
    (tmp_path / "schedules" / "seminar.yaml").write_text(SEMINAR, "utf-8")
    (tmp_path / "schedules" / "workshop.yaml").write_text(WORKSHOP, "utf-8")
    return tmp_path


@pytest.fixture
def talkbell(folder: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Return what runs a command in `folder`."""
    del folder

    def run(*arguments: str) -> Ran:
        capsys.readouterr()
        try:
            code = main(arguments)
        except SystemExit as wish:  # argparse has its own way out
            code = int(wish.code or 0)
        return Ran(code, *capsys.readouterr())

    return run
