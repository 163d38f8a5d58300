"""The words that people write for time zones, one row for each group of zones.

Zone data knows which zone calls itself what and when; it does not know which of them a bare "PST"
means. CLDR's metazones group the zones that move together ("America_Pacific"), and the rows below
say which words name a group and which zone stands for it where no place says better.

Sources: groups and the zones that stand for them, CLDR supplemental data `metaZones.xml` (territory
001, in today's spelling; Lisbon for Europe_Western, which CLDR gives to the Canaries); words and
offsets, the IANA tz database's `northamerica`, `europe`, `asia`, `australasia`, `africa` and
`southamerica` files, whose comments also list the names that the data itself no longer carries
(`BST` in Bangladesh, `AST` in Arabia, `BRT`, `SGT`, …).
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from babel import Locale


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a zone word can mean.

    `offset` is what the word claims of UTC, None for words that hold all year round (`PT`).
    `territory`, where set, is the only country whose place makes this reading count.
    """

    word: str
    group: str
    zone: str
    offset: timedelta | None
    territory: str = ""


class _Group(NamedTuple):
    """A CLDR group, the zone that stands for it, and its words. Offsets in hours."""

    name: str
    zone: str
    standard: str = ""
    standard_hours: float | None = None
    daylight: str = ""
    daylight_hours: float | None = None
    all_year: str = ""

    def readings(self) -> "tuple[tuple[str, Reading], ...]":
        """Return the group's readings by CLDR's word for their form."""
        standard, daylight = _hours(self.standard_hours), _hours(self.daylight_hours)
        return (
            ("standard", Reading(self.standard, self.name, self.zone, standard)),
            ("daylight", Reading(self.daylight, self.name, self.zone, daylight)),
            ("generic", Reading(self.all_year, self.name, self.zone, None)),
        )


_GROUPS = (
    _Group("America_Pacific", "America/Los_Angeles", "PST", -8, "PDT", -7, "PT"),
    _Group("America_Mountain", "America/Denver", "MST", -7, "MDT", -6, "MT"),
    _Group("America_Central", "America/Chicago", "CST", -6, "CDT", -5, "CT"),
    _Group("America_Eastern", "America/New_York", "EST", -5, "EDT", -4, "ET"),
    _Group("Atlantic", "America/Halifax", "AST", -4, "ADT", -3),
    _Group("Newfoundland", "America/St_Johns", "NST", -3.5, "NDT", -2.5),
    _Group("Alaska", "America/Anchorage", "AKST", -9, "AKDT", -8, "AKT"),
    _Group("Hawaii_Aleutian", "Pacific/Honolulu", "HST", -10),
    _Group("Cuba", "America/Havana", "CST", -5),
    _Group("Brasilia", "America/Sao_Paulo", "BRT", -3, "BRST", -2),
    _Group("Argentina", "America/Argentina/Buenos_Aires", "ART", -3),
    _Group("Chile", "America/Santiago", "CLT", -4, "CLST", -3),
    _Group("Colombia", "America/Bogota", "COT", -5),
    _Group("Peru", "America/Lima", "PET", -5),
    _Group("Venezuela", "America/Caracas", "VET", -4),
    _Group("Bolivia", "America/La_Paz", "BOT", -4),
    _Group("Uruguay", "America/Montevideo", "UYT", -3),
    _Group("Amazon", "America/Manaus", "AMT", -4),
    _Group("GMT", "Europe/London", "", None, "BST", 1),
    _Group("GMT", "Europe/Dublin", "", None, "IST", 1),
    _Group("GMT", "Etc/GMT", "GMT", 0),
    _Group("Europe_Western", "Europe/Lisbon", "WET", 0, "WEST", 1),
    _Group("Europe_Central", "Europe/Paris", "CET", 1, "CEST", 2),
    _Group("Europe_Eastern", "Europe/Bucharest", "EET", 2, "EEST", 3),
    _Group("Moscow", "Europe/Moscow", "MSK", 3),
    _Group("Turkey", "Europe/Istanbul", "TRT", 3),
    _Group("Israel", "Asia/Jerusalem", "IST", 2, "IDT", 3),
    _Group("Arabian", "Asia/Riyadh", "AST", 3),
    _Group("Gulf", "Asia/Dubai", "GST", 4),
    _Group("Iran", "Asia/Tehran", "IRST", 3.5),
    _Group("Armenia", "Asia/Yerevan", "AMT", 4),
    _Group("Georgia", "Asia/Tbilisi", "GET", 4),
    _Group("Azerbaijan", "Asia/Baku", "AZT", 4),
    _Group("Uzbekistan", "Asia/Tashkent", "UZT", 5),
    _Group("Pakistan", "Asia/Karachi", "PKT", 5),
    _Group("India", "Asia/Kolkata", "IST", 5.5),
    _Group("Nepal", "Asia/Kathmandu", "NPT", 5.75),
    _Group("Bangladesh", "Asia/Dhaka", "BST", 6),
    _Group("Myanmar", "Asia/Yangon", "MMT", 6.5),
    _Group("Indochina", "Asia/Bangkok", "ICT", 7),
    _Group("Indonesia_Western", "Asia/Jakarta", "WIB", 7),
    _Group("Indonesia_Central", "Asia/Makassar", "WITA", 8),
    _Group("Indonesia_Eastern", "Asia/Jayapura", "WIT", 9),
    _Group("China", "Asia/Shanghai", "CST", 8),
    _Group("Hong_Kong", "Asia/Hong_Kong", "HKT", 8),
    _Group("Singapore", "Asia/Singapore", "SGT", 8),
    _Group("Malaysia", "Asia/Kuala_Lumpur", "MYT", 8),
    _Group("Philippines", "Asia/Manila", "PHT", 8),
    _Group("Japan", "Asia/Tokyo", "JST", 9),
    _Group("Korea", "Asia/Seoul", "KST", 9),
    _Group("Australia_Western", "Australia/Perth", "AWST", 8),
    _Group("Australia_Central", "Australia/Adelaide", "ACST", 9.5, "ACDT", 10.5),
    _Group("Australia_Eastern", "Australia/Sydney", "AEST", 10, "AEDT", 11, "AET"),
    _Group("New_Zealand", "Pacific/Auckland", "NZST", 12, "NZDT", 13, "NZT"),
    _Group("Chamorro", "Pacific/Guam", "CHST", 10),
    _Group("Samoa", "Pacific/Pago_Pago", "SST", -11),
    _Group("Singapore", "Asia/Singapore", "SST", 8),
    _Group("Africa_Southern", "Africa/Johannesburg", "SAST", 2),
    _Group("Africa_Central", "Africa/Maputo", "CAT", 2),
    _Group("Africa_Eastern", "Africa/Nairobi", "EAT", 3),
    _Group("Africa_Western", "Africa/Lagos", "WAT", 1),
)

