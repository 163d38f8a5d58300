"""Conference schedules in XML, as frab, pentabarf and pretalx publish them.

Apps for conferences read this format (https://github.com/voc/schedule). It knows no cancelled
events: apps tell people of those that are no longer there. So cancelled sessions are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import groupby
from uuid import UUID, uuid5

from lxml import etree

from bot.domain.ids import known_uid, talk_uid
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Material, Series, Session, Speaker, Status, Talk, TalkKind
from bot.exports.entries import on_clock_of, rows_of
from bot.exports.plain_text import describe_programme, describe_status
from bot.exports.xml import Element, add, render_document, sayable

_OURS = UUID("6f9c4a7e-52f1-5c0b-9d0e-3b1f6d2a8c45")
_FIRST_NUMBER, _NUMBERS = 1_000_000_000, 1_000_000_000  # ten digits that apps hold in 32 bits
_DAY = timedelta(days=1)
_UNSAYABLE = timedelta(days=100)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """What one event of the schedule says."""

    uid: str
    start: Moment
    end: Moment | None
    title: str
    track: str
    kind: TalkKind
    abstract: str
    speakers: tuple[Speaker, ...]
    materials: tuple[Material, ...]
    session: Session


def render_frab(series: Series) -> bytes:
    """Return the schedule of a series that is as its audience may see it.

    All its times are on the clock of the series' zone. Its version changes with its content.
    """
    events = sorted(_events(series), key=lambda one: (one.start.at, one.uid))
    root = etree.Element("schedule")
    add(root, "generator", name="Talkbell")
    if series.homepage:
        add(root, "url", series.homepage)
    version = add(root, "version")
    _add_conference(root, series, events)
    _add_days(root, series, events)
    version.text = sha256(etree.tostring(root)).hexdigest()[:12]
    return render_document(root)


def _add_conference(root: Element, series: Series, events: Sequence[_Event]) -> None:
    conference = add(root, "conference")
    add(conference, "title", readable(series.title))
    add(conference, "acronym", series.id)
    days = sorted({one.start.date for one in events})
    if days:
        add(conference, "start", str(days[0]))
        add(conference, "end", str(days[-1]))
    add(conference, "days", str(len(days)))
    add(conference, "timeslot_duration", "00:05")
    if zone := _zone(series):
        add(conference, "time_zone_name", zone)


def _add_days(root: Element, series: Series, events: Sequence[_Event]) -> None:
    numbers = _numbers(one.uid for one in events)
    people = _numbers(speaker.name for one in events for speaker in one.speakers)
    days = groupby(events, key=lambda one: one.start.date)
    for index, (on, of_day) in enumerate(days, start=1):
        day = _add_day(root, index, on, found := list(of_day))
        for name in sorted({one.session.room for one in found}):
            room = add(day, "room", name=readable(name))
            for one in found:
                if one.session.room == name:
                    _add_event(room, one, series, numbers[one.uid], people)


def _add_day(root: Element, index: int, on: date, events: Sequence[_Event]) -> Element:
    last = max((one.end or one.start for one in events), key=lambda moment: moment.at)
    start = events[0].start.local.isoformat()
    return add(root, "day", index=str(index), date=str(on), start=start, end=last.local.isoformat())


def _add_event(
    room: Element, event: _Event, series: Series, number: int, people: dict[str, int]
) -> None:
    added = add(room, "event", id=str(number), guid=str(uuid5(_OURS, event.uid)))
    add(added, "date", event.start.local.isoformat())
    clock = event.start.wall
    add(added, "start", f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}")
    add(added, "duration", _length(event))
    add(added, "room", readable(event.session.room))
    add(added, "slug", f"{series.id}-{number}")
    add(added, "title", event.title)
    add(added, "subtitle", describe_status(event.session))
    add(added, "track", event.track)
    add(added, "type", event.kind.value)
    add(added, "abstract", event.abstract)
    persons = add(added, "persons")
    for speaker in event.speakers:
        add(persons, "person", readable(str(speaker)), id=str(people[speaker.name]))
    links = add(added, "links")
    for material in event.materials:
        add(links, "link", material.label, href=material.url)
    if join := event.session.join:
        passcode = f" (passcode: {join.passcode})" if join.passcode else ""
        add(links, "link", f"Join{passcode}", href=join.url)


def _events(series: Series) -> Iterator[_Event]:
    zone = _zone(series)
    for own, own_start in series.scheduled():
        if own.status is Status.CANCELLED:
            continue
        session, start = on_clock_of(zone, own), own_start.in_zone(zone)
        if rows := rows_of(session):
            yield from (_event_of_talk(talk, session, start, series) for talk in rows)
        else:
            yield _event_of_session(session, start, series)


def _event_of_session(session: Session, start: Moment, series: Series) -> _Event:
    talks = session.talks
    only = talks[0] if len(talks) == 1 else Talk(id="", abstract=describe_programme(talks))
    title = only.title or session.title
    return _Event(
        uid=known_uid(series.id, session),
        start=start,
        end=session.end,
        title=_first_said(title, only.speaker_names, series.title),
        track=readable(session.own_title) if session.own_title != title else "",
        kind=only.kind,
        abstract=readable(only.abstract),
        speakers=tuple(dict.fromkeys(one for talk in talks for one in talk.speakers)),
        materials=tuple(one for talk in talks for one in talk.materials),
        session=session,
    )


def _event_of_talk(talk: Talk, session: Session, start: Moment, series: Series) -> _Event:
    return _Event(
        uid=talk_uid(series.id, session.id, talk.id),
        start=talk.start or start,
        end=talk.end,
        title=_first_said(talk.title, talk.speaker_names, session.title, series.title),
        track=readable(session.own_title),
        kind=talk.kind,
        abstract=readable(talk.abstract),
        speakers=talk.speakers,
        materials=talk.materials,
        session=session,
    )


def _first_said(*texts: str) -> str:
    """Return the first text with something in it that XML can hold: apps show no nameless event."""
    return next((made for text in texts if (made := sayable(readable(text))).strip()), "?")


def _zone(series: Series) -> str:
    """Return the zone of the schedule: that of the series, else that of its first session."""
    first = next(series.scheduled(), None)
    return series.timezone or (first[1].zone if first else "")


def _length(event: _Event) -> str:
    """Return how long an event is: `HH:MM`, `D:HH:MM` from a day on.

    `00:00` if that is not known, or a hundred days or more, which the format cannot say.
    """
    length = event.end.at - event.start.at if event.end else timedelta(0)
    length = length if length < _UNSAYABLE else timedelta(0)
    minutes = length % _DAY // timedelta(minutes=1)
    clock = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{length // _DAY}:{clock}" if length >= _DAY else clock


def _numbers(names: Iterable[str]) -> dict[str, int]:
    """Return a number for each name, made of it alone but where two would have the same."""
    numbers: dict[str, int] = {}
    taken: set[int] = set()
    for name in sorted(set(names)):
        number = int.from_bytes(sha256(name.encode()).digest()[:8]) % _NUMBERS
        while number in taken:
            number = (number + 1) % _NUMBERS
        taken.add(number)
        numbers[name] = _FIRST_NUMBER + number
    return numbers
