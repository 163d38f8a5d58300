"""What people write for a time: "28 June 2021 4.30 pm CEST", "Monday 7 June 2021, 16:30-17:30".

Only the grammar: which zone a zone word means is settled in `zones`. Nothing that is missing is
filled in, and what can be read in two ways is refused with both.
"""

import re
from dataclasses import dataclass
from datetime import date, time

from bot.domain.dates import EXAMPLE, NO_YEAR, take_date, take_weekday
from bot.domain.hours import take_hours
from bot.domain.series import Clock
from bot.errors import RefusalError
from bot.language import saying

_DATE_EXAMPLE = saying("write a date such as 2021-06-28")
_MOST = 200  # characters in a phrase; longer text is prose
_LEAST_WEST = time(3)  # nobody holds seminars in the Atlantic: "22:00-02:00" is a night
_FLAGS = re.IGNORECASE | re.ASCII
_DASHES = str.maketrans("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{MINUS SIGN}", "---")
_FRACTION = re.compile(r"(?<=:\d\d:\d\d)\.0+(?!\d)", re.ASCII)
_GLUED_Z = re.compile(r"(?<=\d)Z\b")
# As ISO 8601 has it, "T10:30-04:00" and "10:30:00-04" end in an offset; "10:30-11:00" is a range.
_WEST = r"-(?:0?\d|1[0-2])(?::?[0-5]\d)?(?![\d:.]|\s?[ap]\.?m)"
_ISO_OFFSET = re.compile(
    rf"((?<=\d)T\d{{1,2}}:\d{{2}}|\d{{1,2}}:\d{{2}}:\d{{2}})\s?(?={_WEST})", _FLAGS
)
_OFFSET_OR_END = re.compile(rf":\d{{2}}(\s?){_WEST}", _FLAGS)
# "AT" is a zone word: Atlantic Time, or that of Austria.
_FILLERS = re.compile(r"\b(?:[Aa]t|[Oo]n|[Ff]rom|[Tt]he)\b|[,;|]|\(\s*\)", re.ASCII)


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
            saying("this is too long for a time"), read=text, hint=EXAMPLE, code="unreadable-time"
        )
    plain = _FRACTION.sub("", text.translate(_DASHES))
    rest = " ".join(_GLUED_Z.sub(" Z", plain).split())
    rest = _ISO_OFFSET.sub(r"\1 UTC", rest)
    on, rest = take_date(rest)
    rest = take_weekday(rest, on)
    start, end, left = take_hours(rest)
    zone = _without_brackets(" ".join(_FILLERS.sub(" ", left).split()))
    if on and start and end and not zone:
        _refuse_offset(rest, start, end)
    rest = left
    if on is None and NO_YEAR.search(rest):
        raise RefusalError(saying("the year is missing"), read=text, hint=EXAMPLE, code="no-year")
    if on is None and start is None:
        raise RefusalError(
            saying("no date or hour is to be seen"), read=text, hint=EXAMPLE, code="unreadable-time"
        )
    return Phrase(text, on, start, end, zone)


def with_year(text: str, year: int) -> str:
    """Return a phrase with a year behind the first day and month that has none."""
    found = NO_YEAR.search(text)
    return f"{text[: found.end()]} {year}{text[found.end() :]}" if found else text


def read_date(text: str) -> date:
    """Return the date that `text` is, and nothing beside it."""
    try:
        phrase = read_phrase(text)
    except RefusalError as refusal:
        hint = "" if refusal.choices else _DATE_EXAMPLE
        raise RefusalError(
            refusal.message, read=text, choices=refusal.choices, hint=hint, code=refusal.code
        ) from None
    if phrase.on is None or phrase.start is not None or phrase.zone:
        raise RefusalError(
            saying("this is not a date"),
            read=text,
            hint=_DATE_EXAMPLE,
            code="unreadable-date",
        )
    return phrase.on


def read_clock(text: str) -> Clock:
    """Return the hour, or the range of hours, that `text` is, and nothing beside it."""
    clock = read_phrase(text)
    if clock.start is None or clock.on or clock.zone:
        raise RefusalError(
            saying("this is not an hour"),
            read=text,
            hint=saying("write 07:00 or 07:00-07:20"),
            code="unreadable-time",
        )
    return Clock(clock.start, clock.end)


def _refuse_offset(text: str, start: time, end: time) -> None:
    """Refuse "10:30 -11:00" and "16:30-04:00" beside no zone, which may be an end or an offset."""
    found = _OFFSET_OR_END.search(text)
    if found and (found[1] or _LEAST_WEST <= end < start):
        raise RefusalError(
            saying("this may be a range of hours, or an hour and its offset from UTC"),
            read=text.strip(),
            choices=[
                saying("{start} to {end}", start=f"{start:%H:%M}", end=f"{end:%H:%M}"),
                f"{start:%H:%M} UTC-{end:%H:%M}",
            ],
            code="ambiguous-time",
        )


def _without_brackets(zone: str) -> str:
    bracketed = zone.startswith("(") and zone.find(")") == len(zone) - 1
    return zone[1:-1].strip() if bracketed else zone
