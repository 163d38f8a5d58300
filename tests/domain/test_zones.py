"""Zone words: which zone each means alone, with a place, and beside a zone; what is refused."""

from datetime import timedelta

import pytest

from bot.domain.cities import zone_of_reader
from bot.domain.labels import labels
from bot.domain.places import NOWHERE, read_place
from bot.domain.zonedata import zone_names
from bot.domain.zones import ZoneWord, settle_zone
from bot.errors import RefusalError


def hours(number: float | None) -> timedelta | None:
    return None if number is None else timedelta(hours=number)


# Word, zone, and the offset that it claims (none: whatever the zone is on).
ALONE = [
    ("PDT", "America/Los_Angeles", -7),
    ("PST", "America/Los_Angeles", -8),
    ("PT", "America/Los_Angeles", None),
    ("MT", "America/Denver", None),
    ("MDT", "America/Denver", -6),
    ("CT", "America/Chicago", None),
    ("CDT", "America/Chicago", -5),
    ("ET", "America/New_York", None),
    ("EDT", "America/New_York", -4),
    ("CEST", "Europe/Paris", 2),
    ("WET", "Europe/Lisbon", 0),
    ("EEST", "Europe/Bucharest", 3),
    ("MSK", "Europe/Moscow", 3),
    ("JST", "Asia/Tokyo", 9),
    ("KST", "Asia/Seoul", 9),
    ("HKT", "Asia/Hong_Kong", 8),
    ("SGT", "Asia/Singapore", 8),
    ("IDT", "Asia/Jerusalem", 3),
    ("NPT", "Asia/Kathmandu", 5.75),
    ("AEST", "Australia/Sydney", 10),
    ("ACDT", "Australia/Adelaide", 10.5),
    ("NZDT", "Pacific/Auckland", 13),
    ("BRT", "America/Sao_Paulo", -3),
    ("NDT", "America/St_Johns", -2.5),
    ("HST", "Pacific/Honolulu", -10),
    ("GMT", "Etc/GMT", 0),
    ("AoE", "Etc/GMT+12", -12),
    ("UTC", "UTC", 0),
    ("Z", "UTC", 0),
    # as they are written, too
    ("cest", "Europe/Paris", 2),
    ("(CEST)", "Europe/Paris", 2),
    (" [CEST]. ", "Europe/Paris", 2),
    ("C.E.S.T.", "Europe/Paris", 2),
    ("MESZ", "Europe/Paris", 2),
    ("MEZ", "Europe/Paris", 1),
    # names
    ("Pacific Time", "America/Los_Angeles", None),
    ("eastern", "America/New_York", None),
    ("Pacific Daylight Time", "America/Los_Angeles", -7),
    ("Central European Summer Time", "Europe/Paris", 2),
    ("Mitteleuropäische Sommerzeit", "Europe/Paris", 2),
    ("heure d’été d’Europe centrale", "Europe/Paris", 2),
    ("British Summer Time", "Europe/London", 1),
    ("Irish Standard Time", "Europe/Dublin", 1),
    ("India Standard Time", "Asia/Kolkata", 5.5),
    ("Greenwich Mean Time", "Etc/GMT", 0),
    ("Zürich time", "Europe/Zurich", None),
    ("UK time", "Europe/London", None),
    # offsets: plus is east of Greenwich, though zone data has it the other way round
    ("UTC+2", "Etc/GMT-2", 2),
    ("utc +2", "Etc/GMT-2", 2),
    ("UTC + 2", "Etc/GMT-2", 2),
    ("GMT+2", "Etc/GMT-2", 2),
    ("UTC+02:00", "Etc/GMT-2", 2),
    ("+0200", "Etc/GMT-2", 2),
    ("UTC-7", "Etc/GMT+7", -7),
    ("UTC\N{MINUS SIGN}7", "Etc/GMT+7", -7),
    ("UTC\N{EN DASH}7", "Etc/GMT+7", -7),
    ("UTC+5:30", "UTC+05:30", 5.5),
    ("-03:30", "UTC-03:30", -3.5),
    ("UTC-0:30", "UTC-00:30", -0.5),
    ("UTC+0", "UTC", 0),
    ("UTC-12", "Etc/GMT+12", -12),
    ("UTC+14", "Etc/GMT-14", 14),
    # IANA names
    ("Europe/Zurich", "Europe/Zurich", None),
    ("europe/zurich", "Europe/Zurich", None),
    ("AMERICA/NEW_YORK", "America/New_York", None),
    ("america/new york", "America/New_York", None),
    ("Etc/GMT+5", "Etc/GMT+5", None),
    ("us/pacific", "US/Pacific", None),
    ("PST8PDT", "PST8PDT", None),
    # an abbreviation wins over the legacy name spelt alike
    ("EST", "America/New_York", -5),
    ("MST", "America/Denver", -7),
    ("CET", "Europe/Paris", 1),
    ("EET", "Europe/Bucharest", 2),
    ("MET", "Europe/Paris", 1),
]


