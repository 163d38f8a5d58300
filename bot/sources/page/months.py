"""Months that head the rows of a table, or the table itself, above days that are mere numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.sources.page.lines import Cell, Line
from bot.sources.page.vocabulary import ENGLISH_MONTHS, MONTHS, WEEKDAYS, alternation, folded

_LONGEST = 40
_FEWEST = 3
_ALONE = re.compile(
    rf"(?P<month>{alternation(MONTHS)})\.?,?(?:\s(?:de\s|del\s)?(?P<year>(?:19|20)\d\d))?"
)
_DAY = re.compile(
    rf"(?P<before>(?:{alternation(WEEKDAYS)})\b[.,]{{0,2}}\s)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|\.)?"
    rf"(?P<behind>,?\s\(?(?:{alternation(WEEKDAYS)})\)?\.?)?"
)
_LAST = 31


@dataclass(frozen=True, slots=True)
class Month:
    """A month as a heading gives it, with the year if that does."""

    number: int
    year: int | None

    def after(self, before: "Month | None") -> "Month":
        """Return the month, in the year of the one above it where it has none and comes later."""
        if self.year is None and before is not None and before.number < self.number:
            return replace(self, year=before.year)
        return self


def month_of(text: str) -> Month | None:
    """Return the month that a text consists of: "October 2027", "Novembre"."""
    found = _ALONE.fullmatch(folded(text[:_LONGEST]).strip(" .:*_–—-"))
    if not found:
        return None
    return Month(MONTHS[found["month"]], int(found["year"]) if found["year"] else None)


def with_months(rows: Sequence[Line], above: Month | None) -> list[Line]:
    """Return a table's rows with the days under a month written out, without the months' rows."""
    month, found, changed = above, [], 0
    for row in rows:
        if said := _month_of_row(row):
            month = said.after(month)
            changed += 1
            continue
        dated = _dated(row, month) if month else None
        changed += dated is not None
        found.append(dated or row)
    days = [row.cells[0].text for row in rows if row.cells and row.cells[0].text.isdigit()]
    are_counted = len(days) >= _FEWEST and days == [str(n) for n in range(1, len(days) + 1)]
    return list(rows) if are_counted or not changed else found


def _month_of_row(row: Line) -> Month | None:
    own = {cell.text for cell in row.cells if cell.text}
    return month_of(own.pop()) if len(own) == 1 else None


def _dated(row: Line, month: Month) -> Line | None:
    """Return a row with the day in its first cell written out, None if that is no day."""
    cells = list(row.cells)
    position = next((at for at, cell in enumerate(cells) if cell.text), None)
    if position is None or len(cells) < 2:  # noqa: PLR2004
        return None
    text = cells[position].text
    found = _DAY.fullmatch(folded(text[:_LONGEST]).strip())
    if not found or not 0 < int(found["day"]) <= _LAST:
        return None
    weekday = (found["before"] or found["behind"] or "").strip(" ,.()")
    words = [weekday, found["day"], ENGLISH_MONTHS[month.number - 1], str(month.year or "")]
    whole = " ".join(word for word in words if word)
    cells[position] = replace(cells[position], text=whole, parts=(whole,))
    return replace(row, text=_joined(cells), cells=tuple(cells))


def _joined(cells: Sequence[Cell]) -> str:
    return " ".join(cell.text for cell in cells if cell.text and not cell.repeated)
