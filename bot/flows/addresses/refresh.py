"""Reading watched addresses again: each at its time, by one process, and what comes of it."""

import logging
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex

from bot.clock import Clock
from bot.domain.changes import Change
from bot.domain.page_questions import PageTrouble
from bot.domain.series import Series
from bot.domain.watched import WatchedAddress, interval_of, next_fetch_at, next_try_at
from bot.errors import TalkbellError
from bot.flows.addresses.doubts import mark_of
from bot.flows.addresses.page_questions import ask, ask_again, let_rest, question_of, tell_trouble
from bot.flows.addresses.page_reading import host_of, read_page
from bot.flows.addresses.watched import propose, store_sessions
from bot.flows.organizing.letters import owe_to_organizers
from bot.flows.organizing.rights import Action, Person
from bot.sources.fetched import Fetched, FetchError, Known, Limits
from bot.sources.fetching import fetch
from bot.store.engine import Connection, Store, StoreError
from bot.store.series.watched import (
    PageReading,
    WatchedSeries,
    claim_watched,
    find_watched,
    next_fetch_of_any,
    release_watched,
    save_watched,
)

_logger = logging.getLogger("talkbell.watched")
_PATIENCE = timedelta(days=1)  # for which an address may fail until organizers are told
_OURS = "a mistake of ours"
_NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Fetching:
    """How addresses are fetched: within `limits`, not sooner than after the `shortest` interval.

    `is_allowed` tells which may be reached at all; `draw` gives numbers from 0 to 1.
    """

    limits: Limits
    shortest: timedelta
    is_allowed: Callable[[str], bool] = lambda _: True
    draw: Callable[[], float] = random.random


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of one address: what changed, what is asked, or why it could not be read."""

    series_id: str
    series: Series | None = None
    changes: tuple[Change, ...] = ()
    is_asking: bool = False
    problem: str = ""


def refresh_due(
    store: Store, fetching: Fetching, clock: Clock, among: Collection[str] | None = None
) -> list[Refreshed]:
    """Read all addresses that are due, and tell what came of each that was read by us.

    Of several processes, one reads each. Nothing that goes wrong with one ends it. `among` are the
    series to look at, all if None. Raises StoreError.
    """
    results = []
    owner = token_hex(8)
    while series_id := _claim(store, owner, fetching, clock.now(), among):
        result = _refresh(store, series_id, owner, fetching, clock)
        results += [result] if result else []
    return results


def next_refresh_at(store: Store, fetching: Fetching) -> datetime | None:
    """Return when the next address is due (UTC); None if none is watched. Raises StoreError."""
    with store.reading() as connection:
        return next_fetch_of_any(connection, shortest=fetching.shortest)


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of a fetch: a reading, or nothing new, or a problem."""

    version: Known = _NOTHING_KNOWN
    content_hash: str = ""
    reading: PageReading | None = None
    problem: str = ""
    retry_after: timedelta | None = None
    is_skipped: bool = False


def _claim(
    store: Store, owner: str, fetching: Fetching, now: datetime, among: Collection[str] | None
) -> str | None:
    with store.writing() as connection:
        shortest = fetching.shortest
        return claim_watched(connection, owner, now=now, shortest=shortest, among=among)


def _refresh(
    store: Store, series_id: str, owner: str, fetching: Fetching, clock: Clock
) -> Refreshed | None:
    with store.reading() as connection:
        row = find_watched(connection, series_id)
    if row is None or row.definition.source is None:
        return None
    came = _fetched(row, row.definition.source, fetching, clock.now())
    try:
        return _stored(store, row, came, owner, fetching, clock)
    except StoreError:
        raise
    except Exception:
        _logger.exception("%s: what its address says could not be taken over", series_id)
        return _stored(store, row, _Came(problem=_OURS), owner, fetching, clock)


def _stored(
    store: Store,
    row: WatchedSeries,
    came: _Came,
    owner: str,
    fetching: Fetching,
    clock: Clock,
) -> Refreshed | None:
    series_id = row.series_id
    with store.writing(series_id) as connection:
        current = find_watched(connection, series_id)
        is_ours = release_watched(connection, series_id, owner)
        address = current.definition.source if current else None
        if current is None or not is_ours or address != row.definition.source:
            return None
        return _record(connection, current, came, fetching, clock.now())


def _fetched(
    row: WatchedSeries, address: WatchedAddress, fetching: Fetching, now: datetime
) -> _Came:
    """Fetch an address and read it. What goes wrong is a problem, without the address."""
    if not fetching.is_allowed(address.url):
        return _Came(is_skipped=True)
    known = Known(row.etag, row.last_modified)
    try:
        fetched = fetch(address.url, fetching.limits, known=known)
        return _read(row, fetched, known, now)
    except FetchError as error:
        why = str(error).removeprefix(f"{address.url}: ")
        return _Came(problem=why, retry_after=error.retry_after)
    except TalkbellError as error:
        return _Came(problem=str(error))
    except Exception:
        _logger.exception("%s: what its address gave could not be read", row.series_id)
        return _Came(problem=_OURS)


