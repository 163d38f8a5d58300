"""Public feeds and pages: from an address and its query to an answer."""

import difflib
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.types import ASGIApp

from bot.domain.series import Series
from bot.errors import Problem
from bot.exports.entries import CalendarView
from bot.flows.publish import (
    Feed,
    Publication,
    calendar,
    series_atom,
    series_calendar,
    series_frab,
    series_json,
    session_calendar,
)
from bot.flows.selecting import FeedQuery
from bot.web.answers import Answer, Media
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue, Snapshot
from bot.web.limits import Limits, too_many
from bot.web.options import WebOptions
from bot.web.pages import index_page, series_page
from bot.web.queries import ABOUT, CALENDAR, CHANGES, DOCUMENT, SESSION, read_query
from bot.web.ready import Ready
from bot.web.refusals import Link, refusal
from bot.web.security import CORS, SECURITY, preflight

ALL = Series(id="all", title="All talks")
_HOST = re.compile(r"(?:[A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?")
_NEAR = 0.4
_HTML = Media(kind="page", content_type="text/html; charset=utf-8", further=SECURITY)

Make = Callable[[Publication, FeedQuery, str, datetime], Feed]


@dataclass(frozen=True, slots=True)
class _Format:
    """One form in which a series is given away."""

    content_type: str
    known: tuple[str, ...]
    make: Make


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is to be answered: how it is called, what it is made of, and how."""

    key: Hashable
    of: Hashable
    make: Callable[[], Feed]
    media: Media


class PublicFeeds:
    """Answers what everybody may ask for."""

    def __init__(
        self,
        catalogue: Catalogue,
        cache: FeedCache,
        limits: Limits,
        options: WebOptions,
        *,
        now: Callable[[], datetime],
    ) -> None:
        """Answer from a catalogue and keep answers in a cache."""
        self.ready = Ready(catalogue, cache, now=now)
        self._catalogue = catalogue
        self._cache = cache
        self._limits = limits
        self._options = options
        self._now = now

    async def index(self, request: Request) -> ASGIApp:
        """Answer `/`."""
        snapshot = self._catalogue.snapshot
        base = self._base(request)
        return await self._answer(
            request,
            snapshot,
            _Wanted(
                ("index", base),
                snapshot.number,
                lambda: index_page(snapshot.listed, base, self._now()),
                _HTML,
            ),
        )

    async def all_series(self, request: Request) -> ASGIApp:
        """Answer `/all.ics`."""
        if request.method == "OPTIONS":
            return preflight()
        query, problems = read_query(request.scope["query_string"], CALENDAR)
        if problems:
            return bad_query(request, problems, CALENDAR)
        snapshot = self._catalogue.snapshot
        base = self._options.public_url
        view = CalendarView(source_url=f"{base}/all.ics" if base else "")
        return await self._answer(
            request,
            snapshot,
            _Wanted(
                ("all", query),
                snapshot.number,
                lambda: calendar(ALL, snapshot.every, query, view, self._now()),
                _media("all", "text/calendar; charset=utf-8", "talks.ics"),
            ),
        )

    async def series(self, request: Request) -> ASGIApp:
        """Answer `/SERIES` and, with an ending, its feeds."""
        name: str = request.path_params["name"]
        stem, dot, ending = name.rpartition(".")
        form = _FORMATS.get(ending) if dot else None
        if form is None:
            return await self._page(request, name)
        if request.method == "OPTIONS":
            return preflight()
        snapshot = self._catalogue.snapshot
        publication = snapshot.publications.get(stem)
        if publication is None:
            return self.not_found(request, stem, f".{ending}")
        query, problems = read_query(request.scope["query_string"], form.known)
        if problems:
            return bad_query(request, problems, form.known)
        base = self._options.public_url
        return await self._answer(
            request,
            snapshot,
            _Wanted(
                (ending, stem, query),
                publication.stored.version,
                lambda: form.make(publication, query, base, self._now()),
                _media(ending, form.content_type, name),
            ),
        )

    async def session(self, request: Request) -> ASGIApp:
        """Answer `/SERIES/SESSION.ics`."""
        series_id: str = request.path_params["series"]
        session_id: str = request.path_params["session"]
        snapshot = self._catalogue.snapshot
        publication = snapshot.publications.get(series_id)
        stored = publication.known_to_public_as(session_id) if publication else None
        if publication is None or stored is None or stored.session.start is None:
            return self.not_found(request, series_id)
        if request.method == "OPTIONS":
            return preflight()
        query, problems = read_query(request.scope["query_string"], SESSION)
        if problems:
            return bad_query(request, problems, SESSION)
        own_id = stored.session.id
        return await self._answer(
            request,
            snapshot,
            _Wanted(
                ("session", series_id, session_id, query),
                publication.stored.version,
                lambda: session_calendar(publication, own_id, query, self._now()),
                _media("session", "text/calendar; charset=utf-8", f"{series_id}-{session_id}.ics"),
            ),
        )

    async def _page(self, request: Request, series_id: str) -> ASGIApp:
        snapshot = self._catalogue.snapshot
        publication = snapshot.publications.get(series_id)
        if request.method == "OPTIONS":
            return preflight()
        if publication is None:
            return self.not_found(request, series_id)
        base = self._base(request)
        return await self._answer(
            request,
            snapshot,
            _Wanted(
                ("page", series_id, base),
                publication.stored.version,
                lambda: series_page(publication, base, self._now()),
                _HTML,
            ),
        )

    async def _answer(self, request: Request, snapshot: Snapshot, wanted: _Wanted) -> ASGIApp:
        request.scope["talkbell.route"] = wanted.media.kind
        if self._catalogue.read_at is None:
            return unready(request)
        kept = self._cache.valid(wanted.key, wanted.of)
        if kept is None:
            if not self._limits.take_build(request.scope):
                return too_many(request.scope, self._limits)
            kept = await self._cache.get(wanted.key, wanted.of, wanted.make)
        answer = Answer(kept, wanted.media)
        if wanted.media is not _HTML and kept.of == wanted.of:
            self.ready.remember(request.scope, answer, snapshot.number)
        return answer

    def not_found(self, request: Request, wanted: str, ending: str = "") -> ASGIApp:
        """Return that there is no such address, with the nearest ones."""
        if self._catalogue.read_at is None:
            return unready(request)
        known = {one.id: one.stored.series.title for one in self._catalogue.snapshot.listed}
        near = difflib.get_close_matches(wanted[:80].lower(), known, n=3, cutoff=_NEAR)
        links = [Link(f"/{one}{ending}", one) for one in near] + [Link("/", "All series")]
        sentences = ["There is nothing at this address."]
        sentences += ["Did you mean one of these?"] if near else []
        return refusal(request.scope, 404, "Not found", sentences, links=links)

    def _base(self, request: Request) -> str:
        """Return the service's address: as it was set, or as this request has it."""
        if self._options.public_url:
            return self._options.public_url
        host = request.headers.get("host", "")
        return f"{request.url.scheme}://{host}" if _HOST.fullmatch(host) else ""


def unready(request: Request) -> ASGIApp:
    """Return that nothing was read from the database yet."""
    sentences = ["The schedules could not be read yet. Ask again in a moment."]
    return refusal(request.scope, 503, "Not ready", sentences, {"retry-after": "5"})


def bad_query(request: Request, problems: list[Problem], known: tuple[str, ...]) -> ASGIApp:
    """Return everything that is wrong with a query, and what could be asked."""
    sentences = [problem.sentence() for problem in problems]
    if known:
        sentences += ["What can be asked for here:", *(f"{name}: {ABOUT[name]}" for name in known)]
    return refusal(request.scope, 400, "This query cannot be understood", sentences)


def _media(kind: str, content_type: str, file_name: str) -> Media:
    return Media(
        kind=kind, content_type=content_type, file_name=file_name, further=(*SECURITY, *CORS)
    )


_FORMATS = {
    "ics": _Format("text/calendar; charset=utf-8", CALENDAR, series_calendar),
    "json": _Format("application/json", DOCUMENT, series_json),
    "xml": _Format("application/xml", DOCUMENT, series_frab),
    "atom": _Format("application/atom+xml", CHANGES, series_atom),
}
