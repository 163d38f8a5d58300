"""iCalendar files: one entry for each session, or for each talk that has times of its own.

RFC 5545 with RFC 7986 (NAME, COLOR, REFRESH-INTERVAL, SOURCE, CONFERENCE). The same series gives
the same bytes on every machine, every time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from icalendar import Alarm, Calendar, Event, vCategory, vDatetime, vInt, vText

from bot.domain.audience import Audience, texts_seen_by
from bot.domain.durations import iso_duration
from bot.domain.identity import known_uid, talk_uid
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Series, Session, Status, Talk, TalkKind
from bot.domain.zonedata import zone_names
from bot.exports.contentlines import render_component, text, uri
from bot.exports.own_properties import own_properties
from bot.exports.plain_text import describe_session, describe_talk
from bot.exports.vtimezone import vtimezone

_REFRESH = timedelta(hours=1)
_NEVER_UPDATED = datetime(2000, 1, 1, tzinfo=UTC)
_PRODUCT = "-//Talkbell//Talkbell//EN"
_UTC_ZONES = frozenset({"Etc/UTC", "Etc/GMT"})
_STATUS = {
    Status.SCHEDULED: "CONFIRMED",
    Status.TENTATIVE: "TENTATIVE",
    Status.CANCELLED: "CANCELLED",
    Status.UNSCHEDULED: "TENTATIVE",
}


class Per(StrEnum):
    """What gets an entry of its own."""

    SESSION = "session"
    TALK = "talk"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """How a calendar is to be made.

    Without `per`, sessions of several talks, some with times of their own, give an entry for each
    row that has them; what has none (posters, all day) is in the programme alone.
    `alarms` are lengths before the start; `source_url` is where the file can be fetched again.
    """

    audience: Audience = Audience.PUBLIC
    per: Per | None = None
    alarms: tuple[timedelta, ...] = ()
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which revision of an entry this is, and when it was made and last changed (UTC)."""

    sequence: int = 0
    created_at: datetime = _NEVER_UPDATED
    modified_at: datetime = _NEVER_UPDATED


_NO_STAMPS: Mapping[str, Stamp] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What one VEVENT says: of a session, or of one talk of it."""

    uid: str
    start: Moment
    end: Moment | None
    summary: str
    description: str
    session: Session
    talk: Talk | None = None
    categories: tuple[str, ...]
    is_free: bool


def render_ics(
    many: Sequence[Series], view: CalendarView, stamps: Mapping[str, Stamp] = _NO_STAMPS
) -> bytes:
    """Return one calendar with the dated sessions of the given series.

    `stamps` has the revisions of entries by UID; an entry without one is a first version, stamped
    with the definition's `updated:`.
    """
    many = [texts_seen_by(series, view.audience) for series in many]
    calendar = _calendar(many, view)
    entries = [
        (entry, stamps.get(entry.uid) or _first_stamp(series), series)
        for series in many
        for entry in _entries(series, view.per)
    ]
    zones = _years_by_zone(entry for entry, _, _ in entries)
    for zone in sorted(zones):
        calendar.subcomponents.append(vtimezone(zone, min(zones[zone]), max(zones[zone])))
    for entry, stamp, series in entries:
        calendar.subcomponents.append(_event(entry, stamp, series, view))
    return render_component(calendar)


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
    if only and only.timezone in zone_names().values():
        calendar["X-WR-TIMEZONE"] = text(only.timezone)
    if only and only.color:
        calendar["COLOR"] = text(only.color)
    calendar["REFRESH-INTERVAL"] = _duration(_REFRESH, value="DURATION")
    calendar["X-PUBLISHED-TTL"] = _duration(_REFRESH)
    if view.source_url:
        calendar["SOURCE"] = uri(view.source_url)
        calendar["SOURCE"].params["VALUE"] = "URI"
    return calendar


def _entries(series: Series, per: Per | None) -> Iterator[_Entry]:
    for session, start in series.scheduled():
        if talks := _rows(session, per):
            yield from (_talk_entry(talk, session, start, series) for talk in talks)
        else:
            yield _session_entry(session, start, series)


def _rows(session: Session, per: Per | None) -> tuple[Talk, ...]:
    """Return the talks that get entries of their own; none where the session gets one.

    A session of one talk is one entry, so that an hour given to the talk changes no UID.
    """
    if per is Per.TALK:
        return session.talks
    timed = tuple(talk for talk in session.talks if talk.start)
    is_timetable = len(session.talks) > 1 and any(t.kind is not TalkKind.BREAK for t in timed)
    return timed if per is None and is_timetable else ()


def _session_entry(session: Session, start: Moment, series: Series) -> _Entry:
    return _Entry(
        uid=known_uid(series.id, session),
        start=start,
        end=session.end,
        summary=readable(session.headline) or readable(series.title),
        description=describe_session(session, series),
        session=session,
        categories=(series.kind.value,),
        is_free=session.is_only_breaks or session.status is Status.CANCELLED,
    )


def _talk_entry(talk: Talk, session: Session, start: Moment, series: Series) -> _Entry:
    """Return a talk's entry; one without times of its own has those of its session."""
    return _Entry(
        uid=talk_uid(series.id, session.id, talk.id),
        start=talk.start or start,
        end=talk.end if talk.start else session.end,
        summary=readable(talk.headline) or readable(session.title),
        description=describe_talk(talk, session, series),
        session=session,
        talk=talk,
        categories=(series.kind.value, talk.kind.value),
        is_free=talk.kind is TalkKind.BREAK or session.status is Status.CANCELLED,
    )


def _event(entry: _Entry, stamp: Stamp, series: Series, view: CalendarView) -> Event:
    session, event = entry.session, Event()
    event["UID"] = text(entry.uid)
    event["DTSTAMP"] = _instant(stamp.modified_at)
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
    event["STATUS"] = text(_STATUS[session.status])
    event["TRANSP"] = text("TRANSPARENT" if entry.is_free else "OPAQUE")
    event["SEQUENCE"] = vInt(stamp.sequence)
    event["CREATED"] = _instant(stamp.created_at)
    event["LAST-MODIFIED"] = _instant(stamp.modified_at)
    is_said = entry.talk is None and not in_utc
    for name, value in own_properties(session, entry.talk, series, entry.summary, is_said=is_said):
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


def _first_stamp(series: Series) -> Stamp:
    at = series.updated_at or _NEVER_UPDATED
    return Stamp(0, at, at)


def _years_by_zone(entries: Iterable[_Entry]) -> dict[str, set[int]]:
    """Return for each zone that needs a VTIMEZONE the years in which it has entries."""
    years: dict[str, set[int]] = {}
    for entry in entries:
        for moment in (entry.start, entry.end):
            if moment and not _is_written_in_utc(moment):
                years.setdefault(moment.zone, set()).add(moment.at.year)
    return years
