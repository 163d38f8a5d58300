"""Every reader finds the right instants by the zones that we write, past years included."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from icalendar import Calendar, Event

from bot.domain.zonedata import load_zone, transitions
from bot.exports.vtimezone import vtimezone

from . import READERS, Entry, Reader

ZONES = (
    "Africa/Cairo",
    "America/Los_Angeles",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Atlantic/Azores",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/Zurich",
    "UTC+05:30",
)
YEARS = (2006, 2010, 2021, 2026, 2027)
LENGTH = timedelta(minutes=50)


def starts(zone: str) -> Iterator[datetime]:
    """Yield starts (aware, UTC): four in each year, and one on each side of every change of it."""
    for year in YEARS:
        for month in (1, 4, 7, 10):
            yield datetime(year, month, 15, 15, 30, tzinfo=UTC)
        for change in transitions(zone, year, year):
            # A clock that goes back shows an hour twice, and a TZID cannot say which is meant.
            yield change - timedelta(hours=3)
            yield change + timedelta(hours=3)


@cache
def expected(zone: str) -> list[Entry]:
    """Return the entries of a zone's events."""
    return sorted(
        Entry(
            start_utc=start,
            end_utc=start + LENGTH,
            uid=f"{zone}-{start:%Y%m%dT%H%M}@talkbell.example",
            summary=f"Talk at {start:%H:%M}; {zone}, \\ really",
            location="Room A, upstairs",
            description="First line\nsecond; line",
            status="CONFIRMED",
        )
        for start in starts(zone)
    )


def event(entry: Entry, zone: str, tzid: str) -> Event:
    """Return an entry as an event with local times."""
    made = Event()
    made.add("UID", entry.uid)
    made.add("DTSTAMP", datetime(2026, 1, 1, tzinfo=UTC))
    for name, at in (("DTSTART", entry.start_utc), ("DTEND", entry.end_utc)):
        local = at.astimezone(load_zone(zone)).replace(tzinfo=None, fold=0)
        made.add(name, local, parameters={"TZID": tzid})
    made.add("SUMMARY", entry.summary)
    made.add("LOCATION", entry.location)
    made.add("DESCRIPTION", entry.description)
    made.add("STATUS", entry.status)
    return made


@cache
def calendar(*, known: bool) -> bytes:
    """Return a file with the events of all zones.

    Several libraries do not look at a VTIMEZONE whose name they know. Unless `known`, the zones
    have names that nobody knows, so that there is nothing else to look at.
    """
    made = Calendar()
    made.add("PRODID", "-//Talkbell//tests//EN")
    made.add("VERSION", "2.0")
    for zone in ZONES:
        tzid = zone if known else f"X-{zone}"
        component = vtimezone(zone, YEARS[0], YEARS[-1])
        component["TZID"] = component["TZID"].__class__(tzid)
        made.add_component(component)
        for entry in expected(zone):
            made.add_component(event(entry, zone, tzid))
    return made.to_ical()


@cache
def answer(reader: Reader, *, known: bool) -> list[Entry]:
    """Return what the reader says of the file, for all zones."""
    return reader.read(calendar(known=known))


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_reader_finds_every_instant(reader: Reader, zone: str, *, known: bool) -> None:
    if reason := reader.missing():
        pytest.skip(reason)
    found = [e for e in answer(reader, known=known) if e.uid.startswith(f"{zone}-")]
    assert found == expected(zone)
