"""vobject, which reads zones from the file with dateutil."""

import vobject
from vobject.icalendar import utc

from .entries import Entry, instant


def read(ics: bytes) -> list[Entry]:
    """Return the entries that vobject reads."""
    # vobject keeps the first VTIMEZONE it meets under a name for all later files; and asks pytz
    # for names it has not met.
    known = vars(vobject.icalendar)["__tzidMap"]
    known.clear()
    known["UTC"] = utc
    entries = []
    for calendar in vobject.readComponents(ics.decode()):
        for event in calendar.contents.get("vevent", ()):
            entries.append(_entry(event))
    return sorted(entries)


def _entry(event: vobject.base.Component) -> Entry:
    def text(name: str) -> str:
        return str(event.getChildValue(name, ""))

    start = event.dtstart.value
    end = event.dtend.value if "dtend" in event.contents else start + event.duration.value
    return Entry(
        start_utc=instant(start),
        end_utc=instant(end),
        uid=text("uid"),
        summary=text("summary"),
        location=text("location"),
        description=text("description"),
        status=text("status"),
    )
