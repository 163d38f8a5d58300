"""What `vtimezone` writes, read back by an evaluator that shares nothing with it."""

import struct
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import pytz
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from bot.domain import zonedata
from bot.domain.zonedata import load_zone, zone_names
from bot.exports import vtimezone as module
from bot.exports.vtimezone import HORIZON_YEARS, vtimezone

FIRST, LAST = 2015, 2030
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
FOUR_CENTURIES = timedelta(days=146097)
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

ZURICH_2021 = """\
BEGIN:VTIMEZONE
TZID:Europe/Zurich
BEGIN:STANDARD
DTSTART:19700101T000000
RDATE:19700101T000000
TZNAME:CET
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20200329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20201025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True, order=True)
class Onset:
    """One onset of an observance, at the aware UTC instant `at`."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str


def onsets(component: Timezone, last_year: int) -> list[Onset]:
    """Return every onset of the component's observances until the end of `last_year`, in order."""
    found = []
    for part in component.subcomponents:
        before, after = part.TZOFFSETFROM, part.TZOFFSETTO
        for local in starts(part, last_year):
            at = (local - before).replace(tzinfo=UTC)
            found.append(Onset(at, before, after, str(part["TZNAME"])))
    return sorted(found)


def starts(part: TimezoneStandard | TimezoneDaylight, last_year: int) -> Iterator[datetime]:
    """Yield the local starts of one observance, by trying every day against its rule."""
    first = part.DTSTART
    if "RRULE" not in part:
        yield from [first] * (first.year <= last_year)
        return
    rule = dict(part.rrules[0])
    assert rule.pop("FREQ") == ["YEARLY"]
    (month,), (weekday,) = rule.pop("BYMONTH"), rule.pop("BYDAY", [""])
    monthdays = rule.pop("BYMONTHDAY", range(1, 32))
    assert not rule
    for year in range(first.year, last_year + 1):
        length = monthrange(year, month)[1]
        for day in (date(year, month, n) for n in monthdays if n <= length):
            start = datetime.combine(day, first.time())
            if start >= first and is_weekday(day, str(weekday), length):
                yield start


def is_weekday(day: date, rule: str, length: int) -> bool:
    """Whether `day`, in a month of `length` days, is `SU` or `2SU` or `-1SU`; anything is ``."""
    if not rule:
        return True
    number, name = rule[:-2], rule[-2:]
    week = (day.day - 1) // 7 + 1 if not number.startswith("-") else -((length - day.day) // 7 + 1)
    return WEEKDAYS[day.weekday()] == name and number in ("", str(week))


def onset_at(found: list[Onset], at: datetime) -> Onset:
    """Return the onset in force at an instant."""
    return next(onset for onset in reversed(found) if onset.at <= at)


def check(component: Timezone, zone: tzinfo, first_year: int, last_year: int) -> None:
    """Assert that the component and the zone agree on every instant of the years.

    Each day is tried, and both sides of every onset. A change that the component has at another
    second than the zone, it has within a day of it, and one of its two sides shows that.
    """
    found = onsets(component, last_year + 1)
    low, end = (datetime(year, 1, 1, tzinfo=UTC) for year in (first_year, last_year + 1))
    tries = [low + n * DAY for n in range((end - low).days)]
    tries += [at for onset in found for at in (onset.at - SECOND, onset.at) if low <= at < end]
    current = -1
    for at in sorted(tries):
        while current + 1 < len(found) and found[current + 1].at <= at:
            current += 1
        local = at.astimezone(zone)
        assert (found[current].after, found[current].name) == (local.utcoffset(), local.tzname()), (
            at
        )


def check_form(component: Timezone) -> None:
    """Assert what readers rely on: order, chained offsets, starts that their own rules yield."""
    parts = component.subcomponents
    assert [part.DTSTART for part in parts] == sorted(part.DTSTART for part in parts)
    assert "RRULE" not in parts[0]
    assert parts[0].TZOFFSETFROM == parts[0].TZOFFSETTO
    for part in parts:
        assert set(part) <= {"DTSTART", "RDATE", "RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME"}
        start = part.DTSTART
        assert start.tzinfo is None
        assert next(starts(part, start.year)) == start
    found = onsets(component, 2060)
    assert len({onset.at for onset in found}) == len(found)
    for earlier, later in pairwise(found):
        assert earlier.after == later.before, later


@cache
def names_by_data() -> dict[bytes, list[str]]:
    """Return all zone names, those with the same data together."""
    folder = files("tzdata").joinpath("zoneinfo")
    found: dict[bytes, list[str]] = {}
    for name in sorted(zone_names().values()):
        found.setdefault(folder.joinpath(*name.split("/")).read_bytes(), []).append(name)
    return found


def lines(component: Timezone) -> list[str]:
    """Return the component's lines."""
    ics: bytes = component.to_ical()
    return ics.decode().splitlines()


@pytest.mark.parametrize("zone", [names[0] for names in names_by_data().values()])
def test_every_zone_is_right_for_every_instant_of_the_years(zone: str) -> None:
    component = vtimezone(zone, FIRST, LAST)
    check_form(component)
    check(component, load_zone(zone), FIRST, LAST)


