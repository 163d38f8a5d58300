"""iCalendar files: one entry for each session, or for each talk that has times of its own.

RFC 5545 with RFC 7986 (NAME, COLOR, REFRESH-INTERVAL, SOURCE, CONFERENCE). The same series gives
the same bytes on every machine, every time. The entries of a session can be made once, kept, and
joined into any number of calendars.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCategory, vDatetime, vInt, vText

from bot.domain.audience import seen_by
from bot.domain.durations import iso_duration
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.revisions import Revision, first_revision
from bot.domain.series import Series, Session, Status
from bot.domain.zonedata import zone_names
from bot.exports.contentlines import render_component, text, uri
from bot.exports.entries import CalendarView, Cancelled, Entry, Per, list_entries
from bot.exports.own_properties import own_properties
from bot.exports.vtimezone import vtimezone

__all__ = [
    "ENTRY_FORM",
    "CalendarView",
    "Cancelled",
    "Per",
    "SessionEntries",
    "join_calendar",
    "render_entries",
    "render_ics",
]

ENTRY_FORM = 2
"""Raised whenever the same session gives other bytes, so that kept entries are made anew."""

_REFRESH = timedelta(hours=1)
_PRODUCT = "-//Talkbell//Talkbell//EN"
_END = b"END:VCALENDAR\r\n"
_UTC_ZONES = frozenset({"Etc/UTC", "Etc/GMT"})
_STATUS = {
    Status.SCHEDULED: "CONFIRMED",
    Status.TENTATIVE: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.UNSCHEDULED: "TENTATIVE",
}


@dataclass(frozen=True, slots=True)
class SessionEntries:
    """The entries of one session: VEVENTs as they stand in a calendar, empty if it has none.

    `zones` has, in order, each zone that they need a VTIMEZONE of, with each year in which they do.
    """

    data: bytes = b""
    zones: tuple[tuple[str, int], ...] = ()


def render_ics(many: Sequence[Series], view: CalendarView) -> bytes:
    """Return one calendar with the dated sessions of the given series, as their first versions."""
    many = [seen_by(series, view.audience) for series in many]
    entries = (
        render_entries(series, session, view, first_revision(series))
        for series in many
        for session, _ in series.scheduled()
    )
    return join_calendar(many, view, entries)


def render_entries(
    series: Series, session: Session, view: CalendarView, revision: Revision
) -> SessionEntries:
    """Return the entries of one session of a series that is as the view's audience may see it."""
    entries = list(list_entries(series, session, view))
    data = (render_component(_event(entry, session, series, view, revision)) for entry in entries)
    return SessionEntries(b"".join(data), tuple(sorted(_years_of_zones(entries))))


def join_calendar(
    headers: Sequence[Series], view: CalendarView, entries: Iterable[SessionEntries]
) -> bytes:
    """Return a calendar of the entries, in the order given, with the zones that they need.

    It is named after the series in `headers`, which are as the view's audience may see them.
    """
    entries = list(entries)
    calendar = _calendar(headers, view)
    years: dict[str, set[int]] = {}
    for zone, year in {pair for one in entries for pair in one.zones}:
        years.setdefault(zone, set()).add(year)
    for zone in sorted(years):
        calendar.subcomponents.append(vtimezone(zone, min(years[zone]), max(years[zone])))
    head = render_component(calendar).removesuffix(_END)
    return b"".join((head, *(one.data for one in entries), _END))


def _calendar(many: Sequence[Series], view: CalendarView) -> Calendar:
    """Return the calendar's own properties: those of the one series, or names for several."""
    calendar = Calendar()
    calendar["VERSION"] = text("2.0")
    calendar["PRODID"] = text(_PRODUCT)
    calendar["CALSCALE"] = text("GREGORIAN")
    only = many[0] if len(many) == 1 else None
    name = ", ".join(readable(series.title) for series in many)
    calendar["NAME"] = text(name)
    calendar["X-WR-CALNAME"] = text(name)
    if only and only.description:
        calendar["DESCRIPTION"] = text(readable(only.description))
        calendar["X-WR-CALDESC"] = text(readable(only.description))
    zone = view.zone or (only.timezone if only else "")
    if zone in zone_names().values():
        calendar["X-WR-TIMEZONE"] = text(zone)
    if only and only.color:
        calendar["COLOR"] = text(only.color)
    calendar["REFRESH-INTERVAL"] = _duration(_REFRESH, value="DURATION")
    calendar["X-PUBLISHED-TTL"] = _duration(_REFRESH)
    if view.source_url:
        calendar["SOURCE"] = uri(view.source_url)
        calendar["SOURCE"].params["VALUE"] = "URI"
    return calendar


