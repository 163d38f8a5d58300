"""Answers that say no, to people and to programs, each in their form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Scope

from bot.web.security import SECURITY
from bot.web.templating import render


@dataclass(frozen=True, slots=True)
class Link:
    """Where to go instead."""

    href: str
    text: str


def refusal(
    scope: Scope,
    status: int,
    heading: str,
    sentences: Sequence[str],
    headers: Mapping[str, str] | None = None,
    links: Sequence[Link] = (),
) -> Response:
    """Return an answer that says why not, and what to do: a page, or text where no browser asks."""
    headers = {"cache-control": "no-store", "vary": "Accept", **dict(SECURITY), **(headers or {})}
    if _is_for_people(scope):
        page = render("refusal.html", heading=heading, sentences=sentences, links=links)
        return Response(page, status, headers, media_type="text/html")
    lines = [f"{heading}.", *sentences, *(f"{link.text}: {link.href}" for link in links)]
    text = "\n".join(lines) + "\n"
    return Response(text, status, headers, media_type="text/plain")


def _is_for_people(scope: Scope) -> bool:
    accepts = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return b"text/html" in accepts.lower()
