"""All that is stored of one chat, for the people in it; and of somebody who organizes."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, LargeBinary, Table, delete, select, update

from bot.store import tables
from bot.store.letter_tables import letters
from bot.store.letters import NOBODY, Purpose
from bot.store.organizer_tables import drafts, pastes
from bot.store.organizers import Person

_LISTS = {"offsets", "kinds", "keywords"}  # which columns hold as JSON
_PEOPLE = (("platform", "person"), ("by_platform", "by_person"))  # columns that name somebody


def read_own_data(connection: Connection, chat_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that are about a chat, by the tables' names, as JSON can have them.

    Whatever table refers to chats is among them. Hashes of secrets are left out; of sessions that
    an alert was about, which the chat need not follow, the ids are told as hashes.
    """
    found = {}
    for table in tables.metadata.sorted_tables:
        key = table.c.id if table is tables.chats else table.c.get("chat_id")
        if key is None:
            continue
        found[table.name] = _rows(connection, table, key == chat_id)
    for row in found[tables.alerts.name]:
        row["session_id"] = sha256(row["session_id"].encode()).hexdigest()
    return found


def read_personal_data(connection: Connection, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that name somebody, by the tables' names, as JSON can have them.

    Their rights, what waits for their yes, what they wrote, and the trail of what they did. Only
    tables with such rows are there; whatever table names people is looked at.
    """
    found = {}
    for table in tables.metadata.sorted_tables:
        for platform, number in _PEOPLE:
            if platform in table.c and number in table.c and person.number:
                is_theirs = (table.c[platform] == person.platform) & (
                    table.c[number] == person.number
                )
                if rows := _rows(connection, table, is_theirs):
                    found[table.name] = rows
    return found


def forget_unpublished(connection: Connection, person: Person) -> None:
    """Delete what waits for somebody's yes, and who wrote what has left or was taken back."""
    for table in (drafts, pastes):
        is_theirs = (table.c.platform == person.platform) & (table.c.person == person.number)
        connection.execute(delete(table).where(is_theirs))
    wrote = (letters.c.by_platform == person.platform) & (letters.c.by_person == person.number)
    connection.execute(delete(letters).where(wrote, letters.c.purpose == Purpose.DRAFT.value))
    is_over = letters.c.released_at.is_not(None) | letters.c.withdrawn_at.is_not(None)
    nobody = {"by_platform": NOBODY.platform, "by_person": NOBODY.number}
    connection.execute(update(letters).where(wrote, is_over).values(**nobody))


def _rows(connection: Connection, table: Table, where: ColumnElement[bool]) -> list[dict[str, Any]]:
    columns = [one for one in table.c if not isinstance(one.type, LargeBinary)]
    rows = connection.execute(select(*columns).where(where).order_by(*columns[:3]))
    return [{name: _shown(name, value) for name, value in row.items()} for row in rows.mappings()]


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in _LISTS and value else value
