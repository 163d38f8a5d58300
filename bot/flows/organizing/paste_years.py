"""The years of what was pasted: put into its lines, and guessed at for a person to choose. Pure."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.series import Session
from bot.errors import Problem

# A year by itself, or behind the day and the month: 12.07.2021; not that of arXiv:2103.2021.
_YEAR = re.compile(
    rb"(?:(?<![\d/.-])|(?<=(?<!\d)\d[/.-])|(?<=(?<!\d)\d\d[/.-]))((?:19|20)\d\d)(?!\d)"
)
_MOST_YEARS = 3


def shifted(lines: Sequence[bytes], wanted: set[int], stated: set[int], by: int) -> bytes:
    """Return lines of which the wanted ones have the stated years so many years later."""

    def later(found: re.Match[bytes]) -> bytes:
        year = int(found[1])
        return str(year + by).encode() if year in stated else found[0]

    return b"\n".join(
        _YEAR.sub(later, line) if number in wanted and b"://" not in line else line
        for number, line in enumerate(lines, 1)
    )


def likely_years(
    problems: Iterable[Problem], past: Sequence[Session], now: datetime
) -> tuple[int, ...]:
    """Return the next years that fit what was read: ahead, and on the weekday if it says one."""
    for one in problems:
        if one.code == "no-year":
            fitting = [int(year) for year in one.choices if int(year) >= now.year]
            return tuple(fitting[:_MOST_YEARS])
    starts = [one.start for one in past if one.start]
    if not starts:
        return ()
    first = min(starts, key=lambda start: start.at)
    is_over = (first.date.month, first.date.day) < (now.month, now.day)
    begin = now.year + is_over
    return tuple(range(begin, begin + 2))
