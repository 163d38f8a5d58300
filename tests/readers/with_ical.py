"""ical, the library of Home Assistant's local calendar.

For zone names that it has, it takes its own data; the file's VTIMEZONE counts for others.
"""

from ical.calendar_stream import IcsCalendarStream

from .entries import Entry, instant


def read(ics: bytes) -> list[Entry]:
    """Return the entries that ical reads."""
    calendar = IcsCalendarStream.calendar_from_ics(ics.decode())
    return sorted(
        Entry(
            start_utc=instant(event.start),
            end_utc=instant(event.end),
            uid=event.uid or "",
            summary=event.summary or "",
            location=event.location or "",
            description=event.description or "",
            status=event.status.value if event.status else "",
        )
        for event in calendar.events
    )
