"""Kinds of talks by their words: "Invited talk:", "(Oral)", breaks, in five languages."""

import re
from functools import lru_cache

from bot.domain.series import TalkKind
from bot.sources.page.vocabulary import folded

_BREAKS = (
    r"break(?!-?out) coffee coffe tea lunch dinner breakfast refreshments banquet registration"
    r" \w*pause mittagessen abendessen kaffee\w* dejeuner repas diner almuerzo comida descanso"
    r" pranzo pausa cena cafe anmeldung"
)
_OTHERS = (
    r"opening welcome closing remarks greetings? intros? introduction discussions? q\s?&\s?a"
    r" questions reception excursion social awards? wrap.?up begrussung eroffnung\w* abschluss\w*"
    r" verabschiedung \w*empfang mitgliederversammlung gesellschaftsabend accueil ouverture cloture"
    r" bienvenida apertura clausura benvenuto saluti chiusura concluding drinks party breakouts?"
    r" hike tour"
)
_KINDS = (
    (TalkKind.BREAK, _BREAKS),
    (
        TalkKind.KEYNOTE,
        r"keynote plenary (?:plenar|haupt|fest|eroffnungs|abschluss)vortrag pleniere",
    ),
    (TalkKind.INVITED, r"invited eingeladen\w* invitee?"),
    (TalkKind.SPOTLIGHT, "spotlights? lightning flash"),
    (TalkKind.POSTER, "posters? poster-session posterpreis"),
    (TalkKind.ORAL, "orals?"),
    (TalkKind.CONTRIBUTED, "contributed beitrage einzelbeitrage"),
    (TalkKind.PANEL, r"panel podiumsdiskussion table\sronde mesa\sredonda round\s?table"),
    (TalkKind.OTHER, _OTHERS),
)
_KIND_WORDS = tuple(
    (re.compile(rf"\b(?:{words.replace(' ', '|')})\b"), kind) for kind, words in _KINDS
)
_KIND_NOUN = (
    r"(?:(?:invited|keynote|plenary|contributed|oral|spotlight|lightning|short|long|research|"
    r"regular|tutorial|poster|panel|seminar|colloquium|special|public|guest|flash|eingeladener?|"
    r"conference|exposé|expose|quantum|opening|closing)\s){0,2}"
    r"(?:talks?|lectures?|presentations?|speakers?|tutorials?|keynotes?|panel(?:\sdiscussion)?|"
    r"orals?|"
    r"spotlights?|seminars?|colloquium|\w{0,20}vortrag|keynote|poster|invited|contributed|"
    r"plenary|expose|conference|papers?|discussion|workshop)"
)
_PREFIX = re.compile(
    rf"(?:\[(?P<bracket>[^\[\]]{{2,40}})\]|(?P<kind>{_KIND_NOUN})(?:\s(?:no\.?\s?|#)?\d{{1,3}}|"
    rf"\s[ivx]{{1,4}})?(?:\sby)?\s?(?::|–|—|-(?=\s)|\|))\s*"
)
_TYPES = re.compile(
    rf"{_KIND_NOUN}|opening remarks|closing remarks|break(?: and poster\w*)?|poster session|"
    rf"q ?& ?a|coffee break|lunch|social|opening|closing|discussion|break"
)


def take_kind(text: str) -> tuple[str, TalkKind | None]:
    """Return a line without "Invited talk:" or "[Seminar]" before it, and the kind that it says."""
    low = folded(text)
    found = _PREFIX.match(low)
    if not found:
        if _TYPES.fullmatch(low.strip(" .:()[]")) and (kind := kind_of(low, named=True)):
            return text, kind
        return text, None
    rest = text[found.end() :].strip()
    if not rest:
        return text, None
    said = found["bracket"] or found["kind"] or ""
    return rest, kind_of(said, named=True) or TalkKind.TALK


def is_type(text: str) -> bool:
    """Tell whether a text is nothing but the type of a talk: "Oral", "(Invited talk)"."""
    return bool(_TYPES.fullmatch(folded(text).strip(" .:()[]")))


@lru_cache(maxsize=4096)
def kind_of(text: str, *, named: bool = False) -> TalkKind | None:
    """Return the kind of talk that words tell; with a speaker, only of words that say it outright.

    A long title says nothing of its kind, whatever words are in it.
    """
    low = folded(text)
    most = 12 if not named else 5
    if len(low.split()) > most:
        return None
    for pattern, kind in _KIND_WORDS:
        if pattern.search(low):
            return kind if not named or kind is not TalkKind.OTHER else None
    return None
