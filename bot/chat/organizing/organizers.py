"""Who may change series: a link taken up, and /organizers."""

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import organizer_words
from bot.chat.turn import Turn, in_rows, press
from bot.domain.latex import readable
from bot.flows.organizing.rights import (
    Organizer,
    Origin,
    Person,
    described,
    fellows,
    name_of,
    redeem,
    revoke,
)

INVITATION = "o_"
"""What the text behind /start begins with, where it is a link that makes an organizer."""

# What is said to take somebody out; oneself, only once one has said that one means it.
_REVOKE, _LEAVE, _LEAVE_ALONE = "revoke", "leave", "leave-alone"


def accept(turn: Turn, text: str) -> Reply:
    """Take up a link; one that does not count is answered alike, whatever the reason.

    In a group all have seen it, so that it counts no more.
    """
    person = turn.person if turn.incoming.kind == "private" else Person(turn.place.platform, "")
    token = text.removeprefix(INVITATION)
    series_id = redeem(turn.service.store, token, person, now=turn.now)
    if series_id is None:
        return Reply(html=organizer_words.NO_SUCH_INVITATION)
    return Reply(html=organizer_words.JOINED.format(title=_title(turn, series_id)))


def organizers(turn: Turn, text: str) -> Reply:
    """List who may change what one organizes, or take one of them out; never for others to read."""
    if turn.incoming.kind != "private":
        told = organizer_words.ORGANIZERS_PRIVATE
        return Reply(html="" if turn.is_press else told, notice=told)
    word, _, name = text.partition(" ")
    if word not in {_REVOKE, _LEAVE, _LEAVE_ALONE}:
        return _list(turn)
    found = next(
        (one for one in _fellows(turn) if _is_revocable(one) and name_of(one) == name), None
    )
    if found and (needed := _assent(turn, found)) and word not in {needed, _LEAVE_ALONE}:
        return _ask_oneself(turn, found, needed)
    gone = revoke(turn.service.store, name, turn.person, now=turn.now)
    if gone is None:
        return _list(turn, organizer_words.REVOKED_ALREADY)
    is_still_one = any(_is_same(one, gone) for one in _fellows(turn))
    template = organizer_words.REVOKED_BUT_NAMED if is_still_one else organizer_words.REVOKED
    about = {"name": described(gone.person), "title": _title(turn, gone.series_id)}
    return _list(turn, template.format(**about))


def _assent(turn: Turn, organizer: Organizer) -> str:
    """Return what has to be said to take somebody out: nothing more, but where it is oneself."""
    own = [one for one in _fellows(turn) if one.series_id == organizer.series_id]
    others = [one for one in own if one != organizer]
    if not _is_oneself(turn, organizer) or any(_is_same(one, organizer) for one in others):
        return ""
    return _LEAVE if others else _LEAVE_ALONE


def _ask_oneself(turn: Turn, organizer: Organizer, needed: str) -> Reply:
    """Ask whether somebody wants to lose their own right, and tell what that comes to."""
    template = organizer_words.LEAVE if needed == _LEAVE else organizer_words.LEAVE_ALONE
    yes = press(organizer_words.LEAVE_YES, f"organizers {needed} {name_of(organizer)}")
    no = press(organizer_words.LEAVE_NO, "organizers")
    return turn.show(
        template.format(title=_title(turn, organizer.series_id)), in_rows([yes, no], 1)
    )


def _fellows(turn: Turn) -> list[Organizer]:
    with turn.service.store.reading() as connection:
        return fellows(connection, turn.person)


def _is_revocable(organizer: Organizer) -> bool:
    return organizer.origin is Origin.LINK


def _is_oneself(turn: Turn, organizer: Organizer) -> bool:
    person, own = organizer.person, turn.person
    return (person.platform, person.number) == (own.platform, own.number)


def _is_same(one: Organizer, other: Organizer) -> bool:
    """Tell whether two rights are one person's, for one series."""
    account = one.series_id, one.person.platform, one.person.number
    return account == (other.series_id, other.person.platform, other.person.number)


def _list(turn: Turn, said: Markup | None = None) -> Reply:
    found = _fellows(turn)
    said = said or Markup("")
    if not found:
        return turn.show(organizer_words.ORGANIZE_NOTHING, said=said)
    parts = []
    for series_id in dict.fromkeys(one.series_id for one in found):
        heading = organizer_words.ORGANIZERS_OF.format(title=_title(turn, series_id))
        own = [_line(turn, one) for one in found if one.series_id == series_id]
        parts.append(cards.lines(heading, *own))
    buttons = [_button(turn, one, is_one=len(parts) == 1) for one in found if _is_revocable(one)]
    text = cards.paragraphs(organizer_words.ORGANIZERS, *parts)
    return turn.show(text, in_rows(buttons, 1), said)


def _line(turn: Turn, organizer: Organizer) -> Markup:
    template = organizer_words.ORGANIZER
    if organizer.origin is Origin.DEFINITION:
        template = organizer_words.ORGANIZER_NAMED
    elif _is_oneself(turn, organizer):
        template = organizer_words.ORGANIZER_YOU
    return template.format(name=described(organizer.person))


def _button(turn: Turn, organizer: Organizer, *, is_one: bool) -> Button:
    """Return the button that takes somebody out; it says of which series, where there are more."""
    name, title = described(organizer.person), _title(turn, organizer.series_id)
    label = organizer_words.REVOKE.format(name=name)
    if not is_one:
        short = organizer.person.name or name
        label = organizer_words.REVOKE_OF.format(name=short, title=title)
    return press(label, f"organizers {_REVOKE} {name_of(organizer)}")


def _title(turn: Turn, series_id: str) -> str:
    series = turn.view.series.get(series_id)
    return readable(series.title) if series else series_id
