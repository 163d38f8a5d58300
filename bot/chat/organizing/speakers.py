"""/speaker: private links by which speakers fill in their own talks, for organizers to forward."""

import re

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Reply
from bot.chat.organizing import speaker_words
from bot.chat.organizing.owned import choose_own
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, press
from bot.domain.describing import name_of_talk, talks_of
from bot.domain.latex import readable
from bot.domain.series import Talk
from bot.domain.wording import describe_date
from bot.flows.delivery.buttons import reference
from bot.flows.organizing.rights import NoRightError
from bot.flows.organizing.speakers import invite_speaker, links_of, revoke_link

INVITATION = "s_"
"""What the text behind /start begins with, where it is a link for a speaker."""

_DIGITS = 15  # of a number that both databases can hold
_MAKE, _REVOKE = "new ", "revoke "
_NAMED = re.compile(r"(~[0-9a-f]{12}) (~[0-9a-f]{12})")


def speaker(turn: Turn, text: str) -> Reply:
    """List the links for the speaker of a talk, make one, or take one back."""
    if text.startswith(_REVOKE):
        return _take_back(turn, text.removeprefix(_REVOKE))
    is_new = text.startswith(_MAKE)
    named = _NAMED.fullmatch(text.removeprefix(_MAKE))
    seen = choose_own(turn, named[1] if named else text.removeprefix(_MAKE), "speaker")
    if isinstance(seen, Reply):
        return seen
    talks = talks_of(seen.session)
    talk = _talk(seen, talks, named[2] if named else "")
    if talk is None and len(talks) > 1:
        return _ask_which(turn, seen, talks)
    return _make(turn, seen, talk) if is_new else _list(turn, seen, talk)


def _talk(seen: Seen, talks: list[Talk], name: str) -> Talk | None:
    if name:
        return next((one for one in talks if reference(*seen.key, one.id) == name), None)
    found = list(seen.matching) if len(seen.matching) == 1 else talks
    return found[0] if len(found) == 1 else None


def _ask_which(turn: Turn, seen: Seen, talks: list[Talk]) -> Reply:
    buttons = [press(readable(one.headline), f"speaker {_name(seen, one)}") for one in talks]
    return turn.show(speaker_words.WHICH_TALK, in_rows(buttons, 1))


def _name(seen: Seen, talk: Talk | None) -> str:
    if talk is None or not name_of_talk(seen.session, talk):
        return seen.reference
    return f"{seen.reference} {reference(*seen.key, talk.id)}"


def _headline(seen: Seen, talk: Talk | None) -> str:
    return readable(talk.headline) if talk and talk.headline else cards.headline_of(seen)


def _list(turn: Turn, seen: Seen, talk: Talk | None, said: Markup | None = None) -> Reply:
    own = name_of_talk(seen.session, talk)
    # One that was made when the session had other talks counts all the same, and can be taken back.
    others = {name_of_talk(seen.session, one) for one in talks_of(seen.session)} - {own}
    found = links_of(turn.service.store, seen.key, turn.person, now=turn.now)
    lines, buttons = [], [press(speaker_words.NEW_LINK, f"speaker {_MAKE}{_name(seen, talk)}")]
    for one in found:
        if one.talk_id not in others:
            date = describe_date(one.created_at.date(), year=True)
            is_opened = bool(one.person.number)
            told = speaker_words.LINK_OPENED if is_opened else speaker_words.LINK_UNOPENED
            lines.append(told.format(date=date))
            label = speaker_words.TAKE_BACK.format(date=date)
            buttons.append(press(label, f"speaker {_REVOKE}{one.id}"))
    heading = speaker_words.LINKS_OF.format(headline=_headline(seen, talk))
    text = cards.paragraphs(heading, cards.lines(*lines))
    return turn.show(text, in_rows(buttons, 1), said or Markup(""))


def _make(turn: Turn, seen: Seen, talk: Talk | None) -> Reply:
    if turn.incoming.kind != "private":
        return Reply(html=speaker_words.IN_PRIVATE)
    own = name_of_talk(seen.session, talk)
    token = invite_speaker(turn.service.store, seen.key, own, turn.person, now=turn.now)
    word, bot = f"{INVITATION}{token}", turn.incoming.bot_name
    link = Markup("https://t.me/{}?start={}").format(bot, word)
    if not bot:
        link = speaker_words.SEND_ME.format(command=f"/start {word}")
    told = speaker_words.INVITATION.format(
        headline=_headline(seen, talk), series=readable(seen.series.title), link=link
    )
    return Reply(html=told, notice=speaker_words.FORWARD_IT)


def _take_back(turn: Turn, number: str) -> Reply:
    try:
        link_id = int(number) if number.isdecimal() and len(number) <= _DIGITS else 0
        link = revoke_link(turn.service.store, link_id, turn.person, now=turn.now)
    except NoRightError:  # of whatever series it is: nothing is told of it
        return turn.show(speaker_words.TAKEN_BACK_ALREADY)
    if link is None:
        return turn.show(speaker_words.TAKEN_BACK_ALREADY)
    return turn.show(speaker_words.TAKEN_BACK)
