"""Words of calendars and programmes in English, German, French, Spanish and Italian.

All in lower case and without accents, as `folded` makes them; `folded` keeps every position.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

_ACCENTED = "àáâäãåāçčćèéêëēěìíîïīñńňòóôöõøōùúûüūýÿžźżšśşğłőűİ"
_PLAIN = "aaaaaaaccceeeeeeiiiiinnnooooooouuuuuyyzzzsssgloui"
_FIRST_WORD = re.compile(r"\W{0,3}(\w+)")
_LONGEST_WORD = 40
_FOLD = str.maketrans(_ACCENTED, _PLAIN) | str.maketrans(
    dict.fromkeys("\xa0\u202f\u2009\u2007\u2002\u2003", " ")
)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return text in lower case without accents, each character in its place."""
    if text.isascii():
        return text.lower()
    low = text.translate(_FOLD).lower()
    if len(low) != len(text):
        low = "".join(char.lower()[:1] or " " for char in text)
    return low.translate(_FOLD)


MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan januar janner jaenner janvier janv enero ene gennaio gen",
            "february feb februar fevrier fevr fev febrero febbraio",
            "march mar marz maerz mars marzo mrz",
            "april apr avril avr abril abr aprile",
            "may mai mayo maggio mag",
            "june jun juni juin junio giugno giu",
            "july jul juli juillet juil julio luglio lug",
            "august aug aout agosto ago",
            "september sept sep septembre septiembre setiembre settembre",
            "october oct oktober okt octobre octubre ottobre ott",
            "november nov novembre noviembre",
            "december dec dezember dez decembre diciembre dic dicembre",
        ),
        1,
    )
    for word in words.split()
}
ENGLISH_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "sep",
    "oct",
    "nov",
    "dec",
]
WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "monday mondays mon montag montags mo lundi lundis lun lunes lunedi",
            "tuesday tuesdays tues tue dienstag dienstags di mardi mardis mar martes martedi",
            "wednesday wednesdays wed mittwoch mittwochs mi mercredi mer miercoles mie mercoledi",
            "thursday thursdays thurs thu donnerstag do jeudi jeudis jeu jueves jue giovedi gio",
            "friday fridays fri freitag freitags fr vendredi vendredis ven viernes vie venerdi",
            "saturday saturdays sat samstag samstags sonnabend sa samedi sam sabado sab sabato",
            "sunday sundays sun sonntag sonntags so dimanche dim domingo dom domenica",
        )
    )
    for word in words.split()
}


def begins_with_month(text: str) -> bool:
    """Tell whether the first word of a text is a month's name."""
    found = _FIRST_WORD.match(folded(text[:_LONGEST_WORD]))
    return found is not None and found[1] in MONTHS


def alternation(words: Iterable[str]) -> str:
    """Return a pattern for any of some words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
