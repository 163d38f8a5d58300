"""How much a text looks like an affiliation: "University of X", "CNRS", "Lyon, France"."""

import re
from functools import lru_cache

from bot.sources.page.name_words import (
    AFFILIATIONS,
    COUNTRIES,
    NOT_NAMES,
    PARTICLES,
)
from bot.sources.page.vocabulary import folded

_LONGEST_ACRONYM = 8
_LONGEST_AFFILIATION = 40
_LONGEST_TOWN = 4


@lru_cache(maxsize=4096)
def affiliation_score(text: str) -> float:
    """Return how much a text looks like an affiliation, from 0 to 1."""
    words = [folded(word).strip(".,()&") for word in re.split(r"[\s/-]+", text) if word.strip()]
    if not words or len(words) > _LONGEST_AFFILIATION or words[0] in {"tba", "tbd", "tbc", "n.n"}:
        return 0.0
    bare = text.strip(" .()")
    is_acronym = bare.isupper() and len(bare) <= _LONGEST_ACRONYM and bare.isalnum()
    if is_acronym:
        return 0.9
    if any(word in AFFILIATIONS or word.startswith("universi") for word in words):
        small = sum(1 for word in words if word in NOT_NAMES)
        return 1.0 if small <= len(words) / 2 else 0.4
    if all(word in COUNTRIES for word in words):
        return 1.0
    is_short = len(words) <= _LONGEST_TOWN and text[:1].isupper()
    if is_short and words[-1] in COUNTRIES:
        return 0.9
    is_title = any(word in NOT_NAMES for word in words)
    capital = all(word[:1].isupper() or word in PARTICLES for word in text.split())
    return 0.5 if capital and is_short and not is_title else 0.0
