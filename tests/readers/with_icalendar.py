"""icalendar: our own writer's other half, made to take its zones from the file."""

from datetime import date, datetime, tzinfo

from icalendar import Calendar, Event
from icalendar.prop import vDDDTypes

from .entries import Entry, instant


def read(ics: bytes) -> list[Entry]:
    """Return the entries that icalendar reads."""
    calendar = Calendar.from_ical(ics)
    # By itself icalendar prefers the system's zone of the same name.
    zones = {zone.tz_name: zone.to_tz(lookup_tzid=False) for zone in calendar.timezones}
    return sorted(_entry(event, zones) for event in calendar.walk("VEVENT"))


def _entry(event: Event, zones: dict[str, tzinfo]) -> Entry:
    start = _moment(event["DTSTART"], zones)
    if "DTEND" in event:
        end = _moment(event["DTEND"], zones)
    else:
        end = start + event.duration
    return Entry(
        start_utc=instant(start),
        end_utc=instant(end),
        uid=str(event.get("UID", "")),
        summary=str(event.get("SUMMARY", "")),
        location=str(event.get("LOCATION", "")),
        description=str(event.get("DESCRIPTION", "")),
        status=str(event.get("STATUS", "")),
    )


def _moment(value: vDDDTypes, zones: dict[str, tzinfo]) -> date:
    tzid = value.params.get("TZID")
    if tzid and isinstance(value.dt, datetime):
        return value.dt.replace(tzinfo=zones[tzid])
    return value.dt
