"""Zone data: from the pinned package alone, under exact names, with every clock change."""

import zoneinfo
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytz
import tzdata

from bot.domain.zonedata import (
    load_zone,
    offset_of,
    posix_footer,
    transitions,
    zone_file,
    zone_names,
)


def test_both_sources_of_zone_data_have_the_same_version() -> None:
    assert pytz.OLSON_VERSION == tzdata.IANA_VERSION


def test_zone_names_are_all_of_them_by_their_lower_case() -> None:
    names = zone_names()
    assert names["europe/zurich"] == "Europe/Zurich"
    assert names["america/argentina/comodrivadavia"] == "America/Argentina/ComodRivadavia"
    assert set(names.values()) == {*pytz.all_timezones, "Factory"}
    assert {name.lower(): name for name in names.values()} == names


def test_zone_is_loaded_once_and_knows_its_name() -> None:
    zone = load_zone("Europe/Zurich")
    assert isinstance(zone, ZoneInfo)
    assert zone.key == "Europe/Zurich"
    assert load_zone("Europe/Zurich") is zone


def test_zone_comes_from_the_package_and_not_from_the_machine(tmp_path: Path) -> None:
    # A machine where Zurich is on Tokyo's time.
    (tmp_path / "Europe").mkdir()
    (tmp_path / "Europe/Zurich").write_bytes(zone_file("Asia/Tokyo"))
    noon = datetime(2021, 6, 28, 12, tzinfo=UTC)
    machines_path = zoneinfo.TZPATH
    try:
        zoneinfo.reset_tzpath([tmp_path])
        load_zone.cache_clear()
        of_the_machine = noon.astimezone(ZoneInfo.no_cache("Europe/Zurich")).utcoffset()
        assert of_the_machine == timedelta(hours=9)
        assert noon.astimezone(load_zone("Europe/Zurich")).utcoffset() == timedelta(hours=2)
    finally:
        zoneinfo.reset_tzpath(machines_path)


@pytest.mark.parametrize(
    ("key", "offset"),
    [
        ("UTC+05:30", timedelta(hours=5, minutes=30)),
        ("UTC-03:30", -timedelta(hours=3, minutes=30)),
        ("UTC-00:30", -timedelta(minutes=30)),
    ],
)
def test_fixed_offset_is_a_zone_of_that_name(key: str, offset: timedelta) -> None:
    zone = load_zone(key)
    assert zone == timezone(offset)
    assert zone.tzname(None) == key


@pytest.mark.parametrize(
    "key",
    ["PDT", "europe/zurich", "Europe/Zurick", "", "UTC+5:30", "UTC+0530", "../zones", "Europe"],
)
def test_other_text_is_no_zone(key: str) -> None:
    with pytest.raises(LookupError, match="no zone is named"):
        load_zone(key)


def test_zone_file_is_what_other_readers_of_the_format_read() -> None:
    assert zone_file("Europe/Zurich").startswith(b"TZif")
    assert zone_file("Europe/Zurich").endswith(b"\nCET-1CEST,M3.5.0,M10.5.0/3\n")


@pytest.mark.parametrize(
    ("key", "footer"),
    [
        ("Europe/Zurich", "CET-1CEST,M3.5.0,M10.5.0/3"),
        ("America/New_York", "EST5EDT,M3.2.0,M11.1.0"),
        ("Asia/Tokyo", "JST-9"),
        ("Asia/Kathmandu", "<+0545>-5:45"),
        ("UTC", "UTC0"),
    ],
)
def test_footer_is_the_rule_for_the_future(key: str, footer: str) -> None:
    assert posix_footer(key) == footer


@pytest.mark.parametrize(
    ("key", "at", "hours"),
    [
        ("Europe/Zurich", datetime(2021, 3, 28, 0, 59, 59, tzinfo=UTC), 1),
        ("Europe/Zurich", datetime(2021, 3, 28, 1, tzinfo=UTC), 2),
        ("Asia/Kathmandu", datetime(2021, 3, 28, 1, tzinfo=timezone.min), 5.75),
        ("UTC+05:30", datetime(2021, 3, 28, 1, tzinfo=UTC), 5.5),
        ("UTC", datetime(2021, 3, 28, 1, tzinfo=UTC), 0),
    ],
)
def test_offset_of_a_zone_at_an_instant(key: str, at: datetime, hours: float) -> None:
    assert offset_of(at, key) == timedelta(hours=hours)


@pytest.mark.parametrize(
    "key",
    [
        "Europe/Zurich",
        "Europe/Dublin",
        "America/New_York",
        "America/Santiago",
        "Africa/Casablanca",
        "Asia/Jerusalem",
        "Asia/Tokyo",
        "Australia/Lord_Howe",
        "Europe/Istanbul",
        "Pacific/Apia",
    ],
)
def test_transitions_are_those_that_pytz_lists(key: str) -> None:
    listed = getattr(pytz.timezone(key), "_utc_transition_times", [])
    aware = [at.replace(tzinfo=UTC) for at in listed if 2010 <= at.year <= 2022]
    changes = [at for at in aware if _state(at, key) != _state(at - timedelta(seconds=1), key)]
    assert list(transitions(key, 2010, 2022)) == changes
    assert (key == "Asia/Tokyo") == (not changes)


def _state(at: datetime, key: str) -> tuple[timedelta | None, str | None]:
    local = at.astimezone(pytz.timezone(key))
    return local.utcoffset(), local.tzname()


def test_transitions_are_from_the_first_second_of_the_first_year_to_the_last_of_the_last() -> None:
    # Metlakatla, which changed its mind in the middle of a winter.
    found = list(transitions("America/Metlakatla", 2018, 2019))
    assert {at.year for at in found} == {2018, 2019}
    assert found == [
        at for at in transitions("America/Metlakatla", 2015, 2022) if at.year in {2018, 2019}
    ]
    assert len(found) == 5


@pytest.mark.parametrize(
    ("key", "year", "expected"),
    [
        ("Africa/Sao_Tome", 2018, ["2018-01-01T01:00:00"]),
        ("Africa/Sao_Tome", 2019, ["2019-01-01T01:00:00"]),
        ("America/Metlakatla", 2018, ["2018-03-11T11:00:00", "2018-11-04T10:00:00"]),
        (
            "Pacific/Apia",
            2011,
            ["2011-04-02T14:00:00", "2011-09-24T14:00:00", "2011-12-30T10:00:00"],
        ),
        # to the second, as clocks were once set
        ("Africa/Monrovia", 1972, ["1972-01-07T00:44:30"]),
    ],
)
def test_transitions_of_a_year_are_all_of_them_and_no_others(
    key: str, year: int, expected: list[str]
) -> None:
    found = [f"{at:%Y-%m-%dT%H:%M:%S}" for at in transitions(key, year, year)]
    assert found == expected
