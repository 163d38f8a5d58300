"""Independent readers of iCalendar, to hear from several programs what a file of ours says.

`READERS` lists them. Each gives the same entries for the same file, by start and then by UID, so
that two answers can be compared as they are.
"""

from . import with_ical, with_icalendar, with_icaljs, with_khal, with_vobject
from .entries import Entry, Reader

READERS: list[Reader] = [
    Reader("icalendar", with_icalendar.read),
    Reader("ical", with_ical.read),
    Reader("ical.js", with_icaljs.read, with_icaljs.missing),
    Reader("khal", with_khal.read),
    Reader("vobject", with_vobject.read),
]

__all__ = ["READERS", "Entry", "Reader"]
