"""Public feeds: from an address and its query to an answer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.types import ASGIApp

from bot.domain.series import Series
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
from bot.language import ENGLISH, speaking
from bot.web.answering import Answering, Wanted, bad_query
from bot.web.answers import Media
from bot.web.moved import elsewhere
from bot.web.pages.addresses import Elsewhere, session_meant
from bot.web.pages.cards import session_path
from bot.web.people import PublicPages
from bot.web.queries import CALENDAR, CHANGES, DOCUMENT, SESSION, read_query
from bot.web.reader import language_asked
from bot.web.security import CORS, SECURITY, preflight

ALL = Series(id="all", title="All talks")

Make = Callable[[Publication, FeedQuery, str, datetime], Feed]


@dataclass(frozen=True, slots=True)
class _Format:
    """One form in which a series is given away."""

    content_type: str
    known: tuple[str, ...]
    make: Make


class PublicFeeds:
    """Answers programs: what everybody may subscribe to."""

    def __init__(self, answering: Answering, pages: PublicPages) -> None:
        """Answer by the means that all public answers share; what has no ending is a page's."""
        self._answering = answering
        self._pages = pages

    async def all_series(self, request: Request) -> ASGIApp:
        """Answer `/all.ics`."""
        if request.method == "OPTIONS":
            return preflight()
        query, problems = read_query(request.scope["query_string"], CALENDAR)
        if problems:
            return bad_query(request, problems, CALENDAR)
        snapshot = self._answering.snapshot
        base = self._answering.public_url
        view = CalendarView(source_url=f"{base}/all.ics" if base else "")
        return await self._answering.answer(
            request,
            snapshot,
            Wanted(
                ("all", query),
                snapshot.number,
                lambda: calendar(ALL, snapshot.every, query, view, self._answering.now()),
                _media("all", "text/calendar; charset=utf-8", "talks.ics"),
            ),
        )

    async def series(self, request: Request) -> ASGIApp:
        """Answer `/SERIES` and, with an ending, its feeds."""
        name: str = request.path_params["name"]
        stem, dot, ending = name.rpartition(".")
        form = _FORMATS.get(ending) if dot else None
        if form is None:
            return await self._pages.series(request)
        if request.method == "OPTIONS":
            return preflight()
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(stem)
        if publication is None:
            return self._answering.not_found(request, stem, f".{ending}")
        query, problems = read_query(request.scope["query_string"], form.known)
        if problems:
            return bad_query(request, problems, form.known)
        base = self._answering.public_url
        return await self._answering.answer(
            request,
            snapshot,
            Wanted(
                (ending, stem, query),
                publication.stored.version,
                lambda: form.make(publication, query, base, self._answering.now()),
                _media(ending, form.content_type, name, stem if ending == "ics" else ""),
            ),
        )

    async def session(self, request: Request) -> ASGIApp:
        """Answer `/SERIES/SESSION.ics`."""
        series_id: str = request.path_params["series"]
        session_id: str = request.path_params["session"]
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(series_id)
        stored = publication.known_to_public_as(session_id) if publication else None
        if publication and stored is None:
            found = session_meant(publication, session_id, self._answering.now())
            if isinstance(found, Elsewhere):
                return elsewhere(request, f"{session_path(series_id, found.public_id)}.ics")
        if publication is None or stored is None or stored.session.start is None:
            return self._answering.not_found(request, series_id)
        if request.method == "OPTIONS":
            return preflight()
        query, problems = read_query(request.scope["query_string"], SESSION)
        if problems:
            return bad_query(request, problems, SESSION)
        own_id = stored.session.id
        return await self._answering.answer(
            request,
            snapshot,
            Wanted(
                ("session", series_id, session_id, query),
                publication.stored.version,
                lambda: session_calendar(publication, own_id, query, self._answering.now()),
                _media(
                    "session",
                    "text/calendar; charset=utf-8",
                    f"{series_id}-{session_id}.ics",
                    series_id,
                ),
            ),
        )

    async def share_picture(self, request: Request) -> ASGIApp:
        """Answer `/SERIES/SESSION.png`: what apps show where somebody shares the session.

        It is in the language that the address says, as in `?lang=de`, else in English.
        """
        series_id: str = request.path_params["series"]
        session_id: str = request.path_params["session"]
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(series_id)
        stored = publication.known_to_public_as(session_id) if publication else None
        if publication is None or stored is None:
            return self._answering.not_found(request, series_id)
        own_id = stored.session.id
        if own_id not in publication.public_by_own_id(self._answering.now()):
            return self._answering.not_found(request, series_id)
        if request.method == "OPTIONS":
            return preflight()
        language = language_asked(request.scope) or ENGLISH
        return await self._answering.answer(
            request,
            snapshot,
            Wanted(
                ("picture", series_id, session_id, language),
                publication.stored.version,
                lambda: _picture(publication, own_id, language, self._answering.now()),
                _media("picture", "image/png", f"{series_id}-{session_id}.png"),
            ),
        )


def _picture(publication: Publication, session_id: str, language: str, now: datetime) -> Feed:
    from bot.web.pages.sharing import session_picture  # noqa: PLC0415 - Pillow is slow to load

    with speaking(language):
        return session_picture(publication, session_id, now)


def _media(kind: str, content_type: str, file_name: str, readers_of: str = "") -> Media:
    return Media(
        kind=kind,
        content_type=content_type,
        file_name=file_name,
        further=(*SECURITY, *CORS),
        readers_of=readers_of,
    )


_FORMATS = {
    "ics": _Format("text/calendar; charset=utf-8", CALENDAR, series_calendar),
    "json": _Format("application/json", DOCUMENT, series_json),
    "xml": _Format("application/xml", DOCUMENT, series_frab),
    "atom": _Format("application/atom+xml", CHANGES, series_atom),
}
