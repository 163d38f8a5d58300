"""Dates in a line: "Mo, 28. Juni", "June 28th 2021", "3–5 mai 2021", "6/28/21", "Friday".

Only what is written: years, orders of day and month and the days meant by a weekday are settled
later, in view of the whole page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from bot.sources.page.date_forms import (
    AFTER,
    LIKELY_NUMBERS,
    LIKELY_WORDS,
    NUMBER_FORMS,
    WEEKDAY_ONLY,
    WORD_FORMS,
)
from bot.sources.page.vocabulary import MONTHS, WEEKDAYS, folded

_CENTURY = 2000
_LONG_YEAR = 100
_MONTHS, _FEWEST_DAYS, _MOST_DAYS = 12, 28, 31
_SCANNED = 3000
_LEADS_ON = re.compile(r"\s?(?::\s|[–—]\s|\s-\s)")
_DIGIT = re.compile(r"\d")
_COUNTER = re.compile(
    r"\b(?:day|tag|jour|journee|dia|giorno|giornata|session|week|woche|lecture|talk|part|teil"
    r"|no|nr|number)\b\.?\s{0,2}#?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A date as written, from `start` to `end` in its line.

    `orders` are the (month, day) pairs that it can mean: two for "5/6/2021", and a day that is none
    for "31 November". `until` is the last
    (year, month, day) of a range. With a weekday alone, `orders` is empty.
    """

    text: str
    start: int
    end: int
    orders: tuple[tuple[int, int], ...] = ()
    year: int | None = None
    weekday: int | None = None
    until: tuple[int | None, int, int] | None = None
    slashed: bool = False

    @property
    def has_day(self) -> bool:
        """Whether a day of a month is written, not a weekday alone."""
        return bool(self.orders)


@lru_cache(maxsize=2048)
def find_dates(text: str) -> tuple[Written, ...]:
    """Return the dates written in a line, in order, ranges as one."""
    low = folded(text[:_SCANNED])
    if not _DIGIT.search(low):
        return ()
    found: list[Written] = []
    for form, pattern in _likely_forms(low):
        for match in pattern.finditer(low):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            if (written := _written(form, match, low, text)) is not None:
                found.append(written)
    return tuple(sorted(found, key=lambda one: one.start))


def _likely_forms(low: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    if LIKELY_WORDS.search(low):
        yield from WORD_FORMS
    if LIKELY_NUMBERS.search(low):
        yield from NUMBER_FORMS


def find_weekday(text: str) -> Written | None:
    """Return the first weekday written in a line without a date."""
    match = WEEKDAY_ONLY.search(folded(text[:_SCANNED]))
    if not match:
        return None
    weekday = WEEKDAYS[match["wd"]]
    return Written(
        text=text[match.start() : match.end()],
        start=match.start(),
        end=match.end(),
        weekday=weekday,
    )


def _written(form: str, match: re.Match[str], low: str, text: str) -> Written | None:
    parts = match.groupdict()
    orders = _orders(form, parts)
    if not orders:
        return None
    weekday, end = _weekday(parts, match, low)
    if form == "halves" and weekday is None and not _stands_alone(match, low):
        return None  # "1/2" is a fraction unless a weekday, or nothing, stands beside it
    if form == "dotted" and not parts["year"] and weekday is None and not _is_german(match, low):
        return None
    year = _year(parts.get("year") or parts.get("short") or parts.get("y"))
    until = _until(parts, year) if form == "range" else None
    if form == "range" and (until is None or _is_counted(parts, match, low)):
        return None
    if form == "range" and year is None and until is not None:
        year = until[0]
    return Written(
        text=text[match.start() : end].strip(" ,("),
        start=match.start(),
        end=end,
        orders=orders,
        year=year,
        weekday=weekday,
        until=until,
        slashed=form in {"slashed", "halves"},
    )


def _orders(form: str, parts: dict[str, str | None]) -> tuple[tuple[int, int], ...]:
    if form in {"slashed", "halves"}:
        a, b = int(parts["a"] or 0), int(parts["b"] or 0)
        both = ((a, b), (b, a)) if a != b else ((a, b),)
        found = tuple((month, day) for month, day in both if _exists(month, day))
        is_date = form == "slashed" and not found
        return found or tuple(order for order in both if is_date and _is_too_late(*order))
    day = int(parts["day"] or 0)
    word = parts.get("month") or parts.get("month2")
    number = parts.get("m") or parts.get("m2")
    month = MONTHS[word] if word else int(number or 0)
    is_date = form in {"words", "iso"} or (form == "dotted" and bool(parts["year"]))
    if not _exists(month, day) and not (is_date and _is_too_late(month, day)):
        return ()
    return ((month, day),)


def _exists(month: int, day: int) -> bool:
    try:
        date(_CENTURY, month, day)  # a leap year
    except ValueError:
        return False
    return True


def _is_too_late(month: int, day: int) -> bool:
    """Tell whether a month has no such day, but others do: 31 November is to be told of."""
    return 1 <= month <= _MONTHS and _FEWEST_DAYS < day <= _MOST_DAYS and not _exists(month, day)


def _weekday(
    parts: dict[str, str | None], match: re.Match[str], low: str
) -> tuple[int | None, int]:
    if word := parts.get("wd"):
        return WEEKDAYS[word], match.end()
    if after := AFTER.match(low, match.end()):
        return WEEKDAYS[after["wd"] or after["wd2"]], after.end()
    return None, match.end()


def _stands_alone(match: re.Match[str], low: str) -> bool:
    """Tell whether "1/8" is all that a text says, or what it says first: "1/8: Ada Moor"."""
    alone = match.end() - match.start() == len(low.strip())
    return alone or (not low[: match.start()].strip() and bool(_LEADS_ON.match(low, match.end())))


def _is_counted(parts: dict[str, str | None], match: re.Match[str], low: str) -> bool:
    """Tell whether the first number of a range only counts days: "Day 1 – Monday, 4 October"."""
    if _COUNTER.search(low[: match.start("day")]):
        return True
    return not parts["wd"] and WEEKDAY_ONLY.search(match[0]) is not None


def _is_german(match: re.Match[str], low: str) -> bool:
    """Tell whether "28.06." without a year stands like a date: at a line's start, or all alone."""
    return not low[: match.start()].strip() and match[0].rstrip().endswith(".")


def _year(digits: str | None) -> int | None:
    if not digits:
        return None
    year = int(digits)
    return year + _CENTURY if year < _LONG_YEAR else year


def _until(parts: dict[str, str | None], year: int | None) -> tuple[int | None, int, int] | None:
    day = int(parts["day2"] or 0)
    word, number = parts.get("month2") or parts.get("month"), parts.get("m2")
    month = int(number) if number else MONTHS[word or "may"]
    last = _year(parts.get("year2") or parts.get("short2")) or year
    first_month = MONTHS[parts["month"] or "may"] if parts.get("month") else month
    first_day = int(parts["day"] or 0)
    if not _exists(month, day) or (month, day) == (first_month, first_day):
        return None
    if month == first_month and day < first_day:
        return None
    return last, month, day
