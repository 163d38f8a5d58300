"""Telling chats of changes: noted by the transaction that stores them, owed once they settle."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from bot.domain.series import Session
from bot.flows.library import Library
from bot.flows.planning.forecasts import is_asked_for
from bot.reminders.notices import What, Wish, notice_of, settle_at
from bot.reminders.windows import LATEST
from bot.store.delivery.notices import (
    StoredNotice,
    add_notice,
    join_notice,
    list_open,
    list_wishes,
    release,
)
from bot.store.delivery.notifying import DueNotice, carry, plan_notice
from bot.store.engine import Connection
from bot.store.schema.columns import keywords_of, kinds_of
from bot.store.series.records import StoredSeries

_USEFUL_FOR = timedelta(days=7)  # what is told of the past
_SOON = timedelta(seconds=1)
IN_ONE = (What.ADDED, What.CANCELLED)
"""Of which a version's sessions are told in one message."""


def note_changes(
    connection: Connection, before: StoredSeries | None, after: StoredSeries, *, now: datetime
) -> int:
    """Note what chats are to be told of a version that is being stored; return how much it is.

    A change joins the open notice of its session. A first version is none of changes.
    """
    if before is None:
        return 0
    waiting = {
        one.session_id: one for one in list_open(connection, after.series.id, is_locked=True)
    }
    coming = [one.message for one in waiting.values() if one.before is None]
    messages = {What.ADDED: coming[0]} if coming else {}
    count = 0
    for name, was, now_is in changed_sessions(before, after):
        at, version = settle_at(was, now_is, now), after.version
        if known := waiting.get(name):
            earliest = min(at, known.settle_at)
            join_notice(connection, known.id, version, settle_at=earliest, now=now)
        elif notice := notice_of(was, now_is, now):
            new = StoredNotice(
                series_id=after.series.id,
                session_id=name,
                before=was,
                version=version,
                changed_at=now,
                settle_at=at,
                message=messages.get(notice.what[0], 0),
            )
            message = add_notice(connection, new)
            if notice.what[0] in IN_ONE:
                messages[notice.what[0]] = message
        else:
            continue
        count += 1
    return count


def changed_sessions(
    before: StoredSeries, after: StoredSeries
) -> Iterator[tuple[str, Session | None, Session | None]]:
    """Yield the ids of sessions that differ, each with what it was and what it is."""
    old, new = ({one.id: one for one in stored.series.sessions} for stored in (before, after))
    for name in {**old, **new}:
        if old.get(name) != new.get(name):
            yield name, old.get(name), new.get(name)


@dataclass(frozen=True, slots=True)
class PlannedNotices:
    """How many deliveries are new, and when to look again (UTC), None if nothing is open.

    `unsettled` are the sessions that may change once more, by the series' ids and their own.
    """

    added: int
    next_at: datetime | None
    unsettled: frozenset[tuple[str, str]]


def plan_notices(connection: Connection, library: Library, *, now: datetime) -> PlannedNotices:
    """Make the deliveries of changes that have settled; reminders that leave tell theirs.

    What was changed after the library read it is looked at again.
    """
    added, times, unsettled = 0, [], set()
    rows = sorted(list_open(connection, is_locked=True), key=lambda one: one.message)
    for _, together in groupby(rows, key=lambda one: one.message):
        group = list(together)
        at = min(one.settle_at for one in group)
        stored = library.ever_read(group[0].series_id)
        is_read = stored is not None and all(one.version <= stored.version for one in group)
        if stored is not None and is_read:
            due = due_of(connection, stored, group, now)
            if due:
                carry(connection, due)
            if at <= now:
                added += plan_notice(connection, due, now=now) if due else 0
                release(connection, [one.id for one in group], now=now)
                continue
        times.append(max(at, now + _SOON))
        unsettled |= {(one.series_id, one.session_id) for one in group}
    return PlannedNotices(added, min(times, default=None), frozenset(unsettled))


def due_of(
    connection: Connection, stored: StoredSeries, group: Sequence[StoredNotice], now: datetime
) -> DueNotice | None:
    """Return what is to be told of sessions; None if all is again as it was."""
    live = {one.id: one for one in stored.series.sessions}
    found = [(one, notice_of(one.before, live.get(one.session_id), now)) for one in group]
    told = [(one, notice) for one, notice in found if notice]
    if not told:
        return None
    sides = [side for _, notice in told for side in (notice.before, notice.session) if side]
    starts = [side.start.at for side in sides if side.start]
    is_of_past = all(notice.what == (What.MATERIAL,) for _, notice in told)
    return DueNotice(
        series_id=stored.series.id,
        session_ids=[one.session_id for one, _ in told],
        message=group[0].message,
        version=max(one.version for one, _ in told),
        filters=[
            (kinds, words)
            for kinds, words in list_wishes(connection, stored.series.id)
            if any(
                is_asked_for(stored.series, side, kinds_of(kinds), keywords_of(words), now)
                for side in sides
            )
        ],
        wishes=[wish for wish in Wish if any(notice.is_wanted(wish) for _, notice in told)],
        is_of_past=is_of_past,
        changed_at=max(one.changed_at for one, _ in told),
        start_at=max(starts),
        expires_at=now + _USEFUL_FOR if is_of_past else max(starts) + LATEST,
    )
