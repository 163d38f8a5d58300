"""Finding the series that a command names."""

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.cli.installation import open_installation
from bot.domain.series import Series
from bot.errors import TalkbellError, one_of
from bot.flows.schedules import ReadFile, read_schedules
from bot.store.engine import Connection
from bot.store.series.schedules import load_series
from bot.store.series.watched import find_watched


def choose_series(ids: Sequence[str], schedules: Path) -> tuple[list[Series], bool]:
    """Return the named series (all, if none is named), and whether all of them could be read.

    Problems of definitions that matter are printed. Raises TalkbellError for an unknown id.
    """
    files = read_schedules([schedules])
    known = {file.series.id: file.series for file in files if file.series}
    broken = [file for file in files if file.has_errors]
    unknown = next((one for one in ids if one not in known), None)
    meant = [file for file in broken if unknown in {file.claimed_id, file.path.stem}]
    if not ids or unknown is not None:
        _print_problems(meant or broken)
    if meant:
        raise TalkbellError(f"{unknown} cannot be read; mend what is told above first")
    if unknown is not None:
        raise TalkbellError(_unknown(unknown, list(known), broken))
    chosen = [known[one] for one in dict.fromkeys(ids)] if ids else list(known.values())
    return chosen, bool(ids) or not broken


def with_addresses(arguments: argparse.Namespace, chosen: Sequence[Series]) -> list[Series]:
    """Return series with the sessions that were read from their addresses, as they are stored.

    Raises TalkbellError for one whose address was not read yet: it would be empty.
    """
    if not any(one.source for one in chosen):
        return list(chosen)
    with open_installation(arguments) as (_, store), store.reading() as connection:
        return [_as_stored(connection, one) if one.source else one for one in chosen]


def _as_stored(connection: Connection, series: Series) -> Series:
    row, stored = find_watched(connection, series.id), load_series(connection, series.id)
    if stored is None or row is None or not (row.accepted or row.read_at):
        message = f"{series.id}: its address was not read yet; run `talkbell sync`"
        raise TalkbellError(message)
    return stored.series


def _print_problems(files: Sequence[ReadFile]) -> None:
    for file in files:
        for problem in file.problems:
            print(problem, file=sys.stderr)


def _unknown(name: str, known: list[str], broken: Sequence[ReadFile]) -> str:
    near = [one for one in known if name.lower() in one]
    near = near or difflib.get_close_matches(name.lower(), known, n=2)
    hint = f"did you mean {one_of(near)}?" if near else f"there are {', '.join(known) or 'none'}"
    why = " (a definition with problems counts for nothing, see above)" if broken else ""
    return f'no series has the id "{name}"; {hint}{why}'
