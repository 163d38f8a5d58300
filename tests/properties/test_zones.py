"""Wall times, moments and zone words, held against pytz, which shares no code with zoneinfo."""

from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random

import pytest
import pytz
import tzdata
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.domain.labels import labels
from bot.domain.moments import Moment, around_gap, clock_readings, settle_wall
from bot.domain.places import read_place
from bot.domain.zone_groups import names_in_use
from bot.domain.zonedata import transitions, zone_names
from bot.domain.zones import ZoneWord, settle_moment, settle_zone
from bot.errors import RefusalError

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FIRST, LAST = datetime(1990, 1, 1), datetime(2037, 12, 31)
NAMES = sorted(set(zone_names().values()) - {"Factory"})  # which pytz does not list
ZONES = st.sampled_from(NAMES)
WALLS = st.datetimes(FIRST, LAST).map(lambda wall: wall.replace(microsecond=0, fold=0))
INSTANTS = WALLS.map(lambda wall: wall.replace(tzinfo=UTC))
# With changes by an hour and by half of one, at midnight, the other way round, of the date itself.
CHANGING = (
    "Europe/Zurich",
    "Europe/Dublin",
    "Europe/Moscow",
    "Europe/Istanbul",
    "America/New_York",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Sao_Paulo",
    "America/Santiago",
    "America/Havana",
    "America/St_Johns",
    "America/Caracas",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Jerusalem",
    "Asia/Beirut",
    "Asia/Pyongyang",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Apia",
    "Pacific/Auckland",
)


def usual(test: object) -> object:
    return settings(derandomize=True, deadline=None, max_examples=120)(test)


def by_pytz(wall: datetime, zone: str) -> list[datetime]:
    """Return the instants at which clocks in `zone` show `wall`, by pytz's strict reading."""
    tz = pytz.timezone(zone)
    try:
        return [tz.localize(wall, is_dst=None).astimezone(UTC)]
    except pytz.NonExistentTimeError:
        return []
    except pytz.AmbiguousTimeError:
        return sorted(tz.localize(wall, is_dst=dst).astimezone(UTC) for dst in (True, False))


def test_both_sources_of_zone_data_have_the_same_version() -> None:
    assert pytz.OLSON_VERSION == tzdata.IANA_VERSION


def test_clocks_of_every_zone_are_read_as_pytz_reads_them() -> None:
    random = Random(2021)  # noqa: S311 - no secret
    minutes = (LAST - FIRST) // MINUTE
    for zone in NAMES:
        for _ in range(8):
            wall = FIRST + random.randrange(minutes) * MINUTE
            found = [reading.at for reading in clock_readings(wall, zone)]
            assert found == by_pytz(wall, zone), (zone, wall)


@cache
def changes() -> tuple[tuple[str, datetime], ...]:
    return tuple((zone, at) for zone in CHANGING for at in transitions(zone, 2015, 2030))


@pytest.mark.parametrize("zone", CHANGING)
def test_every_gap_and_fold_is_read_as_pytz_reads_it(zone: str) -> None:
    gaps, folds = 0, 0
    for _, at in (change for change in changes() if change[0] == zone):
        before, after = (Moment.of(at - timedelta(seconds=1), zone), Moment.of(at, zone))
        first, last = sorted((before.wall + timedelta(seconds=1), after.wall))
        for wall in (first - MINUTE, first, first + (last - first) / 2, last - MINUTE, last):
            found = [reading.at for reading in clock_readings(wall, zone)]
            assert found == by_pytz(wall, zone), wall
            gaps += not found
            folds += len(found) == 2
            if not found:
                _gap_is_refused(wall, zone, at)
            elif len(found) == 2:
                _fold_is_refused_and_settled(wall, zone, found)
    assert gaps or folds or zone in {"Europe/Moscow", "Pacific/Apia", "America/Caracas"}


def _gap_is_refused(wall: datetime, zone: str, change: datetime) -> None:
    with pytest.raises(RefusalError) as raised:
        settle_wall(wall, zone)
    assert raised.value.code == "skipped-time"
    earlier, later = around_gap(wall, zone)
    assert earlier.at < change <= later.at
    assert later.wall - wall == wall - earlier.wall


def _fold_is_refused_and_settled(wall: datetime, zone: str, instants: list[datetime]) -> None:
    with pytest.raises(RefusalError) as raised:
        settle_wall(wall, zone)
    assert raised.value.code == "repeated-time"
    assert [Moment(wall, zone, fold).at for fold in (0, 1)] == instants
    offsets = [Moment(wall, zone, fold).offset for fold in (0, 1)]
    settled = [settle_moment(wall, ZoneWord("", zone, offset)) for offset in offsets]
    assert settled == [Moment(wall, zone, fold) for fold in (0, 1)]


@usual
@given(ZONES, INSTANTS)
@example("Europe/Zurich", datetime(2021, 10, 31, 1, 30, tzinfo=UTC))
@example("Europe/Moscow", datetime(2014, 10, 25, 22, 30, tzinfo=UTC))
def test_moment_of_its_own_instant_is_itself(zone: str, at: datetime) -> None:
    moment = Moment.of(at, zone)
    assert moment.at == at
    assert Moment.of(moment.at, moment.zone) == moment
    assert moment.local.astimezone(UTC) == at
    assert moment.wall == pytz.utc.localize(at.replace(tzinfo=None)).astimezone(
        pytz.timezone(zone)
    ).replace(tzinfo=None)


