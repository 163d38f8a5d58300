"""schema.org events: as records in the page's stead, and what they say of the whole page."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.places import read_place
from bot.sources.page.clocks import find_hours
from bot.sources.page.dates import Written, find_weekday
from bot.sources.page.facts import Facts, UsualHour
from bot.sources.page.lines import Line, Link
from bot.sources.page.marks import Mark
from bot.sources.page.plain import tidy
from bot.sources.page.segments import Record
from bot.sources.page.stamps import Stamp, read_stamp
from bot.sources.page.when import When, read_when
from bot.sources.page.whereabouts import Whereabouts
from bot.sources.page.zoning import Statement

_LONGEST = 20_000
_LONGEST_MEETING = timedelta(days=14)
_TAGS = re.compile(r"<[^<>]{1,300}>")
_ADDRESS = ("addressLocality", "addressRegion", "addressCountry")
_HOURS_OF_DAY = re.compile(r"T?(\d\d:\d\d)(?::\d\d)?")

Data = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event that a page tells machines of. `is_whole` is one that others are parts of."""

    title: str
    when: When
    stamp: Stamp | None = None
    ends: Stamp | None = None
    speakers: str = ""
    abstract: str = ""
    room: str = ""
    url: str = ""
    line: int = 0
    is_whole: bool = False

    @property
    def is_talk(self) -> bool:
        """Whether the event is a meeting of some hours rather than of days, or of none known."""
        several = self.stamp and self.ends and self.ends.on > self.stamp.on
        return bool(self.when) and not self.is_whole and not several


def read_events(data: Iterable[Data]) -> list[Event]:
    """Return the events that have a name."""
    events = []
    for one in data:
        title, line = _text(one.get("name")), one.get("line")
        start, end = _text(one.get("startDate")), _text(one.get("endDate"))
        number = line if isinstance(line, int) else 0
        stamp = read_stamp(start, end, line=number, is_sure=True)
        if title:
            events.append(
                Event(
                    title=title,
                    when=_when(stamp, start),
                    stamp=stamp,
                    ends=read_stamp(end),
                    speakers=_names(one.get("performer") or one.get("performers")),
                    abstract=_text(one.get("description")),
                    room=_room(one.get("location")),
                    url=_text(one.get("url")),
                    line=number,
                    is_whole=bool(one.get("subEvent") or one.get("subEvents")),
                )
            )
    return events


def event_records(events: Iterable[Event]) -> list[Record]:
    """Return records for events."""
    records = []
    for event in events:
        fields = (
            ("title", event.title),
            ("speaker", event.speakers),
            ("abstract", event.abstract),
            ("room", event.room),
        )
        links = (Link("", event.url),) if event.url else ()
        mark = Mark(
            line=Line(text=event.title, number=event.line, links=links),
            when=event.when,
            fields=tuple((role, text) for role, text in fields if text),
        )
        records.append(Record(anchor=mark, when=event.when))
    return records


def with_data(facts: Facts, data: Sequence[Data], events: Sequence[Event]) -> Facts:
    """Return a page's facts with the usual hour, and the zone, that only its data tells."""
    usual = facts.usual or next((hour for one in data if (hour := _schedule(one))), None)
    words = [
        Statement(event.stamp.word, event.line)
        for event in events
        if not event.is_talk and event.stamp and event.stamp.word and _is_short(event)
    ]
    return replace(facts, usual=usual, statements=facts.statements or tuple(words[:1]))


def dates_of(events: Iterable[Event]) -> list[Written]:
    """Return the days of a meeting whose parts the page lists, to tell its year by."""
    found = []
    for event in events:
        if event.stamp is None or event.is_talk or not _is_short(event):
            continue
        last = event.ends.on if event.ends and event.ends.on > event.stamp.on else None
        until = (last.year, last.month, last.day) if last else None
        found.append(replace(event.stamp.written, until=until))
    return found


def place_of(data: Iterable[Data]) -> Whereabouts:
    """Return the one place, as far as it tells a zone, that the events of a page are at."""
    found: dict[str, Whereabouts] = {}
    for one in data:
        place = read_place(_address(one.get("location")))
        if place.zones and isinstance(line := one.get("line"), int):
            found.setdefault(place.zones[0], Whereabouts(place, line))
    return next(iter(found.values())) if len(found) == 1 else Whereabouts()


def _is_short(event: Event) -> bool:
    if event.stamp is None:
        return False
    return event.ends is None or event.ends.on - event.stamp.on <= _LONGEST_MEETING


def _when(stamp: Stamp | None, start: str) -> When:
    if stamp is None:
        return read_when(start, leading=True)[0] if start else When()
    return When(date=stamp.written, hours=stamp.hours, zone=stamp.word)


def _schedule(one: Data) -> UsualHour | None:
    """Return the hour at which a series meets: `eventSchedule`."""
    told = one.get("eventSchedule")
    told = told[0] if isinstance(told, list) and len(told) == 1 else told
    if not isinstance(told, dict):
        return None
    start, end = (_HOURS_OF_DAY.match(_text(told.get(key))) for key in ("startTime", "endTime"))
    if not start:
        return None
    hours = find_hours(f"{start[1]} - {end[1]}" if end else start[1])
    days = told.get("byDay")
    weekday = find_weekday(_text(days).rpartition("/")[2]) if not isinstance(days, list) else None
    line = one.get("line")
    if not hours:
        return None
    return UsualHour(
        hours=hours[0],
        zone=_text(told.get("scheduleTimezone")),
        weekday=weekday.weekday if weekday else None,
        line=line if isinstance(line, int) else 0,
        is_for_all=False,
        text=hours[0].text,
    )


def _names(value: object) -> str:
    values = value if isinstance(value, list) else [value]
    return "; ".join(name for one in values[:50] if (name := _name(one)))


def _name(value: object) -> str:
    name = _text(value)
    if name and isinstance(value, dict):
        worked = value.get("affiliation") or value.get("worksFor")
        at = _text(worked[0] if isinstance(worked, list) and worked else worked)
        return f"{name} ({at})" if at else name
    return name


def _room(value: object) -> str:
    return _text(value[0] if isinstance(value, list) and value else value)


def _address(value: object) -> str:
    value = value[0] if isinstance(value, list) and value else value
    address = value.get("address") if isinstance(value, dict) else None
    if isinstance(address, dict):
        return ", ".join(text for key in _ADDRESS if (text := _text(address.get(key))))
    return _text(address)


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("@id") or ""
    if not isinstance(value, str):
        return ""
    return tidy(_TAGS.sub(" ", value[:_LONGEST]))
