"""Words that name no zone: what is said of them, and what may have been meant."""

import difflib

from bot.domain.labels import labels
from bot.domain.zonedata import zone_names
from bot.errors import RefusalError, one_of
from bot.language import later, saying

ZONE_EXAMPLES = saying("write an IANA zone such as Europe/Zurich, or an offset such as UTC+2")
_LIKENESS, _LIKENESS_OF_NAMES = 0.75, 0.8  # nobody who writes Boston means Sao Tome, or Asia Apia


def unknown_zone(word: str, near: tuple[str, ...] = ()) -> RefusalError:
    """Return the refusal of a word that names no zone, with words `near` it that do."""
    meant = saying("did you mean {choices}?", choices=later(one_of, near))
    return RefusalError(
        saying("no zone is called this"),
        read=word,
        choices=near,
        hint=meant if near else ZONE_EXAMPLES,
        code="unknown-zone",
    )


def similar_zones(word: str) -> tuple[str, ...]:
    """Return zone words, zones and cities that are spelt much like a word, best first."""
    words = {name.lower(): name for name in labels()}
    zones = {name.lower(): name for name in zone_names().values()}
    cities = {name.rpartition("/")[2].lower(): name for name in zone_names().values()}
    near = [
        names[found]
        for names, least in (
            (words, _LIKENESS),
            (zones, _LIKENESS_OF_NAMES),
            (cities, _LIKENESS_OF_NAMES),
        )
        for found in difflib.get_close_matches(word.lower().replace(" ", "_"), names, 3, least)
    ]
    return tuple(dict.fromkeys(near))
