"""What people write for an hour or a range of hours: "4.30 pm", "16h30", "07:00-07:20"."""

import re
from datetime import date, datetime, time, timedelta

from bot.domain.dates import cut
from bot.errors import RefusalError
from bot.language import saying

_NOON_HOUR = 12
_LONGEST_RANGE = timedelta(hours=18)
_LONGEST_NIGHT = timedelta(hours=12)  # "10:30-4:00" and "4pm-5" are not meant until next morning
_FLAGS = re.IGNORECASE | re.ASCII

_HOUR = (
    r"(?P<{0}h>\d{{1,2}})(?:(?:[:.h])(?P<{0}m>\d{{2}})(?::(?P<{0}s>\d{{2}}))?)?"
    r"(?:\s?(?:uhr|heures|hrs?|h)\b\.?)?(?:\s?(?P<{0}p>[ap]\.?m\b\.?))?"
)
_TO = r"\s?(?:-|–|—|to|until|till)\s?"
_RANGE = re.compile(
    rf"(?<![\w:+.-]){_HOUR.format('a')}(?:{_TO}{_HOUR.format('b')})?(?![\w:])",
    _FLAGS,
)
_NOON = re.compile(r"\b(?:12\s)?noon\b", _FLAGS)


def take_hours(text: str) -> tuple[time | None, time | None, str]:
    """Return start and end, None where `text` has none, and the text without them.

    An end that is not after its start is on the next day.
    """
    text = _NOON.sub("12:00", text)
    for found in _RANGE.finditer(text):
        parts = found.groupdict()
        if not (
            parts["am"] or parts["ap"] or parts["bm"] or parts["bp"] or "h" in found[0].lower()
        ):
            continue  # a bare number is no hour
        start, end = _range_of(found[0], parts)
        return start, end, cut(text, found)
    return None, None, text


def _range_of(text: str, parts: dict[str, str | None]) -> tuple[time, time | None]:
    if parts["bh"] is None:
        return _hour_of(text, parts, "a", parts["ap"]), None
    end = _hour_of(text, parts, "b", parts["bp"])
    half = parts["ap"]
    if not half and parts["bp"]:
        # "3:00 - 4:30pm" is in the afternoon as a whole, "11:00 - 1:30pm" begins before noon,
        # "11 - 1am" before midnight.
        half = parts["bp"]
        if _hour_of(text, parts, "a", half) > end:
            half = "am" if half[0] in "pP" else "pm"
    start = _hour_of(text, parts, "a", half)
    overnight = time(0) < end < start
    if _length(start, end) > (_LONGEST_NIGHT if overnight else _LONGEST_RANGE) or start == end:
        raise RefusalError(
            saying("this ends before it starts"),
            read=text,
            hint=saying("write the earlier hour first, or an offset as in UTC-4"),
            code="ends-before-start",
        )
    if parts["ap"] and not (parts["bp"] or parts["bm"]) and end < start:
        raise RefusalError(
            saying("it is not clear whether this ends before or after noon"),
            read=text,
            hint=saying("write am or pm at both, or 16:00-17:00"),
            code="ambiguous-time",
        )
    return start, end


def _hour_of(text: str, parts: dict[str, str | None], which: str, half: str | None) -> time:
    hour, minute = int(parts[f"{which}h"] or 0), int(parts[f"{which}m"] or 0)
    second = int(parts[f"{which}s"] or 0)
    if half:
        if not 1 <= hour <= _NOON_HOUR:
            raise RefusalError(
                saying("this hour is not one of a 12-hour clock"),
                read=text,
                hint=saying("write 16:30 or 4:30 pm"),
                code="no-such-time",
            )
        hour = hour % _NOON_HOUR + (_NOON_HOUR if half[0] in "pP" else 0)
    if which == "b" and (hour, minute, second) == (24, 0, 0):
        hour = 0
    try:
        return time(hour, minute, second)
    except ValueError:
        raise RefusalError(
            saying("there is no such hour"),
            read=text,
            hint=saying("write one such as 16:30"),
            code="no-such-time",
        ) from None


def _length(start: time, end: time) -> timedelta:
    day = date(2000, 1, 1)
    length = datetime.combine(day, end) - datetime.combine(day, start)
    return length if length > timedelta(0) else length + timedelta(days=1)
