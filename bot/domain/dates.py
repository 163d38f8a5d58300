"""What people write for a day: "28 June 2021", "28.06.2021", "Monday". In English.

Nothing that is missing is filled in, and what can be read in two ways is refused with both.
"""

import re
from datetime import date, timedelta

from bot.domain.wording import describe_date
from bot.errors import RefusalError
from bot.language import later, saying, weekday_name

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
EXAMPLE = saying('write it as in "2021-06-28 16:30 CEST"')
YEARS = range(1900, 2200)  # others are slips, and beyond what clocks and calendars can reckon
_FLAGS = re.IGNORECASE | re.ASCII  # without ASCII, "ſ" is an "s", and "ſun" a day with no name

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\d/-])(?:(?<=\d)T(?=\d))?", _FLAGS)
    for form in (
        rf"{_YEAR}-(?P<m>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"{_YEAR}[/.](?P<m>\d{{1,2}})[/.](?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{_YEAR}",
        rf"{_DAY}\.?[\s-]?(?:of\s)?{_MONTH}[\s,-]{{0,2}}{_YEAR}",
        rf"{_MONTH}\s?{_DAY}(?:\s?,\s?|\s){_YEAR}",
    )
)
NO_YEAR = re.compile(
    rf"\b(?:{_DAY}\.?[\s-]?(?:of\s)?{_MONTH}"
    rf"|{_MONTH.replace('month', 'other')}\s?\d{{1,2}}(?:st|nd|rd|th)?)\b",
    _FLAGS,
)
_WEEKDAY = re.compile(
    r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", _FLAGS
)


_SHORT_YEAR = re.compile(r"(?<![\w/.:-])\d{1,2}([/.])\d{1,2}\1\d{2}(?![\w/.:-])", re.ASCII)


def take_date(text: str) -> tuple[date | None, str]:
    """Return the date in `text`, None if there is none, and the text without it."""
    for form in _DATES:
        if found := form.search(text):
            return _date_of(found), cut(text, found)
    if short := _SHORT_YEAR.search(text):
        raise RefusalError(
            saying("the year has only two digits"), read=short[0], hint=EXAMPLE, code="no-year"
        )
    return None, text


def take_weekday(text: str, on: date | None) -> str:
    """Return `text` without its weekday; raises RefusalError if that is not the weekday of `on`."""
    found = _WEEKDAY.search(text)
    if not found:
        return text
    weekday = _weekday_number(found[1])
    if on and weekday != on.weekday():
        near = (on + timedelta(days=(weekday - on.weekday() + 3) % 7 - 3), on)
        raise RefusalError(
            not_on(on, weekday),
            read=found[0].strip(" ,."),
            choices=[full_day(day) for day in near],
            code="weekday-mismatch",
        )
    return cut(text, found)


def not_on(on: date, weekday: int) -> str:
    """Return that a date is not on a weekday: `28 June 2021 is a Monday, not a Friday`."""
    return saying(
        "{date} is a {right}, not a {wrong}",
        date=full_date(on),
        right=later(weekday_name, on.weekday()),
        wrong=later(weekday_name, weekday),
    )


def full_date(on: date) -> str:
    """Return a date as a text of refusals: `28 June 2021`."""
    return later(describe_date, on, year=True)


def full_day(on: date) -> str:
    """Return a date as a text of refusals: `Monday 28 June 2021`."""
    return later(describe_date, on, weekday=True, year=True)


def read_weekday(text: str) -> int:
    """Return the weekday that `text` names, Monday being 0."""
    found = _WEEKDAY.fullmatch(text.strip())
    if not found:
        raise RefusalError(
            saying("this is not a weekday"),
            read=text,
            hint=saying("write one of {choices}", choices=", ".join(WEEKDAYS)),
            code="value",
        )
    return _weekday_number(found[1])


def day_and_month(on: date) -> str:
    """Return a date without its year: `28 June`."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def _date_of(found: re.Match[str]) -> date:
    parts = found.groupdict()
    year = int(parts["year"])
    if year not in YEARS:
        raise RefusalError(
            saying("this year is too far away"), read=found[0], hint=EXAMPLE, code="no-such-date"
        )
    if "a" in parts:
        return _date_with_slashes(found[0], int(parts["a"]), int(parts["b"]), year)
    month = int(parts["m"]) if "m" in parts else _starting_with(MONTHS, found["month"])
    return _existing_date(found[0], year, month, int(parts["day"]))


def _date_with_slashes(text: str, first: int, second: int, year: int) -> date:
    both = {}
    for month, day in ((first, second), (second, first)):
        try:
            both[date(year, month, day)] = f"{date(year, month, day):%Y-%m-%d}"
        except ValueError:
            continue
    if len(both) > 1:
        raise RefusalError(
            saying("the day and the month cannot be told apart"),
            read=text,
            choices=both.values(),
            code="ambiguous-date",
        )
    if not both:
        return _existing_date(text, year, first, second)
    return next(iter(both))


def _existing_date(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RefusalError(
            saying("there is no such day"), read=text, hint=EXAMPLE, code="no-such-date"
        ) from None


def _weekday_number(word: str) -> int:
    return _starting_with(WEEKDAYS, word)


def _starting_with(names: tuple[str, ...], word: str) -> int:
    start = word[:3].lower()
    position = [name[:3].lower() for name in names].index(start)
    return position + (1 if names is MONTHS else 0)


def cut(text: str, found: re.Match[str]) -> str:
    """Return `text` without what was found in it."""
    return f"{text[: found.start()]} {text[found.end() :]}"
