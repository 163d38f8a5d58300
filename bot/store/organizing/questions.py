"""What somebody was asked in a chat: their next words there are the end of a command."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from bot.store.organizing.organizers import Person
from bot.store.schema.speaker_tables import questions

_WAITS = timedelta(hours=1)


def ask(
    connection: Connection, person: Person, address: str, command: str, *, now: datetime
) -> None:
    """Note the command that somebody's next words in a chat complete; it waits for an hour."""
    connection.execute(delete(questions).where(questions.c.asked_at <= now - _WAITS))
    connection.execute(delete(questions).where(_of(person, address)))
    values = {"platform": person.platform, "person": person.number, "address": address}
    connection.execute(insert(questions).values(**values, command=command, asked_at=now))


def find_question(connection: Connection, person: Person, address: str, *, now: datetime) -> str:
    """Return the command that somebody's words in a chat complete; nothing if they were not asked.

    Who hides behind a chat never is.
    """
    if not person.number:
        return ""
    is_open = _of(person, address) & (questions.c.asked_at > now - _WAITS)
    return connection.execute(select(questions.c.command).where(is_open)).scalar() or ""


def forget_question(connection: Connection, person: Person, address: str) -> None:
    """Take words as they are again."""
    connection.execute(delete(questions).where(_of(person, address)))


def _of(person: Person, address: str) -> ColumnElement[bool]:
    return (
        (questions.c.platform == person.platform)
        & (questions.c.person == person.number)
        & (questions.c.address == address)
    )
