"""Lengths of time as people write them: "1 hour", "1h30", "90 min", "1:02:20", "PT1H2M20S"."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.errors import RefusalError
from bot.language import Plural, plural, plural_in, saying

_UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
_WEEK, _DAY, _HOUR, _MINUTE, _SECOND = _UNITS.values()
_LENGTHS = {
    _WEEK: plural("{count} week", "{count} weeks"),
    _DAY: plural("{count} day", "{count} days"),
    _HOUR: plural("{count} hour", "{count} hours"),
    _MINUTE: plural("{count} minute", "{count} minutes"),
    _SECOND: plural("{count} second", "{count} seconds"),
}
_DISTANCES = {
    _WEEK: plural_in("in … / … ago", "{count} week", "{count} weeks"),
    _DAY: plural_in("in … / … ago", "{count} day", "{count} days"),
    _HOUR: plural_in("in … / … ago", "{count} hour", "{count} hours"),
    _MINUTE: plural_in("in … / … ago", "{count} minute", "{count} minutes"),
    _SECOND: plural_in("in … / … ago", "{count} second", "{count} seconds"),
}
_LONG = (
    (plural_in("in … / … ago", "{count} year", "{count} years"), timedelta(days=365.25)),
    (plural_in("in … / … ago", "{count} month", "{count} months"), timedelta(days=30.44)),
)
_ROUNDED = (
    (timedelta(days=2), timedelta(days=1)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(minutes=2), timedelta(minutes=1)),
)
_PART = re.compile(
    r"(\d{1,6})\s*(weeks?|w|days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![a-z])",
    re.IGNORECASE | re.ASCII,
)
_ISO = re.compile(
    r"P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,6})M)?(?:(\d{1,6})S)?)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2}):(\d{1,2})")
_SHORT_CLOCK = re.compile(r"(\d{1,3}):(\d{1,2})")
_HOURS_MINUTES = re.compile(r"(\d{1,3})\s*h\s*([0-5]?\d)", re.IGNORECASE)
_LONGEST = timedelta(weeks=53)
_MOST = 100  # characters in a length; sums stay far below what a timedelta can hold


def read_duration(text: str) -> timedelta:
    """Return the length that `text` means.

    Raises RefusalError for anything unclear, for nothing and for more than a year.
    """
    length = _read(" ".join(text.split()), text)
    if not timedelta(0) < length <= _LONGEST:
        raise RefusalError(
            saying("this is no sensible length"), read=text, hint=_example(), code="bad-duration"
        )
    return length


def _read(words: str, text: str) -> timedelta:
    if found := _CLOCK.fullmatch(words):
        hours, minutes, seconds = (int(part) for part in found.groups())
        return timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if found := _HOURS_MINUTES.fullmatch(words):
        return timedelta(hours=int(found[1]), minutes=int(found[2]))
    if found := _SHORT_CLOCK.fullmatch(words):
        first, second = int(found[1]), int(found[2])
        raise RefusalError(
            saying("this may be hours and minutes, or minutes and seconds"),
            read=text,
            choices=[f"{first} h {second} min", f"{first} min {second} s"],
            code="bad-duration",
        )
    if len(words) > 1 and (found := _ISO.fullmatch(words)):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    parts = _PART.findall(words) if len(words) <= _MOST else []
    left_over = _PART.sub("", words).replace("and", "").replace(",", "").strip()
    if not parts or left_over:
        raise RefusalError(
            saying("this is not a length of time"), read=text, hint=_example(), code="bad-duration"
        )
    return sum((int(number) * _UNITS[unit[0].lower()] for number, unit in parts), timedelta(0))


def _example() -> str:
    return saying('write it as in "1 day", "90 min" or "1 hour 30 minutes"')


def read_reminders(text: str) -> tuple[timedelta, ...]:
    """Return the lengths in "1d, 1h, 10m", longest first and each once; "none" gives none."""
    if text.strip().lower() in {"none", "no", "off"}:
        return ()
    return sorted_reminders(read_duration(piece) for piece in text.split(","))


def sorted_reminders(lengths: Iterable[timedelta]) -> tuple[timedelta, ...]:
    """Return lengths each once, longest first."""
    return tuple(sorted(set(lengths), reverse=True))


def describe_duration(length: timedelta) -> str:
    """Return a length in words that `read_duration` reads back, in English: `1 hour 30 minutes`."""
    return _described(length, _LENGTHS)


def describe_distance(length: timedelta) -> str:
    """Return a length as it stands within "in …" and "… ago": `2 days`, years and months roughly.

    Some languages say lengths otherwise there (`2 Tage`, but `in 2 Tagen`).
    """
    for counted, size in _LONG:
        if length >= 2 * size:
            return counted.of(round(length / size))
    return _described(length, _DISTANCES)


def rounded(length: timedelta) -> timedelta:
    """Return what matters of a length: days, a day with its hours, minutes, or seconds."""
    for above, unit in _ROUNDED:
        if length >= above:
            return length // unit * unit
    return length - timedelta(microseconds=length.microseconds)


def _described(length: timedelta, units: Mapping[timedelta, Plural]) -> str:
    rest, parts = length - timedelta(microseconds=length.microseconds), []
    for size, counted in units.items():
        amount, left = divmod(rest, size)
        if amount and not (size == _WEEK and left):
            parts.append(counted.of(amount))
            rest = left
    return " ".join(parts) or units[_MINUTE].of(0)


def iso_duration(length: timedelta) -> str:
    """Return a length in ISO 8601, as iCalendar has it too (RFC 5545, section 3.3.6): `PT1H30M`."""
    seconds = int(length.total_seconds())
    days, seconds = divmod(seconds, 86400)
    hours, seconds = divmod(seconds, 3600)
    minutes, seconds = divmod(seconds, 60)
    date_part = f"{days}D" if days else ""
    time_part = "".join(
        f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n
    )
    return (
        "P"
        + date_part
        + (f"T{time_part}" if time_part or not days else "")
        + ("" if time_part or days else "0S")
    )
