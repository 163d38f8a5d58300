"""How much one address may ask for in a minute."""

import math
import time
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItemPerMinute
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.pages import refusal_words as said
from bot.web.refusals import refusal, speaking_to

_MOST_ADDRESSES = 50_000  # counted at a time
_UNLIMITED = frozenset({"/healthz", "/readyz"})  # asked by what would otherwise stop the process
_NETWORK = 64  # bits of an IPv6 address that its owner cannot choose freely


class Limits:
    """Counts requests, and feeds that had to be made, by address."""

    def __init__(self, *, requests: int, builds: int) -> None:
        """Allow so many of each a minute."""
        self._limiter = FixedWindowRateLimiter(_Counts())
        self._requests = _PerMinute(requests, namespace="requests")
        self._builds = _PerMinute(builds, namespace="builds")

    def take_request(self, scope: Scope) -> bool:
        """Count a request; False if it is one too many."""
        return self._limiter.hit(self._requests, client_of(scope))

    def take_build(self, scope: Scope) -> bool:
        """Count a feed that is made; False if it is one too many."""
        return self._limiter.hit(self._builds, client_of(scope))

    def wait(self, scope: Scope) -> int:
        """Return after how many seconds a client may ask again."""
        stats = (
            self._limiter.get_window_stats(item, client_of(scope))
            for item in (self._requests, self._builds)
        )
        resets = [one.reset_time for one in stats if one.remaining <= 0]
        return max(1, math.ceil(max(resets, default=0) - time.time()))


def client_of(scope: Scope) -> str:
    """Return who asks: an IPv4 address, or the network of an IPv6 one."""
    host: str = (scope.get("client") or ("",))[0]
    return _network_of(host) if ":" in host else host


@lru_cache(maxsize=1024)  # to read such an address takes longer than all the rest
def _network_of(host: str) -> str:
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, IPv6Address) and not address.ipv4_mapped:
        return str(IPv6Network((address, _NETWORK), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


class LimitRequests:
    """ASGI middleware: refuses requests of an address that asks too often."""

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        """Go before `app`."""
        self._app = app
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on or refuse."""
        is_counted = scope["type"] == "http" and scope["path"] not in _UNLIMITED
        if is_counted and not self._limits.take_request(scope):
            await too_many(scope, self._limits)(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def too_many(scope: Scope, limits: Limits) -> ASGIApp:
    """Return the answer to one request too many."""
    wait = limits.wait(scope)
    with speaking_to(scope):
        sentence = said.TOO_MANY_TOLD.of(wait)
    return refusal(scope, 429, said.TOO_MANY, [sentence], {"retry-after": str(wait)})


class _PerMinute(RateLimitItemPerMinute):
    """So many a minute. Keeps the keys of who asked last: making one takes longer than counting."""

    @lru_cache(maxsize=1024)  # noqa: B019 - there are two of these, for as long as the service runs
    def key_for(self, *identifiers: bytes | str | float) -> str:
        """Return what is counted by."""
        return super().key_for(*identifiers)


class _Counts(Storage):
    """Counts in memory, in a bounded number; the library's own starts a thread to tidy up."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, list[float]] = {}  # the count, and when it ends

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        now = time.time()
        found = self._counts.get(key)
        if found is None or found[1] <= now:
            if len(self._counts) >= _MOST_ADDRESSES:
                self._tidy(now)
            found = self._counts[key] = [0, now + expiry]
        found[0] += amount
        return int(found[0])

    def _tidy(self, now: float) -> None:
        self._counts = {key: one for key, one in self._counts.items() if one[1] > now}
        if len(self._counts) >= _MOST_ADDRESSES:
            self._counts.clear()  # rather count anew than slow down everybody

    def get(self, key: str) -> int:
        found = self._counts.get(key)
        return int(found[0]) if found and found[1] > time.time() else 0

    def get_expiry(self, key: str) -> float:
        found = self._counts.get(key)
        return found[1] if found else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> int:
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)
