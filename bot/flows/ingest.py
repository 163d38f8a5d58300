"""Reading sources into the store: read -> problems -> diff -> guard -> store.

Each series is one transaction, so that a process that dies leaves the old version or the new one.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from bot.domain.changes import Added, Change, MaterialAdded, SeriesEdited
from bot.domain.page_questions import PageQuestion
from bot.domain.series import Series
from bot.errors import Problem
from bot.flows.addresses.addressed import address_of, joint, keep_address
from bot.flows.addresses.page_questions import asked_of, take_over
from bot.flows.broadcasting import keep_targets
from bot.flows.laying import load_laid, save_laid
from bot.flows.organizing.rights import keep_accounts
from bot.flows.planning.alerting import alert
from bot.flows.planning.notify import note_changes
from bot.flows.schedules import ReadFile, read_schedules
from bot.flows.versions import (
    NextVersion,
    entry_form,
    plan_archive,
    plan_form,
    plan_version,
    source_hash_of,
)
from bot.store.delivery.letters import NOBODY
from bot.store.engine import Connection, Store
from bot.store.schema.codec import content_hash
from bot.store.series.records import StoredSeries
from bot.store.series.schedules import find_source_hash, load_series, save_series
from bot.store.series.sources import (
    SourceKind,
    StoredSource,
    find_source_kind,
    list_outdated,
    list_sources,
    save_source,
)
from bot.store.series.watched import find_watched


class Outcome(StrEnum):
    """What came of reading a source."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    ARCHIVED = "archived"
    HELD = "held"  # it loses too much; nothing was changed but who organizes it
    BROKEN = "broken"  # the definition has problems; nothing was changed


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncResult:
    """What came of one source. `lost` of `future` sessions are why a version was held back.

    With `is_of_chat`, it is that the series lives in the chat, and is otherwise there.
    `question` is what waits for an answer about the address that the sessions come from.
    """

    location: str
    outcome: Outcome
    series: Series | None = None
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    future: int = 0
    question: PageQuestion | None = None
    is_of_chat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOptions:
    """How to sync: `is_confirmed` lets versions pass that lose much; `is_trial` stores nothing."""

    is_confirmed: bool = False
    is_trial: bool = False


_AS_USUAL = SyncOptions()
_HARMLESS = (Added, MaterialAdded, SeriesEdited)  # what a file may say beyond the chat


def sync(
    store: Store, paths: Sequence[Path], *, now: datetime, options: SyncOptions = _AS_USUAL
) -> list[SyncResult]:
    """Store what the definitions at the paths say now, and tell what came of each.

    Series whose file is gone from a folder among the paths, or is another series now, are archived.
    Those that live elsewhere stay. Entries that another version of us made are made anew, whatever
    becomes of their series. A file takes one of the chat over only as it is there, with more at
    most, or if confirmed. Of a version that is held back for what it loses, who organizes the
    series counts at once. A definition with problems changes nothing of its series, and the others
    go on. Raises TalkbellError for a path that is not there, StoreError (with what was stored until
    then kept) where the database fails.
    """
    files = read_schedules(list(paths))
    results = [_ingest(store, file, now, options) for file in files]
    read = {_location(file.path) for file in files}
    orphans = _orphans(store, paths, files)
    archived = [_archive(store, source, read, now, options) for source in orphans]
    if not options.is_trial:
        _renew(store, now)
    return results + [result for result in archived if result]


def _renew(store: Store, now: datetime) -> None:
    """Make the entries anew of series that no file has brought, if they are of an earlier form.

    Their feeds are served on, also those of archived ones, and of which the file is broken.
    """
    with store.reading() as connection:
        outdated = list_outdated(connection, entry_form())
    for series_id in outdated:
        with store.writing(series_id) as connection:
            before = load_series(connection, series_id)
            if before is not None:
                save_series(connection, before, plan_form(before, now), (), now=now)


def _ingest(store: Store, file: ReadFile, now: datetime, options: SyncOptions) -> SyncResult:
    location = _location(file.path)
    if file.series is None:
        _note_broken(store, file, now, options)
        return SyncResult(location=location, outcome=Outcome.BROKEN, problems=file.problems)
    definition = file.series
    with _opened(store, definition.id, options) as connection:
        address = address_of(connection, definition, now=now)
        incoming = joint(definition, address)
        source_hash = source_hash_of(content_hash(incoming))
        kind = SourceKind.ADDRESS if address else SourceKind.FILE
        source = StoredSource(incoming.id, location, now, kind=kind)
        if find_source_hash(connection, incoming.id) == source_hash:
            if not options.is_trial:
                save_source(connection, source)
                keep_targets(connection, incoming.id, incoming.broadcast, now=now)
            result = SyncResult(location=location, outcome=Outcome.UNCHANGED, series=incoming)
        else:
            before = load_series(connection, incoming.id)
            laid = load_laid(connection, incoming.id)
            planned = plan_version(before, incoming, source_hash, now, laid)
            result = _apply(connection, source, before, planned, options)
        if not options.is_trial and not (result.outcome is Outcome.HELD and result.is_of_chat):
            # Whoever is taken out has no right from now on, however doubtful the rest of it is.
            keep_accounts(connection, definition.id, definition.accounts, now=now)
        if not options.is_trial and (result.outcome is not Outcome.HELD or address is None):
            keep_address(connection, definition.id, address, now=now)
        if address and result.outcome is not Outcome.HELD:
            result = _with_question(connection, result, now, options)
    return replace(result, problems=file.problems)


