"""Finding the series that a command names."""

import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.domain.series import Series
from bot.errors import TalkbellError, one_of
from bot.flows.schedules import ReadFile, read_schedules


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