@pytest.mark.parametrize("names", [n for n in names_by_data().values() if len(n) > 1], ids=str)
def test_links_have_what_their_zone_has(names: list[str]) -> None:
    expected, *others = (lines(vtimezone(name, 2026, 2026))[2:] for name in names[:3])
    assert all(other == expected for other in others)


NAMED = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Caracas",
    "America/Havana",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Vancouver",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Zurich",
    "Pacific/Apia",
)


@pytest.mark.parametrize("zone", NAMED)
def test_named_zones_agree_with_another_library(zone: str) -> None:
    # pytz reads its own copy of the data with its own code: it lists every change until 2037.
    check(vtimezone(zone, 2005, 2034), pytz.timezone(zone), 2005, 2034)


@pytest.mark.parametrize("zone", NAMED)
@pytest.mark.parametrize("year", [2006, 2010, 2018, 2026])
def test_a_single_year_is_enough(zone: str, year: int) -> None:
    component = vtimezone(zone, year, year)
    check_form(component)
    check(component, load_zone(zone), year, year)


@pytest.mark.parametrize("zone", NAMED)
def test_after_the_years_the_footer_rules(zone: str) -> None:
    found = onsets(vtimezone(zone, 2026, 2026), 2070)
    for at in (datetime(2028, 1, 1, 12, tzinfo=UTC) + n * DAY for n in range(0, 40 * 365, 5)):
        # Four centuries on, the calendar is the same and only the footer is left.
        local = (at + FOUR_CENTURIES).astimezone(load_zone(zone))
        assert onset_at(found, at).after == local.utcoffset()


@pytest.mark.parametrize("zone", NAMED)
def test_icalendar_makes_the_same_zone_of_it(zone: str) -> None:
    made = vtimezone(zone, FIRST, LAST).to_tz(lookup_tzid=False)
    tries = [datetime(FIRST, 1, 1, 12, tzinfo=UTC) + n * 10 * DAY for n in range(580)]
    tries += [at + timedelta(hours=h) for at in changes(zone) for h in (-4, 4)]
    for at in tries:
        local = at.astimezone(load_zone(zone))
        # An ambiguous time has two answers, and a TZID cannot say which.
        if local.replace(fold=0).utcoffset() == local.replace(fold=1).utcoffset():
            assert local.replace(tzinfo=made).utcoffset() == local.utcoffset(), at


def changes(zone: str) -> list[datetime]:
    """Return when the zone changes its clocks in the years tried."""
    return list(zonedata.transitions(zone, FIRST, LAST))


def test_zurich() -> None:
    assert lines(vtimezone("Europe/Zurich", 2021, 2021)) == ZURICH_2021.splitlines()


def test_larger_offset_is_daylight_where_winter_is_the_exception() -> None:
    parts = vtimezone("Europe/Dublin", 2026, 2026).subcomponents
    assert [(part.name, str(part["TZNAME"])) for part in parts] == [
        ("STANDARD", "GMT"),
        ("DAYLIGHT", "IST"),
        ("STANDARD", "GMT"),
    ]


def rules(zone: str, first_year: int, last_year: int) -> list[tuple[str, str]]:
    """Return the starts and RRULEs of a zone's observances after the first, as text."""
    parts = vtimezone(zone, first_year, last_year).subcomponents[1:]
    return [
        (f"{part.DTSTART:%Y%m%dT%H%M}", part.rrules[0].to_ical().decode())
        if "RRULE" in part
        else (f"{part.DTSTART:%Y%m%dT%H%M}", "")
        for part in parts
    ]