@pytest.mark.parametrize(("word", "zone", "offset"), ALONE, ids=[row[0] for row in ALONE])
def test_word_alone_is_its_group_zone(word: str, zone: str, offset: float | None) -> None:
    settled = settle_zone(word)
    assert (settled.zone, settled.offset) == (zone, hours(offset))


@pytest.mark.parametrize("legacy", ["EST", "MST", "HST", "CET", "MET", "EET", "WET"])
def test_abbreviation_is_not_the_legacy_name_spelt_alike(legacy: str) -> None:
    assert zone_names()[legacy.lower()] == legacy
    assert settle_zone(legacy).zone != legacy


def test_every_iana_name_passes_through_in_any_case() -> None:
    names = [name for name in zone_names().values() if name.upper() not in labels()]
    assert len(names) == len(zone_names()) - len({"EST", "MST", "HST", "CET", "EET", "WET"}) - 2
    for spelling in (str, str.lower, str.upper, lambda name: name.replace("_", " ")):
        settled = {name: settle_zone(spelling(name)) for name in names}
        other = {name: word.zone for name, word in settled.items() if word.zone != name}
        assert other == {
            # old names: abbreviations and offsets that mean the same hours,
            "MET": "Europe/Paris",
            "Zulu": "UTC",
            "GMT+0": "UTC",
            "GMT-0": "UTC",
            # and countries' names, by CLDR's "Japan Time"
            "Cuba": "America/Havana",
            "Iran": "Asia/Tehran",
            "Israel": "Asia/Jerusalem",
            "Japan": "Asia/Tokyo",
        }
        assert {word.offset for name, word in settled.items() if name not in other} == {None}


# Word, place, zone, offset: the place settles what is ambiguous, and picks zones of other groups.
PLACES = [
    ("CEST", "CH", "Europe/Zurich", 2),
    ("CEST", "Lausanne, CH", "Europe/Zurich", 2),
    ("CET", "EPFL, Lausanne, Switzerland", "Europe/Zurich", 1),
    ("MESZ", "Berlin", "Europe/Berlin", 2),
    ("CEST", "Tokyo", "Europe/Paris", 2),
    ("PDT", "US", "America/Los_Angeles", -7),
    ("PDT", "Vancouver", "America/Vancouver", -7),
    ("PT", "Vancouver, BC, Canada", "America/Vancouver", None),
    ("IST", "IN", "Asia/Kolkata", 5.5),
    ("IST", "Dublin", "Europe/Dublin", 1),
    ("IST", "Haifa, Israel", "Asia/Jerusalem", 2),
    ("CST", "Chicago", "America/Chicago", -6),
    ("CST", "Austin, TX", "America/Chicago", -6),
    ("CST", "CN", "Asia/Shanghai", 8),
    ("CST", "Taipei", "Asia/Taipei", 8),
    ("CST", "Cuba", "America/Havana", -5),
    ("CST", "Canada", "America/Winnipeg", -6),
    ("BST", "London, UK", "Europe/London", 1),
    ("BST", "Dhaka", "Asia/Dhaka", 6),
    ("BST", "BD", "Asia/Dhaka", 6),
    ("AST", "Riyadh", "Asia/Riyadh", 3),
    ("AST", "Kuwait", "Asia/Kuwait", 3),
    ("AST", "Halifax", "America/Halifax", -4),
    ("AST", "Puerto Rico", "America/Puerto_Rico", -4),
    ("AMT", "Brazil", "America/Manaus", -4),
    ("AMT", "Yerevan", "Asia/Yerevan", 4),
    ("SST", "SG", "Asia/Singapore", 8),
    ("PST", "Manila", "Asia/Manila", 8),
    ("PST", "PH", "Asia/Manila", 8),
    ("CET", "Algiers", "Africa/Algiers", 1),
    ("EST", "Panama", "America/Panama", -5),
    ("WST", "Perth, WA", "Australia/Perth", 8),
    ("MST", "Phoenix, AZ", "America/Phoenix", -7),
    ("MST", "US", "America/Denver", -7),
    ("GMT", "London", "Europe/London", 0),
    ("GMT", "CH", "Etc/GMT", 0),
    ("EEST", "Istanbul", "Europe/Istanbul", 3),
    ("EDT", "Cambridge, MA", "America/New_York", -4),
]


