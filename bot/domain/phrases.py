"""What people write for a date, an hour, a range: "28 June 2021 4.30 pm CEST", "07:00-07:20".

Only the grammar: which zone a zone word means is settled in `zones`. Nothing that is missing is
filled in, and what can be read in two ways is refused with both.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.series import Clock
from bot.errors import RefusalError

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
_NOON_HOUR = 12
_MOST = 200  # characters in a phrase; longer text is prose
_LONGEST_RANGE = timedelta(hours=18)

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_DATES = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\d/-])(?:(?<=\d)T(?=\d))?", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<m>\d{{1,2}})-(?P<day>\d{{1,2}})",
        rf"{_YEAR}[/.](?P<m>\d{{1,2}})[/.](?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<m>\d{{1,2}})\.\s?{_YEAR}",
        rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{_YEAR}",
        rf"{_DAY}\.?[\s-]?(?:of\s)?{_MONTH}[\s,-]{{0,2}}{_YEAR}",
        rf"{_MONTH}\s?{_DAY}(?:\s?,\s?|\s){_YEAR}",
    )
)
_NO_YEAR = re.compile(
    rf"\b(?:{_DAY}\.?[\s-]?(?:of\s)?{_MONTH}"
    rf"|{_MONTH.replace('month', 'other')}\s?\d{{1,2}}(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?,?", re.IGNORECASE
)
_HOUR = (
    r"(?P<{0}h>\d{{1,2}})(?:(?:[:.h])(?P<{0}m>\d{{2}})(?::(?P<{0}s>\d{{2}}))?|h)?"
    r"(?:\s?(?P<{0}p>[ap]\.?m\b\.?))?"
)
_TO = r"\s?(?:-|–|—|to|until|till)\s?"
_RANGE = re.compile(
    rf"(?<![\w:+.]){_HOUR.format('a')}(?:{_TO}{_HOUR.format('b')})?(?![\w:])",
    re.IGNORECASE,
)
_GLUED_Z = re.compile(r"(?<=\d)Z\b")
_NOON = re.compile(r"\b(?:12\s)?noon\b", re.IGNORECASE)
_FILLERS = re.compile(r"\b(?:at|on|from|the)\b|[,;|]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The parts of a phrase about time: None or empty where it says nothing of them.

    `zone` is the zone word, as written. An end that is not after the start is on the next day.
    """

    text: str
    on: date | None = None
    start: time | None = None
    end: time | None = None
    zone: str = ""

    @property
    def clock(self) -> Clock | None:
        """The hours, if the phrase has them."""
        return None if self.start is None else Clock(self.start, self.end)


def read_phrase(text: str) -> Phrase:
    """Return the parts of a phrase such as "Monday, 28 June 2021 at 4.30 pm CEST".

    What is left over is the zone word. Raises RefusalError for dates and hours that do not exist,
    that can be read in two ways, that lack a year, or whose weekday is another.
    """
    if len(text) > _MOST:
        raise RefusalError(
            "this is too long for a time", read=text, hint=_EXAMPLE, code="unreadable-time"
        )
    rest = " ".join(_GLUED_Z.sub(" Z", text.replace("\N{MINUS SIGN}", "-")).split())
    on, rest = _take_date(rest)
    rest = _take_weekday(rest, on)
    rest = _NOON.sub("12:00", rest)
    start, end, rest = _take_clock(rest)
    zone = " ".join(_FILLERS.sub(" ", rest).split()).strip("()")
    if on is None and _NO_YEAR.search(rest):
        raise RefusalError("the year is missing", read=text, hint=_EXAMPLE, code="no-year")
    if on is None and start is None:
        raise RefusalError(
            "no date or hour is to be seen", read=text, hint=_EXAMPLE, code="unreadable-time"
        )
    return Phrase(text, on, start, end, zone)


def with_year(text: str, year: int) -> str:
    """Return a phrase with a year behind the first day and month that has none."""
    found = _NO_YEAR.search(text)
    return f"{text[: found.end()]} {year}{text[found.end() :]}" if found else text


def read_date(text: str) -> date:
    """Return the date that `text` is, and nothing beside it."""
    phrase = read_phrase(text)
    if phrase.on is None or phrase.start is not None or phrase.zone:
        raise RefusalError(
            "this is not a date",
            read=text,
            hint="write one such as 2021-06-28",
            code="unreadable-date",
        )
    return phrase.on


