"""The page of a series for its organizers: `/organize/TOKEN` opens it, `/organize/` is it.

Getting the link changes nothing, as messengers fetch what they show: it is used up by the button on
the page that it leads to. From then on a cookie tells who sees the page; whether they may is asked
each time.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp

from bot.flows.organizing.outlook import outlook_of, read_found
from bot.flows.organizing.page_access import OPEN_FOR, close_page, find_pass, open_page
from bot.flows.publish import Publication
from bot.language import speaking
from bot.store.engine import Store, StoreError
from bot.web.answering import Answering, unready
from bot.web.limits import Limits, too_many
from bot.web.pages import organize_words as words
from bot.web.pages.frame import Frame
from bot.web.pages.organize import closed_page, opening_page, organizers_page
from bot.web.reader import Asked, Reader, read_reader
from bot.web.refusals import refusal
from bot.web.security import PAGE_SECURITY

PATH = "/organize/"
_FOLDER = PATH.rstrip("/")
_COOKIE = "organizing"
_HEADERS = {
    **dict(PAGE_SECURITY),
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
}


class OrganizersPages:
    """Answers organizers."""

    def __init__(
        self, store: Store, answering: Answering, limits: Limits, *, now: Callable[[], datetime]
    ) -> None:
        """Ask the store who may see what; the series are those that all answers share."""
        self._store = store
        self._answering = answering
        self._limits = limits
        self._now = now

    async def link(self, request: Request) -> ASGIApp:
        """Answer `/organize/TOKEN`: with a button that opens the page, and to that, by opening it.

        Links that are forged, used or expired are answered alike, and none before it is used.
        """
        request.scope["talkbell.route"] = "organize"
        asked = read_reader(request.scope)
        if request.method != "POST":
            return _page(opening_page(Frame(asked.reader, request.url.path)), asked)
        if refused := self._refused(request, asked.reader):
            return refused
        token, before = request.path_params["token"], request.cookies.get(_COOKIE, "")
        try:
            session = await to_thread.run_sync(self._open, token, before)
        except StoreError:
            return unready(request)
        if session is None:
            return _unknown(request, asked.reader)
        return self._seeing(request, RedirectResponse(PATH, 303, _HEADERS), session, OPEN_FOR)

    async def page(self, request: Request) -> ASGIApp:
        """Answer `/organize/`: what the browser's key lets see, if its owner may see it still."""
        request.scope["talkbell.route"] = "organize"
        asked = read_reader(request.scope)
        session = request.cookies.get(_COOKIE, "")
        if not session:
            return _unknown(request, asked.reader)
        if not self._limits.take_build(request.scope):
            return too_many(request.scope, self._limits)
        known = self._answering.snapshot.publications
        is_said = "lang" in request.query_params or "lang" in request.cookies
        language = asked.reader.language if is_said else ""
        try:
            data = await to_thread.run_sync(self._made, session, known, asked.reader, language)
        except StoreError:
            return unready(request)
        return _page(data, asked) if data else _unknown(request, asked.reader)

    async def close(self, request: Request) -> ASGIApp:
        """Answer `/organize/close`: the browser sees the page no more, if a form says so."""
        if request.method != "POST":
            return await self.page(request)
        request.scope["talkbell.route"] = "organize"
        asked = read_reader(request.scope)
        if refused := self._refused(request, asked.reader):
            return refused
        session = request.cookies.get(_COOKIE, "")
        try:
            await to_thread.run_sync(self._close, session)
        except StoreError:
            return unready(request)
        answer = _page(closed_page(Frame(asked.reader, PATH)), asked)
        return self._seeing(request, answer, "", timedelta(0))

    def _open(self, token: str, before: str) -> str | None:
        return open_page(self._store, token, now=self._now(), instead_of=before)

    def _close(self, session: str) -> None:
        close_page(self._store, session, now=self._now())

    def _made(
        self, session: str, known: Mapping[str, Publication], reader: Reader, language: str
    ) -> bytes | None:
        """Return the page that a key lets see now, in a language, if one is said; None if none."""
        now = self._now()
        with self._store.reading() as connection:
            found = find_pass(connection, session, now=now)
            publication = known.get(found.series_id) if found else None
            if found is None or publication is None or publication.stored.archived_at:
                return None
            outlook = outlook_of(publication, read_found(connection, publication, now), now)
        language = language or found.language or reader.language
        frame = Frame(replace(reader, language=language), PATH)
        return organizers_page(outlook, frame)

    def _refused(self, request: Request, reader: Reader) -> ASGIApp | None:
        """Return why a form is not taken: another site has sent it, or there are too many."""
        if not is_own(request, self._answering.public_url):
            with speaking(reader.language):
                heading, told = str(words.FOREIGN), [str(words.FOREIGN_TOLD)]
            return refusal(request.scope, 403, heading, told, _HEADERS)
        if not self._limits.take_build(request.scope):
            return too_many(request.scope, self._limits)
        return None

    def _seeing(
        self, request: Request, answer: Response, session: str, length: timedelta
    ) -> Response:
        """Return an answer with the cookie by which a browser sees the page for so long."""
        is_https = "https" in {request.url.scheme, urlsplit(self._answering.public_url).scheme}
        answer.set_cookie(
            _COOKIE,
            session,
            max_age=int(length.total_seconds()),
            path=_FOLDER,
            secure=is_https,
            httponly=True,
            samesite="strict",
        )
        return answer


def is_own(request: Request, public_url: str) -> bool:
    """Tell whether a page of ours has sent a form.

    Browsers say so where they reach us by HTTPS, and on this machine. Elsewhere they say where it
    came from, or "null", as our pages let them tell nobody: `Referrer-Policy: no-referrer`.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    if origin == "null":
        return request.url.scheme == "http" and not public_url.startswith("https:")
    parts = urlsplit(public_url)
    own = {f"{request.url.scheme}://{request.headers.get('host', '')}"}
    return origin in own | ({f"{parts.scheme}://{parts.netloc}"} if public_url else set())


def _page(data: bytes, asked: Asked) -> Response:
    answer = Response(data, headers=_HEADERS, media_type="text/html")
    for cookie in asked.cookies:
        answer.headers.append("set-cookie", cookie)
    return answer


def _unknown(request: Request, reader: Reader) -> Response:
    with speaking(reader.language):
        heading, told = str(words.UNKNOWN), [words.UNKNOWN_TOLD.format(command="/page")]
    return refusal(request.scope, 403, heading, told, _HEADERS)
