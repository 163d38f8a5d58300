"""The ways into calendars and into the chat: the addresses by which each app takes a feed. Pure.

No service documents its own: the sources are in `docs/feeds.md`, and what each address has to be
like stands beside it here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import quote, urlencode, urlsplit

from bot.domain.latex import readable
from bot.domain.series import Series, Session
from bot.flows.delivery.buttons import reference
from bot.flows.selecting import over_at

_GOOGLE = "https://calendar.google.com/calendar/render"
_OUTLOOK = "https://outlook.live.com/calendar/0"
_MICROSOFT = "https://outlook.office.com/calendar/0"
_NOT_FOUND_ELSEWHERE = {"localhost", "local", "internal", "test", "invalid", "lan", "home"}
_LONGEST = 250  # characters of a text in an address: servers refuse addresses of some thousand


@dataclass(frozen=True, slots=True)
class FeedLinks:
    """Where a feed is, and what each app takes it by; empty what cannot be, or is not known.

    `path` is within the service. Google, Outlook.com (`outlook`) and Microsoft 365 fetch feeds
    themselves: there are none of theirs where they cannot reach the service.
    """

    path: str
    address: str = ""
    webcal: str = ""
    google: str = ""
    outlook: str = ""
    microsoft: str = ""


@dataclass(frozen=True, slots=True)
class CopyLinks:
    """What opens a form with one session filled in, to be added to a calendar once."""

    google: str
    outlook: str
    microsoft: str


def feed_links(base: str, path: str, query: Sequence[tuple[str, str]], name: str) -> FeedLinks:
    """Return the ways to a feed of the service at `base`, which is empty where that is not known.

    `path` begins with a slash, `query` is what is asked of the feed, `name` what to call it.
    """
    asked = _with_query(path, query)
    _, _, place = base.partition("://")
    if not place:
        return FeedLinks(asked)
    address, webcal = f"{base}{asked}", f"webcal://{place}{asked}"
    if not is_in_reach(base):
        return FeedLinks(asked, address, webcal)
    # Google takes cancelled entries away without a word, unless they look like others. It wants
    # the address encoded whole, and refuses https there (calagator's issue 556, among others).
    kept = _with_query(f"webcal://{place}{path}", [*query, ("cancelled", "prefix")])
    from_web = _query([("url", address), ("name", _shortened(name))])
    return FeedLinks(
        asked,
        address,
        webcal,
        f"{_GOOGLE}?{_query([('cid', kept)])}",
        f"{_OUTLOOK}/addfromweb?{from_web}",
        f"{_MICROSOFT}/addfromweb?{from_web}",
    )


def copy_links(series: Series, session: Session, page: str) -> CopyLinks | None:
    """Return what adds one session as it is now, None for one without a date.

    Both are as the public sees them, `page` is where the session's page is. A session whose end
    nobody said is given an hour: the forms take none without an end.
    """
    start, over = session.start, over_at(session)
    if start is None or over is None:
        return None
    title = _shortened(session.headline or series.title)
    place = _shortened(session.room or series.place)
    form = [("text", title), ("dates", f"{start.at:%Y%m%dT%H%M%SZ}/{over:%Y%m%dT%H%M%SZ}")]
    form += [("ctz", start.zone), ("details", page), ("location", place)]
    compose = [("path", "/calendar/action/compose"), ("rru", "addevent"), ("subject", title)]
    compose += [("startdt", _iso(start.at)), ("enddt", _iso(over))]
    compose += [("body", page), ("location", place)]
    return CopyLinks(
        f"{_GOOGLE}?{_query([('action', 'TEMPLATE'), *form])}",
        f"{_OUTLOOK}/deeplink/compose?{_query(compose)}",
        f"{_MICROSOFT}/deeplink/compose?{_query(compose)}",
    )


def telegram_link(bot: str, *ids: str) -> str:
    """Return what opens the chat with a bot to follow a series, or a session by its public id.

    It carries a hash, as ids may be too long for it. That hides no id of which most can be guessed,
    so it is never of one that holds a secret. Empty without a bot.
    """
    return f"https://t.me/{bot}?start={reference(*ids).removeprefix('~')}" if bot else ""


def is_in_reach(base: str) -> bool:
    """Tell whether machines elsewhere may find the service: by its host alone, nobody is asked."""
    try:
        host = urlsplit(base).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        *others, last = host.rstrip(".").split(".")
        return bool(others) and last not in _NOT_FOUND_ELSEWHERE


def _with_query(path: str, query: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{_query(query)}" if query else path


def _query(pairs: Sequence[tuple[str, str]]) -> str:
    """Return a query without `+` for blanks, which Outlook shows as they are."""
    return urlencode([pair for pair in pairs if pair[1]], quote_via=quote, safe="")


def _shortened(text: str) -> str:
    plain = " ".join(readable(text).split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}…"


def _iso(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
