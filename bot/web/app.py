"""The web service as an ASGI application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ExceptionHandler

from bot.store.engine import Store
from bot.web.answering import Answering
from bot.web.caching import FeedCache
from bot.web.catalogue import Catalogue
from bot.web.crawlers import Crawlers
from bot.web.embeds import Embeds
from bot.web.feeds import PublicFeeds
from bot.web.files import static_file
from bot.web.health import CountRequests, Metrics, healthz, metrics_page, readyz
from bot.web.hook import Hook, TakeBrought
from bot.web.limits import LimitRequests, Limits
from bot.web.options import WebOptions
from bot.web.organizing import OrganizersPages
from bot.web.pages import refusal_words as said
from bot.web.people import PublicPages
from bot.web.personal import PersonalFeeds
from bot.web.readership import Readership
from bot.web.ready import AnswerReady
from bot.web.refusals import refusal
from bot.web.security import SecureHeaders

_logger = logging.getLogger(__name__)
_MOST_BODY = 16 * 1024  # bytes: nothing here takes a body
# Of the memory for what is made, personal feeds get the fourth part.
_PERSONAL_SHARE, _PAGE_SHARE, _SEARCH_SHARE = 4, 4, 16

Beside = Callable[[Starlette], Awaitable[None]]


def _utc_now() -> datetime:
    return datetime.now(UTC)


def build_app(
    store: Store,
    options: WebOptions | None = None,
    *,
    now: Callable[[], datetime] = _utc_now,
    beside: Sequence[Beside] = (),
    hook: Hook | None = None,
    troubles: Callable[[], Sequence[str]] = tuple,
) -> Starlette:
    """Return the application that serves what is in a store.

    `beside` are called with the application when it starts, run as long as it does, and are
    cancelled when it ends. `hook` takes what another service brings; `troubles` tells what is wrong
    beside the feeds, which does not keep them from being served.
    `app.state.catalogue.nudge()` makes a change in the store visible at once, `app.state.metrics`
    counts.
    """
    options = options or WebOptions()
    catalogue = Catalogue(store, now=now, every=options.poll_every)
    metrics = Metrics(catalogue, now=now, count_troubles=lambda: len(troubles()))
    limits = Limits(requests=options.requests_per_minute, builds=options.builds_per_minute)
    # Apart, so that no flood of public queries takes away what a personal address falls back on,
    # nor one of searches what everybody reads, nor pages in all zones of the world the feeds.
    shares = (_PERSONAL_SHARE, _SEARCH_SHARE, _PAGE_SHARE)
    parts = [options.cache_bytes // share for share in shares]
    own_cache, found_cache, page_cache, cache = (
        FeedCache(most, now=now, count_build=metrics.builds.inc)
        for most in (*parts, options.cache_bytes - sum(parts))
    )
    readership = Readership(now=now)
    answering = Answering(catalogue, cache, limits, options, readership, now=now)
    searching = Answering(catalogue, found_cache, limits, options, readership, now=now)
    showing = Answering(catalogue, page_cache, limits, options, readership, now=now)
    pages = PublicPages(showing, searching)
    crawlers = Crawlers(searching)
    feeds = PublicFeeds(answering, pages)
    personal = PersonalFeeds(store, catalogue, own_cache, limits, now=now)
    app = Starlette(
        routes=[
            Route("/robots.txt", crawlers.robots),
            Route("/sitemap.xml", crawlers.sitemap),
            *_routes_of_organizers(OrganizersPages(store, answering, limits, now=now)),
            Route("/{series}/embed", Embeds(answering).answer),
            *_routes(pages, feeds, personal, catalogue, metrics, troubles),
        ],
        middleware=[
            *([Middleware(TakeBrought, hook, metrics)] if hook else []),
            Middleware(AnswerReady, answering.ready, limits, metrics, readership),
            Middleware(CountRequests, metrics),
            Middleware(LimitRequests, limits),
            Middleware(SecureHeaders),
            Middleware(RequestBodyLimitMiddleware, max_body_size=_MOST_BODY),
        ],
        exception_handlers={HTTPException: _refused(answering), Exception: _failed},
        lifespan=_lifespan(catalogue, [*beside, lambda _: readership.keep(store)]),
    )
    app.router.redirect_slashes = False  # a redirect repeats the address, and a token in it
    app.state.catalogue = catalogue
    app.state.metrics = metrics
    app.state.readership = readership
    return app


def _routes(
    pages: PublicPages,
    feeds: PublicFeeds,
    personal: PersonalFeeds,
    catalogue: Catalogue,
    metrics: Metrics,
    troubles: Callable[[], Sequence[str]],
) -> list[Route]:
    methods = ["GET", "HEAD", "OPTIONS"]
    return [
        Route("/", pages.index),
        Route("/healthz", _plain(healthz)),
        Route("/readyz", _plain(lambda: readyz(catalogue, troubles()))),
        Route("/metrics", _plain(lambda: metrics_page(metrics))),
        Route("/all.ics", feeds.all_series, methods=methods),
        Route("/my/{token}.ics", personal.answer),
        Route("/static/{name}", static_file),
        Route("/{name}", feeds.series, methods=methods),
        Route("/{series}/{session}.ics", feeds.session, methods=methods),
        Route("/{series}/{session}.png", feeds.share_picture, methods=methods),
        Route("/{series}/{session}", pages.session),
        Route("/{name}/", pages.series),
        Route("/{series}/{session}/", pages.session),
    ]


def _routes_of_organizers(pages: OrganizersPages) -> list[Route]:
    return [
        Route("/organize", pages.page),
        Route("/organize/", pages.page),
        Route("/organize/close", pages.close, methods=["GET", "POST"]),
        Route("/organize/{token}", pages.link, methods=["GET", "POST"]),
    ]


def _plain(answer: Callable[[], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        request.scope["talkbell.route"] = "health"
        return answer()

    return endpoint


def _lifespan(
    catalogue: Catalogue, beside: Sequence[Beside]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await catalogue.refresh()
        tasks = [asyncio.create_task(catalogue.follow())]
        tasks += [asyncio.ensure_future(one(app)) for one in beside]
        for task in tasks:
            task.add_done_callback(_tell_failure)
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    return lifespan


def _tell_failure(task: asyncio.Future[None]) -> None:
    """Log at once that a part of the service has ended, which nobody waits for until the end."""
    if not task.cancelled() and (error := task.exception()):
        _logger.error("a part of the service has ended by a mistake of ours", exc_info=error)


def _refused(answering: Answering) -> ExceptionHandler:
    async def refused(request: Request, error: Exception) -> Any:  # noqa: ANN401
        assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for these
        first = request.url.path.strip("/").partition("/")[0]
        # What is not there, is not there by any method: a webhook's address least of all.
        is_nowhere = "/" in request.url.path.strip("/") and not answering.serves(first)
        if error.status_code == HTTPStatus.NOT_FOUND or (
            error.status_code == HTTPStatus.METHOD_NOT_ALLOWED and is_nowhere
        ):
            return answering.not_found(request, first)
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = (error.headers or {}).get("Allow", "GET, HEAD")
            sentences = [f"This address can only be read ({allowed})."]
            return refusal(
                request.scope, error.status_code, "Not allowed", sentences, error.headers
            )
        return refusal(request.scope, error.status_code, error.detail, [], error.headers)

    return refused


async def _failed(request: Request, error: Exception) -> Response:
    """Answer where we made a mistake; the server logs it."""
    del error
    return refusal(request.scope, 500, said.FAILED, [said.FAILED_TOLD])
