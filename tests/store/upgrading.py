"""Databases as earlier versions made them: each form of the tables, with rows in it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.store import engine
from bot.store.engine import Store

SCRIPTS = ScriptDirectory(str(Path(engine.__file__).parent / "migrations"))
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
DATA = Path(__file__).parent / "revisions"  # REVISION.sql: rows that such a database may hold


def upgrade(store: Store, revision: str) -> None:
    """Bring the tables to the form that they had in a revision."""
    with store.writing() as connection:
        configuration = Config()
        configuration.set_main_option("script_location", str(SCRIPTS.dir))
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, revision)


def fill(store: Store, revision: str) -> None:
    """Put the rows of a revision into its tables."""
    with store.writing() as connection:
        for statement in (DATA / f"{revision}.sql").read_text().split(";\n"):
            if statement.strip():
                connection.execute(text(statement))
