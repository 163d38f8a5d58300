"""Recurrence rules (RFC 5545, section 3.3.10): those that a seminar may have, checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.errors import RefusalError
from bot.language import saying
from bot.sources.ics.contentlines import Property
from bot.sources.ics.times import When, read_when

_LONGEST_RULE = 400
_NUMBERS = r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*"
_FORMS = {
    "FREQ": "DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": r"0*[1-9]\d{0,2}",
    "COUNT": r"0*[1-9]\d{0,4}",
    "BYDAY": r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)(?:,[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU))*",
    "BYMONTH": r"\d{1,2}(?:,\d{1,2})*",
    "BYMONTHDAY": _NUMBERS,
    "BYYEARDAY": _NUMBERS,
    "BYWEEKNO": _NUMBERS,
    "BYSETPOS": _NUMBERS,
    "WKST": "MO|TU|WE|TH|FR|SA|SU",
}
_EVERY_YEAR_HAS = 28  # days in each month


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule by its parts, without its end; `until` is that."""

    parts: Mapping[str, str]
    until: When | None

    @property
    def is_endless(self) -> bool:
        """Whether the rule says no end."""
        return self.until is None and "COUNT" not in self.parts

    @property
    def always_comes(self) -> bool:
        """Whether some date of each year is one of the rule, as far as is easily seen."""
        days = [int(day) for day in self.parts.get("BYMONTHDAY", "1").split(",")]
        nth = [abs(int(n)) for n in re.findall(r"\d+", self.parts.get("BYDAY", ""))]
        rare = {"BYSETPOS", "BYYEARDAY", "BYWEEKNO", "INTERVAL"} & self.parts.keys()
        months = [int(month) for month in self.parts.get("BYMONTH", "1").split(",")]
        return (
            not rare
            and min(abs(day) for day in days) in range(1, _EVERY_YEAR_HAS + 1)
            and all(number in range(1, 5) for number in nth)
            and min(months) in range(1, 13)
            and not ("BYMONTHDAY" in self.parts and len(days) < 7 and "BYDAY" in self.parts)  # noqa: PLR2004
        )

    def text_until(self, last: datetime | date | None) -> str:
        """Return the rule as text, ending at `last` (on the wall) if that is given."""
        parts = [f"{key}={value}" for key, value in self.parts.items()]
        if isinstance(last, datetime):
            parts.append(f"UNTIL={last:%Y%m%dT%H%M%S}")
        elif last is not None:
            parts.append(f"UNTIL={last:%Y%m%d}")
        return ";".join(parts)


def read_rule(text: str) -> Rule:
    """Return a rule; raises RefusalError for one that is not understood, or comes too often."""
    given: dict[str, str] = {}
    for piece in text.strip().upper().split(";"):
        key, _, value = piece.partition("=")
        if value.strip():
            given.setdefault(key.strip(), value.replace(" ", ""))
    until = _until(given.pop("UNTIL", ""))
    known = all(key in _FORMS and re.fullmatch(_FORMS[key], given[key]) for key in given)
    if len(text) > _LONGEST_RULE or "FREQ" not in given or not known:
        raise RefusalError(
            saying("this rule of repetition is not understood; only its first date is taken"),
            read=text,
            hint=saying("write the other dates into the definition"),
            code="bad-rule",
        )
    return Rule({"FREQ": given.pop("FREQ"), **given}, until)


def _until(text: str) -> When | None:
    return read_when(Property("UNTIL", text, {})) if text else None
