"""Reading a conference's schedule: each of its events becomes a session with one talk."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.domain.ids import with_ids, with_talk_ids
from bot.domain.moments import Moment, offset_name
from bot.domain.phrases import read_clock, read_date
from bot.domain.places import read_place
from bot.domain.series import Clock, Series, SeriesKind, Session, Status
from bot.domain.zonedata import load_zone
from bot.domain.zones import settle_zone, zone_of_place
from bot.errors import Problem, RefusalError, Severity, TalkbellError
from bot.language import saying
from bot.sources.frab.documents import Event, Schedule, parse_json, parse_xml
from bot.sources.frab.talks import address_or_nothing, read_links, read_talk
from bot.sources.gaps import Gaps, fill_zone, word_by_hints, zone_by_hints
from bot.sources.imported import Hints, Imported
from bot.sources.join_links import find_join
from bot.sources.json_tree import Json, text
from bot.sources.plain_words import one_line

_MOST_EVENTS = 10_000
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
_LONGEST = timedelta(days=2)


def read_frab_xml(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the conference of a `schedule.xml`; raises TalkbellError for other XML."""
    return _Reader(hints, name).imported(parse_xml(data, name))


def read_frab_json(data: bytes, hints: Hints, name: str) -> Imported:
    """Return the conference of a frab JSON, or of the JSON behind pretalx's widget."""
    return _Reader(hints, name).imported(parse_json(data, name))


class _Reader:
    def __init__(self, hints: Hints, name: str) -> None:
        self.hints = hints
        self.name = name
        self.problems: list[Problem] = []

    def imported(self, schedule: Schedule) -> Imported:
        if len(schedule.events) > _MOST_EVENTS:
            told = saying(
                "{name}: there are {number} events in it; at most {most} are read",
                name=self.name,
                number=f"{len(schedule.events):,}",
                most=f"{_MOST_EVENTS:,}",
            )
            raise TalkbellError(told)
        about = schedule.about
        place = ", ".join(
            filter(None, (one_line(text(about.get(key))) for key in ("venue", "city")))
        )
        zone = self._zone(about, place)
        day_change = _clock_of(text(about.get("day_change")))
        sessions, lines = [], []
        for event in schedule.events:
            sessions.append(self._session(event, zone, day_change))
            lines.append(event.line)
        series = Series(
            id="",
            title=one_line(text(about.get("title"))),
            kind=self.hints.kind or SeriesKind.CONFERENCE,
            timezone=zone,
            place=place,
            homepage=address_or_nothing(text(about.get("url"))),
            sessions=with_ids(sessions),
        )
        numbers = {one.id: line for one, line in zip(series.sessions, lines, strict=True) if line}
        gaps = Gaps(self.name, lambda one: numbers.get(one, 0))
        hinted = None if text(about.get("time_zone_name")) else word_by_hints(self.hints)
        series, open_gaps = fill_zone(series, hinted or zone, gaps)
        return Imported(series, (*self.problems, *open_gaps), numbers)

    def _zone(self, about: dict[str, Json], place: str) -> str:
        """Return the conference's zone: by its name, by hints, or by its city."""
        stated = text(about.get("time_zone_name"))
        if stated:
            try:
                zone = settle_zone(stated, place=read_place(place)).zone
            except RefusalError as refusal:
                self.problems.append(Problem.of(refusal, file=self.name))
            else:
                hinted = zone_by_hints(self.hints)
                if self.hints.timezone and hinted != zone:
                    self._warn(
                        saying("--timezone says {zone}, but the schedule has its own", zone=hinted),
                        read=stated,
                        code="hint-differs",
                    )
                return zone
        if hinted := zone_by_hints(self.hints):
            return hinted
        try:
            zone = zone_of_place(read_place(text(about.get("city")) or place))
        except RefusalError:
            return ""
        self._warn(
            saying("the schedule names no zone; {zone} is taken, of its place", zone=zone),
            read=place,
            code="zone-of-place",
        )
        return zone

    def _warn(self, message: str, *, read: str, code: str, line: int = 0) -> None:
        self.problems.append(
            Problem(
                code=code,
                message=message,
                read=read,
                file=self.name,
                line=line,
                severity=Severity.WARNING,
            )
        )

    def _session(self, event: Event, zone: str, day_change: time | None) -> Session:
        about = event.about
        talk = read_talk(about)
        session = Session(
            id="",
            status=Status.CANCELLED if _is_cancelled(about) else Status.SCHEDULED,
            room=one_line(event.room or text(about.get("room"))),
            join=find_join([text(about.get("url")), *(link[0] for link in read_links(about))]),
            talks=with_talk_ids([talk] if talk.title or talk.speakers else []),
        )
        try:
            return self._timed(session, event, zone, day_change)
        except (RefusalError, ValueError, OverflowError) as error:
            refusal = (
                error
                if isinstance(error, RefusalError)
                else RefusalError(
                    saying("this is no date or hour"),
                    read=f"{text(about.get('date'))} {text(about.get('start'))}",
                    code="unreadable-time",
                )
            )
            self.problems.append(Problem.of(refusal, file=self.name, line=event.line))
            return session

    def _timed(self, session: Session, event: Event, zone: str, day_change: time | None) -> Session:
        about = event.about
        length = _length(about)
        stated = text(about.get("date"))
        if "T" in stated:
            at = datetime.fromisoformat(stated)
            wall, offset = at.replace(tzinfo=None), at.utcoffset()
            if offset is not None:
                return self._instant(session, at.astimezone(UTC), offset, zone, length, event.line)
            return _wall(session, wall, length)
        on = read_date(stated or event.day)
        start = read_clock(text(about.get("start"))).start
        if day_change and start < day_change:
            on += timedelta(days=1)  # a conference's day lasts until deep in the night
        return _wall(session, datetime.combine(on, start), length)

    def _instant(
        self,
        session: Session,
        at: datetime,
        offset: timedelta,
        zone: str,
        length: timedelta | None,
        line: int,
    ) -> Session:
        """Return a session at an instant: on the wall of its zone, or of the offset it states."""
        if not zone:
            zone = settle_zone(offset_name(offset)).zone
        elif at.astimezone(load_zone(zone)).utcoffset() != offset:
            self._warn(
                saying("clocks in {zone} have another offset then; the instant is kept", zone=zone),
                read=offset_name(offset),
                code="offset-differs",
                line=line,
            )
        start = Moment.of(at, zone)
        return replace(session, start=start, end=start.plus(length) if length else None)


