"""Our calendars say to every reader what the series say: start, end, title, place, text, status."""

from pathlib import Path

import pytest

from bot.domain.audience import Audience
from bot.domain.series import Series
from bot.exports.ics import CalendarView, Per, render_ics
from bot.sources.definition import read_definition

from . import READERS, Entry, Reader

ROOT = Path(__file__).parents[2]
FILES = [
    *sorted((ROOT / "schedules").glob("*.yaml")),
    *sorted((ROOT / "tests" / "golden" / "exports").glob("*/definition.yaml")),
]
VIEW = CalendarView(audience=Audience.SUBSCRIBERS, per=Per.SESSION)
STATUS = {"scheduled": "CONFIRMED", "tentative": "TENTATIVE", "cancelled": "CANCELLED"}


def name_of(path: Path) -> str:
    return path.parent.name if path.name == "definition.yaml" else path.stem


def read_file(path: Path) -> Series:
    series, problems = read_definition(path.read_bytes(), path.name)
    assert series is not None, problems
    return series


def read_by(reader: Reader, made: bytes) -> list[Entry]:
    if why := reader.missing():
        pytest.skip(why)
    return reader.read(made)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_reader_finds_every_session(path: Path, reader: Reader) -> None:
    series = read_file(path)
    entries = read_by(reader, render_ics([series], VIEW))
    found = [(entry.start_utc, entry.end_utc, entry.status) for entry in entries]
    assert sorted(found) == sorted(
        (start.at, (session.end or start).at, STATUS[session.status.value])
        for session, start in series.scheduled()
    )
    titles = {session.title or series.title for session, _ in series.scheduled()}
    assert all(any(title_in(title, entry) for entry in entries) for title in titles)


def title_in(title: str, entry: Entry) -> bool:
    """Tell whether an entry has a title, as far as it has no LaTeX in it."""
    return title.partition("$")[0].strip() in entry.summary


@pytest.mark.parametrize("per", [None, *Per], ids=str)
@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_readers_agree(path: Path, per: Per | None) -> None:
    made = render_ics([read_file(path)], CalendarView(audience=Audience.SUBSCRIBERS, per=per))
    readers = [reader for reader in READERS if not reader.missing()]
    answers = {reader.name: reader.read(made) for reader in readers}
    first = answers.pop(readers[0].name)
    assert first
    assert answers == dict.fromkeys(answers, first)
