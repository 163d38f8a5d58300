"""Letters: messages that somebody wrote to those who follow a series, or that organizers get.

A letter says what; a delivery of the kind `letter`, with its number as `subject`, says to whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    bindparam,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.store.delivery.deliveries import DeliveryStatus, Kind
from bot.store.organizing.organizers import Person
from bot.store.schema import tables
from bot.store.schema.columns import count_of, instant, seconds
from bot.store.schema.letter_tables import letters
from bot.store.schema.organizer_tables import organizers
from bot.store.schema.speaker_tables import speaker_links
from bot.store.schema.upsert import count_inserted, insert_missing

_AT_LEAST = 3600  # seconds for which a letter has a use once it is owed


class Purpose(StrEnum):
    """What a letter is for. Those in neither set below go to organizers of its series alone.

    Each is composed by a function of its own (`flows/delivery/letter_composing.py`).
    """

    ANNOUNCEMENT = "announcement"  # what an organizer has to say to those who follow
    DRAFT = "draft"  # an announcement that waits for a yes of who wrote it
    TRIAL = "trial"  # an announcement, to who wrote it alone
    UNSENT = "unsent"  # that an announcement was not sent, and why
    PAGE_QUESTION = "page question"  # whether what an address says now is meant
    PAGE_TROUBLE = "page trouble"  # that an address cannot be read, or can again
    NAG = "nag"  # what an organizer's sessions lack
    PROPOSAL = "proposal"  # what a speaker says of their talk, to be approved
    ANSWER = "answer"  # what came of that, to the speaker


NOBODY = Person("", "")
"""Who writes at the command line; and we ourselves."""

TO_FOLLOWERS = frozenset({Purpose.ANNOUNCEMENT})
TO_SPEAKERS = frozenset({Purpose.ANSWER})
OF_SEVERAL = frozenset({Purpose.NAG})  # series: for each, the right is asked where it is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message to several chats. All times are aware UTC instants, kept to the second.

    `content` is JSON text (`schema/codec.py: to_json`) of the purpose's own value, which it alone
    reads. `by` wrote it. Of letters of a session (or a series) and a purpose that have the same
    `key`, there is one. It has a use until `expires_at`, however often sending it fails.
    """

    series_id: str
    purpose: Purpose
    content: str
    created_at: datetime
    due_at: datetime
    expires_at: datetime
    session_id: str = ""
    key: str = ""
    by: Person = NOBODY
    released_at: datetime | None = None
    withdrawn_at: datetime | None = None
    id: int = 0


def add_letter(connection: Connection, new: Letter) -> int:
    """Keep a letter, to nobody yet; return its number: that of the one with its key, if there is.

    Its number is not taken, but found.
    """
    if new.key and (known := _find_keyed(connection, new)):
        return known
    adding = insert(letters).values(
        series_id=new.series_id,
        session_id=new.session_id,
        purpose=new.purpose.value,
        key=new.key,
        content=new.content,
        by_platform=new.by.platform,
        by_person=new.by.number,
        created_at=new.created_at,
        due_at=seconds(new.due_at),
        expires_at=seconds(new.expires_at),
    )
    return int(connection.execute(adding.returning(letters.c.id)).scalar_one())


def _find_keyed(connection: Connection, new: Letter) -> int | None:
    where = (
        letters.c.series_id == new.series_id,
        letters.c.session_id == new.session_id,
        letters.c.purpose == new.purpose.value,
        letters.c.key == new.key,
    )
    found: int | None = connection.execute(select(letters.c.id).where(*where)).scalar()
    return found


def find_letter(connection: Connection, letter_id: int) -> Letter | None:
    """Return a letter, a withdrawn one too; None if there is none."""
    query = select(letters).where(letters.c.id == letter_id)
    row = connection.execute(query).mappings().first()
    return _letter(row) if row else None


def list_letters(
    connection: Connection, series_ids: Iterable[str], purpose: Purpose
) -> list[Letter]:
    """Return the letters of series for a purpose, those over included, the oldest first."""
    where = letters.c.series_id.in_(list(series_ids)), letters.c.purpose == purpose.value
    return letters_of(connection, select(letters).where(*where).order_by(letters.c.id))


def letters_of(connection: Connection, query: Select[Any]) -> list[Letter]:
    """Return the letters that a query of whole rows finds."""
    return [_letter(row) for row in connection.execute(query).mappings()]


def _letter(row: RowMapping) -> Letter:
    released, withdrawn = row["released_at"], row["withdrawn_at"]
    return Letter(
        id=row["id"],
        series_id=row["series_id"],
        session_id=row["session_id"],
        purpose=Purpose(row["purpose"]),
        key=row["key"],
        content=row["content"],
        by=Person(row["by_platform"], row["by_person"]),
        created_at=row["created_at"],
        due_at=instant(row["due_at"]),
        expires_at=instant(row["expires_at"]),
        released_at=None if released is None else instant(released),
        withdrawn_at=None if withdrawn is None else instant(withdrawn),
    )


