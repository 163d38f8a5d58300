"""Watched addresses in a running service: read when they are due, and told of in the log."""

import logging
import os
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.addresses import is_on_this_machine
from bot.clock import Clock, SimulatedClock
from bot.domain.change_wording import describe_changes
from bot.flows.addresses.refresh import Fetching, Refreshed, next_refresh_at, refresh_due
from bot.jobs import Errand
from bot.settings import Settings
from bot.sources.fetched import Limits
from bot.store.engine import Store

_logger = logging.getLogger("talkbell.watched")


def allowed_limits() -> Limits:
    """Return how much a fetch may cost here, and whether it may reach this machine's network."""
    allow_private = os.environ.get("TALKBELL_FETCH_PRIVATE") == "yes"
    return Limits(allow_private=allow_private)


def fetching_of(settings: Settings, clock: Clock) -> Fetching:
    """Return how watched addresses are fetched: by a simulated clock, only those on this machine.

    It goes faster than that of the people who serve the others.
    """
    is_simulated = isinstance(clock, SimulatedClock)
    return Fetching(
        limits=replace(allowed_limits(), same_site=True, longest=settings.watched_seconds),
        shortest=timedelta(minutes=settings.watched_minutes),
        is_allowed=is_on_this_machine if is_simulated else lambda _: True,
    )


def refreshing(settings: Settings, store: Store, clock: Clock) -> Errand:
    """Return the errand that reads addresses which are due."""
    fetching = fetching_of(settings, clock)
    told: dict[str, str] = {}

    def refresh() -> datetime | None:
        _log(refresh_due(store, fetching, clock), told)
        return next_refresh_at(store, fetching)

    return refresh


def _log(results: Iterable[Refreshed], told: dict[str, str]) -> None:
    """Tell what came of addresses; of one that fails alike, once."""
    for one in results:
        if one.problem and told.get(one.series_id) != one.problem:
            _logger.warning("%s: its address cannot be read: %s", one.series_id, one.problem)
        told[one.series_id] = one.problem
        if one.is_asking:
            _logger.warning("%s: its organizers are asked about its address", one.series_id)
        for line in describe_changes(one.changes, one.series) if one.series else ():
            _logger.info("%s: %s", one.series_id, line)
