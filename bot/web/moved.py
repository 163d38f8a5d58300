"""Answers to addresses that have no page: where it is now, or that there is none any more."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from bot.domain.latex import readable
from bot.flows.publish import Publication
from bot.web.pages import refusal_words as said
from bot.web.pages.addresses import Nowhere
from bot.web.pages.cards import series_path
from bot.web.refusals import Link, refusal


def elsewhere(request: Request, path: str) -> Response:
    """Return that a page is at another path of the service; what was asked of it goes along.

    It is asked for again each time: what once was a session's old id may become another's own.
    """
    query = quote(request.scope["query_string"], safe="%&=+;:,/?@!$'()*~")
    headers = {"location": f"{path}?{query}" if query else path, "cache-control": "no-cache"}
    request.scope["talkbell.route"] = "moved"
    return Response(status_code=HTTPStatus.PERMANENT_REDIRECT, headers=headers)


def no_session(request: Request, publication: Publication, why: Nowhere) -> ASGIApp:
    """Return that a series has no such session, or has it no longer, and where the series is."""
    is_gone = why is Nowhere.GONE
    return refusal(
        request.scope,
        HTTPStatus.GONE if is_gone else HTTPStatus.NOT_FOUND,
        said.GONE if is_gone else said.NOT_FOUND,
        [said.GONE_TOLD if is_gone else said.NO_SESSION],
        links=[
            Link(series_path(publication.id), readable(publication.header.title)),
            Link("/", said.ALL_SERIES),
        ],
    )
