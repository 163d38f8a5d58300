"""icalendar: our own writer's other half, made to take its zones from the file."""

from datetime import date, datetime, tzinfo

from icalendar import Calendar, Event

from .entries import Entry, instant


def read(ics: bytes) -> list[Entry]:
    """Return the entries that icalendar reads."""
    calendar = Calendar.from_ical(ics)
    # By itself icalendar prefers the system's zone of the same name.
    zones = {zone.tz_name: zone.to_tz(lookup_tzid=False) for zone in calendar.timezones}
    return sorted(_entry(event, zones) for event in calendar.events)


def _entry(event: Event, zones: dict[str, tzinfo]) -> Entry:
    start = _moment(event, "DTSTART", zones)
    end = _moment(event, "DTEND", zones) if "DTEND" in event else start + event.duration
    return Entry(
        start_utc=instant(start),
        end_utc=instant(end),
        uid=str(event.get("UID", "")),
        summary=str(event.get("SUMMARY", "")),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        status=str(event.get("STATUS", "")),
    )


def _moment(event: Event, name: str, zones: dict[str, tzinfo]) -> date:
    value: date = event.decoded(name)
    tzid = event[name].params.get("TZID")
    return value.replace(tzinfo=zones[tzid]) if tzid and isinstance(value, datetime) else value
