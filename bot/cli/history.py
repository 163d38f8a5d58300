"""`talkbell history`."""

import argparse
from collections import defaultdict
from collections.abc import Iterator, Mapping

from bot.cli.installation import open_installation
from bot.cli.stored import stored_series
from bot.domain.change_wording import describe_changes
from bot.flows.organizing.rights import Action, described
from bot.store.organizing.organizers import Act, list_acts
from bot.store.series.records import RecordedChange, StoredSeries
from bot.store.series.schedules import list_changes

_MOST = 10_000
_ACTS = {
    Action.INVITED: "a link was made that makes an organizer",
    Action.JOINED: "is an organizer now",
    Action.MADE: "made the series, in chat",
    Action.REVOKED: "took the right of an organizer",
    Action.INVITED_SPEAKER: "made a link for the speaker of a session",
    Action.REVOKED_SPEAKER: "took back a link for the speaker of a session",
    Action.ANNOUNCED: "made an announcement",
    Action.SCHEDULED: "scheduled an announcement",
    Action.WITHDREW: "took an announcement back",
    Action.UNSENT: "an announcement that was scheduled was not sent",
    Action.IGNORED: "ignored what the page says",
}
_OPERATOR, _SOURCE = "command line", "definition"
_Line = tuple[str, str, str]


def run(arguments: argparse.Namespace) -> int:
    """Print what changed, the first thing first: when (UTC), by whom, what. No line has a link."""
    with open_installation(arguments) as (_, store):
        stored = stored_series(store, arguments.series)
        with store.reading() as connection:
            changes = list_changes(connection, stored.series.id, limit=_MOST)
            acts = list_acts(connection, stored.series.id)
    lines = sorted(_lines(stored, changes[::-1], acts), key=lambda line: line[0])
    for at, who, what in lines:
        print(f"{at}  {who}: {what}")
    if not lines:
        print(f"{stored.series.id}: nothing has changed since it was read first")
    return 0


def _lines(stored: StoredSeries, changes: list[RecordedChange], acts: list[Act]) -> Iterator[_Line]:
    editors: Mapping[int, str] = {
        one.version: ", ".join(filter(None, (described(one.person) or _OPERATOR, one.about)))
        for one in acts
        if one.version is not None
    }
    by_version = defaultdict(list)
    for one in changes:
        by_version[one.version].append(one)
    for version, made in by_version.items():
        told = describe_changes([one.change for one in made], stored.series)
        at = f"{made[0].recorded_at:%Y-%m-%d %H:%M:%S} UTC"
        yield from ((at, editors.get(version, _SOURCE), line) for line in told)
    for act in acts:
        if act.action in _ACTS:
            at = f"{act.recorded_at:%Y-%m-%d %H:%M:%S} UTC"
            about = f": {act.about}" if act.about else ""
            yield at, described(act.person) or _OPERATOR, f"{_ACTS[act.action]}{about}"
