"""How long a talk takes, in a table's cell: "40 min", "1 h 30", "20'", "0:45"."""

import re

from bot.sources.page.vocabulary import folded

_LONGEST = 30
_MINUTE = r"(?:minutes?|minuten|minuti|minutos|mins?|m|'|′|’)\.?"
_LENGTH = re.compile(
    rf"(?:(?P<h>\d{{1,2}}(?:\.5)?)\s?(?:h|hrs?|hours?|std|stunden?|heures?|horas?|ore|ora)(?![a-z])\.?"
    rf"\s?(?:(?P<hm>\d{{1,2}})\s?(?:{_MINUTE})?)?"
    rf"|(?P<m>\d{{1,3}})\s?{_MINUTE})"
)
_CLOCK = re.compile(r"(?P<h>\d{1,2}):(?P<m>[0-5]\d)")
_BARE = re.compile(r"\d{1,3}")
_HOUR = 60
_MOST = 12 * _HOUR


def read_length(text: str, *, labelled: bool = False) -> int | None:
    """Return the minutes that a text consists of, None if it is no length.

    "0:45" and "45" are lengths only under a head that says so: `labelled`.
    """
    plain = folded(text[:_LONGEST]).strip(" ()[]")
    minutes = None
    if found := _LENGTH.fullmatch(plain):
        hours = float(found["h"] or 0)
        minutes = int(hours * _HOUR) + int(found["hm"] or found["m"] or 0)
    elif labelled and (clock := _CLOCK.fullmatch(plain)):
        minutes = int(clock["h"]) * _HOUR + int(clock["m"])
    elif labelled and _BARE.fullmatch(plain):
        minutes = int(plain)
    return minutes if minutes is not None and 0 < minutes <= _MOST else None
