"""Fetching a page from an address that a stranger may have chosen.

Only http and https; no private, loopback or otherwise internal address unless allowed
(`connecting`); bounded in size, time and redirects. What is known already is asked for as such
(conditional requests: RFC 9110, section 13).
"""

from bot.sources.fetched import Fetched, Known, Limits
from bot.sources.resolving import Resolve, ask_system

_NOTHING_KNOWN = Known()
_LIMITS = Limits()


def is_address(source: str) -> bool:
    """Tell whether a source is a web address rather than a file."""
    return source.lower().startswith(("http://", "https://"))


def fetch(
    url: str,
    limits: Limits = _LIMITS,
    resolve: Resolve = ask_system,
    known: Known = _NOTHING_KNOWN,
) -> Fetched:
    """Return what an address gives; raises FetchError, with a sentence for people, if nothing.

    `resolve` finds the IP addresses of a name. Only what is not `known` already is sent.
    """
    from bot.sources.requesting import request  # noqa: PLC0415 - slow to load

    return request(url, limits, resolve, known)
