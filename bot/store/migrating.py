"""Bringing the tables to the form of this version, and whether they have it."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

_MIGRATIONS = Path(__file__).parent / "migrations"
_VERSIONS = "alembic_version"  # the table in which Alembic notes what was done


def is_newest(connection: Connection) -> bool:
    """Whether the tables have the form that this version needs."""
    if not inspect(connection).has_table(_VERSIONS):
        return False
    found = connection.execute(text(f"SELECT version_num FROM {_VERSIONS}")).scalars().all()  # noqa: S608 - no word of others
    return found == [newest_revision()]


def newest_revision() -> str:
    """Return the last of the migrations, whose files are named and sorted by their revisions."""
    return max(file.name for file in (_MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def upgrade(connection: Connection) -> None:
    """Run the migrations that the tables lack."""
    from alembic import command  # noqa: PLC0415 - slow to load, and needed once a version
    from alembic.config import Config  # noqa: PLC0415

    configuration = Config()
    configuration.set_main_option("script_location", str(_MIGRATIONS))
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")
