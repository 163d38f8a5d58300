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

_REVOKE = "revoke "


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
    if not text.startswith(_REVOKE):
        return _list(turn)
    gone = revoke(turn.service.store, text.removeprefix(_REVOKE), turn.person, now=turn.now)
    if gone is None:
        return _list(turn, organizer_words.REVOKED_ALREADY)
    name, title = described(gone.person), _title(turn, gone.series_id)
    return _list(turn, organizer_words.REVOKED.format(name=name, title=title))


def _list(turn: Turn, said: Markup | None = None) -> Reply:
    with turn.service.store.reading() as connection:
        found = fellows(connection, turn.person)
    said = said or Markup("")
    if not found:
        return turn.show(organizer_words.ORGANIZE_NOTHING, said=said)
    parts = []
    for series_id in dict.fromkeys(one.series_id for one in found):
        heading = organizer_words.ORGANIZERS_OF.format(title=_title(turn, series_id))
        own = [_line(turn, one) for one in found if one.series_id == series_id]
        parts.append(cards.lines(heading, *own))
    buttons = [
        _button(turn, one, is_one=len(parts) == 1) for one in found if one.origin is Origin.LINK
    ]
    text = cards.paragraphs(organizer_words.ORGANIZERS, *parts)
    return turn.show(text, in_rows(buttons, 1), said)


def _line(turn: Turn, organizer: Organizer) -> Markup:
    person, own = organizer.person, turn.person
    template = organizer_words.ORGANIZER
    if organizer.origin is Origin.DEFINITION:
        template = organizer_words.ORGANIZER_NAMED
    elif (person.platform, person.number) == (own.platform, own.number):
        template = organizer_words.ORGANIZER_YOU
    return template.format(name=described(person))


def _button(turn: Turn, organizer: Organizer, *, is_one: bool) -> Button:
    """Return the button that takes somebody out; it says of which series, where there are more."""
    name, title = described(organizer.person), _title(turn, organizer.series_id)
    label = organizer_words.REVOKE.format(name=name)
    if not is_one:
        short = organizer.person.name or name
        label = organizer_words.REVOKE_OF.format(name=short, title=title)
    return press(label, f"organizers {_REVOKE}{name_of(organizer)}")


def _title(turn: Turn, series_id: str) -> str:
    series = turn.view.series.get(series_id)
    return readable(series.title) if series else series_id
