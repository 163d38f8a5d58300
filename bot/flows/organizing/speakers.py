"""Speakers fill in their own talks, by private links; nothing counts without an organizer's yes."""

from dataclasses import replace
from datetime import datetime, timedelta
from secrets import token_urlsafe

from bot.domain.describing import Part
from bot.domain.proposals import Proposal, Word
from bot.flows.organizing.letters import owe_to_organizers
from bot.flows.organizing.rights import Action, NoRightError, Person, require_right
from bot.flows.personal_feed import hash_of_token
from bot.sources.parts import read_part, read_slides
from bot.store.chats.subscriptions import SessionKey
from bot.store.delivery.letters import Letter, Purpose, add_letter
from bot.store.engine import Connection, Store
from bot.store.organizing.organizers import Act, add_act
from bot.store.organizing.proposals import find_draft, is_waiting, save_draft, send_draft
from bot.store.organizing.speaker_links import (
    SpeakerLink,
    add_speaker_link,
    find_speaker_link,
    list_links_of,
    list_own_links,
    open_speaker_link,
    revoke_speaker_link,
    spoil_speaker_link,
)
from bot.store.schema.codec import to_json

COUNTS_FOR = timedelta(days=60)
"""How long a link counts, if its talk does not begin before."""

_BYTES = 32
_LETTER_FOR = timedelta(days=7)  # how long sending a proposal is tried


def invite_speaker(
    store: Store, key: SessionKey, talk_id: str, by: Person, *, now: datetime
) -> str:
    """Return the token of a link by which one person may describe one talk.

    It is of whoever opens it first, and known to nobody but who is given it: only its hash is kept.
    Raises NoRightError.
    """
    token = token_urlsafe(_BYTES)
    with store.writing(key[0]) as connection:
        known = require_right(connection, by, key[0])
        new = SpeakerLink(
            series_id=key[0],
            session_id=key[1],
            talk_id=talk_id,
            by=by,
            created_at=now,
            expires_at=now + COUNTS_FOR,
        )
        add_speaker_link(connection, hash_of_token(token), new)
        _note(connection, key, known, Action.INVITED_SPEAKER, now)
    return token


def open_link(store: Store, token: str, person: Person, *, now: datetime) -> SpeakerLink | None:
    """Return the link of a token, which is this person's from the first time on.

    None, always alike, for one that is forged, taken back, over, or somebody else's.
    """
    with store.writing() as connection:
        return open_speaker_link(connection, hash_of_token(token), person, now=now)


def spoil_link(store: Store, token: str, *, now: datetime) -> None:
    """Let a link that was shown to a group count no more, unless somebody has it already."""
    with store.writing() as connection:
        spoil_speaker_link(connection, hash_of_token(token), now=now)


def links_of(store: Store, key: SessionKey, by: Person, *, now: datetime) -> list[SpeakerLink]:
    """Return the links of a session that count. Raises NoRightError."""
    with store.reading() as connection:
        require_right(connection, by, key[0])
        return list_links_of(connection, *key, now=now)


def revoke_link(store: Store, link_id: int, by: Person, *, now: datetime) -> SpeakerLink | None:
    """Take a link back; return it, None if it did not count. Raises NoRightError.

    Nothing is sent by it once this has returned.
    """
    with store.reading() as connection:
        link = find_speaker_link(connection, link_id)
    if link is None:
        raise NoRightError("this link is not there")
    with store.writing(link.series_id) as connection:
        known = require_right(connection, by, link.series_id)
        if not revoke_speaker_link(connection, link_id, now=now):
            return None
        _note(connection, (link.series_id, link.session_id), known, Action.REVOKED_SPEAKER, now)
    return link


def _note(
    connection: Connection, key: SessionKey, by: Person, action: Action, now: datetime
) -> None:
    act = Act(series_id=key[0], person=by, action=action, about=key[1], recorded_at=now)
    add_act(connection, act)


def written(store: Store, link: SpeakerLink) -> tuple[Proposal, bool]:
    """Return what a speaker has written and not sent, and whether something is with organizers."""
    with store.reading() as connection:
        return find_draft(connection, link.id), is_waiting(connection, link.id)


def write_word(
    store: Store, link: SpeakerLink, word: Word, text: str, *, now: datetime
) -> Proposal:
    """Keep what a speaker says of their talk until it is sent; return all of it.

    Raises RefusalError for what is too long or joins a meeting, NoRightError where the link counts
    no more. Nothing tells whether a text holds what lets people in: the speaker may not know it.
    """
    said = read_slides(text) if word is Word.SLIDES else read_part(Part(word.value), text)[0]
    with store.writing(link.series_id) as connection:  # two texts at once are both kept
        _require_own(connection, link, now)
        proposal = replace(find_draft(connection, link.id), **{word.value: said})
        save_draft(connection, link.id, proposal, now=now)
    return proposal


def start_over(store: Store, link: SpeakerLink, *, now: datetime) -> None:
    """Forget what a speaker has written and not sent."""
    with store.writing(link.series_id) as connection:
        _require_own(connection, link, now)
        save_draft(connection, link.id, Proposal(), now=now)


def send_to_organizers(store: Store, link: SpeakerLink, *, now: datetime) -> bool:
    """Give what a speaker has written to all organizers; return whether there was anything.

    It takes the place of what they have not answered yet. Raises NoRightError.
    """
    with store.writing(link.series_id) as connection:
        _require_own(connection, link, now)
        number = send_draft(connection, link.id, now=now)
        if number is None:
            return False
        letter = Letter(
            series_id=link.series_id,
            session_id=link.session_id,
            purpose=Purpose.PROPOSAL,
            content=to_json({"proposal": number}),
            created_at=now,
            due_at=now,
            expires_at=now + _LETTER_FOR,
        )
        owe_to_organizers(connection, add_letter(connection, letter), now=now)
    return True


def _require_own(connection: Connection, link: SpeakerLink, now: datetime) -> None:
    own = list_own_links(connection, link.person, now=now)
    if link.id not in {one.id for one in own}:
        raise NoRightError("this link counts no more")
