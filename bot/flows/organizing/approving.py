"""Organizers answer what a speaker proposes: it becomes an edit like any other, or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce

from bot.domain.edits import apply_edit, session_of
from bot.domain.proposals import edits_of
from bot.domain.series import Session
from bot.errors import RefusalError
from bot.flows.organizing.edit import plan_all, store_planned
from bot.flows.organizing.letters import owe_to_person
from bot.flows.organizing.rights import Person, require_right
from bot.language import saying
from bot.sources.parts import refuse_join_links
from bot.store.delivery.letters import Letter, Purpose, add_letter
from bot.store.engine import Connection, Store
from bot.store.organizing.proposals import (
    Answer,
    StoredProposal,
    answer_proposal,
    find_draft,
    find_proposal,
    proposed_by,
    save_draft,
)
from bot.store.schema.codec import content_hash, to_json
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import load_series

_LETTER_FOR = timedelta(days=7)  # how long telling a speaker is tried
_LONGEST_REASON = 500
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Changed:
    """A proposal of a talk that is another one than was shown with it: to be shown again."""

    proposal: StoredProposal
    stored: StoredSeries


def shown_mark(session: Session) -> str:
    """Return what tells a session as it is from any other version of it, short enough to carry."""
    return content_hash(session)[-_DIGITS:]


def approve(
    store: Store, proposal_id: int, shown: str, by: Person, *, now: datetime
) -> StoredProposal | Changed | None:
    """Make a proposal's edits, once, if its talk is still as it was `shown`; tell its speaker.

    None for one that is answered, or is not there. Raises NoRightError, and RefusalError for what
    cannot be published, which leaves all as it is.
    """
    found = _find(store, proposal_id)
    if found is None:
        return None
    series_id = found.link.series_id
    with store.writing(series_id) as connection:
        known = require_right(connection, by, series_id)
        stored = load_series(connection, series_id)
        if stored is None:
            return None
        session = session_of(stored.series, found.link.session_id)
        if shown_mark(session) != shown and found.answer is Answer.NONE:
            return Changed(found, stored)
        if not answer_proposal(connection, proposal_id, Answer.APPROVED, now=now):
            return None
        edits = edits_of(found.said, session, found.link.talk_id)
        if reduce(apply_edit, edits, stored.series) != stored.series:
            about = proposed_by(found.link.person)
            before, planned = plan_all(connection, series_id, edits, now)
            store_planned(connection, before, planned, known, now, about=about)
        _tell_speaker(connection, found, now)
    return found


def decline(
    store: Store, proposal_id: int, reason: str, by: Person, *, now: datetime
) -> StoredProposal | None:
    """Leave all as it is, and tell the speaker, with a reason if there is one.

    What they wrote is theirs to go on from, unless they have begun anew. None for one that is
    answered, or is not there. Raises NoRightError, and RefusalError for a reason that is too long,
    or tells how to join.
    """
    refuse_join_links(reason)
    if len(reason) > _LONGEST_REASON:
        raise RefusalError(saying("this is too long"), read=f"{reason[:40]}…", code="too-long")
    found = _find(store, proposal_id)
    if found is None:
        return None
    with store.writing(found.link.series_id) as connection:
        require_right(connection, by, found.link.series_id)
        if not answer_proposal(connection, proposal_id, Answer.DECLINED, reason=reason, now=now):
            return None
        if find_draft(connection, found.link.id).is_empty:  # so that they can go on from it
            save_draft(connection, found.link.id, found.said, now=now)
        _tell_speaker(connection, found, now)
    return found


def waiting_proposal(store: Store, proposal_id: int, by: Person) -> StoredProposal | None:
    """Return a proposal that waits for an answer, None for another. Raises NoRightError."""
    found = _find(store, proposal_id)
    if found is None:
        return None
    with store.reading() as connection:
        require_right(connection, by, found.link.series_id)
    return found if found.answer is Answer.NONE else None


def _find(store: Store, proposal_id: int) -> StoredProposal | None:
    with store.reading() as connection:
        return find_proposal(connection, proposal_id)


def _tell_speaker(connection: Connection, proposal: StoredProposal, now: datetime) -> None:
    letter = Letter(
        series_id=proposal.link.series_id,
        session_id=proposal.link.session_id,
        purpose=Purpose.ANSWER,
        content=to_json({"proposal": proposal.id}),
        created_at=now,
        due_at=now,
        expires_at=now + _LETTER_FOR,
    )
    number = add_letter(connection, letter)
    owe_to_person(connection, number, proposal.link.person, now=now)