def read_clock(text: str) -> Clock:
    """Return the hour, or the range of hours, that `text` is, and nothing beside it."""
    clock = read_phrase(text)
    if clock.start is None or clock.on or clock.zone:
        raise RefusalError(
            "this is not an hour",
            read=text,
            hint="write 07:00 or 07:00-07:20",
            code="unreadable-time",
        )
    return Clock(clock.start, clock.end)


def read_weekday(text: str) -> int:
    """Return the weekday that `text` names, Monday being 0."""
    found = _WEEKDAY.fullmatch(text.strip())
    if not found:
        raise RefusalError(
            "this is not a weekday",
            read=text,
            hint=f"write one of {', '.join(WEEKDAYS)}",
            code="value",
        )
    return _weekday_number(found[1])


_EXAMPLE = 'write it as in "2021-06-28 16:30 CEST"'


def _take_date(text: str) -> tuple[date | None, str]:
    for form in _DATES:
        if found := form.search(text):
            return _date_of(found), _cut(text, found)
    return None, text


def _date_of(found: re.Match[str]) -> date:
    parts = found.groupdict()
    year = int(parts["year"])
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
            "the day and the month cannot be told apart",
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
            "there is no such day", read=text, hint=_EXAMPLE, code="no-such-date"
        ) from None


def _take_weekday(text: str, on: date | None) -> str:
    found = _WEEKDAY.search(text)
    if not found:
        return text
    weekday = _weekday_number(found[1])
    if on and weekday != on.weekday():
        near = (on + timedelta(days=(weekday - on.weekday() + 3) % 7 - 3), on)
        right, wrong = WEEKDAYS[on.weekday()], WEEKDAYS[weekday]
        raise RefusalError(
            f"{day_and_month(on)} {on.year} is a {right}, not a {wrong}",
            read=found[0].strip(" ,."),
            choices=[f"{WEEKDAYS[d.weekday()]} {day_and_month(d)} {d.year}" for d in near],
            code="weekday-mismatch",
        )
    return _cut(text, found)


def _take_clock(text: str) -> tuple[time | None, time | None, str]:
    for found in _RANGE.finditer(text):
        parts = found.groupdict()
        if not (
            parts["am"] or parts["ap"] or parts["bm"] or parts["bp"] or "h" in found[0].lower()
        ):
            continue  # a bare number is no hour
        start, end = _range_of(found[0], parts)
        return start, end, _cut(text, found)
    return None, None, text


def _range_of(text: str, parts: dict[str, str | None]) -> tuple[time, time | None]:
    if parts["bh"] is None:
        return _hour_of(text, parts, "a", parts["ap"]), None
    end = _hour_of(text, parts, "b", parts["bp"])
    half = parts["ap"]
    if not half and parts["bp"]:
        # "3:00 - 4:30pm" is in the afternoon as a whole, "11:00 - 1:30pm" begins before noon.
        half = parts["bp"]
        if _hour_of(text, parts, "a", half) >= end:
            half = "am"
    start = _hour_of(text, parts, "a", half)
    if _length(start, end) > _LONGEST_RANGE or start == end:
        raise RefusalError(
            "this ends before it starts",
            read=text,
            hint="write the earlier hour first",
            code="ends-before-start",
        )
    return start, end


def _hour_of(text: str, parts: dict[str, str | None], which: str, half: str | None) -> time:
    hour, minute = int(parts[f"{which}h"] or 0), int(parts[f"{which}m"] or 0)
    second = int(parts[f"{which}s"] or 0)
    if half:
        if not 1 <= hour <= _NOON_HOUR:
            raise RefusalError(
                "this hour is not one of a 12-hour clock",
                read=text,
                hint="write 16:30 or 4:30 pm",
                code="no-such-time",
            )
        hour = hour % _NOON_HOUR + (_NOON_HOUR if half[0] in "pP" else 0)
    if which == "b" and (hour, minute, second) == (24, 0, 0):
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise RefusalError(
            "there is no such hour", read=text, hint="write one such as 16:30", code="no-such-time"
        ) from None


def _length(start: time, end: time) -> timedelta:
    day = date(2000, 1, 1)
    length = datetime.combine(day, end) - datetime.combine(day, start)
    return length if length > timedelta(0) else length + timedelta(days=1)


def day_and_month(on: date) -> str:
    """Return a date without its year: `28 June`."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def _weekday_number(word: str) -> int:
    return _starting_with(WEEKDAYS, word)


def _starting_with(names: tuple[str, ...], word: str) -> int:
    start = word[:3].lower()
    position = [name[:3].lower() for name in names].index(start)
    return position + (1 if names is MONTHS else 0)


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"
