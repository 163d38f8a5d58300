"""What a speaker says of their own talk, for its organizers to approve: title, abstract, slides."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.describing import MADE, Describe, Part, talks_of
from bot.domain.edits import AddMaterial, Edit
from bot.domain.series import Material, MaterialKind, Session
from bot.errors import RefusalError
from bot.language import saying


class Word(StrEnum):
    """What speakers may say; nothing else of their talk is theirs."""

    TITLE = "title"
    ABSTRACT = "abstract"
    SLIDES = "slides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a speaker wants to be said; empty texts leave all as it is. `slides` is an address."""

    title: str = ""
    abstract: str = ""
    slides: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing."""
        return not (self.title or self.abstract or self.slides)

    def amended_by(self, later: "Proposal") -> "Proposal":
        """Return it with what a later one says instead, or besides."""
        return Proposal(
            title=later.title or self.title,
            abstract=later.abstract or self.abstract,
            slides=later.slides or self.slides,
        )


def edits_of(proposal: Proposal, session: Session, talk_id: str) -> tuple[Edit, ...]:
    """Return the edits that a proposal for a talk is; without an id, for its session's only one.

    Raises RefusalError where the session has several by now: its title is not the speaker's to set.
    """
    if not talk_id and len(talks_of(session)) > 1:
        message = saying("which talk of the session is meant?")
        hint = saying("make a new link for the speaker, for one of its talks")
        raise RefusalError(message, read="", hint=hint, code="several-talks")
    texts = ((Part.TITLE, proposal.title), (Part.ABSTRACT, proposal.abstract))
    edits: list[Edit] = [
        Describe(session_id=session.id, talk_id=talk_id, part=part, text=text)
        for part, text in texts
        if text
    ]
    if proposal.slides:
        talks = talks_of(session)
        own = talk_id or (talks[0].id if len(talks) == 1 else MADE)
        material = Material(kind=MaterialKind.SLIDES, url=proposal.slides)
        edits.append(AddMaterial(session_id=session.id, talk_id=own, material=material))
    return tuple(edits)
