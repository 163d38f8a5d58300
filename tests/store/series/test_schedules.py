"""Series are read whole, or what was written since they were read before."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.flows.ingest import sync
from bot.store.engine import Store
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import load_series

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
BEFORE = """
title: Reading group
timezone: Europe/Zurich
sessions:
  - {id: one, start: 2026-03-09 16:30, end: 17:30, speaker: Ada Example, title: On sets}
  - {id: two, start: 2026-03-16 16:30, end: 17:30, speaker: Bob Example, title: On rings}
  - {id: three, start: 2026-03-23 16:30, end: 17:30, speaker: Eve Example, title: On fields}
"""
AFTER = """
title: Reading group
timezone: Europe/Zurich
sessions:
  - {id: one, start: 2026-03-09 16:30, end: 17:30, speaker: Ada Example, title: On sets}
  - {id: two, start: 2026-03-17 16:30, end: 17:30, speaker: Bob Example, title: On ideals}
  - {id: four, start: 2026-03-30 16:30, end: 17:30, speaker: Cleo Example, title: On groups}
"""


def stored(store: Store, folder: Path, text: str) -> StoredSeries:
    (folder / "group.yaml").write_text(text)
    sync(store, [folder], now=NOW)
    return loaded(store)


def loaded(store: Store, known: StoredSeries | None = None) -> StoredSeries:
    with store.reading() as connection:
        found = load_series(connection, "group", known)
    assert found
    return found


def test_what_was_written_since_is_read(store: Store, tmp_path: Path) -> None:
    before = stored(store, tmp_path, BEFORE)
    after = stored(store, tmp_path, AFTER)
    assert loaded(store, before) == after
    assert [one.session.id for one in after.sessions] == ["one", "two", "three", "four"]


def test_what_is_known_is_not_read_again(store: Store, tmp_path: Path) -> None:
    before = stored(store, tmp_path, BEFORE)
    stored(store, tmp_path, AFTER)
    kept = [a is b for a, b in zip(loaded(store, before).sessions, before.sessions, strict=False)]
    assert kept == [True, False, False]


def test_what_is_known_of_a_later_version_does_not_count(store: Store, tmp_path: Path) -> None:
    before = stored(store, tmp_path, BEFORE)
    later = replace(before, version=before.version + 1, sessions=before.sessions[:1])
    assert loaded(store, later) == before
