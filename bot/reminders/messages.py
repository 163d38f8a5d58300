"""What a reminder says: its parts, chosen for one reader, before any channel gives them a form."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from bot.domain.durations import describe_distance, describe_duration
from bot.domain.lacking import is_title_awaited
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import (
    Join,
    Material,
    Series,
    Session,
    Status,
    Talk,
    TalkKind,
)
from bot.domain.wording import city_of
from bot.domain.zonedata import offset_of
from bot.language import gettext, text
from bot.reminders.notice_messages import Fact
from bot.reminders.plan import Reminder, is_reminded_of

_HOUR = timedelta(hours=1)
_WEEK = timedelta(weeks=1)
_CLOCK_NOTES = {  # whether it is later, and whether the usual start was a week before
    (True, True): text("{length} later for you than last week, as clocks have changed"),
    (True, False): text("{length} later for you than last time, as clocks have changed"),
    (False, True): text("{length} earlier for you than last week, as clocks have changed"),
    (False, False): text("{length} earlier for you than last time, as clocks have changed"),
}


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One row of a session's programme; `start` is None for talks without a time of their own."""

    start: Moment | None
    text: str
    is_break: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A reminder for one reader. All text is plain; empty parts are left out by every form.

    `start` and `end` are in the host's zone, `reader_zone` is the reader's (IANA). `talk_title` is
    that of the one talk of a session with another title of its own, `title_note` says that one is
    yet to come; `recording` is how long it is.
    `changes` are said first.
    """

    series_title: str
    lead: str
    title: str
    talk_title: str
    title_note: str
    byline: str
    start: Moment
    end: Moment | None
    host_city: str
    reader_zone: str
    clock_note: str
    status_note: str
    chair: str
    where: str
    join: Join | None
    abstract: str
    programme: tuple[ProgrammeRow, ...]
    materials: tuple[Material, ...]
    recording: str
    homepage: str
    changes: tuple[Fact, ...] = ()


Starts = Mapping[tuple[str, time], Sequence[Moment]]


def compose(
    reminder: Reminder, series: Series, reader_zone: str, starts: Starts | None = None
) -> Message:
    """Return the message that a reminder is, for a reader in the IANA zone `reader_zone`.

    The series must be as its reader may see it (`bot.domain.audience`). Who composes many messages
    of a series finds its `starts` once (`starts_by_hour`).
    """
    usual = usual_start(reminder.start, starts_by_hour(series) if starts is None else starts)
    session = reminder.session
    talk = _only_talk(session)
    talk_title = talk.title if talk else ""
    title = session.own_title or talk_title
    return Message(
        series_title=readable(series.title),
        lead=lead(reminder.offset),
        title=readable(title),
        talk_title=readable(talk_title) if talk_title != title else "",
        title_note=_title_note(session, series),
        byline=readable(", ".join(str(speaker) for speaker in talk.speakers)) if talk else "",
        start=reminder.start,
        end=session.end,
        host_city=host_city(reminder.start, series),
        reader_zone=reader_zone,
        clock_note=clock_note(reminder.start, usual, reader_zone),
        status_note=_status_note(session),
        chair=readable(session.chair),
        where=_where(session, series),
        join=session.join,
        abstract=readable(talk.abstract) if talk else "",
        programme=tuple(_row(one) for one in session.talks) if len(session.talks) > 1 else (),
        materials=talk.materials if talk else (),
        recording=describe_duration(talk.duration) if talk and talk.duration else "",
        homepage=series.homepage,
    )


def _title_note(session: Session, series: Series) -> str:
    """Return that a title is yet to come, where nothing is known but time and link."""
    is_anybody_known = any(talk.speakers for talk in session.talks)
    is_awaited = not is_anybody_known and is_title_awaited(series, session)
    return gettext("The title is yet to be announced") if is_awaited else ""


def host_city(start: Moment, series: Series) -> str:
    """Return whose time the host's is: the series' city, else the one its zone is named after."""
    city, comma, _ = series.place.partition(",")
    return city.strip() if comma and start.zone == series.timezone else city_of(start.zone)


def lead(offset: timedelta) -> str:
    """Return how far off the session is when the reminder leaves: `in 1 hour`.

    For a late one less than nothing: `started 4 minutes ago`.
    """
    if not offset:
        return gettext("now")
    told = gettext("in {length}") if offset > timedelta(0) else gettext("started {length} ago")
    return told.format(length=describe_distance(abs(offset)))


def clock_note(start: Moment, usual: Moment | None, reader_zone: str) -> str:
    """Return a warning where clocks changed for one side only since the `usual` start.

    Both starts show the same hour on the host's wall, so it is the reader's that shifts. The usual
    start is the last one before; None, for a series that is new at this hour, needs no warning.
    """
    if usual is None:
        return ""
    shift = _ahead_of_host(start, reader_zone) - _ahead_of_host(usual, reader_zone)
    if not shift:
        return ""
    length = gettext("one hour") if abs(shift) == _HOUR else describe_duration(abs(shift))
    is_later, is_weekly = shift > timedelta(0), start.date - usual.date == _WEEK
    return _CLOCK_NOTES[is_later, is_weekly].format(length=length)


def _only_talk(session: Session) -> Talk | None:
    """Return the one talk that a session is about, breaks aside; None if it has several or none."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    return talks[0] if len(talks) == 1 else None


def starts_by_hour(series: Series) -> Starts:
    """Return the starts that people are reminded of, in order, by their zone and hour."""
    found: dict[tuple[str, time], list[Moment]] = {}
    for session, start in series.scheduled():
        if is_reminded_of(session):
            found.setdefault((start.zone, start.wall.time()), []).append(start)
    return found


def usual_start(start: Moment, starts: Starts) -> Moment | None:
    """Return the last start before this one that was at the same hour of the same zone."""
    same_hour = starts.get((start.zone, start.wall.time()), ())
    before = bisect_left(same_hour, start.at, key=lambda moment: moment.at)
    return same_hour[before - 1] if before else None


def _ahead_of_host(start: Moment, reader_zone: str) -> timedelta:
    """Return by how much the reader's clock is ahead of the host's at a start."""
    return offset_of(start.at, reader_zone) - start.offset


def _where(session: Session, series: Series) -> str:
    """Return room and place; of a session to be joined online, the place alone says nothing."""
    if session.join and not session.room:
        return ""
    return ", ".join(part for part in (session.room, series.place) if part)


def _status_note(session: Session) -> str:
    if session.status is not Status.TENTATIVE:
        return ""
    what = gettext("Not confirmed yet")
    if not session.reason:
        return what
    return gettext("{what}: {reason}").format(what=what, reason=session.reason)


def _row(talk: Talk) -> ProgrammeRow:
    is_break = talk.kind is TalkKind.BREAK
    return ProgrammeRow(talk.start, readable(talk.headline), is_break)
