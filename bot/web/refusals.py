"""Answers that say no, to people and to programs, each in their form."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.responses import Response
from starlette.types import Scope

from bot.language import ENGLISH, speaking
from bot.web.pages.frame import Frame, framed
from bot.web.reader import read_reader
from bot.web.security import PAGE_SECURITY, SECURITY


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
    """Return an answer that says why not, and what to do: a page, or text where no browser asks.

    Texts of a words module are said in the reader's language on the page, in English elsewhere;
    what fills a text in is to be said within `speaking_to`.
    """
    told = {"cache-control": "no-store", "vary": "Accept"}
    if _is_for_people(scope):
        frame = Frame(read_reader(scope).reader, "/")
        page = framed("refusal.html", frame, heading=heading, sentences=sentences, links=links)
        told |= {**dict(PAGE_SECURITY), **(headers or {})}
        return Response(page, status, told, media_type="text/html")
    lines = [f"{heading}.", *map(str, sentences), *(f"{link.text}: {link.href}" for link in links)]
    text = "\n".join(lines) + "\n"
    told |= {**dict(SECURITY), **(headers or {})}
    return Response(text, status, told, media_type="text/plain")


@contextmanager
def speaking_to(scope: Scope) -> Iterator[None]:
    """Say texts in the language of who is refused: people have one, programs are told English."""
    language = read_reader(scope).reader.language if _is_for_people(scope) else ENGLISH
    with speaking(language):
        yield


def _is_for_people(scope: Scope) -> bool:
    accepts = b",".join(value for name, value in scope["headers"] if name == b"accept")
    return b"text/html" in accepts.lower()
