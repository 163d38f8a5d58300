"""The people in a cell or behind a label: names, with affiliations in brackets."""

import re

from bot.domain.series import Speaker
from bot.errors import RefusalError
from bot.sources.definition.values import read_speaker, read_speakers
from bot.sources.plain_words import one_line

_UNDECIDED = re.compile(
    r"\W{0,5}(?:t\.?b\.?[adcn]|to be \w+|n\.?\s?n|various|)\W{0,5}", re.IGNORECASE
)
_LONGEST = 5000
_NAME_WORD = re.compile(
    r"(?:[^\W\d_](?:\.|[\w'’.-]*)|d[aeiou]s?|v[ao]n|de[nlr]|di|du|la|le|ter|zu|al|el|bin|ibn|y|e)"
)
_SMALL = {
    "de",
    "da",
    "do",
    "dos",
    "das",
    "di",
    "du",
    "del",
    "der",
    "den",
    "van",
    "von",
    "la",
    "le",
    "ter",
    "zu",
    "al",
    "el",
    "bin",
    "ibn",
    "y",
    "e",
}
_NO_NAMES = {
    "seminar",
    "talk",
    "workshop",
    "lecture",
    "colloquium",
    "session",
    "keynote",
    "panel",
    "discussion",
    "introduction",
    "part",
    "update",
    "meeting",
    "group",
    "reading",
    "journal",
    "club",
    "invited",
    "the",
    "on",
    "of",
    "for",
    "and",
    "in",
    "a",
    "an",
    "with",
    "learning",
    "theory",
    "analysis",
    "models",
    "model",
    "methods",
    "networks",
    "data",
    "deep",
    "special",
    "guest",
    "tutorial",
    "course",
    "day",
    "week",
    "week's",
    "series",
    "cancelled",
    "canceled",
    "postponed",
    "tba",
    "tbd",
    "zoom",
    "online",
    "hybrid",
}
_FEWEST_WORDS, _MOST_WORDS = 2, 5


def read_people(text: str) -> tuple[Speaker, ...]:
    """Return the people that a text names, none if it says that they are not known yet.

    What cannot be parted with certainty stays one name, as it was written.
    """
    text = one_line(text)
    if not text or len(text) > _LONGEST or _UNDECIDED.fullmatch(text):
        return ()
    try:
        return read_speakers(text)
    except RefusalError:
        pass
    try:
        return (read_speaker(text),)
    except RefusalError:
        return (Speaker(name=text),)


def looks_like_name(text: str) -> bool:
    """Tell whether a text may well be one person's name: two to five words, as names have them."""
    words = one_line(text).partition("(")[0].split()
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS:
        return False
    whole = all(_NAME_WORD.fullmatch(word) for word in words)
    capital = all(word[0].isupper() or word.lower() in _SMALL for word in words)
    return whole and capital and not any(word.lower() in _NO_NAMES for word in words)
