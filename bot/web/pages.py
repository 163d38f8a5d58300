"""The pages that people read: the list of series, and one for each."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.moments import Moment
from bot.domain.series import Status
from bot.flows.publish import Feed, Publication, dated
from bot.flows.selecting import over_at
from bot.web.templating import render


@dataclass(frozen=True, slots=True)
class _Next:
    """The next session of a series."""

    start: Moment
    end: Moment | None
    headline: str


@dataclass(frozen=True, slots=True)
class _Listed:
    """One line of the list of series."""

    id: str
    title: str
    next: _Next | None


@dataclass(frozen=True, slots=True)
class _FeedLink:
    ending: str
    name: str


_FEEDS = (
    _FeedLink(".json", "JSON"),
    _FeedLink(".xml", "Schedule for conference apps (XML)"),
    _FeedLink(".atom", "Changes (Atom)"),
)


def index_page(publications: tuple[Publication, ...], base: str, now: datetime) -> Feed:
    """Return the list of series, with what comes next in each. `base` is the service's address."""
    series = [_listed(publication, now) for publication in publications]
    data = render("index.html", series=series, webcal=_webcal(base))
    return dated(data, publications, now, _ends(publications))


def series_page(publication: Publication, base: str, now: datetime) -> Feed:
    """Return the page of a series: what comes, by date, and what is past, the latest first."""
    series = publication.public(now)
    ends = {session.id: over_at(session) for session in series.sessions}
    past = [one for one in series.sessions if (over := ends[one.id]) and over <= now]
    coming = [one for one in series.sessions if one not in past]
    data = render(
        "series.html",
        series=series,
        coming=coming,
        past=past[::-1],
        webcal=_webcal(base),
        feeds=_FEEDS,
    )
    return dated(data, [publication], now, _ends([publication]))


def _listed(publication: Publication, now: datetime) -> _Listed:
    series = publication.public(now)
    for session, start in series.scheduled():
        over = over_at(session)
        if over and over > now and session.status is not Status.CANCELLED:
            upcoming = _Next(start, session.end, session.headline)
            return _Listed(series.id, series.title, upcoming)
    return _Listed(series.id, series.title, None)


def _ends(publications: tuple[Publication, ...] | list[Publication]) -> list[datetime]:
    sessions = (one.session for each in publications for one in each.stored.sessions)
    return [over for session in sessions if (over := over_at(session))]


def _webcal(base: str) -> str:
    """Return the address by which calendar apps subscribe, nothing if the service's is unknown."""
    _, found, rest = base.partition("://")
    return f"webcal://{rest}" if found else ""
