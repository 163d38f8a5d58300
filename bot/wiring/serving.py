"""The web service of an installation, and what runs beside it in the same process."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import uvloop
from starlette.applications import Starlette

from bot.clock import Clock
from bot.domain.series import Join
from bot.flows.ingest import SyncResult
from bot.flows.publish import Publication
from bot.logs import Redactor
from bot.settings import Settings
from bot.store.engine import Store
from bot.web.app import Beside, build_app
from bot.web.options import WebOptions
from bot.web.server import address_of, build_server
from bot.wiring.answering import build_answering
from bot.wiring.ending import end_anyway
from bot.wiring.platform import Answering
from bot.wiring.reminding import remind
from bot.wiring.watching import Syncing, follow

_LOOK = 0.5  # seconds between two looks at what is served
_PATIENCE = 3.0  # seconds for what still reads, stores or sends when all requests are answered

Started = Callable[[str, Sequence[Publication]], None]


@dataclass(frozen=True, slots=True)
class Live:
    """What `run` does besides serving: a sync that has run once, and the clock that counts."""

    syncing: Syncing
    clock: Clock


def utc_now() -> datetime:
    """Return the instant that the clock shows."""
    return datetime.now(UTC)


def serve(
    settings: Settings,
    store: Store,
    redactor: Redactor,
    listener: socket.socket,
    *,
    started: Started,
    live: Live | None = None,
) -> None:
    """Serve on a listening socket until SIGINT or SIGTERM, then end within five seconds.

    With `live`, the store is kept as the definitions are, and people are reminded and answered.
    `started` is called with the address and what is listed, once it answers.
    """
    beside: list[Beside] = [_learning(redactor)]
    answering = None
    if live is not None:
        answering = build_answering(settings, store, live.clock, serves=True)
        reminding = _reminding(settings, store, live.clock, answering)
        beside += [_following(live.syncing), reminding]
    options = WebOptions(
        public_url=settings.public_url,
        requests_per_minute=settings.requests_per_minute,
        bot_name=answering.name if answering else str,
    )
    app = build_app(
        store,
        options,
        now=live.clock.now if live else utc_now,
        beside=beside,
        hook=answering.hook if answering else None,
        troubles=answering.troubles if answering else tuple,
    )
    server = build_server(
        app,
        trusted_proxies=settings.trusted_proxies,
        started=lambda: started(address_of(listener), app.state.catalogue.snapshot.listed),
    )
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner, listener:
        runner.run(server.serve(sockets=[listener]))


def _learning(redactor: Redactor) -> Beside:
    """Tell the log all joins that are in the store, old ones too, before it could show one."""

    async def learn(app: Starlette) -> None:
        learnt = None
        while True:
            snapshot = app.state.catalogue.snapshot
            if snapshot is not learnt:
                joins = list(_joins(snapshot.publications.values()))
                await asyncio.to_thread(redactor.learn, joins)
                learnt = snapshot
            await asyncio.sleep(_LOOK)

    return learn


def _reminding(
    settings: Settings, store: Store, clock: Clock, answering: Answering | None
) -> Beside:
    """Remind people, and plan anew whenever series have changed."""

    async def run(app: Starlette) -> None:
        async def watch(nudge: Callable[[], None]) -> None:
            seen = app.state.catalogue.snapshot
            while True:
                await asyncio.sleep(_LOOK)
                if app.state.catalogue.snapshot is not seen:
                    seen = app.state.catalogue.snapshot
                    nudge()

        await remind(settings, store, clock, answering, watch)

    return run


def _joins(publications: Sequence[Publication]) -> Iterator[Join]:
    for one in publications:
        yield from one.stored.past_joins
        for kept in (one.stored.series.sessions, [kept.session for kept in one.stored.sessions]):
            yield from (session.join for session in kept if session.join)


def _following(syncing: Syncing) -> Beside:
    """Sync in a thread of its own, which dies with the process: what it stores is whole anyway."""

    async def run(app: Starlette) -> None:
        def tell(results: Sequence[SyncResult]) -> None:
            for result in results:
                app.state.metrics.count_sync(result.outcome.value)
            app.state.catalogue.nudge()

        stop = threading.Event()
        tell(syncing.results)
        thread = threading.Thread(target=follow, args=(syncing, stop, tell), daemon=True)
        thread.start()
        try:
            await asyncio.Event().wait()
        finally:
            stop.set()
            end_anyway(_PATIENCE)

    return run
