"""Times in words, for people, in the language that is spoken: "28 June 2021, 16:30–17:30 CEST"."""

from datetime import date

from bot.domain.moments import Moment
from bot.domain.series import Material, MaterialKind
from bot.language import gettext, month_name, ngettext, text, weekday_name

_MATERIALS = {
    MaterialKind.SLIDES: text("Slides"),
    MaterialKind.VIDEO: text("Video"),
    MaterialKind.PAPER: text("Paper"),
    MaterialKind.OTHER: text("Link"),
}


def describe_day(moment: Moment) -> str:
    """Return the day of a moment: `Monday 28 June 2021`."""
    return describe_date(moment.date, weekday=True, year=True)


def describe_date(
    on: date, *, weekday: bool = False, short_weekday: bool = False, year: bool = False
) -> str:
    """Return a date: `28 June`, and on request its year and its weekday, `Monday` or `Mon`."""
    # The number of the day is what is counted, as some languages say "the first, two, three".
    told = ngettext("{day} {month}", "{day} {month}", on.day)
    told = told.format(day=on.day, month=month_name(on.month))
    if year:
        told = gettext("{date} {year}").format(date=told, year=on.year)
    if weekday or short_weekday:
        name = weekday_name(on.weekday(), is_short=short_weekday)
        told = gettext("{weekday} {date}").format(weekday=name, date=told)
    return told


def describe_moment(moment: Moment) -> str:
    """Return a moment in full: `Monday 28 June 2021, 16:30 CEST`."""
    return describe_span(moment, None)


def describe_span(start: Moment, end: Moment | None) -> str:
    """Return day, hours and zone of a span; both days, or both zones, where they differ."""
    return "".join(divided_span(start, end))


def divided_span(start: Moment, end: Moment | None) -> tuple[str, str, str]:
    """Return a span in words as its start, the dash and its end, which are empty without one."""
    begins, dash, ends = _divided_hours(start, end)
    return f"{describe_day(start)}, {begins}", dash, ends


def describe_hours(start: Moment, end: Moment | None) -> str:
    """Return the hours and the zone of a span, with the day of an end on another day."""
    return "".join(_divided_hours(start, end))


def _divided_hours(start: Moment, end: Moment | None) -> tuple[str, str, str]:
    if end is None:
        return f"{start.wall:%H:%M} {start.abbreviation}", "", ""
    end = end.in_zone(start.zone)
    begins = f"{start.wall:%H:%M}"
    if end.abbreviation != start.abbreviation:
        begins += f" {start.abbreviation}"
    day = f"{describe_day(end)}, " if end.date != start.date else ""
    dash = " – " if day or " " in begins else "–"
    return begins, dash, f"{day}{end.wall:%H:%M} {end.abbreviation}"


def material_label(material: Material) -> str:
    """Return what to call slides and the like: their title, or their kind."""
    return material.title or str(_MATERIALS[material.kind])


def city_of(zone: str) -> str:
    """Return the city that a zone is named after, or nothing for zones named otherwise."""
    area, _, city = zone.rpartition("/")
    return city.replace("_", " ") if area and area != "Etc" else ""