@pytest.mark.parametrize(
    ("word", "place", "zone", "offset"), PLACES, ids=[f"{row[0]} in {row[1]}" for row in PLACES]
)
def test_place_settles_a_word(word: str, place: str, zone: str, offset: float | None) -> None:
    assert settle_zone(word, place=read_place(place)) == ZoneWord(word, zone, hours(offset))


@pytest.mark.parametrize(
    ("word", "outside", "place"),
    [
        ("PST", "Asia/Manila", "PH"),
        ("CET", "Africa/Algiers", "DZ"),
        ("EST", "America/Panama", "PA"),
        ("BST", "Asia/Dhaka", "BD"),
    ],
)
def test_zone_outside_the_group_counts_only_where_the_place_says_so(
    word: str, outside: str, place: str
) -> None:
    assert settle_zone(word, place=read_place(place)).zone == outside
    for elsewhere in (NOWHERE, read_place("London"), read_place("FR"), read_place("US")):
        if word == "BST" and "GB" not in elsewhere.territories:
            continue  # refused, and so not Dhaka's either
        assert settle_zone(word, place=elsewhere).zone != outside


@pytest.mark.parametrize(
    ("word", "beside", "zone", "offset"),
    [
        ("CST", "Asia/Shanghai", "Asia/Shanghai", 8),
        ("IST", "Europe/Dublin", "Europe/Dublin", 1),
        ("BST", "Asia/Dhaka", "Asia/Dhaka", 6),
        ("AST", "Asia/Riyadh", "Asia/Riyadh", 3),
        ("CEST", "Europe/Zurich", "Europe/Zurich", 2),
        ("ET", "America/Toronto", "America/Toronto", None),
        ("GMT", "Europe/London", "Europe/London", 0),
        ("CET", "Europe/London", "Europe/Paris", 1),
        ("CEST", "Africa/Algiers", "Europe/Paris", 2),
        ("PST", "Asia/Manila", "Asia/Manila", 8),
        ("PST", "Europe/Zurich", "America/Los_Angeles", -8),
        ("PT", "Asia/Manila", "America/Los_Angeles", None),
        ("BST", "Pacific/Bougainville", "Pacific/Bougainville", 11),
    ],
)
def test_zone_beside_a_word_settles_it(
    word: str, beside: str, zone: str, offset: float | None
) -> None:
    assert settle_zone(word, beside=beside) == ZoneWord(word, zone, hours(offset))


