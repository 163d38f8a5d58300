"""The page of a series: what it is, what comes next, all that comes, and what is past."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.series import Series
from bot.flows.publish import Feed, Publication
from bot.flows.selecting import over_at
from bot.web.pages import series_words, subscribe_words
from bot.web.pages.apps import subscribe_panel
from bot.web.pages.cards import Card, cards_of, public_series, series_path
from bot.web.pages.frame import Frame, framed
from bot.web.pages.narrowing import Narrowing
from bot.web.pages.series_preview import series_preview
from bot.web.pages.turns import page_feed


@dataclass(frozen=True, slots=True)
class _Parts:
    """The sessions by where the page shows them; `past` the latest first."""

    next: Card | None
    coming: tuple[Card, ...]
    undated: tuple[Card, ...]
    past: tuple[Card, ...]


def series_page(
    publication: Publication, frame: Frame, narrowing: Narrowing, now: datetime
) -> Feed:
    """Return the page of a series; `narrowing` is what of it calendars are wanted of."""
    series = public_series(publication, now)
    data = framed(
        "series.html",
        frame,
        said=series_words,
        series=series,
        path=series_path(series.id),
        subscribing=subscribe_panel(series, frame, narrowing, now),
        subscribe_words=subscribe_words,
        preview=series_preview(series, frame),
        parts_of=_parts(series, cards_of(series, frame.reader, now), now),
    )
    return page_feed(data, [publication], frame.reader, now)


def _parts(series: Series, cards: tuple[Card, ...], now: datetime) -> _Parts:
    coming: list[Card] = []
    undated: list[Card] = []
    past: list[Card] = []
    for card, session in zip(cards, series.sessions, strict=True):
        over = over_at(session)
        (undated if over is None else past if over <= now else coming).append(card)
    following = next((card for card in coming if not card.is_cancelled), None)
    rest = tuple(card for card in coming if card is not following)
    return _Parts(following, rest, tuple(undated), tuple(past[::-1]))
