"""The next version of a series: what is read now, laid over what is stored. Pure.

Sessions keep their ids, UIDs and history; only what changed gets a new revision and new entries.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.audience import Audience, public_ids, seen_by
from bot.domain.changes import Change, diff
from bot.domain.edits import Edit, apply_edit
from bot.domain.identity import Known, adopt
from bot.domain.overlays import overlay, with_edit
from bot.domain.public_ids import PublicIds
from bot.domain.revisions import first_revision, is_notable, new_revision, next_revision
from bot.domain.series import Series, Session, Status, in_order
from bot.domain.unknowns import without_unknowns
from bot.domain.zonedata import zone_data_version
from bot.exports.ics import ENTRY_FORM, CalendarView, SessionEntries, render_entries
from bot.flows.finding import WORDS_FORM, findable
from bot.store.series.records import Entries, StoredSeries, StoredSession

_MOST_LOST = 2  # future sessions that may go without being confirmed
_TICK = timedelta(seconds=1)  # HTTP knows no shorter step between two versions
_LARGEST_SHARE = 1 / 3  # and which share of them, if they are more


@dataclass(frozen=True, slots=True)
class Laid:
    """What a source said last, None where that is what is stored, and the edits laid over it.

    `is_of_chat`: the series has no other source than its organizers, so nothing is laid over it.
    """

    base: Series | None = None
    edits: tuple[Edit, ...] = ()
    is_of_chat: bool = False


_NOTHING_LAID = Laid()


@dataclass(frozen=True, slots=True)
class NextVersion:
    """What storing it would make of a series, and why it may be held back.

    `lost` of the `future` sessions, those yet to begin, would be taken out. `base` is the series as
    its source says it, with known ids, `edits` are those still laid over it.
    """

    after: StoredSeries
    changes: tuple[Change, ...]
    lost: int = 0
    future: int = 0
    base: Series | None = None
    edits: tuple[Edit, ...] = ()

    @property
    def is_suspicious(self) -> bool:
        """Whether it loses so much that a mistake is likelier than an intention."""
        if self.lost and self.lost == self.future:
            return True
        return self.lost > _MOST_LOST and self.lost > self.future * _LARGEST_SHARE


def source_hash_of(hash_of_content: str) -> str:
    """Return what stays the same as long as reading a source again would change nothing stored."""
    return f"{hash_of_content}/{entry_form()}"


def entry_form() -> str:
    """Return what tells by which version of us sessions' entries and words were made."""
    return f"{ENTRY_FORM}-{zone_data_version()}-{WORDS_FORM}"


def plan_version(
    before: StoredSeries | None,
    incoming: Series,
    source_hash: str,
    now: datetime,
    laid: Laid = _NOTHING_LAID,
) -> NextVersion:
    """Return the version that `incoming`, as its source has it now, makes of what is stored.

    Who is who is found out by what the source said before; then edits are laid over it.
    """
    incoming = without_unknowns(incoming)
    known = _known(before, laid.base)
    names = {name for one in known for name in one.source_ids}
    is_known = names.issuperset(session.id for session in incoming.sessions)
    joins = before.past_joins if before else ()
    called = PublicIds() if is_known else public_ids(incoming, joins)
    adopted = adopt(known, incoming, called)
    return _plan_laid(before, adopted.series, adopted.source_ids, laid.edits, source_hash, now)


def plan_edits(
    before: StoredSeries, laid: Laid, made: Iterable[Edit], now: datetime
) -> NextVersion:
    """Return the version that more edits make of what is stored.

    Raises RefusalError for one of a session that a series of the chat does not have.
    """
    ids = {one.session.id: one.source_ids for one in before.sessions}
    base, edits = laid.base or before.series, laid.edits
    for edit in made:
        if laid.is_of_chat:
            base = apply_edit(base, edit)
        else:
            edits = with_edit(edits, edit)
    return _plan_laid(before, base, ids, edits, before.source_hash, now)


def _plan_laid(
    before: StoredSeries | None,
    base: Series,
    source_ids: Mapping[str, tuple[str, ...]],
    edits: Iterable[Edit],
    source_hash: str,
    now: datetime,
) -> NextVersion:
    awaited = {one.id for one in before.series.sessions if _is_awaited(one, now)} if before else ()
    overlaid = overlay(base, edits, awaited)
    series = without_unknowns(in_order(overlaid.series))
    sessions = _sessions(before, series, source_ids, now)
    changes = diff(before.series, series) if before else ()
    planned = _plan(before, series, sessions, changes, source_hash, now)
    return replace(planned, base=base, edits=overlaid.needed)


def plan_archive(before: StoredSeries, now: datetime) -> NextVersion:
    """Return the version of a series whose source is gone: what has begun stays as it was."""
    left = tuple(one for one in before.series.sessions if not _is_future(one, now))
    series = replace(before.series, sessions=left)
    ids = {one.session.id: one.source_ids for one in before.sessions}
    sessions = _sessions(before, series, ids, now)
    planned = _plan(before, series, sessions, diff(before.series, series), "", now)
    return replace(planned, after=replace(planned.after, archived_at=now))


def plan_form(before: StoredSeries, now: datetime) -> StoredSeries:
    """Return a series as it is, also an archived one, with its entries in the form of today."""
    planned = _plan(before, in_order(before.series), before.sessions, (), before.source_hash, now)
    return replace(planned.after, archived_at=before.archived_at)


def _known(before: StoredSeries | None, base: Series | None) -> list[Known]:
    said = {session.id: session for session in base.sessions} if base else {}
    ids = before.public_ids() if before else PublicIds()
    return [
        Known(
            session=said.get(one.session.id, one.session),
            # A source whose ids are made of texts calls it by now without the secret in them.
            source_ids=tuple(dict.fromkeys((*one.source_ids, *ids.instead_of(one.session.id)))),
            is_removed=one.is_removed,
        )
        for one in (before.sessions if before else ())
    ]


