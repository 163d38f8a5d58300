"""The same calendar by icalendar's own means: what our own ways are measured against."""

from collections.abc import Callable

from icalendar import Calendar, Component, Event

from bot.domain.zonedata import load_zone
from tests.benchmarks.samples import ZONE


def same_by_icalendar(made: bytes) -> Callable[[], bytes]:
    """Return a function that builds and serializes the same calendar by icalendar's own means."""
    entries = Calendar.from_ical(made).walk("VEVENT")
    wanted = [[(name, _decoded(entry, name)) for name in entry] for entry in entries]

    def build() -> bytes:
        return _calendar(wanted).to_ical()

    return build


def serialized_by_icalendar(made: bytes) -> Callable[[], bytes]:
    """Return a function that only serializes the same calendar, which is built already."""
    return Calendar.from_ical(made).to_ical


def _calendar(wanted: list[list[tuple[str, object]]]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//benchmark//EN")
    calendar.add("version", "2.0")
    for properties in wanted:
        event = Event()
        for name, value in properties:
            event.add(name, value)
        calendar.add_component(event)
    return calendar


def _decoded(entry: Component, name: str) -> object:
    if name in {"DTSTART", "DTEND"}:
        return entry.decoded(name).replace(tzinfo=load_zone(ZONE))
    if name in {"DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"}:
        return entry.decoded(name)
    return [str(cat) for cat in entry[name].cats] if name == "CATEGORIES" else str(entry[name])
