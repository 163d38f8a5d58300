"""What speakers propose: written piece by piece, sent once, answered once."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.domain.proposals import Proposal
from bot.store.organizing.organizers import Person
from bot.store.organizing.speaker_links import SpeakerLink, find_speaker_link
from bot.store.schema.codec import from_json, to_json
from bot.store.schema.columns import count_of
from bot.store.schema.speaker_tables import proposals, speaker_links


class Answer(StrEnum):
    """What came of a proposal."""

    NONE = ""
    APPROVED = "approved"
    DECLINED = "declined"
    REPLACED = "replaced"  # by another one of its speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProposal:
    """A proposal that was sent, by whose link, and what came of it."""

    id: int
    link: SpeakerLink
    said: Proposal
    answer: Answer
    reason: str


def proposed_by(speaker: Person | None) -> str:
    """Return what the trail tells of a speaker's edit; None is for one who is not to be named."""
    return (
        f"proposed by {speaker.platform} {speaker.number}" if speaker else "proposed by a speaker"
    )


def find_draft(connection: Connection, link_id: int) -> Proposal:
    """Return what a speaker has written and not sent yet; an empty proposal for nothing."""
    content = connection.execute(select(proposals.c.content).where(_unsent(link_id))).scalar()
    return from_json(content, Proposal) if content else Proposal()


def save_draft(connection: Connection, link_id: int, said: Proposal, *, now: datetime) -> None:
    """Keep what a speaker has written; an empty proposal is forgotten."""
    connection.execute(delete(proposals).where(_unsent(link_id)))
    if not said.is_empty:
        values = {"content": to_json(said), "created_at": now, "outcome": "", "reason": ""}
        connection.execute(insert(proposals).values(link_id=link_id, **values))


def send_draft(connection: Connection, link_id: int, *, now: datetime) -> int | None:
    """Note that a proposal is sent; return its number, None if there was nothing written.

    It takes the place of an earlier one that was not answered, with what that says besides.
    """
    its_id = connection.execute(select(proposals.c.id).where(_unsent(link_id))).scalar()
    if its_id is None:
        return None
    whole = _waiting_one(connection, link_id).amended_by(find_draft(connection, link_id))
    values = {"content": to_json(whole), "sent_at": now}
    open_ones = update(proposals).where(proposals.c.link_id == link_id, _is_open())
    connection.execute(open_ones.values(outcome=Answer.REPLACED.value, answered_at=now))
    connection.execute(update(proposals).where(proposals.c.id == its_id).values(**values))
    return int(its_id)


def _waiting_one(connection: Connection, link_id: int) -> Proposal:
    query = select(proposals.c.content).where(proposals.c.link_id == link_id, _is_open())
    content = connection.execute(query).scalar()
    return from_json(content, Proposal) if content else Proposal()


def find_proposal(connection: Connection, proposal_id: int) -> StoredProposal | None:
    """Return a proposal that was sent; None for another one."""
    where = (proposals.c.id == proposal_id) & proposals.c.sent_at.is_not(None)
    row = connection.execute(select(proposals).where(where)).mappings().first()
    link = find_speaker_link(connection, row["link_id"]) if row else None
    if row is None or link is None:
        return None
    return StoredProposal(
        id=row["id"],
        link=link,
        said=from_json(row["content"], Proposal),
        answer=Answer(row["outcome"]),
        reason=row["reason"],
    )


def is_waiting(connection: Connection, link_id: int) -> bool:
    """Tell whether a proposal of a link was sent and is not answered yet."""
    query = select(proposals.c.id).where(proposals.c.link_id == link_id, _is_open())
    return connection.execute(query).first() is not None


def answer_proposal(
    connection: Connection, proposal_id: int, answer: Answer, *, reason: str = "", now: datetime
) -> bool:
    """Answer a proposal; return whether it was waiting."""
    answering = update(proposals).where(proposals.c.id == proposal_id, _is_open())
    values = {"outcome": answer.value, "reason": reason, "answered_at": now}
    return count_of(connection.execute(answering.values(**values))) > 0


def purge_speakers(connection: Connection, *, before: datetime) -> int:
    """Delete the links that expired before an instant, and what was proposed by them."""
    old = select(speaker_links.c.id).where(speaker_links.c.expires_at < before)
    connection.execute(delete(proposals).where(proposals.c.link_id.in_(old)))
    where = speaker_links.c.expires_at < before
    return count_of(connection.execute(delete(speaker_links).where(where)))


def _unsent(link_id: int) -> ColumnElement[bool]:
    return (proposals.c.link_id == link_id) & proposals.c.sent_at.is_(None)


def _is_open() -> ColumnElement[bool]:
    return proposals.c.sent_at.is_not(None) & (proposals.c.outcome == "")
