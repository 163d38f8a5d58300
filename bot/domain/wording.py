"""Times in words, for people: "Monday 28 June 2021, 16:30–17:30 CEST"."""

from bot.domain.dates import WEEKDAYS, day_and_month
from bot.domain.moments import Moment


def describe_day(moment: Moment) -> str:
    """Return the day of a moment: `Monday 28 June 2021`."""
    return f"{WEEKDAYS[moment.date.weekday()]} {day_and_month(moment.date)} {moment.date.year}"


def describe_moment(moment: Moment) -> str:
    """Return a moment in full: `Monday 28 June 2021, 16:30 CEST`."""
    return describe_span(moment, None)


def describe_span(start: Moment, end: Moment | None) -> str:
    """Return day, hours and zone of a span; both days, or both zones, where they differ."""
    return f"{describe_day(start)}, {describe_hours(start, end)}"


def describe_hours(start: Moment, end: Moment | None) -> str:
    """Return the hours and the zone of a span, with the day of an end on another day."""
    if end is None:
        return f"{start.wall:%H:%M} {start.abbreviation}"
    end = end.in_zone(start.zone)
    begins = f"{start.wall:%H:%M}"
    if end.abbreviation != start.abbreviation:
        begins += f" {start.abbreviation}"
    day = f"{describe_day(end)}, " if end.date != start.date else ""
    dash = " – " if day or " " in begins else "–"
    return f"{begins}{dash}{day}{end.wall:%H:%M} {end.abbreviation}"


def city_of(zone: str) -> str:
    """Return the city that a zone is named after, or nothing for zones named otherwise."""
    area, _, city = zone.rpartition("/")
    return city.replace("_", " ") if area and area != "Etc" else ""
