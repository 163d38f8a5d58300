"""Hours in a line: "7:00 - 7:20", "8:30 a.m.", "16h30", "14 Uhr", "0930 – 1100", "3:00 – 4:30pm".

What half of the day is meant where a line does not say so is settled later, from its neighbours.
Every pattern has bounded repetitions only.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot.sources.page.dates import Written
from bot.sources.page.vocabulary import folded

_SCANNED = 3000
_HALF = 12
_DAY = 24 * 60
_SUFFIX = (
    r"(?:\s{0,2}(?P<%ss>a\.?\s?m\b\.?|p\.?\s?m\b\.?|uhr\b|hrs?\b|h\b(?!\w|-[a-z])|o.clock\b|"
    r"heures?\b|ore\b)"
    r"(?:\s?(?P<%sm2>[0-5]\d)\b)?)?"
)
_HOUR = r"(?P<%sh>\d{1,2})(?:\s?(?P<%sp>[:.h])\s?(?P<%sm>[0-5]\d)(?::[0-5]\d)?(?!\d))?" + _SUFFIX
_TO = (
    r"\s{0,3}(?:-{1,3}|–|—|−|‐|‑|~|→"
    r"|\b(?:to|until|till|bis|a|au|alle|al|hasta las|a las)\b)\s{0,3}"
)
_ZONE_BETWEEN = r"(?:\s?\(?(?P<z>[a-z]{2,5})\)?(?=\s{0,3}[-–—−]))?"


def _hour(name: str) -> str:
    return _HOUR.replace("%s", name)


_RANGE = re.compile(
    rf"(?<![\w:.+/$€£-])(?<!utc)(?<!gmt){_hour('a')}"
    rf"(?:{_ZONE_BETWEEN}{_TO}(?:{_hour('b')}|(?P<open>open end|offen|open|"
    rf"late)\b))?(?!\w)(?!:\d)(?!\.\d)"
)
_MILITARY = re.compile(
    r"(?<![\w:.+/-])([01]\d|2[0-4])([0-5]\d)(?:\s{0,2}(?:-|–|—|to|bis)\s{0,2}([01]\d|"
    r"2[0-4])([0-5]\d))(?![\w:.])"
    r"|(?<![\w:.+/-])([01]\d|2[0-3])([0-5]\d)\s?(?:hrs|hours|uhr|h)\b"
)
_NOON = re.compile(r"\b(?:12\s)?(noon|midday|midnight|mezzogiorno|mediodia)\b")
_LENGTH = re.compile(r"(?<![\w:.])(\d{1,2}):([0-5]?\d):([0-5]?\d)(?![\w:])")
_LENGTH_WITHIN = re.compile(r"(?<![\w:.])\d:[0-5]?\d:[0-5]?\d(?![\w:])")
_CUM_TEMPORE = re.compile(r"\s{0,2},?\s?\(?c\.\s?t\.\)?")
_SINE_TEMPORE = re.compile(r"\s{0,2},?\s?\(?s\.\s?t\.\)?")
_QUARTER = 15
_HOUR_WORDS = (" ore ", " kl ", " kl. ")
_LONGEST_WORD = 5
_LED_TO = re.compile(r"(?:[^.\d]{0,60}\b(?:ore|alle|dalle|um|von|at|from))?[\s(*|,:;–—-]{0,200}")
_DIGIT = re.compile(r"\d|noon|midday|midnight")
_ISO_T = re.compile(r"t(\d\d:?\d\d(?::\d\d)?)(?:[+-]\d\d:?\d\d)?")
_YEARS = range(1900, 2100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """An hour, or a range of hours, from `start` to `end` in its line; minutes since midnight.

    `half` and `until_half` are "a" or "p" where the line says which half of the day; `padded`
    tells of a 24-hour clock ("08:30", "14:00", "16h30"). `clear` is false for what is an hour only
    if it stands where hours do ("9.30").
    """

    text: str
    start: int
    end: int
    begins: int
    until: int | None = None
    half: str = ""
    until_half: str = ""
    padded: bool = False
    clear: bool = True
    open_end: bool = False
    between: str = ""

    @property
    def times(self) -> tuple[time, time | None]:
        """Start and end as times of day."""
        return clock_time(self.begins), None if self.until is None else clock_time(self.until)


def clock_time(minutes: int) -> time:
    """Return minutes since midnight as a time of day."""
    return time(minutes // 60 % 24, minutes % 60)


def find_hours(text: str, dates: Sequence[Written] = ()) -> tuple[Hours, ...]:
    """Return the hours and ranges of hours written in a line, outside its dates."""
    low = folded(text[:_SCANNED])
    if not _DIGIT.search(low):
        return ()
    for one in dates:
        low = low[: one.start] + " " * (one.end - one.start) + low[one.end :]
        if iso := _ISO_T.match(low, one.end):
            # "2021-06-28T16:30-04:00": the last is the offset from UTC, not an end.
            low = (
                low[: one.end]
                + " "
                + low[one.end + 1 : iso.end(1)].ljust(iso.end() - one.end - 1)
                + low[iso.end() :]
            )
    if "noon" in low or "mid" in low or "mez" in low:
        low = _NOON.sub(_as_noon, low)
    low = _LENGTH_WITHIN.sub(lambda found: " " * len(found[0]), low)
    found = [hours for match in _MILITARY.finditer(low) if (hours := _military(match, text))]
    for match in _RANGE.finditer(low):
        if any(match.start() < one.end and one.start < match.end() for one in found):
            continue
        if hours := _hours(match, low, text):
            found.append(hours)
    return tuple(sorted(found, key=lambda one: one.start))


def find_length(text: str) -> timedelta | None:
    """Return the length that a line consists of: "0:59:25", as a playlist shows it."""
    found = _LENGTH.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes, seconds = (int(part) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _as_noon(found: re.Match[str]) -> str:
    hour = "00:00" if found[1] == "midnight" else "12:00"
    return (
        hour.ljust(len(found[0]))
        if len(found[0]) >= len(hour)
        else found[0].replace("noon", "12pm")
    )


def _military(match: re.Match[str], text: str) -> Hours | None:
    a, b, c, d, e, f = match.groups()
    first = int(a or e) * 60 + int(b or f)
    last = int(c) * 60 + int(d) if c else None
    if c and int(a + b) in _YEARS and int(c + d) in _YEARS:
        return None  # 2019–2020 are years
    return Hours(
        text=text[match.start() : match.end()],
        start=match.start(),
        end=match.end(),
        begins=first,
        until=last,
        padded=True,
    )


def _hours(match: re.Match[str], low: str, text: str) -> Hours | None:
    parts = match.groupdict()
    hours = Hours(
        text=text[match.start() : match.end()].strip(),
        start=match.start(),
        end=match.start() + len(match[0].rstrip()),
        begins=0,
    )
    if not _is_clock(parts, low[max(0, match.start() - _LONGEST_WORD) : match.start()]):
        return None
    clear = bool(parts["as"] or parts["bs"]) or "." not in {parts["ap"], parts["bp"]}
    if not clear and not _LED_TO.fullmatch(low[: match.start()]):
        return None
    begins, until = _minutes(parts, "a"), _minutes(parts, "b") if parts["bh"] else None
    if begins is None or (parts["bh"] and until is None):
        return None
    half, until_half = _half(parts["as"]), _half(parts["bs"])
    if (half and begins > _HALF * 60 + 59) or (until_half and (until or 0) > _HALF * 60 + 59):
        half = until_half = ""  # "14:00 pm"
    shown = parts["ah"] or ""
    hours = replace(
        hours,
        begins=_in_half(begins, half),
        until=None if until is None else _in_half(until, until_half),
        half=half,
        until_half=until_half,
        padded=not (half or until_half)
        and (
            (len(shown) > 1 and shown[0] == "0")
            or begins > _HALF * 60 + 59
            or (until or 0) > _HALF * 60 + 59
            or _has_24(parts)
        ),
        clear=clear,
        open_end=bool(parts["open"]),
        between=parts["z"] or "",
    )
    return _with_quarter(_with_shared_half(hours), low)


def _with_quarter(hours: Hours, low: str) -> Hours:
    """Read the academic quarter: "14 Uhr c.t." is a quarter past two, "s.t." on the hour."""
    if cum := _CUM_TEMPORE.match(low, hours.end):
        late = hours.begins + _QUARTER if hours.begins % 60 == 0 else hours.begins
        return replace(hours, begins=late, end=cum.end())
    sine = _SINE_TEMPORE.match(low, hours.end)
    return replace(hours, end=sine.end()) if sine else hours


def _is_clock(parts: dict[str, str | None], before: str) -> bool:
    """Tell whether digits are an hour: by a colon, a suffix, a range with one, or "ore" before."""
    return any(parts[key] for key in ("ap", "bp", "as", "bs")) or before.endswith(_HOUR_WORDS)


def _has_24(parts: dict[str, str | None]) -> bool:
    suffixes = {(parts["as"] or "").strip("."), (parts["bs"] or "").strip(".")}
    return "h" in {parts["ap"], parts["bp"]} or bool(suffixes & {"uhr", "h", "heures", "heure"})


def _minutes(parts: dict[str, str | None], which: str) -> int | None:
    hour = int(parts[f"{which}h"] or 0)
    minute = int(parts[f"{which}m"] or parts[f"{which}m2"] or 0)
    total = hour * 60 + minute
    return total if total <= _DAY else None


def _half(suffix: str | None) -> str:
    letter = (suffix or "").replace(".", "").replace(" ", "")
    return letter[0] if letter in {"am", "pm"} else ""


def _in_half(minutes: int, half: str) -> int:
    if not half:
        return minutes % _DAY
    return minutes % (_HALF * 60) + (_HALF * 60 if half == "p" else 0)


def _with_shared_half(hours: Hours) -> Hours:
    """Give "3:00 – 4:30pm" and "11 – 1:30pm" the half of the day that their start must have."""
    if hours.until is None or hours.half or not hours.until_half:
        return hours
    same = _in_half(hours.begins, hours.until_half)
    if same < hours.until:
        return replace(hours, begins=same, half=hours.until_half)
    if hours.until_half == "p":
        return replace(hours, begins=_in_half(hours.begins, "a"), half="a")
    return hours
