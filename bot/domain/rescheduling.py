"""The new time of a session, as its organizer writes it: "19 July 17:00", "one week later"."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

from bot.domain.dates import MONTHS, NO_YEAR, WEEKDAYS
from bot.domain.durations import read_duration
from bot.domain.moments import Moment, settle_wall
from bot.domain.phrases import Phrase, read_date, read_phrase, with_year
from bot.domain.unclear_times import Hours, hours_in, unclear, weekday_in, which_day
from bot.domain.wording import describe_date
from bot.errors import RefusalError
from bot.language import later, saying

_DAY = timedelta(days=1)
_FAR = timedelta(days=300)  # a date that is so far ahead in every year may be last year's
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
# French says "plus" before its one word for later, and for earlier.
_RELATIVE = re.compile(r"(.+?)(?:\s+plus)?\s+(later|earlier)", re.IGNORECASE)
_NAMES = tuple(name.lower() for name in (*WEEKDAYS, *MONTHS))
_LEAST = 3  # letters of an abbreviated month or weekday


def begins_time(word: str) -> bool:
    """Tell whether a word may be the first of a time: it has a digit, or names a day or a month."""
    plain = word.lower().rstrip(".,")
    if word.startswith("~"):  # what buttons call a session
        return False
    is_name = len(plain) >= _LEAST and any(name.startswith(plain) for name in _NAMES)
    return is_name or plain in _NUMBERS or any(char.isdigit() for char in plain)


def read_new_time(
    text: str, known: Moment | None, zone: str, now: datetime
) -> tuple[Moment, Moment | None]:
    """Return the start, and the end if one is said, that a session is to have.

    `known` is its start until now, from which "later" counts, and which gives the day or the hour
    that is not said; `zone` (IANA) is that of hours without one. Raises UnclearTimeError for what
    can be read in several ways, with all of them, and RefusalError for what is missing.
    """
    found = _RELATIVE.fullmatch(" ".join(text.split()))
    if found:
        return _relative(found[1], found[2].lower() == "later", known, text), None
    try:
        on, phrase = _date_of(text, known, zone, now)
    except RefusalError as refusal:
        raise unclear(refusal, text, known, zone, now) from None
    return Hours(phrase, known, zone).on(on)


def _relative(length: str, is_later: bool, known: Moment | None, text: str) -> Moment:  # noqa: FBT001
    if known is None:
        _refuse(saying("it has no date yet"), text, saying("write it as in 19 July 17:00"))
    first, _, rest = length.partition(" ")
    number = _NUMBERS.get(first.lower())
    by = read_duration(f"{number} {rest}" if number else length) * (1 if is_later else -1)
    if by % _DAY:
        return known.plus(by)
    return settle_wall(known.wall + by, known.zone)  # a day later is the same hour, whatever clocks


def _date_of(text: str, known: Moment | None, zone: str, now: datetime) -> tuple[date, Phrase]:
    today = Moment.of(now.astimezone(UTC), zone).date
    if NO_YEAR.search(text) and not re.search(r"\b\d{4}\b", text):
        return _in_year(text, today)
    weekday = weekday_in(text)
    phrase = Phrase(text) if _is_weekday_alone(text) else read_phrase(text)
    if phrase.on:
        return phrase.on, phrase
    if weekday is not None:
        raise which_day(text, weekday, today, known.in_zone(zone).date if known else None)
    if known is None:
        _refuse(saying("the date is missing"), text, saying("write it as in 19 July 17:00"))
    return known.in_zone(zone).date, phrase


def _in_year(text: str, today: date) -> tuple[date, Phrase]:
    """Return the next such date, unless it may as well be meant to be one that has just passed."""
    weekday_fits: list[tuple[date, Phrase]] = []
    refusal: RefusalError | None = None
    for year in (today.year, today.year + 1):
        if _is_over(text, year, today):
            continue
        try:
            phrase = read_phrase(with_year(text, year))
        except RefusalError as error:
            refusal = refusal or error
            continue
        if phrase.on and phrase.on >= today:
            weekday_fits.append((phrase.on, phrase))
    if not weekday_fits:
        raise refusal or RefusalError(saying("this date is past"), read=text, code="past")
    on, phrase = weekday_fits[0]
    if on - today > _FAR:
        day = later(describe_date, on)
        years = [saying("{date} {year}", date=day, year=year) for year in (on.year - 1, on.year)]
        message = saying("which year is meant?")
        raise RefusalError(message, read=text, choices=years, code="no-year")
    return on, phrase


def _is_over(text: str, year: int, today: date) -> bool:
    """Tell whether a date is past in a year, whatever weekday stands beside it."""
    found = NO_YEAR.search(text)
    try:
        return found is not None and read_date(f"{found[0]} {year}") < today
    except RefusalError:
        return False


def _is_weekday_alone(text: str) -> bool:
    if weekday_in(text) is None or any(char.isdigit() for char in text):
        return False
    return hours_in(text).start is None


def _refuse(message: str, text: str, hint: str) -> NoReturn:
    raise RefusalError(message, read=text, hint=hint, code="missing")