def withdraw_letter(connection: Connection, letter_id: int, *, now: datetime) -> bool:
    """Let nothing more of a letter leave; return whether it was not withdrawn before.

    What was about to leave when this is stored has left; nothing does afterwards. What waited is
    closed, but for rows that a worker holds: it finds them withdrawn.
    """
    where = (letters.c.id == letter_id) & letters.c.withdrawn_at.is_(None)
    withdrawing = update(letters).where(where).values(withdrawn_at=seconds(now))
    if not count_of(connection.execute(withdrawing)):
        return False
    table = tables.deliveries
    waiting = (
        select(table.c.id)
        .where(table.c.next_at.is_not(None), table.c.kind == Kind.LETTER.value)
        .where(table.c.subject == letter_id, table.c.status == DeliveryStatus.PENDING.value)
        .with_for_update(skip_locked=True)
    )
    closed = {"status": DeliveryStatus.EMPTY.value, "next_at": None}
    connection.execute(update(table).where(table.c.id.in_(waiting)).values(**closed))
    return True


def reopen_letter(connection: Connection, letter_id: int, *, now: datetime) -> bool:
    """Let a withdrawn letter count again, unless it has no use any more; return whether it does.

    Who has it gets it no second time; who would have got it gets it now.
    """
    where = (letters.c.id == letter_id) & (letters.c.expires_at > seconds(now))
    reopening = update(letters).where(where).values(withdrawn_at=None)
    if not count_of(connection.execute(reopening)):
        return False
    table = tables.deliveries
    closed = (table.c.kind == Kind.LETTER.value) & (table.c.subject == letter_id)
    closed &= table.c.status == DeliveryStatus.EMPTY.value
    waiting = {"status": DeliveryStatus.PENDING.value, "next_at": seconds(now)}
    connection.execute(update(table).where(closed).values(**waiting))
    return True


def release_letter(connection: Connection, letter_id: int, *, now: datetime) -> bool:
    """Note that a letter is owed to chats from now on; return whether it was not before.

    One that is withdrawn is not released.
    """
    is_open = letters.c.released_at.is_(None) & letters.c.withdrawn_at.is_(None)
    releasing = update(letters).where((letters.c.id == letter_id) & is_open)
    return count_of(connection.execute(releasing.values(released_at=seconds(now)))) > 0


def owe_letter(
    connection: Connection, letter: Letter, chats: ColumnElement[bool], *, now: datetime
) -> int:
    """Make a delivery of a letter for each chat that can be reached and is one of these.

    Return how many are new: a chat gets a letter once, however often it is owed to it.
    """
    table, at = tables.chats, seconds(now)
    rows = select(
        literal(Kind.LETTER.value),
        table.c.id,
        literal(letter.series_id),
        literal(letter.session_id),
        literal(0, BigInteger),
        literal(0, BigInteger),
        literal(letter.id, BigInteger),
        literal(at, BigInteger),
        literal(at, BigInteger),
        literal(max(seconds(letter.expires_at), at + _AT_LEAST), BigInteger),
    ).where(table.c.ended_at.is_(None), chats)
    columns = ["kind", "chat_id", "series_id", "session_id", "offset_s", "start_at", "subject"]
    columns += ["due_at", "next_at", "expires_at"]
    insertion = insert_missing(connection, tables.deliveries).from_select(columns, rows)
    return count_inserted(connection, insertion)


def hold_letter(connection: Connection, letter_id: int) -> None:
    """Let nobody withdraw a letter until the transaction is over; wait for who is doing it."""
    query = select(letters.c.id).where(letters.c.id == letter_id)
    connection.execute(query.with_for_update(read=True))


def may_get_letter() -> ColumnElement[bool]:
    """Tell whether the letter `its_subject` may go to the chat `its_chat`, as it stands now.

    It is not withdrawn, and where it is for organizers, or for who speaks, the chat is theirs; of
    one of several series, that is asked by who knows of which it tells. Whether a chat follows is
    known by its interest (`store/delivery/interests.py`).
    """
    chats = tables.chats
    has_right = exists().where(
        chats.c.id == bindparam("its_chat"),
        organizers.c.platform == chats.c.platform,
        organizers.c.person == chats.c.address,
        organizers.c.series_id == letters.c.series_id,
    )
    is_speaker = exists().where(
        chats.c.id == bindparam("its_chat"),
        speaker_links.c.platform == chats.c.platform,
        speaker_links.c.person == chats.c.address,
        speaker_links.c.series_id == letters.c.series_id,
        speaker_links.c.session_id == letters.c.session_id,
    )
    return exists().where(
        letters.c.id == bindparam("its_subject"),
        letters.c.withdrawn_at.is_(None),
        or_(
            letters.c.purpose.in_([one.value for one in TO_FOLLOWERS | OF_SEVERAL]),
            letters.c.purpose.in_([one.value for one in TO_SPEAKERS]) & is_speaker,
            letters.c.purpose.not_in([one.value for one in TO_SPEAKERS]) & has_right,
        ),
    )


def is_of_several() -> ColumnElement[bool]:
    """Tell whether the letter `its_subject` is not of one series alone."""
    purposes = [one.value for one in OF_SEVERAL]
    return exists().where(letters.c.id == bindparam("its_subject"), letters.c.purpose.in_(purposes))


def purge_letters(connection: Connection, *, before: datetime) -> int:
    """Delete the letters that had no use any more by an instant; return how many it were."""
    where = letters.c.expires_at < seconds(before)
    return count_of(connection.execute(delete(letters).where(where)))
