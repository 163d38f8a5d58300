"""vobject, which reads zones from the file with dateutil."""

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