def _wall(session: Session, wall: datetime, length: timedelta | None) -> Session:
    """Return a session on a day and at a clock; its zone is filled in later."""
    end = (wall + length).time() if length and length < timedelta(days=1) else None
    at = wall.time()
    return replace(session, day=wall.date(), clock=Clock(at, end if end != at else None))


def _clock_of(written: str) -> time | None:
    try:
        return read_clock(written).start
    except RefusalError:
        return None


def _length(about: dict[str, Json]) -> timedelta | None:
    """Return how long an event is: `HH:MM`, `D:HH:MM`, minutes, or from `start` to `end`."""
    written = about.get("duration")
    found = _LENGTH.fullmatch(text(written).strip())
    length = timedelta(0)
    if found:
        length = timedelta(days=int(found[1] or 0), hours=int(found[2]), minutes=int(found[3]))
    elif text(written).isdecimal() and len(text(written)) < 5:  # noqa: PLR2004
        length = timedelta(minutes=int(text(written)))
    elif "T" in text(about.get("end")):
        begin, end = text(about.get("date")), text(about.get("end"))
        length = datetime.fromisoformat(end) - datetime.fromisoformat(begin)
    return length if timedelta(0) < length <= _LONGEST else None


def _is_cancelled(about: dict[str, Json]) -> bool:
    state = text(about.get("state") or about.get("status")).lower()
    return state in {"canceled", "cancelled"} or about.get("cancelled") is True
