"""What of a series gets a calendar entry of its own, and what each entry says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.domain.audience import Audience
from bot.domain.ids import known_uid, talk_uid
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Clock, Series, Session, Status, Talk, TalkKind
from bot.exports.plain_text import describe_session, describe_talk


class Per(StrEnum):
    """What gets an entry of its own."""

    SESSION = "session"
    TALK = "talk"


class Cancelled(StrEnum):
    """What becomes of the entries of cancelled sessions.

    `PREFIX` says it in the summary, for apps that take away what has the status CANCELLED.
    """

    KEEP = "keep"
    DROP = "drop"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """How a calendar is to be made.

    Without `per`, sessions of several talks, some with times of their own, give an entry for each
    row that has them; what has none (posters, all day) is in the programme alone.
    `alarms` are lengths before the start; `source_url` is where the file can be fetched again.
    With `zone`, an IANA name, all times are written on that zone's clock.
    """

    audience: Audience = Audience.PUBLIC
    per: Per | None = None
    alarms: tuple[timedelta, ...] = ()
    source_url: str = ""
    cancelled: Cancelled = Cancelled.KEEP
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one entry of a calendar says: of a session, or of one talk of it.

    `is_free` is what takes none of its readers' time.
    """

    uid: str
    start: Moment
    end: Moment | None
    summary: str
    description: str
    status: Status
    talk: Talk | None = None
    categories: tuple[str, ...]
    is_free: bool


def list_entries(series: Series, session: Session, view: CalendarView) -> Iterator[Entry]:
    """Yield the entries of one session: none without a start, or if it is to be dropped."""
    start, is_cancelled = session.start, session.status is Status.CANCELLED
    if start is None or (is_cancelled and view.cancelled is Cancelled.DROP):
        return
    if view.zone:
        session, start = on_clock_of(view.zone, session), start.in_zone(view.zone)
    for entry in _entries(series, session, start, view.per):
        if is_cancelled and view.cancelled is Cancelled.PREFIX:
            summary = f"Cancelled: {entry.summary}"
            yield replace(entry, summary=summary, status=Status.SCHEDULED)
        else:
            yield entry


def _entries(series: Series, session: Session, start: Moment, per: Per | None) -> Iterator[Entry]:
    if talks := rows_of(session, per):
        yield from (_talk_entry(talk, session, start, series) for talk in talks)
    else:
        yield _session_entry(session, start, series)


def rows_of(session: Session, per: Per | None = None) -> tuple[Talk, ...]:
    """Return the talks that get entries of their own; none where the session gets one.

    A session of one talk is one entry, so that an hour given to the talk changes no UID.
    """
    if per is Per.TALK:
        return session.talks
    timed = tuple(talk for talk in session.talks if talk.start)
    is_timetable = len(session.talks) > 1 and any(t.kind is not TalkKind.BREAK for t in timed)
    return timed if per is None and is_timetable else ()


def _session_entry(session: Session, start: Moment, series: Series) -> Entry:
    return Entry(
        uid=known_uid(series.id, session),
        start=start,
        end=session.end,
        summary=readable(session.headline) or readable(series.title),
        description=describe_session(session, series),
        status=session.status,
        categories=(series.kind.value,),
        is_free=session.is_only_breaks or session.status is Status.CANCELLED,
    )


def _talk_entry(talk: Talk, session: Session, start: Moment, series: Series) -> Entry:
    """Return a talk's entry; one without times of its own has those of its session."""
    return Entry(
        uid=talk_uid(series.id, session.id, talk.id),
        start=talk.start or start,
        end=talk.end if talk.start else session.end,
        summary=readable(talk.headline) or readable(session.title),
        description=describe_talk(talk, session, series),
        status=session.status,
        talk=talk,
        categories=(series.kind.value, talk.kind.value),
        is_free=talk.kind is TalkKind.BREAK or session.status is Status.CANCELLED,
    )


def on_clock_of(zone: str, session: Session) -> Session:
    """Return a session with all its times in another zone, those of its programme too."""
    return replace(
        session,
        start=session.start.in_zone(zone) if session.start else None,
        end=session.end.in_zone(zone) if session.end else None,
        talks=tuple(_talk_on_clock_of(zone, talk) for talk in session.talks),
    )


def _talk_on_clock_of(zone: str, talk: Talk) -> Talk:
    start = talk.start.in_zone(zone) if talk.start else None
    end = talk.end.in_zone(zone) if talk.end else None
    # An hour that belongs to no day has no counterpart elsewhere, and would be read as a wrong one.
    clock = Clock(start.wall.time(), end.wall.time() if end else None) if start else None
    return replace(talk, start=start, end=end, clock=clock)
