"""Series that are read from addresses: what a definition and its address make together.

    definition ─┐                        ┌─ sure ─────> store
                ├─ propose ─> judge ─────┤
    address ────┘  (who is who)          └─ doubtful ─> question (`questions`)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.handwritten import filled, with_handwritten
from bot.domain.identity import Known, adopt
from bot.domain.series import Series, Session
from bot.domain.watched import SHORTEST_INTERVAL
from bot.flows.alerting import alert
from bot.flows.doubts import Judged, judge, judge_whole, new_problems
from bot.flows.laying import load_laid, save_laid
from bot.flows.notify import note_changes
from bot.flows.versions import Laid, NextVersion, plan_version, source_hash_of
from bot.store.codec import content_hash
from bot.store.engine import Connection
from bot.store.organizers import Act, Action, Person, add_act
from bot.store.records import StoredSeries
from bot.store.schedules import load_series, save_series
from bot.store.watched import (
    PageReading,
    WatchedSeries,
    delete_watched,
    find_watched,
    save_watched,
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a reading would make of a stored series.

    `sessions` are those of the address, with permanent ids; `lines` has where each stands, and
    `source_ids` how the reading called it.
    """

    row: WatchedSeries
    before: StoredSeries
    laid: Laid
    sessions: tuple[Session, ...]
    lines: Mapping[str, tuple[int, ...]]
    source_ids: Mapping[str, tuple[str, ...]]

    def plan(self, sessions: Sequence[Session], now: datetime) -> NextVersion:
        """Return the version that some sessions of the address make of what is stored."""
        series = with_handwritten(self.row.definition, sessions)
        source_hash = source_hash_of(content_hash(series))
        return plan_version(self._before(), series, source_hash, now, self.laid)

    def judge(self, reading: PageReading, now: datetime) -> Judged:
        """Return what of the reading is sure."""
        before, problems = self.row.accepted, new_problems(reading.problems, self.row.settled)
        if self.plan(self.sessions, now).is_suspicious:
            return judge_whole(before, self.sessions, problems)
        return judge(before, self.sessions, problems, self.lines, now)

    def _before(self) -> StoredSeries:
        """Return what is stored, with what the reading calls each session."""
        named = tuple(
            replace(one, source_ids=tuple(dict.fromkeys((*called, *one.source_ids))))
            if (called := self.source_ids.get(one.session.id))
            else one
            for one in self.before.sessions
        )
        return replace(self.before, sessions=named)


def propose(connection: Connection, row: WatchedSeries, reading: PageReading) -> Proposed | None:
    """Return what a reading would make of a series; None if the series is not there any more."""
    before = load_series(connection, row.series_id)
    if before is None or before.archived_at:
        return None
    laid = load_laid(connection, row.series_id)
    incoming = replace(row.definition, sessions=filled(row.definition, reading.sessions))
    adopted = adopt(_known(before, laid.base, row.accepted), incoming)
    called = {name: ids[:1] for name, ids in adopted.source_ids.items()}
    lines = {name: reading.lines.get(ids[0], ()) for name, ids in called.items()}
    return Proposed(row, before, laid, adopted.series.sessions, lines, called)


def _known(before: StoredSeries, base: Series | None, accepted: Iterable[Session]) -> list[Known]:
    """Return all sessions that the series ever had, as the address said them, else its file."""
    said = {one.id: one for one in base.sessions} if base else {}
    said |= {one.id: one for one in accepted}
    return [
        Known(
            session=said.get(one.session.id, one.session),
            source_ids=one.source_ids,
            is_removed=one.is_removed,
        )
        for one in before.sessions
    ]


def store_sessions(
    connection: Connection,
    proposed: Proposed,
    sessions: Sequence[Session],
    action: Action,
    by: Person,
    *,
    now: datetime,
) -> NextVersion:
    """Store the version that some sessions of the address make, if it is another one.

    With all that a sync does, in the same transaction: notices, alerts, and a line in the trail.
    """
    planned, before = proposed.plan(sessions, now), proposed.before
    after = planned.after
    if after.source_hash == before.source_hash:
        return replace(planned, changes=())
    save_series(connection, before, after, planned.changes, now=now)
    save_laid(connection, planned, now=now)
    alert(connection, before, after, now=now)
    note_changes(connection, before, after, now=now)
    act = Act(
        series_id=after.series.id, person=by, action=action, version=after.version, recorded_at=now
    )
    add_act(connection, act)
    return planned


def with_address(connection: Connection, definition: Series) -> Series:
    """Return a series as its definition and what is known of its address make it.

    Until the address was read for the first time, sessions that are stored stay.
    """
    if definition.source is None:
        return definition
    row = find_watched(connection, definition.id)
    return with_handwritten(definition, row.accepted if row else _stored(connection, definition))


def _stored(connection: Connection, definition: Series) -> tuple[Session, ...]:
    base = load_laid(connection, definition.id).base
    if base is None:
        before = load_series(connection, definition.id)
        return before.series.sessions if before and not before.archived_at else ()
    return base.sessions


def keep_address(connection: Connection, definition: Series, *, now: datetime) -> None:
    """Watch the address that a definition names, and none if it names none.

    It is read anew, soon, where what it says may mean something else now.
    """
    if definition.source is None:
        delete_watched(connection, definition.id)
        return
    row = find_watched(connection, definition.id)
    if row is None:
        accepted = _stored(connection, definition)
        row = WatchedSeries(
            series_id=definition.id, definition=definition, accepted=accepted, next_at=now
        )
    elif row.definition == definition:
        return
    elif _context(row.definition) != _context(definition):
        soon = row.fetched_at + SHORTEST_INTERVAL if row.fetched_at else now
        row = replace(row, etag="", last_modified="", content_hash="", next_at=max(soon, now))
    elif row.fetched_at:
        latest = row.fetched_at + definition.source.every
        row = replace(row, next_at=max(now, min(row.next_at, latest)))
    save_watched(connection, replace(row, definition=definition))


def _context(definition: Series) -> tuple[object, ...]:
    """Return what the meaning of a page depends on."""
    source = definition.source
    where = (source.url, source.year) if source else ()
    return (*where, definition.timezone, definition.place, definition.slot, definition.duration)
