"""Letters to organizers: owed to each who has the right of a series, in a private chat.

In one transaction: `add_letter` (`store/delivery/letters.py`), then `owe_to_organizers`. A purpose
of one's own is a member of `Purpose`, and a function in `flows/delivery/letter_composing.py` that
says it when it leaves. Buttons carry commands, as everywhere.
"""

from collections.abc import Iterable
from datetime import datetime

from bot.store.chats.subscriptions import find_or_add_chat
from bot.store.delivery.letters import Letter, find_letter, owe_letter, release_letter
from bot.store.engine import Connection
from bot.store.organizing.organizers import Person, list_organizers
from bot.store.schema import tables


def owe_to_organizers(connection: Connection, letter_id: int, *, now: datetime) -> int:
    """Owe a letter to each person who has the right of its series now; return how many are new.

    It leaves at once, and is dropped on the way where somebody has the right no more. Nobody gets
    it twice, however often this is called. Organizers need not follow the series: a chat that is
    not known is added, and follows nothing. A withdrawn letter, or one that is not there, is owed
    to nobody.
    """
    letter = find_letter(connection, letter_id)
    found = list_organizers(connection, [letter.series_id]) if letter else []
    return _owe(connection, letter, [one.person for one in found], now)


def owe_to_person(connection: Connection, letter_id: int, person: Person, *, now: datetime) -> int:
    """Owe a letter for organizers to a single one of them, as `owe_to_organizers` does."""
    return _owe(connection, find_letter(connection, letter_id), [person], now)


def _owe(
    connection: Connection, letter: Letter | None, people: Iterable[Person], now: datetime
) -> int:
    if letter is None or letter.withdrawn_at:
        return 0
    release_letter(connection, letter.id, now=now)
    accounts = {(one.platform, one.number) for one in people if one.number}
    chats = [find_or_add_chat(connection, *one, now=now) for one in sorted(accounts)]
    return owe_letter(connection, letter, tables.chats.c.id.in_(chats), now=now)