@usual
@given(ZONES, ZONES, INSTANTS)
def test_moment_elsewhere_and_back_is_itself(zone: str, other: str, at: datetime) -> None:
    moment = Moment.of(at, zone)
    assert moment.in_zone(other).at == at
    assert moment.in_zone(other).in_zone(zone) == moment


@usual
@given(ZONES, INSTANTS, st.timedeltas(-7 * DAY, 7 * DAY))
def test_moment_plus_a_length_and_minus_it_is_itself(
    zone: str, at: datetime, length: timedelta
) -> None:
    moment = Moment.of(at, zone)
    assert moment.plus(length).at - at == length
    assert moment.plus(length).plus(-length) == moment


def settled_by_its_own_name(moment: Moment) -> Moment:
    return settle_moment(moment.wall, settle_zone(moment.abbreviation, beside=moment.zone))


@settings(derandomize=True, deadline=None, max_examples=250)
@given(ZONES, st.datetimes(datetime(2000, 1, 1), LAST))
def test_abbreviation_of_a_moment_gives_it_back(zone: str, wall: datetime) -> None:
    moment = Moment.of(wall.replace(second=0, microsecond=0, fold=0, tzinfo=UTC), zone)
    assume(moment.abbreviation.upper() in labels())
    assert settled_by_its_own_name(moment).at == moment.at
    # Saipan's "ChST" is Guam's: zone data writes it in small letters. UTC is nobody's own.
    is_anothers = zone == "Pacific/Saipan" or moment.abbreviation == "UTC"
    assert settled_by_its_own_name(moment) == moment or is_anothers


def test_abbreviation_settles_every_fold_but_those_that_have_one_name_for_both() -> None:
    settled, alike = 0, set()
    for zone, at in changes():
        second = Moment.of(at + 10 * MINUTE, zone)
        if not second.fold:
            continue
        first = Moment(second.wall, zone, 0)
        if first.abbreviation == second.abbreviation:
            alike.add((zone, second))
        elif {first.abbreviation.upper(), second.abbreviation.upper()} <= labels().keys():
            assert settled_by_its_own_name(first) == first
            assert settled_by_its_own_name(second) == second
            settled += 1
    assert settled > 100
    # Korea's North left Seoul's time, and both called theirs "KST".
    pyongyang = Moment(datetime(2015, 8, 14, 23, 40), "Asia/Pyongyang", 1)
    assert alike == {("Asia/Pyongyang", pyongyang)}
    with pytest.raises(RefusalError):
        settled_by_its_own_name(pyongyang)


@usual
@given(st.sampled_from(sorted(labels())), ZONES, WALLS)
def test_label_never_gives_an_instant_that_it_does_not_claim(
    word: str, zone: str, wall: datetime
) -> None:
    """A label that is accepted has the offset that it claims, or is the zone's own name then."""
    try:
        settled = settle_zone(word, beside=zone)
        moment = settle_moment(wall, settled)
    except RefusalError:
        return
    assert moment.wall == wall
    assert settled.offset in {None, moment.offset} or moment.abbreviation.upper() == word


@usual
@given(st.integers(-12 * 60, 14 * 60), WALLS)
def test_offset_in_any_spelling_is_that_far_from_utc(minutes: int, wall: datetime) -> None:
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    spellings = [f"UTC{sign}{hours}:{rest:02}", f"{sign}{hours:02}{rest:02}"]
    spellings += [f"GMT {sign}{hours}"] if not rest else []
    for text in spellings:
        moment = settle_moment(wall, settle_zone(text))
        assert moment.at == wall.replace(tzinfo=UTC) - timedelta(minutes=minutes)
        assert moment.wall == wall


def test_place_never_changes_what_an_unambiguous_word_claims() -> None:
    """A word that has one meaning everywhere keeps it, but where a country has its own."""
    own = {code for readings in labels().values() for r in readings if (code := r.territory)}
    for word, readings in labels().items():
        if len(readings) > 1 or readings[0].territory:
            continue
        for code in pytz.country_timezones:
            if code in own:
                continue
            settled = settle_zone(word, place=read_place(code))
            used = names_in_use(settled.zone).get(word)
            assert settled.offset == (readings[0].offset if used is None else used)


def test_zone_of_a_word_is_on_the_offset_that_it_claims_some_time_of_the_year() -> None:
    """Each word, alone, can be used in this year: its zone is at its offset on some day."""
    seasonless = {"BRST", "CLST"}  # Brazil has no summer time any more; Chile's is held below
    for word, readings in labels().items():
        everywhere = [reading for reading in readings if not reading.territory]
        if len(everywhere) != 1 or readings[0].offset is None or word in seasonless:
            continue
        settled = settle_zone(word)
        days = [datetime(2026, month, 15, 12) for month in range(1, 13)]
        offsets = {Moment(day, settled.zone).offset for day in days}
        assert settled.offset in offsets, word


def test_dates_of_changes_are_there() -> None:
    assert len(changes()) > 400
    assert {at.date() for zone, at in changes() if zone == "Europe/Zurich"} >= {
        date(2021, 3, 28),
        date(2021, 10, 31),
    }
