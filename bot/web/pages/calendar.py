"""The programme of a series by week or month, as a calendar on the clock of its reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from bot.domain.moments import Moment
from bot.domain.series import Series, Session
from bot.domain.wording import describe_date
from bot.flows.publish import Feed, Publication
from bot.language import month_name, weekday_name
from bot.reminders.messages import starts_by_hour
from bot.web.pages import calendar_words, series_words
from bot.web.pages.cards import Card, card_of, public_series, series_path
from bot.web.pages.frame import Frame, framed
from bot.web.pages.times import clock_of_all
from bot.web.pages.turns import page_feed
from bot.web.pages.views import Unit, View

MANY = 15
"""Dated sessions, from more of which on a series is offered by week and month."""

_MOST_A_DAY = 8  # in a month; a week shows all


@dataclass(frozen=True, slots=True)
class _Date:
    """One day: `name` in full, and the sessions that begin on it; `more` are not shown."""

    on: date
    name: str
    is_outside: bool
    is_today: bool
    cards: tuple[Card, ...]
    more: int
    week_href: str


@dataclass(frozen=True, slots=True)
class Step:
    """Another week or month: where it is, what it is called, and what it has."""

    href: str
    name: str
    told: str


def calendar_page(publication: Publication, view: View, frame: Frame, now: datetime) -> Feed:
    """Return a week or month of a series, between the first and the last that has something."""
    series = public_series(publication, now)
    cards = _by_date(series, view, frame, now)
    path = series_path(series.id)
    today = today_of(series, frame.reader.zone, now)
    days = days_with_sessions(series, frame.reader.zone)
    data = framed(
        "calendar.html",
        frame,
        said=calendar_words,
        of_series=series_words,
        series=series,
        clock=clock_of_all([series], frame.reader),
        path=path,
        view=view,
        name=name_of(view),
        offers=offers(series, frame.reader.zone, view.unit),
        views_named=calendar_words.VIEWS,
        weekdays=[(weekday_name(day), weekday_name(day, is_short=True)) for day in range(7)],
        weeks=[[_date(one, view, path, cards, today) for one in week] for week in view.weeks],
        before=_steps(view, path, days, backwards=True),
        after=_steps(view, path, days, backwards=False),
    )
    return page_feed(data, [publication], frame.reader, now)


def days_with_sessions(series: Series, zone: str) -> list[date]:
    """Return the days, sorted, on which sessions begin: in a zone, else in that of the session.

    Where no hour is known yet, it is the day that the host said, in every zone.
    """
    # By start alone, days would not be in order where sessions have several zones.
    return sorted(day for one in series.sessions if (day := _day_of(one, zone)))


def today_of(series: Series, zone: str, now: datetime) -> date:
    """Return the date now in a zone, else where the series is."""
    return Moment.of(now, zone or series.timezone or "UTC").date


def name_of(view: View) -> str:
    """Return what a week or month is called."""
    if view.unit is Unit.MONTH:
        return calendar_words.MONTH.format(month=month_name(view.on.month), year=view.on.year)
    monday, *_, sunday = view.weeks[0]
    first = describe_date(monday, year=monday.year != sunday.year)
    return calendar_words.WEEK.format(first=first, last=describe_date(sunday, year=True))


def offers(
    series: Series, zone: str, shown: Unit | None = None
) -> tuple[tuple[str, str, bool], ...]:
    """Return the ways to see a long programme: where, what it is called, whether it is shown.

    Nothing for a programme that a list shows as well.
    """
    path = series_path(series.id)
    if len(days_with_sessions(series, zone)) <= MANY and shown is None:
        return ()
    ways = ((Unit.WEEK, calendar_words.BY_WEEK), (Unit.MONTH, calendar_words.BY_MONTH))
    as_list = (path, str(calendar_words.AS_LIST), shown is None)
    return (as_list, *((f"{path}?view={unit}", str(said), unit is shown) for unit, said in ways))


def _by_date(
    series: Series, view: View, frame: Frame, now: datetime
) -> Mapping[date, Sequence[Card]]:
    """Return the cards of what begins on the days that are shown: by start, then without one."""
    starts = starts_by_hour(series)
    shown = {day for week in view.weeks for day in week}
    found: dict[date, list[Card]] = {}
    for session in sorted(series.sessions, key=lambda one: one.order):
        if (day := _day_of(session, frame.reader.zone)) in shown:
            card = card_of(series, session, frame.reader, now, starts)
            found.setdefault(day, []).append(card)
    return found


def _day_of(session: Session, zone: str) -> date | None:
    if session.start is None:
        return session.day
    return (session.start.in_zone(zone) if zone else session.start).date


def _date(
    on: date, view: View, path: str, cards: Mapping[date, Sequence[Card]], today: date
) -> _Date:
    there = tuple(cards.get(on, ()))
    shown = there if view.unit is Unit.WEEK else there[:_MOST_A_DAY]
    return _Date(
        on=on,
        name=describe_date(on, weekday=True),
        is_outside=on not in view,
        is_today=on == today,
        cards=shown,
        more=len(there) - len(shown),
        week_href=_href(path, View.around(on, Unit.WEEK)),
    )


def _steps(view: View, path: str, days: Iterable[date], *, backwards: bool) -> tuple[Step, ...]:
    """Return the neighbour, and the nearest that has something if the neighbour has nothing."""
    counts: dict[View, int] = {}
    for day in days:
        one = View.around(day, view.unit)
        counts[one] = counts.get(one, 0) + 1
    there = [one for one in counts if (one.on < view.on if backwards else one.on > view.on)]
    if not there:
        return ()
    neighbour = view.before if backwards else view.next
    nearest = (max if backwards else min)(there)
    return tuple(
        Step(_href(path, one), name_of(one), _told(counts.get(one, 0)))
        for one in dict.fromkeys([neighbour, nearest])
    )


def _told(count: int) -> str:
    return calendar_words.SESSIONS.of(count) if count else str(calendar_words.NOTHING)


def _href(path: str, view: View) -> str:
    return f"{path}?{urlencode({'view': view.unit, 'on': view.code})}"