def _is_awaited(session: Session, now: datetime) -> bool:
    """Tell sessions that are not over, cancelled ones among them."""
    return session.start is None or session.start.at > now


def _is_future(session: Session, now: datetime) -> bool:
    """Tell sessions that someone may be waiting for."""
    return bool(session.start and session.start.at > now and session.status is not Status.CANCELLED)


def _plan(
    before: StoredSeries | None,
    series: Series,
    sessions: Iterable[StoredSession],
    changes: tuple[Change, ...],
    source_hash: str,
    now: datetime,
) -> NextVersion:
    sessions = tuple(sorted(sessions, key=lambda one: one.session.order))
    at = now.replace(microsecond=0)
    joins = {one.session.join for one in sessions if one.session.join}
    joins |= set(before.past_joins if before else ())
    after = StoredSeries(
        series=series,
        version=before.version + 1 if before else 1,
        modified_at=max(at, before.modified_at + _TICK) if before else at,
        source_hash=source_hash,
        entry_form=entry_form(),
        sessions=sessions,
        past_joins=tuple(sorted(joins, key=lambda join: (join.url, join.passcode))),
    )
    after = _with_entries(before, after)
    expected = [one for one in before.series.sessions if _is_future(one, now)] if before else []
    kept = {session.id for session in series.sessions}
    lost = sum(session.id not in kept for session in expected)
    return NextVersion(after, changes, lost, len(expected))


def _sessions(
    before: StoredSeries | None,
    series: Series,
    source_ids: Mapping[str, tuple[str, ...]],
    now: datetime,
) -> Iterator[StoredSession]:
    """Yield all sessions that the series ever had, as they are now, entries still as they were."""
    known = {one.session.id: one for one in before.sessions} if before else {}
    for session in series.sessions:
        old = known.pop(session.id, None)
        ids = source_ids.get(session.id) or (old.source_ids if old else (session.id,))
        ended_at = _ended_at(old, session, now)
        if before is None or old is None:
            revision = new_revision(now) if before else first_revision(series)
            yield StoredSession(
                session=session, revision=revision, source_ids=ids, ended_at=ended_at
            )
        else:
            new = replace(old, session=session, source_ids=ids, ended_at=ended_at, is_removed=False)
            yield _revised(before.series, old, series, new, now)
    for old in known.values():
        if before is None or old.is_removed:
            yield old
        else:
            # What was cancelled has been shown as such: taken out, it does not come back for that.
            removed = replace(old, ended_at=old.ended_at or now, is_removed=True)
            yield _revised(before.series, old, series, removed, now)


def _ended_at(old: StoredSession | None, session: Session, now: datetime) -> datetime | None:
    """Return since when a session does not take place, None if it does."""
    if session.status is not Status.CANCELLED:
        return None
    was_cancelled = old and old.session.status is Status.CANCELLED and not old.is_removed
    return old.ended_at if old and was_cancelled else now


def _revised(
    series_before: Series,
    old: StoredSession,
    series_after: Series,
    new: StoredSession,
    now: datetime,
) -> StoredSession:
    """Return a session with the next revision, if anything changed that its entries show."""
    if old.shown == new.shown and _head(series_before) == _head(series_after):
        return new
    notable = is_notable((series_before, old.shown), (series_after, new.shown))
    return replace(new, revision=next_revision(old.revision, is_notable=notable, now=now))


def _head(series: Series) -> tuple[object, ...]:
    """Return what the entries of all sessions show of their series."""
    return series.title, series.kind, series.place, series.homepage, series.link


def _with_entries(before: StoredSeries | None, after: StoredSeries) -> StoredSeries:
    """Return the version with the entries of each session, made anew where they may differ."""
    old = {one.session.id: one for one in before.sessions} if before else {}
    is_same_view = before is not None and _view_of(before) == _view_of(after)
    ids = after.public_ids()
    ids_before = before.public_ids() if before and is_same_view and ids else ids

    def is_fresh(one: StoredSession) -> bool:
        known = old.get(one.session.id)
        is_same = bool(is_same_view and known and known.revision == one.revision)
        # Of several that are alike but for their secrets, another may be the first by now.
        return is_same and ids.given_to(one.session) == ids_before.given_to(one.session)

    stale = [one for one in after.sessions if not is_fresh(one)]
    made = {one.session.id: one for one in _rendered(after, stale, ids)}
    return replace(after, sessions=tuple(made.get(one.session.id, one) for one in after.sessions))


def _view_of(stored: StoredSeries) -> tuple[object, ...]:
    """Return what the entries of all sessions depend on besides the sessions."""
    return stored.entry_form, stored.past_joins, _head(stored.series)


def _rendered(
    after: StoredSeries, stale: Sequence[StoredSession], ids: PublicIds
) -> Iterator[StoredSession]:
    """Yield sessions with their entries and the words that they are found by."""
    shown = replace(after.series, sessions=tuple(one.shown for one in stale))
    public = seen_by(shown, Audience.PUBLIC, after.past_joins, ids)
    views = [(shown, CalendarView(audience=Audience.SUBSCRIBERS)), (public, CalendarView())]
    for place, one in enumerate(stale):
        own, seen = (
            render_entries(series, series.sessions[place], view, one.revision)
            if series.sessions[place].start
            else SessionEntries()
            for series, view in views
        )
        yield replace(
            one,
            entries=Entries(public=seen.data, subscribers=own.data, zones=own.zones),
            findable=findable(public, public.sessions[place], one.session),
        )
