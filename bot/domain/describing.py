"""Describing talks: what an organizer or a speaker says of one, each part of it for itself."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.series import Session, Speaker, Talk, TalkKind
from bot.errors import RefusalError
from bot.language import saying

MADE = "talk"
"""The id of a talk that a session did not have."""


class Part(StrEnum):
    """What of a talk is described, or of its session: the room."""

    TITLE = "title"
    SPEAKERS = "speakers"
    ABSTRACT = "abstract"
    ROOM = "room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Describe:
    """A talk has another title, abstract or speakers, or its session another room; empty: none.

    Without a `talk_id`, the session's only talk is meant, which is made where there is none; of a
    session of several, and of one that has a title and no talk, the title is its own.
    """

    session_id: str
    talk_id: str = ""
    part: Part
    text: str = ""
    speakers: tuple[Speaker, ...] = ()


def talks_of(session: Session) -> list[Talk]:
    """Return the talks of a session, without its breaks."""
    return [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]


def name_of_talk(session: Session, talk: Talk | None) -> str:
    """Return by which id a talk is described: by none where its session has no other."""
    return "" if talk is None or len(talks_of(session)) == 1 else talk.id


def described(session: Session, edit: Describe) -> Session:
    """Return a session with a part of it described.

    Raises RefusalError for a talk that is not there, or where several may be meant.
    """
    if edit.part is Part.ROOM:
        return replace(session, room=edit.text)
    talks = talks_of(session)
    if edit.part is Part.TITLE and not edit.talk_id and _has_title_of_its_own(session, talks):
        return replace(session, own_title=edit.text)
    talk = _meant(session, talks, edit)
    new = _with_part(talk, edit)
    if new == talk:
        return session
    is_there = any(one.id == talk.id for one in session.talks)
    changed = tuple(new if one.id == talk.id else one for one in session.talks)
    whole = changed if is_there else (*session.talks, new)
    # A title that repeats the talk's is not the session's own.
    is_own = session.own_title != Session(id="", talks=whole).title
    return replace(session, talks=whole, own_title=session.own_title if is_own else "")


def part_of(session: Session, edit: Describe) -> str:
    """Return in words what a session says of the part that an edit describes."""
    if edit.part is Part.ROOM:
        return session.room
    talks = talks_of(session)
    if edit.part is Part.TITLE and not edit.talk_id and _has_title_of_its_own(session, talks):
        return session.own_title
    talk = talks[0] if len(talks) == 1 and not edit.talk_id else None
    talk = talk or next((one for one in talks if one.id == edit.talk_id), Talk(id=""))
    match edit.part:
        case Part.TITLE:
            return talk.title
        case Part.ABSTRACT:
            return talk.abstract
        case Part.SPEAKERS:
            return ", ".join(str(one) for one in talk.speakers)


def _has_title_of_its_own(session: Session, talks: list[Talk]) -> bool:
    return len(talks) > 1 or bool(not talks and session.own_title)


def _meant(session: Session, talks: list[Talk], edit: Describe) -> Talk:
    if edit.talk_id:
        for talk in session.talks:
            if talk.id == edit.talk_id:
                return talk
        raise RefusalError(saying("this talk is not there any more"), read="", code="gone")
    if len(talks) > 1:
        message = saying("which talk of the session is meant?")
        raise RefusalError(message, read="", hint=saying("write words of its title instead"))
    ids = {one.id for one in session.talks}
    return talks[0] if talks else Talk(id=MADE if MADE not in ids else f"{MADE}-1")


def _with_part(talk: Talk, edit: Describe) -> Talk:
    if edit.part is Part.SPEAKERS:
        return replace(talk, speakers=edit.speakers)
    if edit.part is Part.ABSTRACT:
        return replace(talk, abstract=edit.text)
    return replace(talk, title=edit.text)