def test_zone_beside_a_word_goes_before_the_place() -> None:
    london = read_place("London")
    assert settle_zone("BST", place=london).zone == "Europe/London"
    assert settle_zone("BST", place=london, beside="Asia/Dhaka").zone == "Asia/Dhaka"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CEST Europe/Zurich", ZoneWord("CEST", "Europe/Zurich", timedelta(hours=2))),
        ("CEST (Europe/Zurich)", ZoneWord("CEST", "Europe/Zurich", timedelta(hours=2))),
        ("BST (Europe/London)", ZoneWord("BST", "Europe/London", timedelta(hours=1))),
        ("ET America/Toronto", ZoneWord("ET", "America/Toronto")),
        ("UTC+2 Europe/Zurich", ZoneWord("UTC+2", "Europe/Zurich", timedelta(hours=2))),
        ("CEST (UTC+2)", ZoneWord("CEST", "Europe/Paris", timedelta(hours=2))),
        (" CEST (UTC+2). ", ZoneWord("CEST", "Europe/Paris", timedelta(hours=2))),
        ("IST (UTC+5:30)", ZoneWord("IST", "Asia/Kolkata", timedelta(hours=5.5))),
        ("CST (UTC+8)", ZoneWord("CST", "Asia/Shanghai", timedelta(hours=8))),
        ("ET (UTC-4)", ZoneWord("UTC-4", "America/New_York", timedelta(hours=-4))),
        ("Europe/London (UTC+1)", ZoneWord("UTC+1", "Europe/London", timedelta(hours=1))),
        ("Europe/Zurich (CEST)", ZoneWord("CEST", "Europe/Zurich", timedelta(hours=2))),
        ("PDT (Los Angeles time)", ZoneWord("PDT", "America/Los_Angeles", timedelta(hours=-7))),
        ("PT (Los Angeles time)", ZoneWord("Los Angeles time", "America/Los_Angeles")),
        ("Eastern Time (US and Canada)", ZoneWord("Eastern Time", "America/New_York")),
        ("Pacific Time (US & Canada)", ZoneWord("Pacific Time", "America/Los_Angeles")),
    ],
)
def test_zone_said_twice_is_one(text: str, expected: ZoneWord) -> None:
    assert settle_zone(text) == expected


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("PT", "America/Los_Angeles"),
        ("europe/zurich", "Europe/Zurich"),
        ("Tokyo", "Asia/Tokyo"),
        ("Lausanne, CH", "Europe/Zurich"),
        ("Schweiz", "Europe/Zurich"),
    ],
)
def test_reader_may_name_a_zone_or_a_place(text: str, zone: str) -> None:
    assert zone_of_reader(text) == zone


@pytest.mark.parametrize(
    ("text", "code"),
    [("US", "ambiguous-zone"), ("IST", "ambiguous-zone"), ("Nowhere", "unknown-zone")],
)
def test_reader_whose_zone_is_not_clear_is_refused(text: str, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        zone_of_reader(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("word", "place", "there", "elsewhere"),
    [
        ("EST", "Sydney", "Australia/Sydney", "America/New_York"),
        ("CST", "AU", "Australia/Adelaide", "America/Chicago"),
        ("PST", "Lahore, Pakistan", "Asia/Karachi", "America/Los_Angeles"),
        ("MST", "Kuala Lumpur", "Asia/Kuala_Lumpur", "America/Denver"),
        ("CT", "CN", "Asia/Shanghai", "America/Chicago"),
        ("BST", "Bougainville, PG", "Pacific/Bougainville", "Europe/London"),
    ],
)
def test_local_habit_is_refused_beside_what_the_word_means_everywhere(
    word: str, place: str, there: str, elsewhere: str
) -> None:
    with pytest.raises(RefusalError) as refused:
        settle_zone(word, place=read_place(place))
    assert refused.value.code == "ambiguous-zone"
    zones = [choice.partition(" ")[0] for choice in refused.value.choices]
    assert zones[0] == there
    assert elsewhere in zones


def test_utc_is_nobodys_own_time() -> None:
    # Zone data has numbers only for Troll, and its winter's is that of UTC.
    assert settle_zone("UTC", beside="Antarctica/Troll") == ZoneWord("UTC", "UTC", timedelta(0))
