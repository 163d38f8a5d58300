"""Every reader finds the right instants by the zones that we write, past years included."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from icalendar import Calendar, Event
from icalendar.prop import vText

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
NEAR = timedelta(hours=3)


def starts(zone: str) -> Iterator[datetime]:
    """Yield starts (aware, UTC) in both halves of each year: on each side of every change of it."""
    for year in YEARS:
        changes = list(transitions(zone, year, year))
        # A clock that goes back shows an hour twice, and a TZID cannot say which is meant.
        yield from (change + hours for change in changes for hours in (-NEAR, NEAR))
        if not changes:
            yield from (datetime(year, month, 15, 15, 30, tzinfo=UTC) for month in (1, 7))


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
        component["TZID"] = vText(tzid)
        made.add_component(component)
        for entry in expected(zone):
            made.add_component(event(entry, zone, tzid))
    ics: bytes = made.to_ical()
    return ics


@cache
def answer(reader: Reader, *, known: bool) -> list[Entry]:
    """Return what the reader says of the file, for all zones."""
    return reader.read(calendar(known=known))


def of_zone(entries: list[Entry], zone: str) -> list[Entry]:
    """Return the entries of a zone's events."""
    return [entry for entry in entries if entry.uid.startswith(f"{zone}-")]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_reader_finds_every_instant(reader: Reader, zone: str, *, known: bool) -> None:
    if reason := reader.missing():
        pytest.skip(reason)
    assert of_zone(answer(reader, known=known), zone) == expected(zone)


MIXED = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Talkbell//tests//EN
BEGIN:VEVENT
UID:whole-day
DTSTAMP:20260101T000000Z
DTSTART;VALUE=DATE:20260302
DTEND;VALUE=DATE:20260303
SUMMARY:A day
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:length
DTSTAMP:20260101T000000Z
DTSTART:20260302T090000Z
DURATION:PT45M
DESCRIPTION:Grüße\\, bis dann\\nalle \\; und \\\\ auch
END:VEVENT
BEGIN:VEVENT
UID:no-end
DTSTAMP:20260101T000000Z
DTSTART:20260302T100000Z
SUMMARY:Open end
END:VEVENT
END:VCALENDAR
"""


def test_readers_give_texts_dates_and_lengths_alike() -> None:
    ics = MIXED.replace("\n", "\r\n").encode()
    nine = datetime(2026, 3, 2, 9, tzinfo=UTC)
    midnight = nine.replace(hour=0)
    day, length = timedelta(days=1), timedelta(minutes=45)
    text = "Grüße, bis dann\nalle ; und \\ auch"
    ten = nine.replace(hour=10)
    for reader in READERS:
        if not reader.missing():
            # RFC 5545, section 3.6.1, has no length here; khal takes an hour.
            end = ten + timedelta(hours=1) if reader.name == "khal" else ten
            assert reader.read(ics) == [
                Entry(midnight, midnight + day, "whole-day", "A day", "", "", "CANCELLED"),
                Entry(nine, nine + length, "length", "", "", text, ""),
                Entry(ten, end, "no-end", "Open end", "", "", ""),
            ], reader.name


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_reader_heeds_the_zone_in_the_file(reader: Reader) -> None:
    if reason := reader.missing():
        pytest.skip(reason)
    made = Calendar()
    made.add("PRODID", "-//Talkbell//tests//EN")
    made.add("VERSION", "2.0")
    made.add_component(vtimezone("Europe/Zurich", 2026, 2026))
    entry = expected("Europe/Zurich")[-1]
    made.add_component(event(entry, "Europe/Zurich", "Europe/Zurich"))
    right = made.to_ical().replace(b"Europe/Zurich", b"X-Nowhere")
    wrong = right.replace(b"TZOFFSETTO:+0100", b"TZOFFSETTO:+0200")
    (one,), (other,) = reader.read(right), reader.read(wrong)
    assert one.start_utc - other.start_utc == timedelta(hours=1)
