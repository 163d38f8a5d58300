"""Letters as they leave: who gets one still, and what it says, by its purpose."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.channels.interface import Outgoing
from bot.flows.announcements import (
    announcement_outgoing,
    is_announced_to,
    unsent_outgoing,
)
from bot.flows.nagging import nag_outgoing
from bot.flows.page_letters import question_outgoing, trouble_outgoing
from bot.store.deliveries import Claimed
from bot.store.engine import Connection
from bot.store.interests import Interest, read_interest
from bot.store.letters import TO_FOLLOWERS, Letter, Purpose, find_letter
from bot.store.organizers import Person, list_series_of
from bot.store.records import StoredSeries


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to a chat, and what the chat follows, or of what it is an organizer's, for that."""

    letter: Letter
    interest: Interest | None = None
    organized: tuple[str, ...] = ()


def read_mail(connection: Connection, delivery: Claimed) -> Mail | None:
    """Return the letter that a delivery is; None if it was withdrawn, or is not theirs any more.

    One for organizers is of who has the right of its series, in a private chat.
    """
    letter = find_letter(connection, delivery.subject)
    if letter is None or letter.withdrawn_at:
        return None
    if letter.purpose in TO_FOLLOWERS:
        return Mail(letter, read_interest(connection, delivery.chat_id))
    person = Person(delivery.platform, delivery.address)
    organized = tuple(list_series_of(connection, person))
    return Mail(letter, organized=organized) if letter.series_id in organized else None


def compose_mail(  # noqa: PLR0911 - by purpose
    series: Mapping[str, StoredSeries], mail: Mail, delivery: Claimed, now: datetime
) -> Outgoing | None:
    """Return what a letter says to a chat now; None if there is nothing to be said (any more).

    All `series` are there, and that of the letter is. It must be as its reader may see them. Each
    purpose has a function of its own.
    """
    letter = mail.letter
    stored = series[letter.series_id]
    match letter.purpose:
        case Purpose.ANNOUNCEMENT:
            assert mail.interest is not None  # noqa: S101 - it goes to followers
            if not is_announced_to(mail.interest, stored, letter, now):
                return None
            return announcement_outgoing(stored, letter, delivery, now)
        case Purpose.TRIAL:
            return announcement_outgoing(stored, letter, delivery, now)
        case Purpose.UNSENT:
            return unsent_outgoing(stored, letter)
        case Purpose.DRAFT:  # nobody gets one
            return None
        case Purpose.NAG:
            return nag_outgoing(series, mail.organized, letter, delivery.zone, now)
        case Purpose.PAGE_QUESTION:
            return question_outgoing(stored, letter)
        case Purpose.PAGE_TROUBLE:
            return trouble_outgoing(stored, letter)
        case _ as never:
            assert_never(never)
