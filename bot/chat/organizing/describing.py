"""/describe: title, speakers and abstract of a talk, and its room, each for itself."""

import re
from dataclasses import dataclass

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import describe_words, organizer_words
from bot.chat.organizing.owned import choose_own
from bot.chat.organizing.previewing import propose
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, press
from bot.domain.describing import Describe, Part, name_of_talk, talks_of
from bot.domain.lacking import lacks_of
from bot.domain.latex import readable
from bot.domain.series import Talk
from bot.flows.delivery.buttons import reference
from bot.sources.parts import read_part

_WORDS = {"speaker": Part.SPEAKERS, **{part.value: part for part in Part}}
_REFERENCE = re.compile(r"(~[0-9a-f]{12})(?: (~[0-9a-f]{12}))?(?: (\w+))?")


@dataclass(frozen=True, slots=True)
class _Said:
    """What somebody wants to describe: the session's name, perhaps a talk, a part and its text."""

    name: str
    talk: str = ""
    part: Part | None = None
    text: str = ""


def describe(turn: Turn, text: str) -> Reply:
    """Show what there is of a talk, ask for a part of it, or show what a new text comes to."""
    said = _said(turn, text)
    behind = f"{said.part}: {' '.join(said.text.split())}" if said.part and said.text else ""
    seen = choose_own(turn, said.name, "describe", behind)
    if isinstance(seen, Reply):
        return seen
    talk = _talk(seen, said.talk)
    if said.part is None:
        return _card(turn, seen, talk)
    if not said.text:
        return _ask(turn, seen, talk, said.part)
    text, speakers = read_part(said.part, said.text)
    edit = Describe(
        session_id=seen.session.id,
        talk_id="" if said.part is Part.ROOM else name_of_talk(seen.session, talk),
        part=said.part,
        text=text,
        speakers=speakers,
    )
    return propose(turn, seen, edit)


def missing_of(turn: Turn, seen: Seen) -> list[str]:
    """Return in words what a session lacks, as its organizers know it: with its link."""
    stored = turn.publications[seen.series.id].stored.series
    session = next((one for one in stored.sessions if one.id == seen.session.id), seen.session)
    return [str(organizer_words.MISSING[lack.value]) for lack in lacks_of(stored, session)]


def _said(turn: Turn, text: str) -> _Said:
    """Return what is said: by a button or an answer with references, else in words."""
    whole = text if turn.is_press or turn.is_answer else turn.written
    before, colon, behind = _divided(whole)
    named = _REFERENCE.fullmatch(" ".join(before.split()))
    part = _part(named[3] or "") if named else _part(before.split()[-1]) if colon else None
    if turn.is_answer:
        behind = turn.written
    if named:
        return _Said(named[1], named[2] or "", part, behind.strip())
    name = " ".join(before.split()[:-1]) if colon else " ".join(before.split())
    return _Said(name, "", part, behind.strip())


def _divided(whole: str) -> tuple[str, str, str]:
    """Return what is before the first colon behind a part's name, and what is behind it."""
    for found in re.finditer(r"([^\W\d_]+)\s*:", whole):
        if _part(found[1]):
            return whole[: found.end(1)], ":", whole[found.end() :]
    return whole, "", ""


def _part(word: str) -> Part | None:
    """Return the part that a word means, in English or in the language that is spoken."""
    plain = word.casefold()
    own = {str(said).casefold(): part for part, said in describe_words.PARTS.items()}
    return _WORDS.get(plain) or own.get(plain)


def _talk(seen: Seen, name: str) -> Talk | None:
    """Return the talk that is meant; None for the session itself, if it has several or none."""
    talks = talks_of(seen.session)
    if name:
        return next((one for one in talks if reference(*seen.key, one.id) == name), None)
    found = list(seen.matching) if len(seen.matching) == 1 else talks
    return found[0] if len(found) == 1 else None


def _command(seen: Seen, talk: Talk | None) -> str:
    of_talk = reference(*seen.key, talk.id) if talk and name_of_talk(seen.session, talk) else ""
    return f"describe {seen.reference} {of_talk}".strip()


def _card(turn: Turn, seen: Seen, talk: Talk | None) -> Reply:
    session, command = seen.session, _command(seen, talk)
    whole = cards.talk_card(talk, turn.zone, turn.now) if talk else Markup("")
    lacking = missing_of(turn, seen)
    lacks = describe_words.LACKS.format(what=", ".join(lacking)) if lacking else ""
    several = talk is None and len(talks_of(session)) > 1
    room = Markup("{}: {}").format(describe_words.BUTTONS[Part.ROOM], readable(session.room))
    text = cards.paragraphs(
        cards.session_line(seen, turn.zone, turn.now, with_series=True),
        whole,
        cards.lines(room if session.room else "", lacks),
        describe_words.WHICH_TALK if several else describe_words.CARD,
    )
    parts = [Part.TITLE, Part.ROOM] if several else list(Part)
    buttons = [press(describe_words.BUTTONS[one], f"{command} {one}") for one in parts]
    rows = in_rows(_of_talks(seen), 1) if several else ()
    own = reference(*seen.key, talk.id) if talk and name_of_talk(session, talk) else ""
    link = press(describe_words.SPEAKER_LINK, f"speaker {seen.reference} {own}".strip())
    return turn.show(text, (*rows, *in_rows(buttons), *([] if several else [(link,)])))


def _of_talks(seen: Seen) -> list[Button]:
    return [
        press(readable(one.headline) or str(describe_words.NOTHING), _command(seen, one))
        for one in talks_of(seen.session)
    ]


def _ask(turn: Turn, seen: Seen, talk: Talk | None, part: Part) -> Reply:
    command = f"{_command(seen, talk)} {part}:"
    if not turn.can_ask:
        return Reply(html=describe_words.IN_A_GROUP.format(example=f"/{command} …"))
    turn.ask(command)
    line = readable(talk.headline) if talk and talk.headline else cards.headline_of(seen)
    never = press(describe_words.NEVER_MIND, _command(seen, talk))
    return Reply(html=describe_words.ASK[part].format(line=line), buttons=in_rows([never]))
