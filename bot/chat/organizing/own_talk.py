"""/mytalk: speakers fill in their own talks, and send that to the organizers."""

import re

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Reply
from bot.chat.organizing import speaker_words
from bot.chat.organizing.speakers import INVITATION
from bot.chat.turn import Turn, in_rows, press
from bot.domain.describing import talks_of
from bot.domain.latex import readable
from bot.domain.proposals import Proposal, Word
from bot.domain.series import MaterialKind, Session, Talk
from bot.flows.organizing.rights import NoRightError
from bot.flows.organizing.speakers import (
    open_link,
    send_to_organizers,
    spoil_link,
    start_over,
    write_word,
    written,
)
from bot.store.organizing.speaker_links import SpeakerLink

_NAMED = re.compile(r"(\d{1,15})(?: (\w+)(:)?(?: .*)?)?", re.DOTALL)
_LONGEST = 600  # of an abstract that is shown while it is written


def open_invitation(turn: Turn, text: str) -> Reply:
    """Take up a link; one that does not count is answered alike, whatever the reason.

    In a group all have seen it, so that it counts no more, if nobody has taken it up.
    """
    token, store = text.removeprefix(INVITATION), turn.service.store
    is_private = turn.incoming.kind == "private" and bool(turn.incoming.person)
    if not is_private:
        spoil_link(store, token, now=turn.now)
        return Reply(html=speaker_words.NO_SUCH_LINK)
    link = open_link(store, token, turn.person, now=turn.now)
    return _show(turn, link) if link else Reply(html=speaker_words.NO_SUCH_LINK)


def my_talk(turn: Turn, text: str) -> Reply:
    """Show a speaker their talk, ask for a part of it, keep what they say, and send it."""
    named = _NAMED.fullmatch(text)
    links = {one.id: one for one in turn.own_talks}
    if named is None:
        return _show(turn, turn.own_talks[0]) if len(links) == 1 else _ask_which(turn)
    link = links.get(int(named[1]))
    if link is None:
        return Reply(html=speaker_words.NO_SUCH_LINK)
    try:
        return _done(turn, link, named[2] or "", is_said=bool(named[3]))
    except NoRightError:  # it was taken back meanwhile
        return Reply(html=speaker_words.NO_SUCH_LINK)


def _done(turn: Turn, link: SpeakerLink, what: str, *, is_said: bool) -> Reply:
    store = turn.service.store
    if what == "send":
        is_sent = send_to_organizers(store, link, now=turn.now)
        return turn.show(speaker_words.SENT if is_sent else speaker_words.NOTHING_TO_SEND)
    if what == "over":
        start_over(store, link, now=turn.now)
    elif what in set(Word):
        word = Word(what)
        if not (is_said and turn.is_answer):
            turn.ask(f"mytalk {link.id} {word}:")
            back = press(speaker_words.BACK, f"mytalk {link.id}")
            return Reply(html=speaker_words.ASK[word], buttons=in_rows([back]))
        write_word(store, link, word, turn.written, now=turn.now)
    return _show(turn, link)


def _ask_which(turn: Turn) -> Reply:
    buttons = []
    for link in turn.own_talks:
        seen = turn.view.find_key((link.series_id, link.session_id))
        if seen:
            buttons.append(press(cards.session_label(seen, turn.zone), f"mytalk {link.id}"))
    return turn.show(speaker_words.WHICH_OWN, in_rows(buttons, 1))


def _show(turn: Turn, link: SpeakerLink) -> Reply:
    """Return what there is of the talk, what lacks, and what can be done about it."""
    seen = turn.view.find_key((link.series_id, link.session_id))
    if seen is None:
        return Reply(html=speaker_words.NO_SUCH_LINK)
    said, is_waiting = written(turn.service.store, link)
    talk = _talk(seen.session, link.talk_id)
    next_step = speaker_words.WRITE_NEXT if said.is_empty else speaker_words.SEND_NEXT
    text = cards.paragraphs(
        speaker_words.YOUR_TALK,
        cards.session_line(seen, turn.zone, turn.now, with_series=True),
        cards.lines(*(_line(word, talk, said) for word in Word)),
        speaker_words.WAITING if is_waiting else "",
        "" if is_waiting and said.is_empty else next_step,
    )
    buttons = [press(speaker_words.BUTTONS[word], f"mytalk {link.id} {word}") for word in Word]
    rows = in_rows(buttons, 1)
    if not said.is_empty:
        send = press(speaker_words.SEND, f"mytalk {link.id} send")
        over = press(speaker_words.START_OVER, f"mytalk {link.id} over")
        rows = ((send,), *rows, (over,))
    return turn.show(text, rows)


def _talk(session: Session, talk_id: str) -> Talk:
    talks = talks_of(session)
    if not talk_id and len(talks) == 1:
        return talks[0]
    return next((one for one in talks if one.id == talk_id), Talk(id=""))


def _line(word: Word, talk: Talk, said: Proposal) -> Markup:
    """Return what is written of a part, else what is there, else that it is missing."""
    new = str(getattr(said, word.value))
    slides = next((one.url for one in talk.materials if one.kind is MaterialKind.SLIDES), "")
    there = {Word.TITLE: talk.title, Word.ABSTRACT: talk.abstract, Word.SLIDES: slides}[word]
    labels = speaker_words.NEW_LABELS if new else speaker_words.LABELS
    text = cards.shortened(readable(new or there), _LONGEST) or str(speaker_words.MISSING)
    return labels[word].format(said=text)
