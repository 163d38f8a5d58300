"""Whether the service is well, for machines that watch it."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

from prometheus_client import CollectorRegistry, Counter, Gauge
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.catalogue import Catalogue

_NEVER = 0.0
_FRESH = {"cache-control": "no-store"}


class Metrics:
    """What is counted. No label holds a path, a token or an address."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        now: Callable[[], datetime],
        count_troubles: Callable[[], int],
    ) -> None:
        """Count from nothing, in a registry of its own."""
        self.registry = CollectorRegistry()
        self._now = now
        self._catalogue = catalogue
        self.requests = Counter(
            "talkbell_requests",
            "Requests, by what was asked for and the status of the answer.",
            ("route", "status"),
            registry=self.registry,
        )
        self._counters: dict[tuple[str, int], Counter] = {}
        self.builds = Counter(
            "talkbell_feed_builds", "Feeds and pages that were made.", registry=self.registry
        )
        self._syncs = Counter(
            "talkbell_syncs",
            "Definitions read, by what came of it.",
            ("result",),
            registry=self.registry,
        )
        self._synced_at: float = _NEVER
        self._gauge("talkbell_sync_age_seconds", "Since the last sync.", self._sync_age)
        self._gauge(
            "talkbell_read_age_seconds", "Since the database was last read.", self._read_age
        )
        self._gauge(
            "talkbell_database_up",
            "Whether the database answers.",
            lambda: float(catalogue.is_reachable),
        )
        self._gauge(
            "talkbell_series",
            "Series that are listed.",
            lambda: float(len(catalogue.snapshot.listed)),
        )
        self._gauge(
            "talkbell_troubles",
            "What is wrong beside the feeds, as /readyz tells.",
            lambda: float(count_troubles()),
        )

    def _gauge(self, name: str, about: str, read: Callable[[], float]) -> None:
        Gauge(name, about, registry=self.registry).set_function(read)

    def count_request(self, route: str, status: int) -> None:
        """Count an answered request."""
        counter = self._counters.get((route, status))
        if counter is None:
            counter = self._counters[route, status] = self.requests.labels(route, status)
        counter.inc()

    def count_sync(self, result: str) -> None:
        """Count a definition that was read, by what came of it."""
        self._syncs.labels(result).inc()
        self._synced_at = time.monotonic()

    def render(self) -> bytes:
        """Return all counts as Prometheus reads them."""
        return generate_latest(self.registry)

    def _sync_age(self) -> float:
        return time.monotonic() - self._synced_at if self._synced_at else float("nan")

    def _read_age(self) -> float:
        read_at = self._catalogue.read_at
        return (self._now() - read_at).total_seconds() if read_at else float("nan")


class CountRequests:
    """ASGI middleware: counts each answer by what was asked for."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        """Go before `app`."""
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on and count."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = scope.get("talkbell.route", "other")
                self._metrics.count_request(route, message["status"])
            await send(message)

        await self._app(scope, receive, send_counted)


def healthz() -> Response:
    """Return that the process answers."""
    return Response("ok\n", headers=_FRESH, media_type="text/plain")


def readyz(catalogue: Catalogue, troubles: Sequence[str]) -> Response:
    """Return whether the series are there and the database answers; and what else is wrong."""
    if catalogue.is_reachable:
        text = "".join(f"{line}\n" for line in ("ready", *troubles))
        return Response(text, headers=_FRESH, media_type="text/plain")
    has_some = catalogue.read_at is not None
    what = "what was read before is served" if has_some else "nothing was read from it yet"
    text = f"the database does not answer; {what}\n"
    return Response(text, 503, headers=_FRESH, media_type="text/plain")


def metrics_page(metrics: Metrics) -> Response:
    """Return the counts."""
    return Response(metrics.render(), headers=_FRESH, media_type=CONTENT_TYPE_LATEST)
