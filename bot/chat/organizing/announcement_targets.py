"""What organizers mean to announce: one of their series, or one of its sessions."""

from dataclasses import dataclass

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import announcement_words as words
from bot.chat.organizing.owned import is_open
from bot.chat.seen import Seen
from bot.chat.turn import Turn, in_rows, press
from bot.domain.latex import readable
from bot.domain.series import Series
from bot.flows.delivery.buttons import reference

_MOST = 8
_LONGEST_DATA = 64  # bytes that a button may carry


@dataclass(frozen=True, slots=True)
class Target:
    """A series, or a session of one, by the id that it has in the store."""

    series: Series
    seen: Seen | None = None

    @property
    def session_id(self) -> str:
        """The session's id, empty for the series."""
        return self.seen.key[1] if self.seen else ""

    @property
    def reference(self) -> str:
        """What buttons call it."""
        return self.seen.reference if self.seen else reference(self.series.id)


def find_target(turn: Turn, name: str, message: str) -> Target | Reply:
    """Return what is meant by some words, else ask: a series by its title, or a talk by its own.

    Without words, it is the only series that one organizes. What is over counts last.
    """
    found = _found(turn, name)
    if len(found) == 1:
        return found[0]
    if not found:
        example = "/announce Example: …"
        return Reply(html=words.NONE_FOUND.format(words=name, example=example))
    return _ask(turn, found[:_MOST], message)


def _found(turn: Turn, name: str) -> list[Target]:
    own = [turn.view.series[one] for one in turn.organized if one in turn.view.series]
    if not name:
        return [Target(one) for one in own]
    seen = turn.view.find_session(name)
    if seen and seen.series.id in turn.organized:
        return [Target(seen.series, seen)]
    ids = {one.id for one in own}
    series = [Target(one) for one in turn.view.find_series(name) if one.id in ids]
    if series:
        return series
    sessions = [one for one in turn.search(name) if one.series.id in ids]
    open_ones = [one for one in sessions if is_open(turn, one)] or sessions
    return [Target(one.series, one) for one in open_ones]


def _ask(turn: Turn, found: list[Target], message: str) -> Reply:
    """Ask which one is meant; where the message is too long for a button, to write it again."""
    behind = f": {message}" if message else ""
    commands = [f"announce {one.reference}{behind}" for one in found]
    if all(len(one.encode()) <= _LONGEST_DATA and "\n" not in one for one in commands):
        buttons = [_button(turn, *pair) for pair in zip(found, commands, strict=True)]
        return turn.show(words.WHICH, in_rows(buttons, 1))
    lines = [
        Markup("{}\n<code>/announce {}:</code>").format(_label(turn, one), one.reference)
        for one in found
    ]
    return Reply(html=cards.paragraphs(words.WHICH_WRITTEN, *lines))


def _button(turn: Turn, target: Target, command: str) -> Button:
    return press(_label(turn, target), command)


def _label(turn: Turn, target: Target) -> str:
    if target.seen:
        return cards.session_label(target.seen, turn.zone)
    return readable(target.series.title)
