"""The page of a series: what it is, what comes next, all that comes, and what is past."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from bot.domain.series import Join, Series, SeriesKind, Session, Status
from bot.flows.publish import Feed, Publication
from bot.flows.selecting import over_at
from bot.reminders.messages import starts_by_hour
from bot.web.pages import calendar_words, embed_words, kind_words, series_words, subscribe_words
from bot.web.pages.apps import subscribe_panel
from bot.web.pages.calendar import name_of, offers, today_of
from bot.web.pages.cards import Card, card_of, public_series, series_path
from bot.web.pages.days import Day, days_of
from bot.web.pages.embed_lines import lines_panel
from bot.web.pages.embedding import Embedding
from bot.web.pages.frame import Frame, framed
from bot.web.pages.narrowing import Narrowing
from bot.web.pages.programme import ShownDay, shown_day
from bot.web.pages.series_preview import series_preview
from bot.web.pages.session_preview import link_comes
from bot.web.pages.times import clock_of_all
from bot.web.pages.turns import page_feed
from bot.web.pages.views import Unit, View

_MOST_NEXT = 4  # what is on at once in several rooms
_MOST_PAST = 20  # of the latest, before they are folded away by year
_MOST_TABLED = 400  # talks of past timetables; what is longer past is listed by session


@dataclass(frozen=True, slots=True)
class _Next:
    """What is on or comes next. `join` is there while it is of use, and public."""

    cards: tuple[Card, ...]
    join: Join | None = None
    is_link_to_come: bool = False
    is_tabled: bool = False

    @property
    def is_on(self) -> bool:
        """Whether it has begun."""
        return any(card.is_on for card in self.cards)


@dataclass(frozen=True, slots=True)
class _Item:
    """A session in a list, or a day with its timetable."""

    on: date
    card: Card | None = None
    day: ShownDay | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """What is in one month, or was in one year."""

    name: str
    items: tuple[_Item, ...]


def series_page(
    publication: Publication,
    frame: Frame,
    narrowing: Narrowing,
    now: datetime,
    chosen: Embedding | None = None,
) -> Feed:
    """Return the page of a series; `narrowing` is what of it calendars are wanted of.

    `chosen` is the frame that somebody wants the lines for.
    """
    series = public_series(publication, now)
    made = _Made(publication, series, frame, now)
    data = framed(
        "series.html",
        frame,
        said=series_words,
        kind=kind_words.SERIES[series.kind],
        is_playlist=series.kind is SeriesKind.PLAYLIST,
        year=today_of(series, frame.reader.zone, now).year,
        series=series,
        clock=clock_of_all([series], frame.reader),
        path=series_path(series.id),
        subscribing=subscribe_panel(series, frame, narrowing, now),
        subscribe_words=subscribe_words,
        embedding_lines=lines_panel(series, frame, chosen),
        embed_words=embed_words,
        preview=series_preview(series, frame),
        offers=offers(series, frame.reader.zone),
        views_named=calendar_words.VIEWS,
        next=made.next(),
        coming=made.coming(),
        undated=made.undated(),
        past=made.past(),
    )
    return page_feed(data, [publication], frame.reader, now)


class _Made:
    """The parts of one page, while it is made."""

    def __init__(
        self, publication: Publication, series: Series, frame: Frame, now: datetime
    ) -> None:
        self._publication = publication
        self._series = series
        self._reader = frame.reader
        self._now = now
        self._today = today_of(series, frame.reader.zone, now)
        self._starts = starts_by_hour(series)
        self._whole = {one.id: one for one in series.sessions}
        self._parts = list(self._divided())
        self._next = following(series.sessions, now)

    def _divided(self) -> Iterator[Day | Session]:
        """Yield what the lists consist of, by start: days with a timetable, else sessions."""
        for day in days_of(self._series.sessions, self._reader.zone):
            if day.is_timetable:
                yield day
            else:
                yield from (self._whole[one.id] for one in day.sessions)

    def next(self) -> _Next:
        """Return what is on, else what comes next."""
        if not self._next:
            return _Next(())
        first = self._next[0]
        assert first.start is not None  # noqa: S101 - only dated ones follow
        start = first.start.in_zone(self._reader.zone) if self._reader.zone else first.start
        tabled = {one.id for part in self._parts if isinstance(part, Day) for one in part.sessions}
        return _Next(
            cards=tuple(self._card(one) for one in self._next),
            join=first.join if start.date <= self._today else None,
            is_link_to_come=link_comes(self._publication, first, self._now),
            is_tabled=first.id in tabled,
        )

    def coming(self) -> tuple[_Group, ...]:
        """Return what is not over, by month; what is shown in large stands in timetables only."""
        shown = [part for part in self._parts if not self._is_over(part)]
        rest = [self._item(part) for part in shown if part not in self._next]
        months = groupby(rest, lambda item: View.around(item.on, Unit.MONTH))
        return tuple(_Group(name_of(month), tuple(items)) for month, items in months)

    def undated(self) -> tuple[Card, ...]:
        """Return what has no date yet, or no hour: first what has a day, by that."""
        found = [one for one in self._series.sessions if one.start is None]
        found.sort(key=lambda one: one.day or date.max)
        return tuple(self._card(one) for one in found)

    def past(self) -> tuple[_Group, ...]:
        """Return what is over, the latest first: some in a group without a name, the rest by year.

        Timetables of long ago are listed by session, as nobody reads thousands of rows.
        """
        items, rows = [], 0
        for part in reversed(self._parts):
            if not self._is_over(part):
                continue
            rows += sum(len(one.talks) for one in part.sessions) if isinstance(part, Day) else 0
            if isinstance(part, Day) and rows > _MOST_TABLED:
                items += [self._item(self._whole[one.id]) for one in reversed(part.sessions)]
            else:
                items.append(self._item(part))
        years = groupby(items[_MOST_PAST:], lambda item: item.on.year)
        older = tuple(_Group(str(year), tuple(found)) for year, found in years)
        return (_Group("", tuple(items[:_MOST_PAST])), *older) if items else ()

    def _is_over(self, part: Day | Session) -> bool:
        sessions = part.sessions if isinstance(part, Day) else (part,)
        return all((over := over_at(one)) and over <= self._now for one in sessions)

    def _item(self, part: Day | Session) -> _Item:
        if isinstance(part, Session):
            card = self._card(part)
            assert card.time is not None  # noqa: S101 - only dated ones are parts
            return _Item(card.time.here.start.date, card=card)
        shown = shown_day(part, self._series, self._reader, self._now, self._starts)
        return _Item(shown.date, day=shown)

    def _card(self, session: Session) -> Card:
        return card_of(self._series, session, self._reader, self._now, self._starts)


def following(sessions: Iterable[Session], now: datetime) -> tuple[Session, ...]:
    """Return the sessions that are on, else those that begin next: several if side by side.

    They are given by start. Cancelled ones do not count.
    """
    coming = [
        (one.start.at, one)
        for one in sessions
        if one.start
        and one.status is not Status.CANCELLED
        and (over := over_at(one))
        and over > now
    ]
    together = max(now, coming[0][0]) if coming else now
    return tuple(one for at, one in coming if at <= together)[:_MOST_NEXT]
