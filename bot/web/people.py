"""Pages: from an address and its reader to an answer."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.types import ASGIApp

from bot.errors import Problem, RefusalError, shortened
from bot.flows.publish import Feed, Publication
from bot.language import speaking
from bot.web.answering import Answering, Wanted
from bot.web.answers import PRIVATE_CACHING, Media
from bot.web.catalogue import Snapshot
from bot.web.moved import elsewhere, no_session
from bot.web.pages import refusal_words as said
from bot.web.pages.addresses import Elsewhere, Nowhere, series_meant, session_meant
from bot.web.pages.calendar import calendar_page, days_with_sessions, today_of
from bot.web.pages.cards import series_path, session_path
from bot.web.pages.embed_lines import read_chosen_lines
from bot.web.pages.frame import Frame
from bot.web.pages.index import index_page
from bot.web.pages.narrowing import read_narrowing
from bot.web.pages.search import search_page
from bot.web.pages.seeking import read_sought
from bot.web.pages.series import series_page
from bot.web.pages.session import session_page
from bot.web.pages.views import Unit, read_view
from bot.web.reader import Asked, read_reader
from bot.web.refusals import Link, refusal, speaking_to
from bot.web.security import PAGE_SECURITY, preflight

_NO_VIEWS = {
    "bad-view": (400, said.NO_VIEW_TOLD),
    "nothing-there": (404, said.NOTHING_THEN),
    "no-dates": (404, said.NO_DATES),
}
_VARY = ("vary", "Accept-Encoding, Accept-Language, Cookie")


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it is asked for: what is made of which version, and how it is called.

    `query` is what of its address says which page it is, to be asked again on another clock.
    """

    name: tuple[Hashable, ...]
    of: Hashable
    make: Callable[[Frame], Feed]
    query: tuple[tuple[str, str], ...] = ()


