"""All that is stored of one chat, for the people in it."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, LargeBinary, select

from bot.store import tables
from bot.store.letter_tables import letters

_LISTS = {"offsets", "kinds", "keywords"}  # which columns hold as JSON


def read_own_data(connection: Connection, chat_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that are about a chat, by the tables' names, as JSON can have them.

    Whatever table refers to chats is among them, and what an organizer wrote. Hashes of secrets are
    left out; of sessions that an alert was about, which the chat need not follow, the ids are told
    as hashes.
    """
    found = {}
    for table in tables.metadata.sorted_tables:
        key = table.c.id if table is tables.chats else table.c.get("chat_id")
        if key is None:
            continue
        columns = [one for one in table.c if not isinstance(one.type, LargeBinary)]
        rows = connection.execute(select(*columns).where(key == chat_id).order_by(*columns[:3]))
        found[table.name] = [
            {name: _shown(name, value) for name, value in row.items()} for row in rows.mappings()
        ]
    found[letters.name] = _written(connection, chat_id)
    for row in found[tables.alerts.name]:
        row["session_id"] = sha256(row["session_id"].encode()).hexdigest()
    return found


def _written(connection: Connection, chat_id: int) -> list[dict[str, Any]]:
    """Return what the person of a private chat has written as an organizer."""
    chats = tables.chats
    is_its = (letters.c.by_platform == chats.c.platform) & (letters.c.by_person == chats.c.address)
    query = select(letters).join(chats, is_its).where(chats.c.id == chat_id).order_by(letters.c.id)
    return [
        {name: _shown(name, value) for name, value in row.items()}
        for row in connection.execute(query).mappings()
    ]


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in _LISTS and value else value
