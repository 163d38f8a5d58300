"""The first page: what is on, what comes next, and all series."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.series import Series
from bot.flows.publish import Feed, Publication
from bot.flows.selecting import over_at
from bot.web.pages import index_words
from bot.web.pages.cards import Card, cards_of, public_series, series_path
from bot.web.pages.frame import Frame, framed
from bot.web.pages.turns import page_feed

_MOST_NEXT = 6


@dataclass(frozen=True, slots=True)
class _Listed:
    """One series, with what comes next in it."""

    href: str
    series: Series
    next: Card | None


def index_page(publications: Sequence[Publication], frame: Frame, now: datetime) -> Feed:
    """Return the page of all series that are listed."""
    listed, coming = [], []
    for publication in publications:
        series = public_series(publication, now)
        cards = [card for card, over in _with_ends(series, frame, now) if over > now]
        takes_place = [card for card in cards if not card.is_cancelled]
        listed.append(_Listed(series_path(series.id), series, next(iter(takes_place), None)))
        coming += takes_place
    coming.sort(key=lambda card: (card.time.here.start.at, card.href) if card.time else ())
    data = framed(
        "index.html",
        frame,
        said=index_words,
        listed=listed,
        on=[card for card in coming if card.is_on],
        coming=[card for card in coming if not card.is_on][:_MOST_NEXT],
    )
    return page_feed(data, publications, frame.reader, now)


def _with_ends(series: Series, frame: Frame, now: datetime) -> list[tuple[Card, datetime]]:
    pairs = zip(cards_of(series, frame.reader, now), series.sessions, strict=True)
    return [(card, over) for card, session in pairs if (over := over_at(session))]
