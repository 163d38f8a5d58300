"""What sort of talk the words of a schedule mean: "Keynote", "Lightning talk", "Coffee break"."""

import re

from bot.domain.series import TalkKind

# In this order: what is more telling comes first ("poster session" is no talk, "invited talk" is).
_KINDS = (
    (TalkKind.BREAK, r"break|lunch|coffee|pause|mittag\w*|kaffee\w*|d[eé]jeuner|pranzo|almuerzo"),
    (TalkKind.KEYNOTE, r"keynote|plenary|plenarvortrag"),
    (TalkKind.INVITED, r"invited|eingeladen\w*"),
    (TalkKind.SPOTLIGHT, r"spotlights?"),
    (TalkKind.ORAL, r"orals?|oral presentation"),
    (TalkKind.CONTRIBUTED, r"contributed"),
    (TalkKind.POSTER, r"posters?"),
    (TalkKind.PANEL, r"panel|podium|roundtable|round table|discussion|diskussion"),
    (
        TalkKind.OTHER,
        (
            r"opening|closing|welcome|registration|reception|social|ceremony|other|anmeldung|hackathon"
            r"|begr[uü][sß]\w*|meeting|performance|entertainment"
        ),
    ),
)
_PATTERNS = tuple((kind, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for kind, words in _KINDS)
_LONGEST = 200


def kind_of(words: str) -> TalkKind:
    """Return the kind that the words for a type mean: a plain talk if nothing else is said."""
    words = words[:_LONGEST]
    return next((kind for kind, pattern in _PATTERNS if pattern.search(words)), TalkKind.TALK)


def kind_of_title(title: str) -> TalkKind:
    """Return the kind that a title alone tells, which is little: only breaks are called so."""
    short = len(title.split()) <= 4  # noqa: PLR2004 - "Breaking the law of …" is a talk
    return TalkKind.BREAK if short and kind_of(title) is TalkKind.BREAK else TalkKind.TALK
