"""Keeping the store as the definitions are, while a service runs."""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from watchfiles import watch

from bot.domain.change_wording import describe_change
from bot.domain.series import Join
from bot.errors import Severity, TalkbellError
from bot.flows.ingest import Outcome, SyncResult, sync
from bot.store.engine import Store

_logger = logging.getLogger("talkbell.sync")
_GATHER = 400  # milliseconds in which what one person saves counts as one change
_STEP = 100  # milliseconds of rest after which it has been saved
_LOOK = 1000  # milliseconds after which we look ourselves: network folders and links tell nothing
_RETRY = 10  # seconds after which a sync that failed is tried again


class Syncing:
    """Syncs one folder, logs what came of it, and tells those who want to know."""

    def __init__(
        self,
        store: Store,
        schedules: Path,
        *,
        now: Callable[[], datetime],
        learn: Callable[[Iterable[Join]], None],
    ) -> None:
        """Take the store and the folder; `learn` is told the joins before anything is logged."""
        self._store = store
        self._schedules = schedules
        self._now = now
        self._learn = learn
        self._told: dict[str, list[str]] = {}

    def run(self) -> list[SyncResult]:
        """Sync once and log what is new. Raises TalkbellError where nothing could be read."""
        results = sync(self._store, [self._schedules], now=self._now())
        self._learn(
            session.join
            for result in results
            if result.series
            for session in result.series.sessions
            if session.join
        )
        told = {result.location: _lines_of_problems(result) for result in results}
        for result in results:
            if told[result.location] != self._told.get(result.location, []):
                _log_problems(result)
            _log_changes(result)
        self._told = told
        return results


def follow(
    syncing: Syncing,
    schedules: Path,
    stop: threading.Event,
    tell: Callable[[list[SyncResult]], None],
) -> None:
    """Sync whenever something in the folder changes, until `stop` is set.

    Nothing that goes wrong ends it: it is logged, what was stored stays, and it is tried again.
    """
    seen, failed = _state(schedules), ""
    quiet = 0
    for changes in watch(
        schedules,
        watch_filter=None,
        debounce=_GATHER,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        stop_event=stop,
        recursive=False,
        raise_interrupt=False,
    ):
        now, quiet = _state(schedules), quiet + 1
        is_retry = bool(failed) and quiet * _LOOK >= _RETRY * 1000
        if not changes and now == seen and not is_retry:
            continue
        seen, quiet = now, 0
        try:
            tell(syncing.run())
            failed = ""
        except TalkbellError as error:
            if str(error) != failed:
                _logger.error("nothing was read anew: %s", error)  # noqa: TRY400 - told, not traced
            failed = str(error)
        except Exception:
            _logger.exception("nothing was read anew")
            failed = "mistake"


def _state(folder: Path) -> frozenset[tuple[str, int, int, int]]:
    """Return what tells that a folder, or a file in it, is another one or has changed."""
    found = set()
    try:
        for path in (folder, *folder.iterdir()):
            try:
                stat = path.stat()
            except OSError:  # gone meanwhile, or a link to nothing
                continue
            found.add((path.name, stat.st_ino, stat.st_mtime_ns, stat.st_size))
    except OSError:
        return frozenset()
    return frozenset(found)


def _lines_of_problems(result: SyncResult) -> list[str]:
    return [str(problem) for problem in result.problems]


def _log_problems(result: SyncResult) -> None:
    for problem in result.problems:
        level = logging.WARNING if problem.severity is Severity.WARNING else logging.ERROR
        _logger.log(level, "%s", problem)
    if result.outcome is Outcome.BROKEN:
        _logger.error("%s: nothing was changed; what was read before stays", result.location)


def _log_changes(result: SyncResult) -> None:
    if result.series is None:
        return
    name = result.series.id
    match result.outcome:
        case Outcome.NEW:
            _logger.info("%s: new, %d sessions", name, len(result.series.sessions))
        case Outcome.HELD:
            _logger.error(
                "%s: held back, as %d of %d future sessions would be lost; "
                "if that is meant: talkbell sync --confirm",
                name,
                result.lost,
                result.future,
            )
        case Outcome.ARCHIVED:
            _logger.info("%s: archived, as %s is gone", name, result.location)
        case Outcome.CHANGED:
            for change in result.changes:
                _logger.info("%s: %s", name, describe_change(change, result.series))
