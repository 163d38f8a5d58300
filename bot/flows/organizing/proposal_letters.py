"""What a speaker proposes, as its organizers read it; and their answer, as the speaker does."""

from html import escape

from bot.channels.interface import Button, Outgoing
from bot.domain.audience import Audience
from bot.domain.describing import Describe, Part, part_of
from bot.domain.latex import readable
from bot.domain.series import Session
from bot.domain.wording import describe_span
from bot.flows.organizing.approving import shown_mark
from bot.flows.planning.noticing import seen_as
from bot.reminders import proposal_words as words
from bot.reminders.notice_messages import title_of
from bot.store.organizing.proposals import Answer, StoredProposal
from bot.store.series.records import StoredSeries


def proposal_outgoing(
    stored: StoredSeries, proposal: StoredProposal | None, zone: str
) -> Outgoing | None:
    """Return what organizers read of a proposal, beside the talk as it is now, in an IANA zone.

    None once it is answered, or its session is not there any more. Its buttons carry which version
    of the session they saw.
    """
    session = _session(stored, proposal)
    if proposal is None or session is None or proposal.answer is not Answer.NONE:
        return None
    buttons = (
        Button(label=str(words.APPROVE), data=f"approve {proposal.id} {shown_mark(session)}"),
        Button(label=str(words.DECLINE), data=f"decline {proposal.id}"),
    )
    said = _said(session, proposal)
    heading, end = str(words.HEADING), str(words.UNTIL_NOW)
    about = [title_of(session, stored.series), _when(session, zone), readable(stored.series.title)]
    return Outgoing(
        plain="\n\n".join([heading, "\n".join(about), *said, end]),
        html="\n\n".join(
            [f"<b>{heading}</b>", _html("\n".join(about)), *(_html(one) for one in said), end]
        ),
        buttons=(buttons,),
    )


def answer_outgoing(stored: StoredSeries, proposal: StoredProposal | None) -> Outgoing | None:
    """Return what a speaker is told of the answer to what they proposed, as all see their talk."""
    session = _session(stored, proposal)
    if proposal is None or session is None:
        return None
    seen = seen_as(stored, Audience.PUBLIC, session)
    is_approved = proposal.answer is Answer.APPROVED
    lines = [
        str(words.APPROVED if is_approved else words.DECLINED),
        title_of(seen.sessions[0], seen),
        words.REASON.format(reason=proposal.reason) if proposal.reason else "",
        "" if is_approved else str(words.AGAIN),
    ]
    plain = "\n\n".join(one for one in lines if one)
    return Outgoing(plain=plain, html=_html(plain))


def _session(stored: StoredSeries, proposal: StoredProposal | None) -> Session | None:
    wanted = proposal.link.session_id if proposal else ""
    return next((one for one in stored.series.sessions if one.id == wanted), None)


def _said(session: Session, proposal: StoredProposal) -> list[str]:
    said, talk = proposal.said, proposal.link.talk_id
    old, abstract = (
        readable(part_of(session, Describe(session_id=session.id, talk_id=talk, part=part)))
        for part in (Part.TITLE, Part.ABSTRACT)
    )
    parts = []
    if said.title:
        template = words.TITLE_WAS if old and old != said.title else words.TITLE
        parts.append(template.format(title=readable(said.title), old=old))
    if said.abstract:
        heading = words.ABSTRACT_INSTEAD if abstract else words.ABSTRACT
        parts.append(f"{heading}\n{readable(said.abstract)}")
    if said.slides:
        parts.append(words.SLIDES.format(url=said.slides))
    return parts


def _when(session: Session, zone: str) -> str:
    if session.start is None:
        return str(words.NO_DATE)
    start = session.start.in_zone(zone) if zone else session.start
    return describe_span(start, session.end)


def _html(text: str) -> str:
    return escape(text, quote=False)
