"""Places that a page names for its meeting, and the country of its own mail addresses.

Only where the page says that something takes place there: universities of speakers say nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.moments import Moment
from bot.domain.places import NOWHERE, Place, read_place, zones_of
from bot.sources.page.lines import Line
from bot.sources.page.vocabulary import folded

_US_STATES = {
    state: zone
    for zone, states in {
        "America/New_York": "CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV MI",
        "America/Chicago": "AL AR IA IL LA MN MO MS OK WI TX",
        "America/Denver": "CO MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV WA",
        "Pacific/Honolulu": "HI",
    }.items()
    for state in states.split()
}
_US_NAMES = {
    "california": "CA", "massachusetts": "MA", "new jersey": "NJ", "pennsylvania": "PA",
    "connecticut": "CT", "illinois": "IL", "washington dc": "DC", "washington d c": "DC",
    "maryland": "MD", "virginia": "VA", "georgia": "GA", "north carolina": "NC", "colorado": "CO",
    "utah": "UT", "ohio": "OH", "wisconsin": "WI", "minnesota": "MN", "hawaii": "HI",
}  # fmt: skip
_CITIES = {
    city: country
    for country, cities in {
        "DE": (
            "munich münchen muenchen heidelberg bonn göttingen goettingen freiburg cologne "
            "köln hamburg leipzig dresden bochum münster mainz aachen karlsruhe stuttgart "
            "tübingen würzburg erlangen dortmund bielefeld regensburg darmstadt oberwolfach "
            "dagstuhl potsdam jena konstanz ulm saarbrücken frankfurt kiel bremen hannover"
        ),
        "FR": (
            "lyon toulouse grenoble marseille nice bordeaux lille strasbourg rennes nantes "
            "montpellier orsay saclay palaiseau luminy"
        ),
        "CH": "lausanne geneva genève genf basel bern fribourg lugano neuchâtel",
        "IT": (
            "milan milano turin torino pisa bologna padova padua naples napoli florence "
            "firenze trieste genova genoa pavia trento"
        ),
        "ES": "barcelona valencia sevilla seville granada bilbao zaragoza salamanca",
        "GB": "oxford edinburgh manchester bristol leeds warwick glasgow nottingham durham",
        "AT": "graz linz innsbruck salzburg klosterneuburg",
        "NL": "utrecht delft leiden eindhoven groningen nijmegen",
        "BE": "leuven louvain ghent gent",
        "SE": "uppsala lund gothenburg göteborg",
        "DK": "aarhus odense",
        "NO": "bergen trondheim",
        "PL": "krakow kraków wroclaw gdansk",
        "JP": "kyoto osaka nagoya sendai fukuoka",
        "IN": "bangalore bengaluru mumbai chennai hyderabad pune delhi",
        "CZ": "brno",
        "IL": "haifa rehovot tel-aviv",
        "PT": "porto coimbra",
    }.items()
    for city in cities.split()
}
_NAME = r"[A-ZÀ-Ý][\w.'’-]{1,20}(?: [A-ZÀ-Ý][\w.'’-]{1,20}){0,2}"
_STATE = re.compile(rf"(?<![\w])({_NAME}),\s([A-Z]{{2}})(?:\s\d{{5}})?(?![\w])")
_PAIR = re.compile(rf"(?<![\w])(?=({_NAME})\s?[,(]\s?({_NAME}))")
_BRITISH = frozenset({"scotland", "england", "wales", "northern ireland"})
_WORDS = re.compile(r"[A-ZÀ-Ý][\w'’-]{2,20}(?: [A-ZÀ-Ý][\w'’-]{2,20})?")
_TAKES_PLACE = re.compile(
    r"(?i)\b(?:held|takes? place|taking place|hosted|located|venue|address|location|where|place|"
    r"campus|room|raum|h(?:ö|oe?)rsaal|lecture hall|salle|aula|sala|auditorium|seminarraum|"
    r"ort|veranstaltungsort|statt|tagungsort|adresse|lieu|se tiendra|aura lieu|sede|lugar|luogo|"
    r"dove|se celebra(?:ra|rá)|si terr(?:a|à)|in person)\b"
)
_HEADING = re.compile(
    r"(?:location|venue|where|place|address|getting (?:here|there)|directions|anfahrt|ort|"
    r"veranstaltungsort|lieu|sede|lugar|luogo)\b.{0,30}"
)
_MAIL = re.compile(
    r"[\w.+-]{1,60}\s?(?:@|\[at\]|\(at\)|"
    r"\s+at\s+(?=[\w-]{1,40}\.[a-z]))\s?([\w-]{1,40}(?:\.[\w-]{1,40}){0,4})",
    re.IGNORECASE,
)
_HOST = re.compile(r"https?://([\w.-]{3,100})", re.IGNORECASE)
_VANITY = frozenset(
    [
        "io",
        "ai",
        "me",
        "tv",
        "ly",
        "co",
        "gl",
        "fm",
        "to",
        "cc",
        "ws",
        "gg",
        "sh",
        "im",
        "is",
        "st",
        "la",
        "be",
        "it",
    ]
) - {
    "be",
    "it",
}
_FOREIGN = re.compile(
    r"(?:zoom\.us|youtu\.be|goo\.gl|bit\.ly|t\.co|forms\.gle|g\.page|amzn\.to|youtube\.\w+|"
    r"google\.\w+|doodle\.\w+|meet\.jit\.si)$"
)
_SUBTITLE_LINES = 8
_SHORT = 160


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a page's meeting is, as far as that tells of time, and the line that says so."""

    place: Place = NOWHERE
    line: int = 0


