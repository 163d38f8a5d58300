"""Migrations: none is missing, and each earlier form of the tables is upgraded with its data."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, table

from bot.store.engine import Store, open_store
from bot.store.schema import (
    letter_tables,
    notice_tables,
    organizer_tables,
    page_tables,
    speaker_tables,
    watched_tables,
)
from tests.store.upgrading import DATA, REVISIONS, fill, upgrade

TABLES = (
    letter_tables,
    notice_tables,
    organizer_tables,
    page_tables,
    speaker_tables,
    watched_tables,
)  # imported, so known


def test_no_migration_is_missing(store: Store) -> None:
    with store.reading() as connection:
        options = {"compare_type": True, "include_name": _is_of_both}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, TABLES[0].metadata) == []


def test_every_revision_has_data_to_upgrade() -> None:
    assert sorted(path.stem for path in DATA.glob("*.sql")) == REVISIONS


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_revision_is_upgraded_with_its_data(database: str, revision: str) -> None:
    with open_store(database) as store:
        upgrade(store, revision)
        assert store.is_current() == (revision == REVISIONS[-1])
        fill(store, revision)
        before = _counts(store)
        store.migrate()
        assert store.is_current()
        after = _counts(store)
    assert before
    assert {name: after[name] for name in before} == before


def test_migrating_twice_changes_nothing(store: Store) -> None:
    store.migrate()
    assert store.is_current()


def _is_of_both(name: str | None, kind: str, _: object) -> bool:
    """Leave out the words for searches, which are another table in each database."""
    return kind != "table" or not (name or "").startswith("found_words")


def _counts(store: Store) -> dict[str, int]:
    """Return how many rows each table has that has any."""
    with store.reading() as connection:
        names = connection.dialect.get_table_names(connection)
        counts = {
            name: int(
                connection.execute(select(func.count()).select_from(table(name))).scalar_one()
            )
            for name in names
            if name != "alembic_version"
        }
    return {name: found for name, found in counts.items() if found}
