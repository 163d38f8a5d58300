"""Addresses that a series' sessions come from, and when they are to be fetched. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

USUAL_INTERVAL = timedelta(hours=6)
SHORTEST_INTERVAL = timedelta(minutes=5)
LONGEST_INTERVAL = timedelta(days=28)

_LONGEST_REST = timedelta(days=1)  # after a failure: nobody should wait four weeks for it to mend
_SPREAD = 0.1  # share of the interval by which a fetch may be later, so that not all come at once


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedAddress:
    """A page, calendar or document that is read again and again.

    `year` is that of dates on it which say none.
    """

    url: str
    every: timedelta = USUAL_INTERVAL
    year: int | None = None


def interval_of(watched: WatchedAddress, shortest: timedelta) -> timedelta:
    """Return how far apart two fetches are at least, no less than the installation allows."""
    return max(watched.every, shortest)


def next_fetch_at(interval: timedelta, draw: float, *, now: datetime) -> datetime:
    """Return when to fetch again what was fetched now; `draw` (0 to 1) spreads fetches."""
    return now + interval * (1 + _SPREAD * draw)


def next_try_at(
    interval: timedelta, draw: float, retry_after: timedelta | None, *, now: datetime
) -> datetime:
    """Return when to try again what could not be fetched now.

    After the usual interval, or a day if that is longer, and never before the server's own word.
    """
    usual = next_fetch_at(min(interval, _LONGEST_REST), draw, now=now)
    return max(usual, now + retry_after) if retry_after else usual
