"""What is told of dates on pages: where the weekday, a hint, or the year does not fit."""

from datetime import date

from bot.domain.dates import full_date
from bot.language import later, saying, weekday_name


def date_taken(on: date, weekday: int) -> str:
    """Return that a date counts, though another weekday (Monday is 0) is written beside it."""
    return saying(
        "{date} is a {right}, not a {wrong}; the date was taken",
        date=full_date(on),
        right=later(weekday_name, on.weekday()),
        wrong=later(weekday_name, weekday),
    )


def misfit(on: date | None, year: int) -> str:
    """Return that a day does not fit in a year: by its weekday, or as there is none (None)."""
    if on is None:
        return saying("in {year} this does not fit: no such day", year=year)
    return saying(
        "in {year} this does not fit: {date} is a {weekday}",
        year=year,
        date=full_date(on),
        weekday=later(weekday_name, on.weekday()),
    )


def page_says(what: str) -> str:
    """Return that a page says otherwise than a hint."""
    return saying("the page says {what}, which was taken", what=what)
