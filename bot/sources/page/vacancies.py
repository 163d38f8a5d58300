"""What stands where a talk would: "No seminar", "cancelled", holidays."""

import re
from functools import lru_cache

from bot.sources.page.vocabulary import folded

_NO_TALK = re.compile(
    r"\b(?:no (?:talk|seminar|meeting|session|class|lecture|colloquium)s?|(?:seminar|talk|"
    r"meeting|session)?\s?(?:is |was )?cancel+ed|cancel+ed|"
    r"public holiday|bank holiday|holidays?\b|(?:spring|fall|winter|summer|easter|christmas|"
    r"thanksgiving|reading|midterm) (?:break|recess|week|holidays?)|thanksgiving|"
    r"kein (?:vortrag|seminar|kolloquium)|entfallt|fallt aus|abgesagt|feiertag|(?:weihnachts|"
    r"oster|semester)ferien|"
    r"relache|pas de (?:seminaire|expose)|annulee?|ferie|vacances|"
    r"no hay (?:seminario|charla)|cancelad[oa]|festivo|"
    r"nessun seminario|annullat[oa]|festa)\b"
)
_CANCEL_WORD = re.compile(
    r"(?i)^\W*(?:\[?\(?(?:cancel+ed|postponed|abgesagt|entfällt|fällt aus|annulé|annulee"
    r"|cancelado|annullato)\)?\]?)\W+"
    r"|[\s\-–—:,]*[\[(](?:cancel+ed|postponed|abgesagt|entfällt|annulé|cancelado|"
    r"annullato)[\])]\W*$"
)


@lru_cache(maxsize=4096)
def is_no_talk(text: str) -> bool:
    """Tell whether a text says that nothing takes place: "No seminar", "cancelled", a holiday."""
    low = folded(text)
    found = _NO_TALK.search(low)
    return bool(found) and (len(low) <= 80 or bool(_CANCEL_WORD.search(text)))  # noqa: PLR2004


def without_cancellation(text: str) -> str:
    """Return a text without "CANCELLED:" before it or "(cancelled)" behind it, if more is left."""
    rest = _CANCEL_WORD.sub("", text).strip()
    says_why = rest.count("(") != rest.count(")") or is_no_talk(rest)  # "cancelled (holiday)"
    return text if says_why else rest or text


def is_mere_cancellation(text: str) -> bool:
    """Tell whether a text says "cancelled" and nothing else."""
    return bool(
        re.fullmatch(
            r"\W*(?:cancel+ed|postponed|abgesagt|entfallt|fallt aus|annulee?|cancelad[oa]|"
            r"annullat[oa])\W*",
            folded(text),
        )
    )
