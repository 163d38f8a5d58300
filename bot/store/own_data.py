"""All that is stored of one chat, for the people in it; and of somebody who organizes."""

import json
from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    LargeBinary,
    Select,
    Table,
    delete,
    exists,
    select,
    update,
)

from bot.store.delivery.letters import NOBODY, Purpose
from bot.store.organizing.organizers import Person
from bot.store.organizing.proposals import proposed_by
from bot.store.schema import tables
from bot.store.schema.letter_tables import letters
from bot.store.schema.organizer_tables import audit, drafts, organizers, pastes
from bot.store.schema.page_tables import page_keys
from bot.store.schema.speaker_tables import nag_rules, nags, proposals, questions, speaker_links

_LISTS = {"offsets", "kinds", "keywords"}  # which columns hold as JSON
_PROPOSED = "proposed by "
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
    tables with such rows are there; whatever table names people is looked at. Nobody else is named.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for table in tables.metadata.sorted_tables:
        for platform, number in _PEOPLE:
            if platform in table.c and number in table.c and person.number:
                is_theirs = (table.c[platform] == person.platform) & (
                    table.c[number] == person.number
                )
                if rows := _rows(connection, table, is_theirs, _others(platform)):
                    found.setdefault(table.name, []).extend(rows)
    if rows := _rows(connection, proposals, proposals.c.link_id.in_(_links_of(person))):
        found[proposals.name] = rows
    acts = found.get(audit.name, [])
    for row in acts:
        if row["about"].startswith(_PROPOSED):
            row["about"] = proposed_by(None)
    who_approved = {audit.c.platform.name, audit.c.person.name, audit.c.name.name}
    if person.number and (rows := _rows(connection, audit, _names(person), who_approved)):
        found[audit.name] = [*acts, *rows]
    return found


def _names(speaker: Person) -> ColumnElement[bool]:
    """Tell whether a line of the trail says who proposed what an organizer published."""
    return audit.c.about == proposed_by(speaker)


def _others(platform: str) -> set[str]:
    """Return the columns that name whoever else a row is about."""
    return {name for pair in _PEOPLE for name in pair if platform not in pair}


def _links_of(person: Person) -> Select[tuple[int]]:
    is_there = speaker_links.c.platform == person.platform
    is_theirs = is_there & (speaker_links.c.person == person.number)
    return select(speaker_links.c.id).where(is_theirs & (speaker_links.c.person != ""))


def forget_unpublished(connection: Connection, person: Person) -> None:
    """Delete what waits for somebody's yes or answer, and how they are reminded of what is missing.

    Talks of their own are not theirs to fill in any more, and what they proposed is gone, and from
    the trail that it was they. What has left or was taken back names them no more. Of what they
    still organize, it is kept of what they were reminded, which would come again.
    """
    unnamed = update(audit).where(_names(person)).values(about=proposed_by(None))
    connection.execute(unnamed)
    connection.execute(delete(proposals).where(proposals.c.link_id.in_(_links_of(person))))
    connection.execute(delete(speaker_links).where(speaker_links.c.id.in_(_links_of(person))))
    organized = exists().where(
        organizers.c.series_id == nags.c.series_id,
        organizers.c.platform == person.platform,
        organizers.c.person == person.number,
    )
    is_nagged = (nags.c.platform == person.platform) & (nags.c.person == person.number)
    connection.execute(delete(nags).where(is_nagged & ~organized))
    for table in (drafts, pastes, questions, nag_rules, page_keys):
        is_theirs = (table.c.platform == person.platform) & (table.c.person == person.number)
        connection.execute(delete(table).where(is_theirs))
    wrote = (letters.c.by_platform == person.platform) & (letters.c.by_person == person.number)
    connection.execute(delete(letters).where(wrote, letters.c.purpose == Purpose.DRAFT.value))
    is_over = letters.c.released_at.is_not(None) | letters.c.withdrawn_at.is_not(None)
    nobody = {"by_platform": NOBODY.platform, "by_person": NOBODY.number}
    connection.execute(update(letters).where(wrote, is_over).values(**nobody))


def _rows(
    connection: Connection,
    table: Table,
    where: ColumnElement[bool],
    without: Collection[str] = (),
) -> list[dict[str, Any]]:
    shown = [one for one in table.c if one.name not in without]
    columns = [one for one in shown if not isinstance(one.type, LargeBinary)]
    rows = connection.execute(select(*columns).where(where).order_by(*columns[:3]))
    return [{name: _shown(name, value) for name, value in row.items()} for row in rows.mappings()]


def _shown(name: str, value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, datetime):
        return value.isoformat()
    return json.loads(value) if name in _LISTS and value else value
