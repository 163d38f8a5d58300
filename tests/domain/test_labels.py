"""The table of zone words: it agrees with zone data and with CLDR, row by row."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.labels import Reading, labels, long_names, spelling
from bot.domain.zone_groups import group_of
from bot.domain.zonedata import load_zone, zone_names

ROWS = [reading for readings in labels().values() for reading in readings]
IDS = [f"{reading.word} {reading.zone}" for reading in ROWS]


def clock(zone: str, year: int, month: int) -> tuple[timedelta | None, str | None]:
    local = datetime(year, month, 1, tzinfo=UTC).astimezone(load_zone(zone))
    return local.utcoffset(), local.tzname()


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_has_a_zone_that_has_had_the_offset(row: Reading) -> None:
    assert row.zone in zone_names().values()
    states = [clock(row.zone, year, month) for year in range(2005, 2027) for month in range(1, 13)]
    assert row.offset is None or row.offset in {offset for offset, _ in states}


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_has_the_offset_that_zone_data_gives_its_word(row: Reading) -> None:
    """Zone data that has the word at all, in that zone, has it with this offset alone today."""
    states = {clock(row.zone, year, month) for year in (2025, 2026) for month in range(1, 13)}
    offsets = {offset for offset, name in states if name and name.upper() == row.word}
    assert offsets <= {row.offset}


def test_zone_data_has_most_words_and_the_others_are_known() -> None:
    silent = {
        (row.word, row.zone)
        for row in ROWS
        if row.offset is not None
        and not row.territory
        and row.word
        not in {str(clock(row.zone, y, m)[1]).upper() for y in (2000, 2026) for m in (1, 7)}
    }
    assert {word for word, _ in silent} == {
        *("BRT", "BRST", "ART", "CLT", "CLST", "COT", "PET", "VET", "BOT", "UYT", "AMT"),
        *("TRT", "GST", "IRST", "GET", "AZT", "UZT", "NPT", "MMT", "ICT", "SGT", "MYT", "PHT"),
        *("BST", "AST", "SST", "AOE"),
    }
    assert ("BST", "Asia/Dhaka") in silent
    assert ("AST", "Asia/Riyadh") in silent
    assert ("BST", "Europe/London") not in silent
    assert ("AST", "America/Halifax") not in silent


@pytest.mark.parametrize("row", ROWS, ids=IDS)
def test_row_has_the_group_of_cldr(row: Reading) -> None:
    fixed = row.word in {"UTC", "AOE"}
    assert row.group == ("" if fixed or row.zone == "Pacific/Bougainville" else group_of(row.zone))


@pytest.mark.parametrize(
    ("word", "meanings"),
    [
        ("PDT", [Reading("PDT", "America_Pacific", "America/Los_Angeles", timedelta(hours=-7))]),
        ("PT", [Reading("PT", "America_Pacific", "America/Los_Angeles", None)]),
        (
            "BST",
            [
                Reading("BST", "GMT", "Europe/London", timedelta(hours=1)),
                Reading("BST", "Bangladesh", "Asia/Dhaka", timedelta(hours=6)),
                Reading("BST", "", "Pacific/Bougainville", timedelta(hours=11), "PG"),
            ],
        ),
        ("AOE", [Reading("AOE", "", "Etc/GMT+12", timedelta(hours=-12))]),
    ],
)
def test_word_has_all_its_meanings(word: str, meanings: list[Reading]) -> None:
    assert labels()[word] == tuple(meanings)


def test_words_are_these() -> None:
    assert {*labels()} == {
        *("UTC", "GMT", "AOE"),
        *("PST", "PDT", "PT", "MST", "MDT", "MT", "CST", "CDT", "CT", "EST", "EDT", "ET"),
        *("AST", "ADT", "NST", "NDT", "AKST", "AKDT", "AKT", "HST"),
        *("BRT", "BRST", "ART", "CLT", "CLST", "COT", "PET", "VET", "BOT", "UYT", "AMT"),
        *("BST", "IST", "WET", "WEST", "CET", "CEST", "EET", "EEST", "MSK", "TRT"),
        *("IDT", "GST", "IRST", "GET", "AZT", "UZT", "PKT", "NPT", "MMT", "ICT"),
        *("WIB", "WITA", "WIT", "HKT", "SGT", "MYT", "PHT", "JST", "KST"),
        *("AWST", "ACST", "ACDT", "AEST", "AEDT", "AET", "NZST", "NZDT", "NZT", "CHST", "SST"),
        *("SAST", "CAT", "EAT", "WAT", "WST"),
    }


def test_words_are_in_capitals_and_in_their_usual_spelling() -> None:
    assert {word: spelling(word.lower()) for word in labels()} == {word: word for word in labels()}


@pytest.mark.parametrize(
    ("written", "usual"),
    [
        ("cest", "CEST"),
        ("mesz", "CEST"),
        ("MEZ", "CET"),
        ("MEST", "CEST"),
        ("OESZ", "EEST"),
        ("WEZ", "WET"),
        ("p.s.t.", "PST"),
        ("Z", "UTC"),
        ("ut", "UTC"),
        ("AoE", "AOE"),
        ("Nonsense", "NONSENSE"),
    ],
)
def test_spelling_is_the_usual_one(written: str, usual: str) -> None:
    assert spelling(written) == usual


@pytest.mark.parametrize(
    ("name", "zone", "hours"),
    [
        ("pacific daylight time", "America/Los_Angeles", -7),
        ("pacific standard time", "America/Los_Angeles", -8),
        ("pacific time", "America/Los_Angeles", None),
        ("pacific", "America/Los_Angeles", None),
        ("eastern", "America/New_York", None),
        ("central european standard time", "Europe/Paris", 1),
        ("mitteleuropäische sommerzeit", "Europe/Paris", 2),
        ("mitteleuropäische zeit", "Europe/Paris", None),
        ("heure normale d’europe centrale", "Europe/Paris", 1),
        ("british summer time", "Europe/London", 1),
        ("irish standard time", "Europe/Dublin", 1),
        ("israel standard time", "Asia/Jerusalem", 2),
        ("india standard time", "Asia/Kolkata", 5.5),
        ("china standard time", "Asia/Shanghai", 8),
        ("greenwich mean time", "Etc/GMT", 0),
    ],
)
def test_long_name_has_one_meaning(name: str, zone: str, hours: float | None) -> None:
    (reading,) = long_names()[name]
    assert reading.zone == zone
    assert reading.offset == (None if hours is None else timedelta(hours=hours))


def test_long_names_of_a_season_are_not_shortened() -> None:
    assert "pacific standard time" in long_names()
    assert "pacific standard" not in long_names()
    assert "pacific" in long_names()
