"""vobject, which reads zones from the file with dateutil."""

from datetime import datetime, timedelta

import vobject  # type: ignore[import-untyped]
from vobject.icalendar import utc  # type: ignore[import-untyped]

from .entries import Entry, instant


def read(ics: bytes) -> list[Entry]:
    """Return the entries that vobject reads."""
    # vobject keeps the first VTIMEZONE it meets under a name for all later files; and asks pytz
    # for names it has not met.
    known = vars(vobject.icalendar)["__tzidMap"]
    known.clear()
    known["UTC"] = utc
    calendars = vobject.readComponents(ics.decode())
    return sorted(_entry(event) for each in calendars for event in each.contents.get("vevent", ()))


def _entry(event: vobject.base.Component) -> Entry:
    def text(name: str) -> str:
        return str(event.getChildValue(name, ""))

    start = event.dtstart.value
    # Without end and length, a date lasts its day and a time is a moment (RFC 5545, section 3.6.1).
    none = timedelta(days=not isinstance(start, datetime))
    end = event.getChildValue("dtend") or start + event.getChildValue("duration", none)
    return Entry(
        start_utc=instant(start),
        end_utc=instant(end),
        uid=text("uid"),
        summary=text("summary"),
        location=text("location"),
        description=text("description"),
        status=text("status"),
    )
