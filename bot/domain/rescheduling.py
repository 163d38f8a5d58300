"""The new time of a session, as its organizer writes it: "19 July 17:00", "one week later"."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

from bot.domain.dates import MONTHS, NO_YEAR, WEEKDAYS, full_date, read_weekday
from bot.domain.durations import read_duration
from bot.domain.moments import Moment, settle_wall
from bot.domain.phrases import Phrase, read_phrase, with_year
from bot.domain.wording import describe_date
from bot.domain.zones import settle_moment, settle_zone
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
    that is not said; `zone` (IANA) is that of hours without one. Raises RefusalError for what can
    be read in two ways, with both, and for what is missing.
    """
    found = _RELATIVE.fullmatch(" ".join(text.split()))
    if found:
        return _relative(found[1], found[2].lower() == "later", known, text), None
    on, phrase = _date_of(text, known, zone, now)
    hour = phrase.start
    if hour is None:
        if known is None:
            _refuse(saying("the hour is missing"), text, saying("write it as in 19 July 17:00"))
        hour = known.in_zone(zone).wall.time()
    start = _moment(datetime.combine(on, hour), phrase.zone, zone)
    if phrase.end is None:
        return start, None
    ends_on = on if phrase.end > hour else on + _DAY
    return start, _moment(datetime.combine(ends_on, phrase.end), phrase.zone, zone)


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
    phrase = read_phrase(text)
    if phrase.on:
        return phrase.on, phrase
    weekday = _weekday_in(text)
    if weekday is not None:
        first = today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
        days = [full_date(first + n * _DAY) for n in (0, 7)]
        message = saying("which day is meant?")
        raise RefusalError(message, read=text, choices=days, code="ambiguous-date")
    if known is None:
        _refuse(saying("the date is missing"), text, saying("write it as in 19 July 17:00"))
    return known.in_zone(zone).date, phrase


def _in_year(text: str, today: date) -> tuple[date, Phrase]:
    """Return the next such date, unless it may as well be meant to be one that has just passed."""
    weekday_fits: list[tuple[date, Phrase]] = []
    refusal: RefusalError | None = None
    for year in (today.year, today.year + 1):
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


def _weekday_in(text: str) -> int | None:
    for word in text.split():
        try:
            return read_weekday(word)
        except RefusalError:
            continue
    return None


def _moment(wall: datetime, word: str, zone: str) -> Moment:
    """Return a wall time of the series' zone, or of a zone word, on the clock of the series."""
    if not word:
        return settle_wall(wall, zone)
    return settle_moment(wall, settle_zone(word, beside=zone)).in_zone(zone)


def _refuse(message: str, text: str, hint: str) -> NoReturn:
    raise RefusalError(message, read=text, hint=hint, code="missing")
