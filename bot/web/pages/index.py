"""The first page: what is on, what comes next, and all series."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Status
from bot.flows.publish import Feed, Publication
from bot.flows.selecting import over_at
from bot.reminders.messages import Starts, starts_by_hour
from bot.web.pages import index_words, kind_words, search_words
from bot.web.pages.cards import Card, card_of, public_series, series_path
from bot.web.pages.fields import fields_of
from bot.web.pages.frame import Frame, framed
from bot.web.pages.seeking import Sought
from bot.web.pages.session_preview import link_comes
from bot.web.pages.times import clock_of_all
from bot.web.pages.turns import page_feed
from bot.web.reader import Reader

_MOST_NEXT, _MOST_OF_ONE = 12, 3  # sessions that are named, and of one series
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Tile:
    """One series, with what comes next in it, and how much comes."""

    href: str
    series: Series
    kind: str
    next: Card | None
    count: int


@dataclass(frozen=True, slots=True)
class _Current:
    """What is on, and whether its series has links to join that subscribers alone get."""

    card: Card
    is_link_withheld: bool


@dataclass(frozen=True, slots=True)
class _Group:
    """What comes next, by how near it is."""

    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A series as pages show it, with its sessions that are not over and take place, in order."""

    publication: Publication
    series: Series
    starts: Starts
    coming: tuple[Session, ...]

    @classmethod
    def of(cls, publication: Publication, now: datetime) -> "_Listed":
        series = public_series(publication, now)
        coming = [
            one
            for one in series.sessions
            if one.status is not Status.CANCELLED and (over := over_at(one)) and now < over
        ]
        coming.sort(key=lambda one: one.order)
        return cls(publication, series, starts_by_hour(series), tuple(coming))

    def card(self, session: Session, reader: Reader, now: datetime) -> Card:
        return card_of(self.series, session, reader, now, self.starts)

    def current(self, session: Session, reader: Reader, now: datetime) -> _Current:
        is_withheld = link_comes(self.publication, session, now)
        return _Current(self.card(session, reader, now), is_withheld)

    def tile(self, reader: Reader, now: datetime) -> _Tile:
        following = self.card(self.coming[0], reader, now) if self.coming else None
        kind = str(kind_words.SERIES[self.series.kind])
        path = series_path(self.series.id)
        return _Tile(path, self.series, kind, following, len(self.coming))


def index_page(publications: Sequence[Publication], frame: Frame, now: datetime) -> Feed:
    """Return the page of all series that are listed."""
    every = [_Listed.of(one, now) for one in publications]
    # Most of what comes is not shown, and a card takes longer to make than to sort a session.
    coming = sorted(
        ((session, one) for one in every for session in one.coming),
        key=lambda found: (*found[0].order, found[1].series.id),
    )
    on = [found for found in coming if _is_on(found[0], now)]
    following = _following([found for found in coming if not _is_on(found[0], now)])
    data = framed(
        "index.html",
        frame,
        said=search_words,
        told=index_words,
        sought=Sought(),
        fields=fields_of(publications, Sought()),
        on=[one.current(session, frame.reader, now) for session, one in on],
        groups=_groups(following, frame.reader, now),
        clock=clock_of_all((one.series for one in every), frame.reader),
        is_more=len(coming) > len(on) + len(following),
        tiles=_tiles(every, frame.reader, now),
    )
    return page_feed(data, publications, frame.reader, now)


def _following(
    coming: Sequence[tuple[Session, _Listed]],
) -> list[tuple[Session, _Listed]]:
    """Return what comes first, and not all of it of one series."""
    counts: Counter[str] = Counter()
    found = []
    for session, listed in coming:
        counts[listed.series.id] += 1
        if counts[listed.series.id] <= _MOST_OF_ONE:
            found.append((session, listed))
    return found[:_MOST_NEXT]


def _is_on(session: Session, now: datetime) -> bool:
    return bool(session.start and session.start.at <= now)


def _tiles(every: Sequence[_Listed], reader: Reader, now: datetime) -> tuple[_Tile, ...]:
    """Return the series by their titles; those in which nothing comes are last."""
    ordered = sorted(
        every, key=lambda one: (not one.coming, one.series.title.casefold(), one.series.id)
    )
    return tuple(one.tile(reader, now) for one in ordered)


def _groups(
    found: Sequence[tuple[Session, _Listed]], reader: Reader, now: datetime
) -> tuple[_Group, ...]:
    groups: dict[str, list[Card]] = {}
    for session, listed in found:
        heading = str(_heading(session, listed, reader, now))
        groups.setdefault(heading, []).append(listed.card(session, reader, now))
    return tuple(_Group(heading, tuple(cards)) for heading, cards in groups.items())


def _heading(session: Session, listed: _Listed, reader: Reader, now: datetime) -> str:
    assert session.start  # noqa: S101 - what comes has a date
    zone = reader.zone or listed.series.timezone or "UTC"
    return _told(session.start.in_zone(zone).date, Moment.of(now, zone).date)


def _told(day: date, today: date) -> str:
    monday = today - timedelta(days=today.weekday())
    if day <= today + _DAY:
        return index_words.TODAY if day <= today else index_words.TOMORROW
    if day < monday + _WEEK:
        return index_words.THIS_WEEK
    return index_words.NEXT_WEEK if day < monday + 2 * _WEEK else index_words.LATER