def test_years_before_a_new_rule_have_observances_of_their_own() -> None:
    assert rules("America/New_York", 2006, 2026) == [
        ("20050403T0200", ""),
        ("20051030T0200", ""),
        ("20060402T0200", ""),
        ("20061029T0200", ""),
        ("20070311T0200", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
        ("20071104T0200", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    ]


def test_a_week_across_two_months_has_an_observance_for_each() -> None:
    assert rules("Africa/Cairo", 2026, 2026) == [
        ("20250425T0000", "FREQ=YEARLY;BYDAY=-1FR;BYMONTH=4"),
        ("20251031T0000", "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31;BYMONTH=10"),
        ("20301101T0000", "FREQ=YEARLY;BYDAY=FR;BYMONTHDAY=1;BYMONTH=11"),
    ]


def test_hours_outside_the_day_move_the_day() -> None:
    assert rules("America/Nuuk", 2026, 2026) == [
        ("20250329T2300", "FREQ=YEARLY;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30;BYMONTH=3"),
        ("20251026T0000", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"),
    ]


def test_daylight_saving_that_was_dropped_stays_in_its_years() -> None:
    assert rules("America/Sao_Paulo", 2018, 2026)[-1] == ("20190217T0000", "")


def test_a_change_after_the_years_is_there_when_the_footer_counts_on_it() -> None:
    # Vancouver's footer has no daylight saving, but at the end of 2025 its clocks are not there.
    assert [start for start, _ in rules("America/Vancouver", 2025, 2025)][-2:] == [
        "20260308T0200",
        "20261101T0200",
    ]


def test_fixed_offset_is_a_lone_standard() -> None:
    assert lines(vtimezone("UTC+05:30", 2026, 2027)) == [
        "BEGIN:VTIMEZONE",
        "TZID:UTC+05:30",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "RDATE:19700101T000000",
        "TZNAME:UTC+05:30",
        "TZOFFSETFROM:+0530",
        "TZOFFSETTO:+0530",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_offset_with_seconds_and_years_before_1970() -> None:
    component = vtimezone("Africa/Monrovia", 1966, 1973)
    check(component, load_zone("Africa/Monrovia"), 1966, 1973)
    assert lines(component)[3:8] == [
        "DTSTART:19640101T000000",
        "RDATE:19640101T000000",
        "TZNAME:MMT",
        "TZOFFSETFROM:-004430",
        "TZOFFSETTO:-004430",
    ]


def test_numeric_abbreviations_stay_as_they_are() -> None:
    names = {str(part["TZNAME"]) for part in vtimezone("America/Santiago", 2026, 2026).walk()[1:]}
    assert names == {"-03", "-04"}


def test_each_call_gives_a_component_of_its_own() -> None:
    first = vtimezone("Europe/Zurich", 2026, 2026)
    expected = first.to_ical()
    first.subcomponents.clear()
    first["TZID"] = "changed"
    assert vtimezone("Europe/Zurich", 2026, 2026).to_ical() == expected


def test_unknown_zone_and_years_out_of_order_are_refused() -> None:
    with pytest.raises(LookupError, match="Europe/Nowhere"):
        vtimezone("Europe/Nowhere", 2026, 2026)
    with pytest.raises(ValueError, match="2027 to 2026"):
        vtimezone("Europe/Zurich", 2027, 2026)


def zone_of(footer: str) -> ZoneInfo:
    """Return a zone that lists no change and has only a footer (RFC 9636, section 3)."""
    block = struct.pack(">lbb4s", 0, 0, 0, b"AAA\0")
    header = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    return ZoneInfo.from_file(BytesIO((header + block) * 2 + f"\n{footer}\n".encode()), "Made/Up")


def check_footer(footer: str) -> Timezone:
    """Assert that the component of a made-up zone is right, long after its years too."""
    zone = zone_of(footer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zonedata, "load_zone", lambda _: zone)
        patch.setattr(module, "load_zone", lambda _: zone)
        patch.setattr(module, "posix_footer", lambda _: footer)
        module._observances.cache_clear()  # noqa: SLF001 - the zone has the last one's name
        component = vtimezone("Made/Up", 2020, 2023)
        module._observances.cache_clear()  # noqa: SLF001
    check_form(component)
    check(component, zone, 2020, 2023 + HORIZON_YEARS)
    return component


LISTED = 1 + 2 * (2024 + HORIZON_YEARS - 2019)


@pytest.mark.parametrize(
    ("footer", "parts"),
    [
        ("AAA-3BBB,J60/0,J300", LISTED),
        ("AAA-3:30BBB,J79/24,J263/24", LISTED),  # Iran until 2022
        ("AAA5BBB,40,300", LISTED),  # after 29 February, if there is one
        ("AAA0BBB,M2.5.0,M10.5.0", 3),
        ("AAA0BBB,M2.5.0/-1,M10.5.0", LISTED),
        ("AAA0BBB,M2.4.6/25,M10.5.0", LISTED),
        ("AAA0BBB,M4.5.4/24,M10.5.4/24", 5),
        ("AAA0BBB,M4.1.0/-2,M10.1.0/-50", 5),
        ("AAA-3:30:20BBB-4:30,M3.2.1/1:30:10,M11.1.0/23:59:59", 3),
        ("AAA0BBB,M3.4.4/167,M10.4.4/-167", 4),
        ("<+01>-1<+00>0,M10.5.0,M3.5.0/1", 3),
        ("AAA3", 1),
        ("XXX3EDT4,0/0,J365/23", 1),  # daylight saving all year (RFC 9636, section 3.3.1)
    ],
)
def test_every_kind_of_footer(footer: str, parts: int) -> None:
    assert len(check_footer(footer).subcomponents) == parts


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.integers(2, 5),
    st.integers(8, 11),
    st.lists(st.integers(1, 5), min_size=2, max_size=2),
    st.lists(st.integers(0, 6), min_size=2, max_size=2),
    st.lists(st.integers(-167, 167), min_size=2, max_size=2),
)
def test_any_footer_by_weekday(
    first: int, second: int, weeks: list[int], weekdays: list[int], hours: list[int]
) -> None:
    texts = zip((first, second), weeks, weekdays, hours, strict=True)
    check_footer("AAA3BBB," + ",".join(f"M{m}.{week}.{day}/{hour}" for m, week, day, hour in texts))