def _event(
    entry: Entry, session: Session, series: Series, view: CalendarView, revision: Revision
) -> Event:
    event = Event()
    event["UID"] = text(entry.uid)
    event["DTSTAMP"] = _instant(revision.modified_at)
    in_utc = any(_is_written_in_utc(moment) for moment in (entry.start, entry.end) if moment)
    event["DTSTART"] = _moment(entry.start, in_utc=in_utc)
    if entry.end:
        event["DTEND"] = _moment(entry.end, in_utc=in_utc)
    event["SUMMARY"] = text(entry.summary)
    if entry.description:
        event["DESCRIPTION"] = text(entry.description)
    if location := _location(session, series):
        event["LOCATION"] = text(location)
    if series.homepage:
        event["URL"] = uri(series.homepage)
    if session.join:
        event["CONFERENCE"] = uri(session.join.url)
        event["CONFERENCE"].params.update({"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Join"})
    event["CATEGORIES"] = vCategory(list(dict.fromkeys(entry.categories)))
    event["STATUS"] = text(_STATUS[entry.status])
    event["TRANSP"] = text("TRANSPARENT" if entry.is_free else "OPAQUE")
    event["SEQUENCE"] = vInt(revision.sequence)
    event["CREATED"] = _instant(revision.created_at)
    event["LAST-MODIFIED"] = _instant(revision.modified_at)
    for name, value in own_properties(entry, session, series, is_in_utc=in_utc):
        event[name] = text(value)
    if not entry.is_free:
        event.subcomponents.extend(_alarm(length, entry.summary) for length in view.alarms)
    return event


def _alarm(length: timedelta, summary: str) -> Alarm:
    alarm = Alarm()
    alarm["ACTION"] = text("DISPLAY")
    alarm["TRIGGER"] = _duration(-length)
    alarm["DESCRIPTION"] = text(summary)
    return alarm


def _location(session: Session, series: Series) -> str:
    """Return where to go: the room and place, or the join link of what has no room.

    Few calendar apps show CONFERENCE, nearly all make a link in LOCATION one to tap.
    """
    if session.join and not session.room:
        return session.join.url
    return ", ".join(part for part in (session.room, series.place) if part)


def _is_written_in_utc(moment: Moment) -> bool:
    """Tell moments that a TZID cannot say, or that not every reader understands by one.

    Times that clocks show twice, and zones that are a bare offset.
    """
    is_named = "/" in moment.zone and moment.zone not in _UTC_ZONES
    return not is_named or moment.is_repeated


def _moment(moment: Moment, *, in_utc: bool) -> vDatetime:
    if in_utc:
        return _instant(moment.at)
    value = vDatetime(moment.wall)
    value.params["TZID"] = moment.zone  # given to the constructor, it is dropped for a naive time
    return value


def _instant(at: datetime) -> vDatetime:
    return vDatetime(at.astimezone(UTC))


def _duration(length: timedelta, value: str = "") -> vText:
    sign = "-" if length < timedelta(0) else ""
    return vText(sign + iso_duration(abs(length)), params={"VALUE": value} if value else None)


def _years_of_zones(entries: Iterable[Entry]) -> set[tuple[str, int]]:
    """Return the zones that need a VTIMEZONE, with the years in which the entries need them."""
    moments = (moment for entry in entries for moment in (entry.start, entry.end) if moment)
    return {(one.zone, one.at.year) for one in moments if not _is_written_in_utc(one)}
