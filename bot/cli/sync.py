"""`talkbell sync`."""

import argparse
import sys
from collections import Counter
from datetime import UTC, datetime

from bot.cli.installation import open_installation
from bot.domain.change_wording import describe_changes
from bot.flows.ingest import Outcome, SyncOptions, SyncResult, sync
from bot.wiring.broadcasting import without_address

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
    for result in results:
        for problem in result.problems:
            print(problem, file=sys.stderr)
    for name in sorted(_names(results) - settings.targets.keys()):
        print(f"warning: {without_address(name)}", file=sys.stderr)
    for result in results:
        for line in describe_result(result):
            print(line)
    print(_summary(results) + (" (nothing was stored)" if options.is_trial else ""))
    return int(any(one.outcome in {Outcome.BROKEN, Outcome.HELD} for one in results))


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
            lost = f"{result.lost} of {_count(result.future, 'future session')}"
            return [
                f"{series.id}: held back, as {lost} would be lost:",
                *(line for line in lines if line.startswith("  Removed:")),
                "  If that is meant: talkbell sync --confirm",
            ]
        case Outcome.ARCHIVED:
            return [f"{series.id}: archived, as {result.location} no longer has it", *lines]
    return [f"{series.id}: {_count(len(lines), 'change')}", *lines]


def _summary(results: list[SyncResult]) -> str:
    counts = Counter(result.outcome for result in results)
    states = ", ".join(f"{counts[one]} {_STATES[one]}" for one in Outcome if counts[one])
    return f"{len(results)} series: {states}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
