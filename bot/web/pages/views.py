"""Weeks and months of a programme: which of them a page shows, and which there are. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.errors import RefusalError

_DATE = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?", re.ASCII)
_WEEK = timedelta(weeks=1)
_FIRST_YEAR, _LAST_YEAR = 2, 9998  # those at the ends of all time have no neighbours to look at


class Unit(StrEnum):
    """How much a page shows at once."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True, order=True)
class View:
    """A week, from its Monday `on`, or a month, from its first day."""

    unit: Unit
    on: date

    @classmethod
    def around(cls, day: date, unit: Unit) -> "View":
        """Return the week or month that a day is in."""
        if unit is Unit.MONTH:
            return cls(unit, day.replace(day=1))
        return cls(unit, day - timedelta(days=day.weekday()))

    @property
    def code(self) -> str:
        """What addresses call it: `2026-03` or `2026-03-02`."""
        return f"{self.on:%Y-%m}" if self.unit is Unit.MONTH else self.on.isoformat()

    @property
    def next(self) -> "View":
        """The one after it."""
        length = _WEEK if self.unit is Unit.WEEK else timedelta(days=31)
        return View.around(self.on + length, self.unit)

    @property
    def before(self) -> "View":
        """The one before it."""
        return View.around(self.on - timedelta(days=1), self.unit)

    @property
    def weeks(self) -> tuple[tuple[date, ...], ...]:
        """Its weeks, each from Monday to Sunday; those of a month reach into its neighbours."""
        monday = self.on - timedelta(days=self.on.weekday())
        last = self.next.on
        weeks = []
        while monday < last:
            weeks.append(tuple(monday + timedelta(days=day) for day in range(7)))
            monday += _WEEK
        return tuple(weeks)

    def __contains__(self, day: date) -> bool:
        """Tell whether a day is in it."""
        return View.around(day, self.unit) == self


def read_view(unit: str, on: str, days: Sequence[date], today: date) -> View:
    """Return the view that an address asks for, of a programme on some days (sorted).

    Without `on`, it is the one of the next day of the programme, else of its last. Raises
    RefusalError for what cannot be understood, with the code `nothing-there` for a week or month
    before or after the whole programme (so nobody, and no crawler, walks through empty centuries),
    and `no-dates` where the programme has none.
    """
    if unit not in set(Unit):
        raise RefusalError(
            "view: a programme is shown by week or by month",
            read=unit,
            choices=list(Unit),
            code="bad-view",
        )
    if not days:
        raise RefusalError("view: no date is known yet", read=unit, code="no-dates")
    shown = Unit(unit)
    first, last = (View.around(day, shown) for day in (days[0], days[-1]))
    if not on:
        return View.around(next((day for day in days if day >= today), days[-1]), shown)
    view = View.around(_day(on), shown)
    if not first.on <= view.on <= last.on:
        raise RefusalError(
            "on: the programme has nothing there",
            read=on,
            choices=dict.fromkeys([first.code, last.code]),
            code="nothing-there",
        )
    return view


def _day(text: str) -> date:
    found = _DATE.fullmatch(text)
    try:
        year, month, day = (int(part or 1) for part in found.groups()) if found else (0, 0, 0)
        return date(year if _FIRST_YEAR <= year <= _LAST_YEAR else 0, month, day)
    except ValueError as error:
        raise RefusalError(
            "on: this is no day or month",
            read=text[:40],
            hint="write 2026-03 or 2026-03-02",
            code="bad-view",
        ) from error
