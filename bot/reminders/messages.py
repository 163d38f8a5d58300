"""What a reminder says: its parts, chosen for one reader, before any channel gives them a form."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.durations import describe_duration
from bot.domain.latex import readable
from bot.domain.moments import Moment
from bot.domain.series import Join, Material, Series, Session, Status, Talk, TalkKind
from bot.domain.zonedata import offset_of
from bot.reminders.plan import Reminder

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One row of a session's programme; `start` is None for talks without a time of their own."""

    start: Moment | None
    text: str
    is_break: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A reminder for one reader. All text is plain; empty parts are left out by every form.

    `start` and `end` are in the host's zone, `reader_zone` is the reader's (IANA).
    """

    series_title: str
    lead: str
    title: str
    byline: str
    start: Moment
    end: Moment | None
    reader_zone: str
    clock_note: str
    status_note: str
    chair: str
    room: str
    join: Join | None
    abstract: str
    programme: tuple[ProgrammeRow, ...]
    materials: tuple[Material, ...]
    homepage: str


def compose(reminder: Reminder, series: Series, reader_zone: str) -> Message:
    """Return the message that a reminder is, for a reader in the IANA zone `reader_zone`.

    The series must be as its reader may see it (`bot.domain.audience`).
    """
    session = reminder.session
    talk = session.talks[0] if len(session.talks) == 1 else None
    return Message(
        series_title=readable(series.title),
        lead=lead(reminder.offset),
        title=readable(session.own_title or (talk.title if talk else "")),
        byline=", ".join(str(speaker) for speaker in talk.speakers) if talk else "",
        start=reminder.start,
        end=session.end,
        reader_zone=reader_zone,
        clock_note=clock_note(reminder.start, reader_zone),
        status_note=_status_note(session),
        chair=session.chair,
        room=", ".join(part for part in (session.room, series.place) if part and session.room),
        join=session.join,
        abstract=readable(talk.abstract) if talk else "",
        programme=() if talk else tuple(_row(one) for one in session.talks),
        materials=talk.materials if talk else (),
        homepage=series.homepage,
    )


def lead(offset: timedelta) -> str:
    """Return how far off the session is when the reminder leaves: `in 1 hour`."""
    return f"in {describe_duration(offset)}" if offset else "now"


def clock_note(start: Moment, reader_zone: str) -> str:
    """Return a warning where clocks changed for one side only since the week before, else nothing.

    The host's wall time stays from week to week, so it is the reader's that shifts.
    """
    shift = _lead_of(start.at, start.zone, reader_zone) - _lead_of(
        start.at - _WEEK, start.zone, reader_zone
    )
    if not shift:
        return ""
    direction = "later" if shift > timedelta(0) else "earlier"
    return (
        f"{describe_duration(abs(shift))} {direction} for you than last week: clocks have changed"
    )


def _lead_of(at: datetime, host_zone: str, reader_zone: str) -> timedelta:
    """Return by how much the reader's clock is ahead of the host's at an instant."""
    return offset_of(at, reader_zone) - offset_of(at, host_zone)


def _status_note(session: Session) -> str:
    if session.status is not Status.TENTATIVE:
        return ""
    return "Not confirmed yet" + (f": {session.reason}" if session.reason else "")


def _row(talk: Talk) -> ProgrammeRow:
    is_break = talk.kind is TalkKind.BREAK
    return ProgrammeRow(talk.start, readable(talk.headline), is_break)