# Words in use beside better-known ones; they count only for a place in that country.
_LOCAL: tuple[tuple[str, str, str, float, str], ...] = (
    ("EST", "Australia_Eastern", "Australia/Sydney", 10, "AU"),
    ("EDT", "Australia_Eastern", "Australia/Sydney", 11, "AU"),
    ("CST", "Australia_Central", "Australia/Adelaide", 9.5, "AU"),
    ("CDT", "Australia_Central", "Australia/Adelaide", 10.5, "AU"),
    ("WST", "Australia_Western", "Australia/Perth", 8, "AU"),
    ("PST", "Pakistan", "Asia/Karachi", 5, "PK"),
    ("MST", "Malaysia", "Asia/Kuala_Lumpur", 8, "MY"),
    ("CT", "China", "Asia/Shanghai", 8, "CN"),
    ("BST", "", "Pacific/Bougainville", 11, "PG"),  # CLDR has no group for it
)

# Other spellings of the same words, German ones included.
_SPELLINGS = {
    "MEZ": "CET",
    "MESZ": "CEST",
    "MET": "CET",
    "MEST": "CEST",
    "WEZ": "WET",
    "WESZ": "WEST",
    "OEZ": "EET",
    "OESZ": "EEST",
    "UT": "UTC",
    "Z": "UTC",
    "ZULU": "UTC",
}

# Words that are one fixed offset wherever they are written.
_FIXED = {"UTC": ("UTC", 0), "AOE": ("Etc/GMT+12", -12)}


@cache
def labels() -> dict[str, tuple[Reading, ...]]:
    """Return every zone word, in capitals, with all that it can mean."""
    rows = [reading for group in _GROUPS for _, reading in group.readings() if reading.word]
    rows += [Reading(w, group, zone, _hours(h), where) for w, group, zone, h, where in _LOCAL]
    rows += [Reading(w, "", zone, _hours(h)) for w, (zone, h) in _FIXED.items()]
    words: dict[str, tuple[Reading, ...]] = {}
    for row in rows:
        words[row.word] = (*words.get(row.word, ()), row)
    return words


@cache
def long_names() -> dict[str, tuple[Reading, ...]]:
    """Return readings by CLDR's full names in lower case, in English, German and French.

    "pacific daylight time" and "mitteleuropäische zeit"; the English ones for the whole year
    without their "time" too, as in "all times Eastern".
    """
    names: dict[str, tuple[Reading, ...]] = {}
    for locale in (Locale("fr"), Locale("de"), Locale("en")):
        for group in _GROUPS:
            own = locale.time_zones.get(group.zone, {}).get("long", {})
            long = {**locale.meta_zones.get(group.name, {}).get("long", {}), **own}
            for form, reading in group.readings():
                if form in long and (reading.offset is not None or form == "generic"):
                    names[str(long[form]).casefold()] = (reading,)
    stems = {name.removesuffix(" time"): found for name, found in names.items()}
    return {name: found for name, found in stems.items() if found[0].offset is None} | names


def spelling(word: str) -> str:
    """Return a zone word in capitals and in its usual spelling: `mesz` gives `CEST`."""
    capitals = word.upper().replace(".", "")
    return _SPELLINGS.get(capitals, capitals)


def _hours(hours: float | None) -> timedelta | None:
    return None if hours is None else timedelta(hours=hours)
