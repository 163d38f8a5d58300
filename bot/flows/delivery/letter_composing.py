"""Letters as they leave: who gets one still, and what it says, by its purpose."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from bot.channels.interface import Outgoing
from bot.flows.addresses.page_letters import question_outgoing, trouble_outgoing
from bot.flows.organizing.announcements import (
    announcement_outgoing,
    is_announced_to,
    unsent_outgoing,
)
from bot.flows.organizing.proposal_letters import answer_outgoing, proposal_outgoing
from bot.flows.planning.nagging import nag_outgoing, nagged_series
from bot.store.delivery.deliveries import Claimed
from bot.store.delivery.interests import Interest, read_interest
from bot.store.delivery.letters import TO_FOLLOWERS, TO_SPEAKERS, Letter, Purpose, find_letter
from bot.store.engine import Connection
from bot.store.organizing.organizers import Person, list_series_of
from bot.store.organizing.proposals import StoredProposal, find_proposal
from bot.store.series.records import StoredSeries


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter to a chat, with what the chat follows, or which of its series it organizes."""

    letter: Letter
    interest: Interest | None = None
    organized: tuple[str, ...] = ()
    proposal: StoredProposal | None = None

    @property
    def about(self) -> tuple[str, ...]:
        """The series of which it may tell: that of the letter, or those organized of several."""
        return self.organized or (self.letter.series_id,)


def read_mail(connection: Connection, delivery: Claimed) -> Mail | None:
    """Return the letter that a delivery is; None if it was withdrawn, or is not theirs any more.

    One for organizers is of who has the right of its series, in a private chat: of several, with
    what is of those that they still organize. An answer is of who proposed.
    """
    letter = find_letter(connection, delivery.subject)
    if letter is None or letter.withdrawn_at:
        return None
    if letter.purpose in TO_FOLLOWERS:
        return Mail(letter, read_interest(connection, delivery.chat_id))
    person = Person(delivery.platform, delivery.address)
    proposal = _proposal_of(connection, letter)
    if letter.purpose in TO_SPEAKERS:
        is_own = proposal is not None and proposal.link.person == person
        return Mail(letter, proposal=proposal) if is_own else None
    own = set(list_series_of(connection, person))
    told = nagged_series(letter) if letter.purpose is Purpose.NAG else (letter.series_id,)
    organized = tuple(one for one in told if one in own)
    return Mail(letter, organized=organized, proposal=proposal) if organized else None


def _proposal_of(connection: Connection, letter: Letter) -> StoredProposal | None:
    if letter.purpose not in {Purpose.PROPOSAL, Purpose.ANSWER}:
        return None
    return find_proposal(connection, int(json.loads(letter.content)["proposal"]))


def compose_mail(  # noqa: PLR0911 - by purpose
    series: Mapping[str, StoredSeries], mail: Mail, delivery: Claimed, now: datetime
) -> Outgoing | None:
    """Return what a letter says to a chat now; None if there is nothing to be said (any more).

    All `series` are there, that which the letter is `about` among them. It must be as its reader
    may see them. Each purpose has a function of its own.
    """
    letter = mail.letter
    stored = series[mail.about[0]]
    match letter.purpose:
        case Purpose.ANNOUNCEMENT | Purpose.TRIAL:  # a trial is of no interest but its writer's
            interest = mail.interest
            is_theirs = interest is None or is_announced_to(interest, stored, letter, now)
            return announcement_outgoing(stored, letter, delivery, now) if is_theirs else None
        case Purpose.UNSENT:
            return unsent_outgoing(stored, letter)
        case Purpose.DRAFT:  # nobody gets one
            return None
        case Purpose.NAG:
            return nag_outgoing(series, mail.organized, letter, delivery.zone, now)
        case Purpose.PROPOSAL:
            return proposal_outgoing(stored, mail.proposal, delivery.zone)
        case Purpose.ANSWER:
            return answer_outgoing(stored, mail.proposal)
        case Purpose.PAGE_QUESTION:
            return question_outgoing(stored, letter)
        case Purpose.PAGE_TROUBLE:
            return trouble_outgoing(stored, letter)
        case _ as never:
            assert_never(never)
