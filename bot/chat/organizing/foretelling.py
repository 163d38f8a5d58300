"""The message that will leave for a change: shown before it does, and sent to oneself as a test."""

from collections.abc import Sequence

from markupsafe import Markup

from bot.chat import cards
from bot.chat.interface import Button, Reply
from bot.chat.organizing import preview_words
from bot.chat.turn import Turn, press
from bot.domain.moments import Moment
from bot.domain.series import Series
from bot.errors import RefusalError
from bot.flows.planning.foreseeing import Foreseen

_QUOTE = Markup("<blockquote>{}</blockquote>")


def foretold(turn: Turn, series: Series, told: Sequence[Foreseen]) -> Markup:
    """Return the messages that leave, each with when and to how many chats; of links the hosts.

    Hours are those of the chat's zone, else of the series'.
    """
    if not told:
        return preview_words.NO_MESSAGE
    zone = turn.zone_for(series)
    parts = []
    for one in told:
        message = Markup(one.without_links().outgoing(zone, turn.now).html)  # noqa: S704 - ours
        parts += [_when(turn, one, zone), _QUOTE.format(message)]
    return cards.lines(*parts)


def told_when(turn: Turn, series: Series, told: Sequence[Foreseen]) -> Markup:
    """Return in a line for each message when it leaves, and to how many chats: once published."""
    if not told:
        return preview_words.NO_MESSAGE
    zone = turn.zone_for(series)
    return cards.lines(*dict.fromkeys(_is_told(turn, one, zone) for one in told))


def _is_told(turn: Turn, one: Foreseen, zone: str) -> str:
    if not one.chats:
        return preview_words.NOBODY_IS_TOLD
    if one.leaves_at <= turn.now:
        return Markup("{}").format(preview_words.IS_TOLD.of(one.chats))
    time = _time(one, zone)
    return Markup("{}").format(preview_words.WILL_BE_TOLD.of(one.chats, time=time))


def send_me(name: str, told: Sequence[Foreseen]) -> list[Button]:
    """Return the button that sends what a named draft would make to who presses it."""
    return [press(preview_words.SEND_ME, f"sample {name}")] if told else []


def sample(turn: Turn, series: Series, told: Sequence[Foreseen]) -> Reply:
    """Return the message as subscribers get it, in private alone. Raises RefusalError elsewhere."""
    if turn.incoming.kind != "private":
        raise RefusalError(str(preview_words.IN_PRIVATE), read="")
    if not told:
        return Reply(html=preview_words.NO_MESSAGE)
    zone = turn.zone_for(series)
    leaving = [one.outgoing(zone, turn.now) for one in told]
    texts = [Markup(one.html) for one in leaving]  # noqa: S704 - ours
    html = cards.paragraphs(preview_words.SENT_TO_ME, *texts)
    return Reply(html=html, buttons=leaving[-1].buttons)


def _when(turn: Turn, one: Foreseen, zone: str) -> str:
    if not one.chats:
        return preview_words.NOBODY
    if one.leaves_at <= turn.now:
        return Markup("{}").format(preview_words.AT_ONCE.of(one.chats))
    return Markup("{}").format(preview_words.AT.of(one.chats, time=_time(one, zone)))


def _time(one: Foreseen, zone: str) -> str:
    at = Moment.of(one.leaves_at, zone)
    return f"{at.wall:%H:%M} {at.abbreviation}"
