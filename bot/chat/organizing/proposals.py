"""What speakers propose, answered by their organizers: approved, or declined with a reason."""

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Reply
from bot.chat.organizing import speaker_words
from bot.chat.turn import Turn, in_rows, press
from bot.flows.organizing import approving
from bot.flows.organizing.approving import Changed, waiting_proposal
from bot.flows.organizing.proposal_letters import proposal_outgoing
from bot.flows.organizing.rights import NoRightError

_NO_REASON = "-"
_ANSWERED = speaker_words.ANSWERED


def approve(turn: Turn, text: str) -> Reply:
    """Publish what a speaker proposes, once; show it anew if its talk is another one by now."""
    number, _, shown = text.partition(" ")
    try:
        found = approving.approve(
            turn.service.store, _number(number), shown, turn.person, now=turn.now
        )
    except NoRightError:  # of whatever series it is: nothing is told of it
        found = None
    if found is None:
        return Reply(html=_ANSWERED, notice=_ANSWERED)
    if isinstance(found, Changed):
        return _again(turn, found)
    seen = turn.view.find_key((found.link.series_id, found.link.session_id))
    headline = found.said.title or (cards.headline_of(seen) if seen else "")
    return Reply(html=speaker_words.APPROVED.format(headline=headline))


def decline(turn: Turn, text: str) -> Reply:
    """Leave all as it is, with a reason for the speaker, which is asked for."""
    number, _, reason = text.partition(" ")
    store, said = turn.service.store, reason.strip(" :")
    try:
        waiting = waiting_proposal(store, _number(number), turn.person)
        if waiting is None:
            return Reply(html=_ANSWERED, notice=_ANSWERED)
        if not said:
            return _ask_why(turn, waiting.id)
        why = "" if said == _NO_REASON else said
        found = approving.decline(store, waiting.id, why, turn.person, now=turn.now)
    except NoRightError:
        found = None
    told = speaker_words.DECLINED if found else _ANSWERED
    return Reply(html=told)


def _ask_why(turn: Turn, number: int) -> Reply:
    if turn.can_ask:
        turn.ask(f"decline {number} :")
    without = press(speaker_words.WITHOUT_REASON, f"decline {number} {_NO_REASON}")
    return Reply(html=speaker_words.DECLINE_WHY, buttons=in_rows([without]))


def _again(turn: Turn, changed: Changed) -> Reply:
    outgoing = proposal_outgoing(changed.stored, changed.proposal, turn.zone)
    if outgoing is None:
        return Reply(html=_ANSWERED, notice=_ANSWERED)
    html = cards.paragraphs(speaker_words.CHANGED, Markup(outgoing.html))  # noqa: S704 - ours
    return Reply(html=html, buttons=outgoing.buttons)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0  # noqa: PLR2004 - as columns have
