"""Written dates to dates, in view of the whole page; what it does not say is never filled in.

The year comes from the date itself, the heading of its term, another place on the page that has the
same day with a year, or the hint, in this order. A weekday settles or contradicts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from bot.domain.dates import full_day
from bot.domain.wording import describe_date
from bot.language import later, saying
from bot.sources.imported import Hints
from bot.sources.page.date_words import date_taken, misfit, page_says
from bot.sources.page.dates import Written
from bot.sources.page.problems import Problems
from bot.sources.page.when import When
from bot.sources.page.years import Term, term_at

_LEAP_YEAR = 2000
_AROUND = 10
_LONGEST_RANGE = 14


@dataclass(slots=True)
class Dating:
    """Settles the dates of one page."""

    hints: Hints
    problems: Problems
    terms: Sequence[Term] = ()
    mentioned: Sequence[int] = ()
    months: Mapping[int, int] = field(default_factory=dict)
    order: str = ""
    known: dict[tuple[int, int], set[int]] = field(default_factory=dict)
    days: list[date] = field(default_factory=list)
    weekdays: list[tuple[int, int, int]] = field(default_factory=list)
    usual_weekday: int | None = None

    def learn(self, dates: Iterable[Written]) -> None:
        """Take in all dates of the page: the order of day and month, and days that have years."""
        dates = list(dict.fromkeys(dates))
        slashed = [one for one in dates if one.slashed]
        orders = {order for one in slashed if (order := _order_of(one))}
        self.order = orders.pop() if len(orders) == 1 else ""
        for one in dates:
            if len(one.orders) == 1 and one.weekday is not None and one.until is None:
                self.weekdays.append((*one.orders[0], one.weekday))
            if one.year is not None and (len(one.orders) == 1 or self.order):
                self._know(one, one.year)

    def _know(self, one: Written, year: int) -> None:
        first = date_or_none(year, *self._pick(one))
        last = (
            date_or_none(one.until[0] or year, one.until[1], one.until[2]) if one.until else first
        )
        if first is None or last is None or last - first > timedelta(days=_LONGEST_RANGE):
            return
        for step in range((last - first).days + 1):
            on = first + timedelta(days=step)
            self.known.setdefault((on.month, on.day), set()).add(on.year)
            if on not in self.days:
                self.days.append(on)

    def _pick(self, one: Written) -> tuple[int, int]:
        if len(one.orders) > 1 and self.order == "dm":
            return one.orders[1]
        return one.orders[0]

    def check_hint(self, line: int) -> None:
        """Report a `--date` that is none of the days that the page gives."""
        if self.hints.date and self.days and self.hints.date not in self.days:
            page = ", ".join(f"{on}" for on in self.days[:3])
            self._differs(page, f"--date {self.hints.date}", line)

    def settle(self, when: When, line: int) -> date | None:
        """Return the date that a line tells, None (with a problem) if that is not certain."""
        if when.date is not None:
            return self._written(when.date, line)
        if when.weekday is not None and when.weekday.weekday is not None:
            return self._weekday(when.weekday.weekday, when.weekday.text, line)
        if when.day:
            return self._number(when.day, line)
        return None

    def _written(self, one: Written, line: int) -> date | None:
        if one.until is not None:
            self.problems.warn(
                "date-range",
                saying("this is several days, so the day itself is left open"),
                line=line,
                read=one.text,
            )
            return None
        orders = self._orders(one)
        if len(orders) > 1:
            self._ambiguous(one, orders, line)
            return None
        month, day = orders[0]
        if one.year is not None:
            return self._with_year(one, date_or_none(one.year, month, day), line)
        return self._without_year(one, month, day, line)

    def _orders(self, one: Written) -> tuple[tuple[int, int], ...]:
        """Return the readings of "5/6/2021" that are left in view of weekday and page."""
        if len(one.orders) < 2:  # noqa: PLR2004
            return one.orders
        if one.weekday is not None and one.year is not None:
            fitting = tuple(
                order
                for order in one.orders
                if (on := date_or_none(one.year, *order)) and on.weekday() == one.weekday
            )
            if len(fitting) == 1:
                return fitting
        return (self._pick(one),) if self.order else one.orders

    def _ambiguous(self, one: Written, orders: Sequence[tuple[int, int]], line: int) -> None:
        readings = [date_or_none(one.year or self.hints.today.year, *order) for order in orders]
        self.problems.needs(
            "ambiguous-date",
            saying("the day and the month cannot be told apart"),
            line=line,
            read=one.text,
            choices=tuple(
                f"{on:%Y-%m-%d}" if one.year else later(describe_date, on) for on in readings if on
            ),
        )

    def _with_year(self, one: Written, on: date | None, line: int) -> date | None:
        if on is None:
            self.problems.needs(
                "no-such-date", saying("there is no such day"), line=line, read=one.text
            )
            return None
        if one.weekday is not None and on.weekday() != one.weekday:
            near = on + timedelta(days=(one.weekday - on.weekday() + 3) % 7 - 3)
            self.problems.warn(
                "weekday-mismatch",
                date_taken(on, one.weekday),
                line=line,
                read=one.text,
                choices=(full_day(on), full_day(near)),
            )
        hinted = self.hints.year_of(on.month)
        if hinted and hinted != on.year:
            self._differs(f"{on.year}", f"--year {hinted}", line)
        return on

    def _without_year(self, one: Written, month: int, day: int, line: int) -> date | None:
        if date_or_none(_LEAP_YEAR, month, day) is None:
            return self._with_year(one, None, line)
        year_hint = self.hints.year_of(month)
        for year in self._years_on_page(month, day, line):
            on = date_or_none(year, month, day)
            if on is not None and (one.weekday is None or on.weekday() == one.weekday):
                if year_hint and year_hint != year:
                    self._differs(f"{year}", f"--year {year_hint}", line)
                return on
        if self.hints.date and (self.hints.date.month, self.hints.date.day) == (month, day):
            year_hint = year_hint or self.hints.date.year
        if year_hint and term_at(self.terms, line) is None:
            on = date_or_none(year_hint, month, day)
            if on is not None and (one.weekday is None or on.weekday() == one.weekday):
                return on
            self._misfit(one, month, day, year_hint, line)
            return None
        if (term := term_at(self.terms, line)) is not None:
            self._misfit(one, month, day, term.year_of(month), line)
            return None
        choices = self._candidates(one, month, day)
        self.problems.needs(
            "no-year",
            saying("the year is missing"),
            line=line,
            read=one.text,
            choices=choices,
            hint=saying("{text}: {years}; pass --year", text=one.text, years=", ".join(choices))
            if len(choices) <= _AROUND
            else saying("pass --year"),
        )
        return None

    def _years_on_page(self, month: int, day: int, line: int) -> list[int]:
        years = []
        if (term := term_at(self.terms, line)) is not None:
            years.append(term.year_of(month))
        known = self.known.get((month, day), set())
        if len(known) == 1 and not years:
            years.extend(known)
        if not years and month in self.months:
            years.append(self.months[month])
        return years

    def _misfit(self, one: Written, month: int, day: int, year: int, line: int) -> None:
        on = date_or_none(year, month, day)
        self.problems.needs(
            "weekday-mismatch",
            misfit(on, year),
            line=line,
            read=one.text,
            choices=self._candidates(one, month, day),
            hint=saying("pass the year in which the weekday fits, or mend the page"),
        )

    def _candidates(self, one: Written, month: int, day: int) -> tuple[str, ...]:
        """Return the years near today whose weekday fits, those that the page names first."""
        today = self.hints.today.year
        weekday = self.usual_weekday if one.weekday is None else one.weekday
        years = [
            year
            for year in range(today - _AROUND, today + _AROUND + 1)
            if (on := date_or_none(year, month, day))
            and (weekday is None or on.weekday() == weekday)
        ]
        fitting = [year for year in years if self._fits_page(year)] or years
        named = [year for year in self.mentioned if year in fitting]
        return tuple(str(year) for year in (*named, *(y for y in fitting if y not in named)))

    def _fits_page(self, year: int) -> bool:
        """Tell whether all weekdays written beside dates of the page fit in a year."""
        dated = [(date_or_none(year, month, day), weekday) for month, day, weekday in self.weekdays]
        return all(on is not None and on.weekday() == weekday for on, weekday in dated)

    def _weekday(self, weekday: int, text: str, line: int) -> date | None:
        day = re.search(r"\d{1,2}", text)  # "Mon 8th"
        fitting = [
            on
            for on in self.days
            if on.weekday() == weekday and (day is None or on.day == int(day[0]))
        ]
        if len(fitting) == 1:
            return fitting[0]
        if not fitting and self.hints.date is not None:
            on = self.hints.date + timedelta(days=(weekday - self.hints.date.weekday()) % 7)
            if day is None or on.day == int(day[0]):
                return on
        self.problems.needs(
            "no-date",
            saying("of this day only the weekday is known"),
            line=line,
            read=text,
            choices=tuple(f"{on:%Y-%m-%d}" for on in fitting),
            hint=saying("pass --date with the first day") if not fitting else "",
        )
        return None

    def _number(self, number: int, line: int) -> date | None:
        if self.hints.date is not None:
            return self.hints.date + timedelta(days=number - 1)
        consecutive = sorted(self.days)
        if (
            consecutive
            and (consecutive[-1] - consecutive[0]).days == len(consecutive) - 1 >= number - 1
        ):
            return consecutive[number - 1]
        self.problems.needs(
            "no-date",
            saying("the date is missing"),
            line=line,
            read=f"day {number}",
            hint=saying("pass --date with the first day"),
        )
        return None

    def _differs(self, page: str, hint: str, line: int) -> None:
        self.problems.warn("hint-differs", page_says(page), line=line, read=hint)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """Return a date, None if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _order_of(one: Written) -> str:
    """Return "md" or "dm" if a date with slashes can only be read in one order."""
    if len(one.orders) == 2 and one.weekday is not None and one.year is not None:  # noqa: PLR2004
        fits = [
            (on := date_or_none(one.year, *order)) is not None and on.weekday() == one.weekday
            for order in one.orders
        ]
        return "" if fits[0] == fits[1] else "md" if fits[0] else "dm"
    if len(one.orders) != 1:
        return ""
    month, day = one.orders[0]
    numbers = [int(n) for n in re.findall(r"\d+", one.text)[:2]]
    if month == day or len(numbers) < 2:  # noqa: PLR2004
        return ""
    return "md" if numbers[0] == month else "dm"