def _with_question(
    connection: Connection, result: SyncResult, now: datetime, options: SyncOptions
) -> SyncResult:
    """Return a result with what waits for an answer; where that is given, with what it did."""
    assert result.series is not None  # noqa: S101 - it is watched
    question = asked_of(connection, result.series.id, now)
    if question is None or not options.is_confirmed:
        return replace(result, question=question)
    if options.is_trial:
        return result
    row = find_watched(connection, result.series.id)
    done = take_over(connection, row, NOBODY, now=now) if row else None
    if done is None:
        return result
    changes = (*result.changes, *done.changes)
    return replace(result, series=done.series, changes=changes, outcome=Outcome.CHANGED)


def _archive(
    store: Store, source: StoredSource, read: set[str], now: datetime, options: SyncOptions
) -> SyncResult | None:
    """Archive a series that is not in the files read; None if another process was at it."""
    is_back = source.location not in read and Path(source.location).exists()
    with _opened(store, source.series_id, options) as connection:
        before = load_series(connection, source.series_id)
        if before is None or before.archived_at or is_back:
            return None
        planned = plan_archive(before, now)
        result = _apply(connection, replace(source, read_at=now), before, planned, options)
        if result.outcome is Outcome.ARCHIVED and not options.is_trial:
            keep_address(connection, source.series_id, None, now=now)
        return result


def _opened(
    store: Store, series_id: str, options: SyncOptions
) -> AbstractContextManager[Connection]:
    return store.reading() if options.is_trial else store.writing(series_id)


def _apply(
    connection: Connection,
    source: StoredSource,
    before: StoredSeries | None,
    planned: NextVersion,
    options: SyncOptions,
) -> SyncResult:
    """Store a version, unless it is held back or only tried, and tell what came of it."""
    is_of_chat = find_source_kind(connection, source.series_id) is SourceKind.CHAT
    outcome = _outcome(before, planned, options, is_of_chat=is_of_chat)
    if not options.is_trial:
        if outcome is Outcome.HELD:
            problem = f"loses {planned.lost} of {planned.future} future sessions"
            held = replace(source, problem=problem)
            # It lives in the chat still: a file that is not taken over is none of its own.
            own = StoredSource(source.series_id, "", source.read_at, kind=SourceKind.CHAT)
            save_source(connection, own if is_of_chat else held)
        else:
            after, now = planned.after, source.read_at
            save_series(connection, before, after, planned.changes, now=now)
            save_laid(connection, planned, now=now)
            save_source(connection, source)
            alert(connection, before, after, now=now)
            note_changes(connection, before, after, now=now)
            keep_targets(connection, after.series.id, after.series.broadcast, now=now)
    return SyncResult(
        location=source.location,
        outcome=outcome,
        series=planned.after.series,
        changes=planned.changes,
        lost=planned.lost,
        future=planned.future,
        is_of_chat=is_of_chat,
    )


def _outcome(
    before: StoredSeries | None, planned: NextVersion, options: SyncOptions, *, is_of_chat: bool
) -> Outcome:
    # What was exported of the chat may be older than what organizers have said there since.
    is_older = is_of_chat and any(not isinstance(one, _HARMLESS) for one in planned.changes)
    if (planned.is_suspicious or is_older) and not options.is_confirmed:
        return Outcome.HELD
    if before is None:
        return Outcome.NEW
    if planned.after.archived_at:
        return Outcome.ARCHIVED
    return Outcome.CHANGED if planned.changes or before.archived_at else Outcome.UNCHANGED


def _note_broken(store: Store, file: ReadFile, now: datetime, options: SyncOptions) -> None:
    """Note with the series of a definition why it was not read, if the store knows it."""
    if options.is_trial:
        return
    location = _location(file.path)
    with store.writing() as connection:
        for source in list_sources(connection):
            if source.kind is not SourceKind.CHAT and (
                source.location == location or source.series_id == file.claimed_id
            ):
                problem = file.problems[0].sentence()
                save_source(connection, replace(source, read_at=now, problem=problem))


def _orphans(store: Store, paths: Sequence[Path], files: Sequence[ReadFile]) -> list[StoredSource]:
    """Return the sources that were in the folders among the paths and are there no more.

    Series that live in the chat have none. A file that was renamed is none: its series is among
    those read, whole or broken. A file that gives itself another id leaves one, once it is whole:
    its series would stand there twice.
    """
    folders = {path.resolve() for path in paths if path.is_dir()}
    if not folders:
        return []
    broken = {_location(file.path) for file in files if file.series is None}
    claimed = {file.series.id if file.series else file.claimed_id for file in files}
    with store.reading() as connection:
        return [
            source
            for source in list_sources(connection)
            if source.kind is not SourceKind.CHAT
            and Path(source.location).parent in folders
            and source.location not in broken
            and source.series_id not in claimed
        ]


def _location(path: Path) -> str:
    return str(path.resolve())