class PublicPages:
    """Answers people."""

    def __init__(self, answering: Answering, searching: Answering) -> None:
        """Answer by the means that all public answers share, and searches by those of their own.

        There are as many searches as there are words, for talks as for whose calendar is wanted:
        kept elsewhere, they take no page's place.
        """
        self._answering = answering
        self._searching = searching

    async def index(self, request: Request) -> ASGIApp:
        """Answer `/`, and searches."""
        snapshot = self._answering.snapshot
        listed = snapshot.listed
        sought = read_sought(request.scope["query_string"], {one.id for one in listed})
        if sought.is_search:
            found = _Page(
                ("search", sought),
                snapshot.number,
                lambda frame: search_page(listed, sought, frame, self._answering.now()),
                sought.pairs,
            )
            return await self._answer(request, snapshot, found, self._searching)
        page = _Page(
            ("index",),
            snapshot.number,
            lambda frame: index_page(listed, frame, self._answering.now()),
        )
        return await self._answer(request, snapshot, page)

    async def series(self, request: Request) -> ASGIApp:
        """Answer `/SERIES`."""
        series_id: str = request.path_params["name"]
        if request.method == "OPTIONS":
            return preflight()
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(series_id)
        if publication is None or request.scope["path"].endswith("/"):
            meant = series_meant(series_id, snapshot.publications)
            return elsewhere(request, series_path(meant)) if meant else self._unknown(request)
        narrowing = read_narrowing(request.scope["query_string"])
        chosen = read_chosen_lines(request.scope["query_string"])
        page = _Page(
            ("series", series_id, chosen),
            publication.stored.version,
            lambda frame: series_page(publication, frame, narrowing, self._answering.now(), chosen),
            narrowing.query,
        )
        # There are as many of these as there are names.
        by = self._searching if narrowing.query else None
        if request.query_params.keys() & {"view", "on"}:
            try:
                page = self._calendar(request, publication)
            except RefusalError as error:
                return _no_such_view(request, error)
        return await self._answer(request, snapshot, page, by)

    def _calendar(self, request: Request, publication: Publication) -> _Page:
        """Return a week or month of a series; raises RefusalError for one that there is not."""
        asked, now = request.query_params, self._answering.now()
        zone = read_reader(request.scope).reader.zone
        series = publication.public(now)
        view = read_view(
            asked.get("view", Unit.MONTH),
            asked.get("on", ""),
            days_with_sessions(series, zone),
            today_of(series, zone, now),
        )
        return _Page(
            ("calendar", publication.id, view),
            publication.stored.version,
            lambda frame: calendar_page(publication, view, frame, self._answering.now()),
            query=(("view", view.unit), ("on", view.code)),
        )

    async def session(self, request: Request) -> ASGIApp:
        """Answer `/SERIES/SESSION`."""
        series_id: str = request.path_params["series"]
        session_id: str = request.path_params["session"]
        snapshot = self._answering.snapshot
        publication = snapshot.publications.get(series_meant(series_id, snapshot.publications))
        if publication is None:
            return self._unknown(request)
        found = session_meant(publication, session_id, self._answering.now())
        if isinstance(found, Nowhere):
            return no_session(request, publication, found)
        is_as_asked = series_id == publication.id and not request.scope["path"].endswith("/")
        if isinstance(found, Elsewhere) or not is_as_asked:
            public_id = found.public_id if isinstance(found, Elsewhere) else session_id
            return elsewhere(request, session_path(publication.id, public_id))
        own_id = found.own_id
        page = _Page(
            ("session", series_id, session_id),
            publication.stored.version,
            lambda frame: session_page(publication, own_id, frame, self._answering.now()),
        )
        return await self._answer(request, snapshot, page)

    def _unknown(self, request: Request) -> ASGIApp:
        named = request.path_params
        return self._answering.not_found(request, named.get("name") or named["series"])

    async def _answer(
        self, request: Request, snapshot: Snapshot, page: _Page, by: Answering | None = None
    ) -> ASGIApp:
        asked = read_reader(request.scope)
        if asked.problems:
            return _unknown_zone(request, asked, page.query)
        frame = Frame(
            asked.reader,
            request.url.path,
            self._answering.base(request),
            page.query,
            self._answering.bot_name(),
            language_asked=asked.reader.language if "lang" in request.query_params else "",
        )

        def make() -> Feed:
            with speaking(frame.reader.language):
                return page.make(frame)

        media = Media(
            kind="page",
            content_type="text/html; charset=utf-8",
            caching=PRIVATE_CACHING,
            further=(*PAGE_SECURITY, _VARY, ("content-language", asked.reader.language)),
            cookies=asked.cookies,
        )
        wanted = Wanted((page.name, frame), page.of, make, media, for_all=False)
        return await (by or self._answering).answer(request, snapshot, wanted)


def _unknown_zone(request: Request, asked: Asked, query: tuple[tuple[str, str], ...]) -> ASGIApp:
    links = [
        Link(f"{request.url.path}?{urlencode([*query, ('zone', choice)], safe='/')}", choice)
        for problem in asked.problems
        for choice in problem.choices
    ]
    with speaking_to(request.scope):
        sentences = [_zone_told(problem) for problem in asked.problems]
    path = f"{request.url.path}?{urlencode(query)}" if query else request.url.path
    back = Link(path, said.BACK)
    return refusal(request.scope, 400, said.UNKNOWN_ZONE, sentences, links=[*links, back])


def _zone_told(problem: Problem) -> str:
    told = said.UNCLEAR_ZONE_TOLD if problem.choices else said.UNKNOWN_ZONE_TOLD
    return told.format(read=shortened(problem.read))


def _no_such_view(request: Request, error: RefusalError) -> ASGIApp:
    path = request.url.path
    status, told = _NO_VIEWS[error.code]
    by_unit = {Unit.WEEK: said.BY_WEEK, Unit.MONTH: said.BY_MONTH}
    links = [Link(f"{path}?view={unit}", name) for unit, name in by_unit.items()]
    whole = Link(path, said.WHOLE)
    links = [whole] if error.code == "no-dates" else [*links, whole]
    return refusal(request.scope, status, said.NO_VIEW, [told], links=links)