def find_place(lines: Sequence[Line]) -> Whereabouts:
    """Return the one place that lines name for the meeting; nowhere if there are several."""
    found: dict[str, Whereabouts] = {}
    inside = False
    for position, line in enumerate(lines):
        if line.is_heading:
            inside = bool(_HEADING.fullmatch(folded(line.text).strip(" .:")))
        told = inside or bool(_TAKES_PLACE.search(line.text[:2000]))
        subtitle = position < _SUBTITLE_LINES and len(line.text) < _SHORT
        if told or subtitle:
            place = _place_in(line.text[:2000], with_cities=told)
            if place.zones:
                found.setdefault(place.zones[0], Whereabouts(place, line.number))
    return next(iter(found.values())) if len(found) == 1 else Whereabouts()


def find_home(lines: Iterable[Line], name: str) -> Whereabouts:
    """Return the country of the page's own address and of the mail addresses on it."""
    countries: Counter[str] = Counter()
    first = 0
    mails: set[str] = set()
    for line in lines:
        hosts = [found[1].lower() for found in _MAIL.finditer(line.text[:3000])]
        hosts += [
            link.url[7:].lower().rpartition("@")[2]
            for link in line.links
            if link.url.startswith("mailto:")
        ]
        for host in hosts:
            if code := _country(host):
                countries[code] += 1
                mails.add(host)
                first = first or line.number
    if (own := _HOST.match(name)) and (code := _country(own[1].lower())):
        countries[code] += 1
    if len(countries) != 1:
        return Whereabouts()
    code = next(iter(countries))
    return Whereabouts(read_place(code), first)


def _country(host: str) -> str:
    host = host.strip(".")
    ending = host.rpartition(".")[2]
    if _FOREIGN.search(host) or ending in _VANITY or len(ending) != 2:  # noqa: PLR2004
        return ""
    code = {"uk": "GB"}.get(ending, ending.upper())
    return code if zones_of(code) else ""


def _place_in(text: str, *, with_cities: bool) -> Place:
    candidates = [_in_states(found) for found in _STATE.finditer(text)]
    candidates += [_city_and_country(found[1], found[2]) for found in _PAIR.finditer(text)]
    if with_cities:
        words = [word for found in _WORDS.finditer(text) for word in (found[0], *found[0].split())]
        candidates += [_city(word) for word in dict.fromkeys(words)]
    return next((place for place in candidates if place.zones), NOWHERE)


def _in_states(found: re.Match[str]) -> Place:
    zone = _US_STATES.get(found[2])
    return Place(f"{found[1]}, {found[2]}", ("US",), (zone,)) if zone else NOWHERE


def _city_and_country(city: str, country: str) -> Place:
    country = country.partition(". ")[0]
    if len(country) <= len("SR3") and country not in {"UK", "UAE"}:
        return NOWHERE  # "Mathematikon, SR" is a room, not Suriname
    state = _US_NAMES.get(folded(country).replace(".", " ").strip())
    if state:
        return Place(f"{city}, {country}", ("US",), (_US_STATES[state],))
    if folded(country) in _BRITISH:
        return Place(f"{city}, {country}", ("GB",), zones_of("GB")[:1])
    if len(country) <= len("SR") and country != "UK":
        return NOWHERE  # a seminar room, not Suriname
    place = read_place(f"{city}, {country}")
    known = _CITIES.get(city.lower())
    if known and place.territories == (known,):
        return Place(place.text, place.territories, zones_of(known)[:1])
    zones = _alike(place.zones)
    return replace(place, zones=zones) if len(zones) == 1 else NOWHERE


def _alike(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first of zones whose clocks always show the same: Germany has two such."""
    samples = [datetime(year, month, 1, 12) for year in (2015, 2024) for month in (1, 7)]  # noqa: DTZ001 - wall times
    shown = {tuple(Moment(wall, zone).offset for wall in samples) for zone in zones}
    return zones[:1] if len(shown) == 1 else zones


def _city(word: str) -> Place:
    if country := _CITIES.get(word.lower()):
        return Place(word, (country,), zones_of(country)[:1])
    place = read_place(word)
    known = len(_alike(place.zones)) == 1 and len(word) > len("Rio") and not _is_person_like(word)
    return replace(place, zones=place.zones[:1]) if known else NOWHERE


def _is_person_like(word: str) -> bool:
    return word.lower() in {
        "jordan",
        "georgia",
        "chad",
        "jersey",
        "santiago",
        "troll",
        "easter",
        "center",
        "nome",
        "current",
        "lindeman",
    }
