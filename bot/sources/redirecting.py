"""Where a page may lead on to, by the address that it was asked for by."""

import httpx

from bot.sources.fetched import FetchError

_SCHEMES = frozenset({"http", "https"})


def check_way(begun: httpx.URL, at: httpx.URL, *, same_site: bool) -> None:
    """Raise FetchError, with a reason that names no more than a host, where this leads too far.

    `begun` is the address that was asked for, `at` the one that it leads to, or itself.
    """
    if at.scheme not in _SCHEMES or not at.host:
        raise FetchError(f"only http and https addresses are fetched, not {at.scheme or at}")
    if same_site and _site(at) != _site(begun):
        raise FetchError(f"it leads elsewhere, to {at.host}")
    if begun.scheme == "https" and at.scheme == "http":
        raise FetchError(
            f"it leads from https to http, to {at.host}, where anybody on the way could read and"
            " change it; give an https address that leads to none, or one that begins with http://"
        )
    if at.userinfo and (at.userinfo, at.netloc) != (begun.userinfo, begun.netloc):
        raise FetchError(f"it leads to {at.host} with a password of its own, which is not given")


def _site(url: httpx.URL) -> str:
    return url.host.lower().removeprefix("www.")
