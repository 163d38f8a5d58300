"""`talkbell sync`."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.cli.installation import open_installation
from bot.clock import SystemClock
from bot.domain.change_wording import describe_changes
from bot.domain.page_questions import PageQuestion
from bot.domain.series import Series
from bot.flows.addresses.page_questions import asked_of
from bot.flows.addresses.refresh import Refreshed, refresh_due
from bot.flows.ingest import Outcome, SyncOptions, SyncResult, sync
from bot.reminders.page_forms import question_plain
from bot.settings import Settings
from bot.store.engine import Store
from bot.store.series.overlays import list_edits
from bot.wiring.broadcasting import without_address
from bot.wiring.refreshing import fetching_of

_STATES = {
    Outcome.NEW: "new",
    Outcome.CHANGED: "changed",
    Outcome.UNCHANGED: "unchanged",
    Outcome.ARCHIVED: "archived",
    Outcome.HELD: "held back",
    Outcome.BROKEN: "with problems",
}


def run(arguments: argparse.Namespace) -> int:
    """Store what the definitions say now and print what changed.

    Return 1 if a definition has problems or a version was held back, else 0.
    """
    options = SyncOptions(is_confirmed=arguments.confirm, is_trial=arguments.dry_run)
    with open_installation(arguments) as (settings, store):
        paths = arguments.paths or [settings.schedules]
        results = sync(store, paths, now=datetime.now(UTC), options=options)
        read = [] if options.is_trial else _read_addresses(settings, store, results)
        overlaid = list(_overlaid(store, results))
    for result in results:
        for problem in result.problems:
            print(problem, file=sys.stderr)
    for name in sorted(_names(results) - settings.targets.keys()):
        print(f"warning: {without_address(name)}", file=sys.stderr)
    for result in results:
        for line in describe_result(result):
            print(line)
    for line in (line for one in read for line in one.lines):
        print(line)
    for line in overlaid:
        print(line)
    print(_summary(results) + (" (nothing was stored)" if options.is_trial else ""))
    is_open = any(one.is_open for one in read) or any(one.question for one in results)
    return int(is_open or any(one.outcome in {Outcome.BROKEN, Outcome.HELD} for one in results))


def _overlaid(store: Store, results: Sequence[SyncResult]) -> Iterator[str]:
    """Yield which series have edits of chat over what their definitions say, and how many."""
    names = sorted({one.series.id for one in results if one.series})
    with store.reading() as connection:
        for name in names:
            count = len(list_edits(connection, name))
            if count:
                edits = "an edit" if count == 1 else f"{count} edits"
                lie = "lies" if count == 1 else "lie"
                yield (
                    f"{name}: {edits} made in chat {lie} over it; "
                    f"to commit: talkbell export {name} --format yaml"
                )


@dataclass(frozen=True, slots=True)
class _Told:
    """What came of an address, as lines; whether something is left to be done about it."""

    lines: list[str]
    is_open: bool = False


def _read_addresses(settings: Settings, store: Store, results: Sequence[SyncResult]) -> list[_Told]:
    """Read the addresses that are due, and tell what came of each, and what waits for a yes."""
    names = [one.series.id for one in results if one.series and one.series.source]
    if not names:
        return []
    clock = SystemClock()
    read = refresh_due(store, fetching_of(settings, clock), clock, names)
    told = [_Told(*_described(one)) for one in read]
    asked = {one.series_id for one in read if one.is_asking}
    asked |= {one.series.id for one in results if one.series and one.question}
    with store.reading() as connection:
        questions = [(name, asked_of(connection, name, clock.now())) for name in sorted(asked)]
        series = {one.series.id: one.series for one in results if one.series}
    return told + [
        _Told(question_lines(name, one, series[name]), is_open=True)
        for name, one in questions
        if one
    ]


def _described(one: Refreshed) -> tuple[list[str], bool]:
    if one.problem:
        told = f"{one.series_id}: its address cannot be read, what was read last stays"
        return [f"{told}: {one.problem}"], True
    if one.series is None or not one.changes:
        return [], False
    lines = [f"  {line}" for line in describe_changes(one.changes, one.series)]
    return [f"{one.series_id}: {_count(len(lines), 'change')} at its address", *lines], False


def question_lines(name: str, question: PageQuestion, series: Series) -> list[str]:
    """Return what waits for a yes at the address of a series, as lines."""
    first, *others = question_plain(question, series).splitlines()
    mend = "If that is meant: talkbell sync --confirm" if question.doubts else "Mend it there"
    return [f"{name}: {first}", *(f"  {line}" for line in others), f"  {mend}"]


def _names(results: list[SyncResult]) -> set[str]:
    """Return the targets that are to be told of what was read."""
    return {target.name for one in results if one.series for target in one.series.broadcast}


def describe_result(result: SyncResult) -> list[str]:
    """Return what came of a source as lines that a person would say; none if nothing did."""
    series = result.series
    if series is None:
        return [f"{result.location}: nothing was changed, mend the problems told above"]
    lines = [f"  {line}" for line in describe_changes(result.changes, series)]
    match result.outcome:
        case Outcome.UNCHANGED:
            return []
        case Outcome.NEW:
            return [f"{series.id}: new, {_count(len(series.sessions), 'session')}"]
        case Outcome.HELD:
            return _why_held(result, series.id, lines)
        case Outcome.ARCHIVED:
            return [f"{series.id}: archived, as {result.location} no longer has it", *lines]
    return [f"{series.id}: {_count(len(lines), 'change')}", *lines]


def _why_held(result: SyncResult, series_id: str, lines: Sequence[str]) -> list[str]:
    if result.is_of_chat:
        return [
            f"{series_id}: held back, as it lives in the chat, and is otherwise there now:",
            *lines,
            f"  To begin with that: talkbell export {series_id} --format yaml",
            "  If the file is meant: talkbell sync --confirm",
        ]
    lost = f"{result.lost} of {_count(result.future, 'future session')}"
    return [
        f"{series_id}: held back, as {lost} would be lost:",
        *(line for line in lines if line.startswith("  Removed:")),
        "  If that is meant: talkbell sync --confirm",
    ]


def _summary(results: list[SyncResult]) -> str:
    counts = Counter(result.outcome for result in results)
    states = ", ".join(f"{counts[one]} {_STATES[one]}" for one in Outcome if counts[one])
    return f"{len(results)} series: {states}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