def _read(row: WatchedSeries, fetched: Fetched, known: Known, now: datetime) -> _Came:
    if fetched.is_known and known == _NOTHING_KNOWN:
        raise TalkbellError("the server says that nothing is new, and has told nothing yet")
    if fetched.is_known:
        return _Came(version=known, content_hash=row.content_hash)
    digest = sha256(fetched.data).hexdigest()
    if digest == row.content_hash:
        return _Came(version=fetched.version, content_hash=digest)
    reading = read_page(row, fetched, now)
    if not (reading.sessions or row.accepted):
        why = next((one.message for one in reading.problems), "")
        message = "no talk is to be found in it" + (f" ({why})" if why else "")
        raise TalkbellError(message)
    return _Came(version=fetched.version, content_hash=digest, reading=reading)


def _record(
    connection: Connection, row: WatchedSeries, came: _Came, fetching: Fetching, now: datetime
) -> Refreshed | None:
    """Store what came of a fetch."""
    address = row.definition.source
    assert address is not None  # noqa: S101 - it was fetched
    interval, known_hash = interval_of(address, fetching.shortest), row.content_hash
    row = replace(row, fetched_at=now, next_at=next_fetch_at(interval, fetching.draw(), now=now))
    if came.is_skipped:
        save_watched(connection, row)
        return None
    if came.problem:
        next_at = next_try_at(interval, fetching.draw(), came.retry_after, now=now)
        save_watched(connection, _failing(connection, replace(row, next_at=next_at), came, now))
        return Refreshed(series_id=row.series_id, problem=came.problem)
    row = replace(
        _well(connection, row, now),
        read_at=now,
        etag=came.version.etag,
        last_modified=came.version.last_modified,
        content_hash=came.content_hash,
    )
    if came.reading is None:
        if row.is_asking:  # those who have become organizers since are asked too
            owe_to_organizers(connection, row.letter, now=now)
        save_watched(connection, row)
        return Refreshed(series_id=row.series_id)
    return _take(connection, row, came.reading, known_hash, now)


def _failing(
    connection: Connection, row: WatchedSeries, came: _Came, now: datetime
) -> WatchedSeries:
    """Note that an address fails; its organizers are told once, when it has failed for a day."""
    since = row.failing_since or now
    row = replace(row, failing_since=since, problem=came.problem)
    if row.told_at or now - since < _PATIENCE:
        return row
    trouble = PageTrouble(host=host_of(row.definition), since=since, why=came.problem)
    tell_trouble(connection, row.series_id, trouble, now=now)
    return replace(row, told_at=now)


def _well(connection: Connection, row: WatchedSeries, now: datetime) -> WatchedSeries:
    """Note that an address answers; those who were told that it fails are told."""
    if row.told_at and row.failing_since:
        trouble = PageTrouble(host=host_of(row.definition), since=row.failing_since)
        tell_trouble(connection, row.series_id, trouble, now=now)
    return replace(row, failing_since=None, problem="", told_at=None)


def _take(
    connection: Connection,
    row: WatchedSeries,
    reading: PageReading,
    known_hash: str,
    now: datetime,
) -> Refreshed | None:
    """Store what is sure of a reading, and ask about what is not."""
    proposed = propose(connection, replace(row, content_hash=known_hash), reading)
    if proposed is None:
        save_watched(connection, row)
        return None
    judged = proposed.judge(reading, now)
    by = Person("", "", f"page at {host_of(row.definition)}")
    marks = {mark_of(one) for one in reading.problems}
    if judged.mark:
        told = {mark_of(one) for one in judged.problems}
        known = (marks & set(row.settled)) | (marks - told if not judged.is_whole else set())
        question = question_of(proposed, judged, now)
        is_new = judged.mark not in {row.doubt, row.ignored}
        is_back = row.pending is None and row.doubt == judged.mark != row.ignored
        is_new |= is_back and not ask_again(connection, row, now=now)
        row = ask(connection, row, question, now=now) if is_new else row
        ignored = row.ignored if row.ignored == judged.mark else ""
        row = replace(row, pending=reading, doubt=judged.mark, ignored=ignored)
    else:
        row, known = let_rest(connection, replace(row, pieces=reading.pieces), now=now), marks
    planned = store_sessions(connection, proposed, judged.sessions, Action.FETCHED, by, now=now)
    save_watched(connection, replace(row, accepted=judged.sessions, settled=tuple(sorted(known))))
    return Refreshed(
        series_id=row.series_id,
        series=planned.after.series,
        changes=planned.changes,
        is_asking=row.is_asking,
    )
