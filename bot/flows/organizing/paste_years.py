"""The years of what was pasted: put into its lines, and guessed at for a person to choose. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.series import Session
from bot.errors import Problem
from bot.sources.imported import Imported

# A year by itself, or behind the day and the month: 12.07.2021; not that of arXiv:2103.2021.
_YEAR = re.compile(
    rb"(?:(?<![\d/.-])|(?<=(?<!\d)\d[/.-])|(?<=(?<!\d)\d\d[/.-]))((?:19|20)\d\d)(?!\d)"
)
_MOST_YEARS = 3
_MISFITS = {"weekday-mismatch", "no-such-date", "no-year"}


def shifted(lines: Sequence[bytes], wanted: set[int], stated: set[int], by: int) -> bytes:
    """Return lines of which the wanted ones have the stated years so many years later."""

    def later(found: re.Match[bytes]) -> bytes:
        year = int(found[1])
        return str(year + by).encode() if year in stated else found[0]

    return b"\n".join(
        _YEAR.sub(later, line) if number in wanted and b"://" not in line else line
        for number, line in enumerate(lines, 1)
    )


@dataclass(frozen=True, slots=True)
class Year:
    """A year, or an academic one that begins in it: `2027`, `2027/28`."""

    first: int
    is_academic: bool = False

    def __str__(self) -> str:
        """Return it as people write it, and as the chat reads it."""
        return f"{self.first}/{(self.first + 1) % 100:02}" if self.is_academic else str(self.first)


def likely_years(
    problems: Iterable[Problem],
    past: Sequence[Session],
    now: datetime,
    read_in: Callable[[Year], Imported] | None,
) -> tuple[Year, ...]:
    """Return the years that fit what was read, the likeliest first.

    Where none is said, those in which something is ahead and all weekdays fit: first those in which
    the dates follow each other, and of these the next. `read_in` reads it in a year; None where
    that takes too long, so that weekdays alone count.
    """
    for one in problems:
        if one.code == "no-year":
            said = [int(year) for year in one.choices if int(year) >= now.year]
            if read_in is None:
                return tuple(Year(year) for year in said[:_MOST_YEARS])
            return _fitting(said, now, read_in)
    starts = [one.start for one in past if one.start]
    if not starts:
        return ()
    first = min(starts, key=lambda start: start.at)
    is_over = (first.date.month, first.date.day) < (now.month, now.day)
    begin = now.year + is_over
    return tuple(Year(year) for year in range(begin, begin + 2))


def _fitting(
    said: Sequence[int], now: datetime, read_in: Callable[[Year], Imported]
) -> tuple[Year, ...]:
    """Return the likeliest of the years that dates may be of, and of the academic years around."""
    ahead = said[: _MOST_YEARS + 1]
    coming = [year for year in (now.year, now.year + 1) if year not in ahead]
    years = [Year(one) for one in (*ahead, *coming)]
    years += [Year(one, is_academic=True) for one in (now.year - 1, now.year, now.year + 1)]
    found: dict[tuple[date, ...], tuple[tuple[bool, date], Year]] = {}
    for year in years:
        days = _days(read_in(year))
        future = [day for day in days if day >= now.date()]
        if future and days not in found:
            found[days] = (list(days) != sorted(days), min(future)), year
    ranked = sorted(found.values(), key=lambda one: (one[0], one[1].first))
    return tuple(year for _, year in ranked[:_MOST_YEARS])


def _days(read: Imported) -> tuple[date, ...]:
    """Return the days of what was read, in its order; none where one does not fit its year."""
    if any(one.code in _MISFITS for one in read.problems):
        return ()
    sessions = sorted(read.series.sessions, key=lambda one: read.lines.get(one.id, 0))
    days = (one.start.date if one.start else one.day for one in sessions)
    return tuple(day for day in days if day)
