"""Keeping the store as the definitions are, while a service runs."""

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from watchfiles import watch

from bot.domain.change_wording import describe_changes
from bot.domain.series import Join
from bot.errors import Problem, Severity, TalkbellError
from bot.flows.ingest import Outcome, SyncResult, sync
from bot.store.engine import Store
from bot.store.series.schedules import list_past_joins

_logger = logging.getLogger("talkbell.sync")
_GATHER = 400  # milliseconds in which what one person saves counts as one change
_STEP = 100  # milliseconds of rest after which it has been saved
_LOOK = 1000  # milliseconds after which we look ourselves: network folders and links tell nothing
_RETRY = 10  # looks after which a sync that failed is tried again

_OF_JOINS = ("join", "url", "passcode")  # begin the messages of problems in them
_FileState = tuple[str, int, int, int]


class Syncing:
    """Syncs one folder and logs what is new. `results` has what came of the last time."""

    def __init__(
        self,
        store: Store,
        schedules: Path,
        *,
        now: Callable[[], datetime],
        learn: Callable[[Iterable[Join]], None],
    ) -> None:
        """Take the store and the folder; `learn` is told the joins before anything is logged."""
        self.schedules = schedules
        self.results: Sequence[SyncResult] = ()
        self._store = store
        self._now = now
        self._learn = learn
        self._state: frozenset[_FileState] = frozenset()
        self._told: dict[str, list[str]] = {}

    @property
    def is_outdated(self) -> bool:
        """Whether the folder is not as it was when it was last read."""
        return _state(self.schedules) != self._state

    def run(self) -> Sequence[SyncResult]:
        """Sync once. Raises TalkbellError where nothing could be read or stored."""
        self._state = _state(self.schedules)
        self.results = sync(self._store, [self.schedules], now=self._now())
        series = [result.series for result in self.results if result.series]
        joins = {session.join for one in series for session in one.sessions if session.join}
        with self._store.reading() as connection:  # a text may hold a link of long ago
            self._learn(joins.union(list_past_joins(connection)))
        told = {one.location: [str(problem) for problem in one.problems] for one in self.results}
        for result in self.results:
            if told[result.location] != self._told.get(result.location, []):
                _log_problems(result)
            _log_changes(result)
        self._told = told
        return self.results


def follow(
    syncing: Syncing, stop: threading.Event, tell: Callable[[Sequence[SyncResult]], None]
) -> None:
    """Sync whenever something in the folder changes, until `stop` is set.

    Nothing that goes wrong ends it: it is logged, what was stored stays, and it is tried again.
    """
    complaint, rounds = "", 0
    for changes in watch(
        syncing.schedules,
        watch_filter=None,
        debounce=_GATHER,
        step=_STEP,
        rust_timeout=_LOOK,
        yield_on_timeout=True,
        stop_event=stop,
        recursive=False,
        raise_interrupt=False,
    ):
        rounds += 1
        is_due = bool(complaint) and rounds >= _RETRY
        if not (changes or is_due or syncing.is_outdated):
            continue
        said, complaint, rounds = complaint, "", 0
        try:
            tell(syncing.run())
        except TalkbellError as error:
            complaint = str(error)
            if complaint != said:
                _logger.error("nothing was read anew: %s", error)  # noqa: TRY400 - told, not traced
        except Exception:
            complaint = "a mistake of ours"
            _logger.exception("nothing was read anew")


def _state(folder: Path) -> frozenset[_FileState]:
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


def _log_problems(result: SyncResult) -> None:
    for problem in result.problems:
        level = logging.WARNING if problem.severity is Severity.WARNING else logging.ERROR
        _logger.log(level, "%s", _without_secrets(problem))
    if result.outcome is Outcome.BROKEN:
        _logger.error("%s: nothing was changed; what was read before stays", result.location)


def _without_secrets(problem: Problem) -> Problem:
    """Return a problem of a join without what was read: nobody can know yet what is secret in it.

    `talkbell check` tells it whole, to who writes the definition.
    """
    if not problem.message.startswith(_OF_JOINS):
        return problem
    return replace(problem, read="", choices=(), hint="talkbell check tells more")


def _log_changes(result: SyncResult) -> None:
    if result.series is None:
        return
    name = result.series.id
    match result.outcome:
        case Outcome.NEW:
            count = len(result.series.sessions)
            _logger.info("%s: new, %d session%s", name, count, "" if count == 1 else "s")
        case Outcome.HELD if result.is_of_chat:
            _logger.error(
                "%s: held back, as it lives in the chat, and is otherwise there now; "
                "if the file is meant: talkbell sync --confirm",
                name,
            )
        case Outcome.HELD:
            _logger.error(
                "%s: held back, as %d of %d future sessions would be lost; "
                "if that is meant: talkbell sync --confirm",
                name,
                result.lost,
                result.future,
            )
        case Outcome.ARCHIVED:
            _logger.info("%s: archived, as %s no longer has it", name, result.location)
        case Outcome.CHANGED:
            for line in describe_changes(result.changes, result.series):
                _logger.info("%s: %s", name, line)
