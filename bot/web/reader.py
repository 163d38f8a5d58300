"""Who reads a page: in which language, and on which clock.

Both are said in the address (`?lang=de&zone=Tokyo`), else remembered in cookies, else taken from
what the browser says of itself. The service keeps nothing of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qs, quote, unquote

from starlette.requests import cookie_parser
from starlette.types import Scope

from bot.domain.cities import zone_of_reader
from bot.domain.zonedata import load_zone
from bot.errors import Problem, RefusalError
from bot.language import ENGLISH, offered_as

HOST = "host"
"""Said instead of a zone by who wants each time on the clock of its host."""

_A_YEAR = 365 * 24 * 60 * 60  # seconds
_LONGEST = 60  # characters of a zone's name, and of a language's tag
_MOST_LANGUAGES = 20  # of those that a browser says it understands


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader. `zone` is an IANA name; empty where each time stands on the clock of its host.

    `is_chosen` tells whether somebody chose the zone; else the browser said it, or nobody.
    """

    language: str = ENGLISH
    zone: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says of its reader; `cookies` are to be set, `problems` to be told."""

    reader: Reader
    cookies: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_reader(scope: Scope) -> Asked:
    """Return who reads, by the address, the cookies and the headers of a request.

    What cookies and headers say wrongly counts as not said; what the address says so is told.
    """
    said = _said(scope)
    kept = cookie_parser(_header(scope, b"cookie", "; "))
    language, cookies = _language(said, kept, scope)
    try:
        zone, is_chosen, more = _zone(said, kept)
    except RefusalError as refusal:
        return Asked(Reader(language), (), (Problem.of(refusal),))
    return Asked(Reader(language, zone, is_chosen), (*cookies, *more))


def language_asked(scope: Scope) -> str:
    """Return the language that an address itself says (`?lang=de`), empty if none is offered."""
    return offered_as(_said(scope).get("lang", [""])[-1][:_LONGEST])


def _said(scope: Scope) -> dict[str, list[str]]:
    query = scope.get("query_string", b"").decode("utf-8", "replace")
    return parse_qs(query, keep_blank_values=True)


def _language(
    said: Mapping[str, list[str]], kept: Mapping[str, str], scope: Scope
) -> tuple[str, list[str]]:
    asked = offered_as(said.get("lang", [""])[-1][:_LONGEST])
    if asked:
        return asked, [_cookie("lang", asked)]
    remembered = offered_as(kept.get("lang", "")[:_LONGEST])
    return remembered or _accepted(_header(scope, b"accept-language")), []


def _zone(said: Mapping[str, list[str]], kept: Mapping[str, str]) -> tuple[str, bool, list[str]]:
    """Return the zone, whether it was chosen, and what to remember; refuses one that is unknown."""
    here = _known_zone(unquote(kept.get("here", ""))[: _LONGEST + 1])  # as the browser says it
    if "zone" not in said:
        chosen = unquote(kept.get("zone", ""))[: _LONGEST + 1]
        if chosen == HOST:
            return "", True, []
        zone = _known_zone(chosen)
        return zone or here, bool(zone), []
    wanted = " ".join(said["zone"][-1].split())
    if not wanted:  # the browser's again
        return here, False, [_cookie("zone", "")]
    if wanted.casefold() == HOST:
        return "", True, [_cookie("zone", HOST)]
    zone = zone_of_reader(wanted[:_LONGEST])
    return zone, True, [_cookie("zone", zone)]


@lru_cache(maxsize=1024)
def _known_zone(name: str) -> str:
    """Return the name of a zone that there is, else nothing."""
    try:
        load_zone(name)
    except (LookupError, ValueError, OSError):
        return ""
    return name


@lru_cache(maxsize=256)
def _accepted(header: str) -> str:
    """Return the language that is offered and accepted best (RFC 9110, section 12.5.4)."""
    wanted: list[tuple[float, int, str]] = []
    for order, part in enumerate(header.split(",")[:_MOST_LANGUAGES]):
        tag, _, weight = part.partition(";")
        if language := offered_as(tag.strip()[:_LONGEST]):
            wanted.append((-_weight(weight), order, language))
    best = min(wanted, default=(0.0, 0, ENGLISH))
    return best[2] if best[0] else ENGLISH


def _weight(text: str) -> float:
    name, found, value = text.strip().partition("=")
    try:
        return min(1.0, max(0.0, float(value))) if found and name.strip() == "q" else 1.0
    except ValueError:
        return 0.0


def _header(scope: Scope, wanted: bytes, between: str = ",") -> str:
    return between.join(
        value.decode("latin-1") for name, value in scope.get("headers", ()) if name == wanted
    )


def _cookie(name: str, value: str) -> str:
    """Return a header's value that remembers something for a year, or forgets it if it is empty."""
    age = _A_YEAR if value else 0
    return f"{name}={quote(value, safe='/')}; Path=/; Max-Age={age}; SameSite=Lax"
