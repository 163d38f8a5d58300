"""Sessions to be shared in any chat, as everybody may see them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.chat import cards, words
from bot.chat.seen import Seen
from bot.chat.turn import Turn
from bot.domain.latex import readable
from bot.reminders.splitting import split_html

_MOST = 20
_LONGEST_TITLE = 100
_PAYLOAD = re.compile("[A-Za-z0-9_-]{1,64}")  # what a link to a bot of Telegram's can carry


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A session as it is shared: nothing of it is for subscribers alone, or for one reader.

    `name` is unique among those of an answer, `title` and `about` are plain texts to choose it by.
    `html` is one message. Its button, with `label`, leads to the bot, to be told `start`; there is
    none where that is empty.
    """

    name: str
    title: str
    about: str
    html: str
    label: str
    start: str


def offer(turn: Turn, text: str) -> Sequence[Card]:
    """Return the sessions that have all words of a text, without one those that come next.

    The turn is nobody's: it has to follow nothing.
    """
    view = turn.view
    found = turn.search(text) if text else view.to_come(view.every)
    return tuple(_card(turn, one) for one in found[:_MOST])


def _card(turn: Turn, seen: Seen) -> Card:
    label, start = _way_in(turn, seen)
    html = str(cards.session_card(seen, "", turn.now, with_distance=False))
    return Card(
        name=seen.reference,
        title=cards.shortened(cards.headline_of(seen), _LONGEST_TITLE),
        about=_about(turn, seen),
        html=split_html(html)[0],
        label=label,
        start=start,
    )


def _about(turn: Turn, seen: Seen) -> str:
    start = seen.session.start
    time = cards.tell_time(start, "", turn.now).striptags() if start else ""
    series = cards.shortened(readable(seen.series.title), _LONGEST_TITLE)
    return " · ".join(part for part in (time, series) if part)


def _way_in(turn: Turn, seen: Seen) -> tuple[str, str]:
    """Return what the button of a card says, and what the bot is told by it."""
    series_id = seen.series.id
    name = f"{series_id}-{seen.public_id}"
    if not _PAYLOAD.fullmatch(name):
        name = seen.reference.removeprefix("~")
    found = turn.view.find_session(name) or turn.view.find_session(f"~{name}")
    if found and found.key == seen.key and turn.view.to_come([seen]):
        return str(words.BUTTONS["star"]), name
    is_found = [one.id for one in turn.view.find_series(series_id)] == [series_id]
    fits = is_found and _PAYLOAD.fullmatch(series_id)
    return str(words.BUTTONS["follow_series"]), series_id if fits else ""
