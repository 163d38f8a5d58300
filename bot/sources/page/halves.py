"""Which half of the day hours mean: slips that neighbours prove, clocks without am and pm.

A page that shows a 24-hour clock anywhere means one everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import saying
from bot.sources.page.clocks import Hours, clock_time
from bot.sources.page.problems import Problems

_HALF = 12 * 60
_DAY = 24 * 60
_LONGEST = 6 * 60
_LONGEST_GAP = 8 * 60  # from ten to nine in the evening is another track beginning at nine
_FIRST = 60
_LATEST_NIGHT = 7 * 60


@dataclass(slots=True)
class Row:
    """The hours of one row, in minutes since midnight, to be settled among those of its day."""

    hours: Hours
    line: int
    begins: int = 0
    until: int | None = None

    def __post_init__(self) -> None:
        """Start from what is written."""
        self.begins, self.until = self.hours.begins, self.hours.until

    @property
    def length(self) -> int:
        """Minutes from start to end, over midnight where need be; 0 without an end."""
        return (self.until - self.begins) % _DAY if self.until is not None else 0


def settle_halves(rows: Sequence[Row], problems: Problems, *, is_24: bool) -> None:
    """Settle the rows of one day and track, which are in the page's order."""
    if not is_24:
        _order(rows, problems)
    _mend(rows, problems)


def _order(rows: Sequence[Row], problems: Problems) -> None:
    """Give hours without am and pm the half in which the rows follow each other."""
    before = earliest = -1
    for row in rows:
        hours = row.hours
        if not hours.half:
            again = row.begins >= earliest and row.begins + _HALF - before > _LONGEST_GAP
            _place(row, -1 if again and before >= 0 else before, problems)
        elif row.until is not None and not hours.until_half:
            row.until = _after(row.until, row.begins)
        before = row.begins
        earliest = before if earliest < 0 else min(earliest, before)


def _place(row: Row, before: int, problems: Problems) -> None:
    written = row.begins
    assumed = row.begins < before or (before < 0 and _FIRST <= row.begins < _LATEST_NIGHT)
    if assumed and row.begins + _HALF < _DAY and row.begins < _HALF:
        row.begins += _HALF
    if row.until == written:  # "10:00 - 10:00" does not last until the evening
        row.until = row.begins
    elif row.until is not None and not row.hours.until_half:
        row.until = _after(row.until % _HALF if row.until < 13 * 60 else row.until, row.begins)
    if row.begins != written:
        problems.warn(
            "half-of-day",
            saying(
                "the page writes neither am nor pm; taken as {time}",
                time=f"{clock_time(row.begins):%H:%M}",
            ),
            line=row.line,
            read=row.hours.text,
            choices=(f"{clock_time(row.begins):%H:%M}", f"{clock_time(written):%H:%M}"),
        )


def _after(until: int, begins: int) -> int:
    while until <= begins and until + _HALF <= _DAY + begins:
        until += _HALF
    return until % _DAY


def _mend(rows: Sequence[Row], problems: Problems) -> None:
    """Mend "11:00am - 11:10pm" where the rows before and after show that it is a slip.

    An end that is before the start, and no night's, is left out.
    """
    for position, row in enumerate(rows):
        if row.until is None or 0 < row.length <= _LONGEST:
            continue
        marked = bool(row.hours.half and row.hours.until_half)
        if marked and _is_slip(rows, position, problems):
            continue
        if row.until <= row.begins and not 0 < row.length <= _HALF:
            _warn(row, saying("this ends before it starts; the end is left out"), problems)
            row.until = None
        elif marked:
            _warn(row, saying("this is very long; is the half of the day right?"), problems)


def _is_slip(rows: Sequence[Row], position: int, problems: Problems) -> bool:
    """Tell whether a row fits among the others with a half changed, which is then done."""
    row = rows[position]
    assert row.until is not None  # noqa: S101 - the caller's condition
    before = rows[position - 1] if position else None
    after = rows[position + 1] if position + 1 < len(rows) else None
    for begins, until in (
        (row.begins, (row.until + _HALF) % _DAY),
        ((row.begins + _HALF) % _DAY, row.until),
    ):
        if _fits(begins, until, before, after):
            _tell(row, begins, until, problems)
            row.begins, row.until = begins, until
            return True
    return False


def _warn(row: Row, message: str, problems: Problems) -> None:
    problems.warn("odd-range", message, line=row.line, read=row.hours.text)


def _fits(begins: int, until: int, before: Row | None, after: Row | None) -> bool:
    if not 0 < until - begins <= _LONGEST:
        return False
    touches = False
    if before is not None:
        if begins < before.begins:
            return False
        touches = before.until in {None, begins} or begins - before.begins <= _LONGEST
    if after is not None:
        if after.begins < until:
            return False
        touches = True
    return touches


def _tell(row: Row, begins: int, until: int, problems: Problems) -> None:
    span = f"{clock_time(begins):%H:%M}-{clock_time(until):%H:%M}"
    problems.warn(
        "am-pm-slip",
        saying("am and pm are mixed up; the rows beside it show that {span} is meant", span=span),
        line=row.line,
        read=row.hours.text,
        choices=(span,),
    )
