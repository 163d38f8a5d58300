"""Series that are read from addresses: what a definition and its address make together.

definition ─┐                        ┌─ sure ─────> store
            ├─ propose ─> judge ─────┤
address ────┘  (who is who)          └─ doubtful ─> question (`page_questions`)
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.changes import Cancelled, Moved, Removed, Restored
from bot.domain.handwritten import filled, with_handwritten
from bot.domain.identity import Known, adopt
from bot.domain.series import Series, Session
from bot.flows.addresses.doubts import Found, Judged, judge, judge_whole, new_problems, unlikely
from bot.flows.laying import load_laid, save_laid
from bot.flows.planning.alerting import alert
from bot.flows.planning.notify import note_changes
from bot.flows.versions import Laid, NextVersion, plan_version, source_hash_of
from bot.store.engine import Connection
from bot.store.organizing.organizers import Act, Action, Person, add_act
from bot.store.schema.codec import content_hash
from bot.store.series.records import RecordedChange, StoredSeries
from bot.store.series.schedules import list_changes, load_series, save_series
from bot.store.series.watched import PageReading, WatchedSeries

_LATELY = timedelta(days=7)
_MOST_TIMES = 3  # that a session may change so, until somebody is asked
_MOST_RECENT = 1000
_RESTLESS = (Removed, Moved, Cancelled, Restored)  # what was taken out counts for its return too


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a reading would make of a stored series.

    `row` is what was known of the address before it.

    `sessions` are those of the address, with permanent ids; `lines` has where each stands, and
    `source_ids` how the reading called it.
    """

    row: WatchedSeries
    before: StoredSeries
    laid: Laid
    sessions: tuple[Session, ...]
    lines: Mapping[str, tuple[int, ...]]
    source_ids: Mapping[str, tuple[str, ...]]
    recent: tuple[RecordedChange, ...] = ()

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
        gone = {one.id for one in before} - {one.id for one in self.sessions}
        new = {one.id for one in self.sessions} - {one.id for one in before}
        # Where talks went and none came, there are fewer pieces of text, or others in their place.
        is_replaced = not new and reading.pieces > self.row.pieces - len(gone)
        left = gone if is_replaced else gone & set(reading.mentioned)
        # What is read for the first time, or with another zone or slot, is meant to be otherwise.
        is_known = bool(self.row.content_hash)
        restless = self._restless(now)
        odd = unlikely(before, self.sessions, restless, now) if is_known else frozenset()
        found = Found(self.sessions, problems, self.lines, frozenset(left), odd)
        return judge(before, found, now)

    def _restless(self, now: datetime) -> set[str]:
        """Return the ids of sessions that were moved, taken out or put back again and again."""
        told: Counter[str] = Counter()
        for one in self.recent:
            change = one.change
            if now - _LATELY < one.recorded_at <= now and isinstance(change, _RESTLESS):
                told[change.session_id] += 2 if isinstance(change, Removed) else 1
        return {name for name, times in told.items() if times >= _MOST_TIMES}

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
    recent = tuple(list_changes(connection, row.series_id, limit=_MOST_RECENT))
    return Proposed(row, before, laid, adopted.series.sessions, lines, called, recent)


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
