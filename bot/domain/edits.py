"""Edits: what an organizer does to one session of a series, or a new one, as typed values.

Each is of one facet of the session; a later edit of a facet takes the place of an earlier one. They
are made to what the source of the series says, and made again to whatever it says next.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.describing import Describe, described
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import Clock, FromSlot, Join, Material, Series, Session, Status, Talk
from bot.errors import RefusalError
from bot.language import saying


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A session is at another time; without an `end` it is as long as before, if that is known."""

    session_id: str
    start: Moment
    end: Moment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """A session does not take place."""

    session_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """A cancelled session takes place after all."""

    session_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLink:
    """A session is joined by another link, or by none."""

    session_id: str
    join: Join | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddMaterial:
    """A talk has something more to read or watch."""

    session_id: str
    talk_id: str
    material: Material


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSession:
    """A session that the source of the series does not have, or not yet."""

    session: Session

    @property
    def session_id(self) -> str:
        """The id of the session."""
        return self.session.id


_OfOne = Move | Cancel | Restore | SetLink | AddMaterial | Describe
Edit = _OfOne | AddSession


def facet_of(edit: Edit) -> str:
    """Return which facet of its session an edit is of; each material is one of its own."""
    match edit:
        case Move():
            return "time"
        case Cancel() | Restore():
            return "standing"
        case SetLink():
            return "link"
        case AddMaterial(talk_id=talk_id, material=material):
            return f"material {talk_id} {material.url}"
        case Describe(talk_id=talk_id, part=part):
            return f"{part} {talk_id}".strip()
        case AddSession():
            return "session"


def apply_edit(series: Series, edit: Edit) -> Series:
    """Return the series with an edit made to it; the same if it says so already.

    A session is not added where there is one of its id. Raises RefusalError for a session or a talk
    that is not there.
    """
    if isinstance(edit, AddSession):
        is_there = any(one.id == edit.session_id for one in series.sessions)
        return series if is_there else replace(series, sessions=(*series.sessions, edit.session))
    session = session_of(series, edit.session_id)
    edited = _edited(series, session, edit)
    if _is_same(session, edited, edit):
        return series
    sessions = (edited if one.id == session.id else one for one in series.sessions)
    return replace(series, sessions=tuple(sessions))


def check_edit(series: Series, edit: Edit, now: datetime) -> None:
    """Raise RefusalError for an edit that makes no sense to a series as it is at an instant."""
    session = _meant(series, edit)
    is_over = bool(session.start and (session.end or session.start).at <= now)
    is_cancelled = session.status is Status.CANCELLED
    match edit:
        case Move(start=start, end=end):
            if is_cancelled:
                _refuse(saying("it is cancelled"), saying("restore it first"))
            if start.at <= now:
                _refuse(saying("this time is past"), saying("write a later one"))
            if end and end.at <= start.at:
                _refuse(saying("it would end before it begins"), saying("write a later end"))
        case Cancel() if is_over:
            _refuse(saying("it is over"), "")
        case Restore() if not is_cancelled:
            _refuse(saying("it is not cancelled"), "")
        case AddSession() if session.start and session.start.at <= now:
            _refuse(saying("this time is past"), saying("write a later one"))
    if isinstance(edit, Move) and is_over:
        _refuse(saying("it is over"), "")
    if apply_edit(series, edit) == series:
        _refuse(saying("it is so already"), "")


def session_of(series: Series, session_id: str) -> Session:
    """Return a session of a series. Raises RefusalError where it is not there."""
    for one in series.sessions:
        if one.id == session_id:
            return one
    raise RefusalError(saying("this session is not there any more"), read="", code="gone")


def _meant(series: Series, edit: Edit) -> Session:
    return edit.session if isinstance(edit, AddSession) else session_of(series, edit.session_id)


def _refuse(message: str, hint: str) -> None:
    raise RefusalError(message, read="", hint=hint, code="edit")


def _edited(series: Series, session: Session, edit: _OfOne) -> Session:
    match edit:
        case Move():
            return _moved(series, session, edit)
        case Cancel(reason=reason):
            return replace(session, status=Status.CANCELLED, reason=reason)
        case Restore():
            is_dated = bool(session.start or session.day)
            status = Status.SCHEDULED if is_dated else Status.UNSCHEDULED
            is_cancelled = session.status is Status.CANCELLED
            return replace(session, status=status, reason="") if is_cancelled else session
        case SetLink(join=join):
            return replace(session, join=join)
        case AddMaterial(talk_id=talk_id, material=material):
            return _with_material(session, talk_id, material)
        case Describe():
            return described(session, edit)


def _is_same(before: Session, after: Session, edit: Edit) -> bool:
    """Tell whether an edit says nothing new: of a time, the instants count, however written."""
    if not isinstance(edit, Move):
        return before == after
    return _instants(before) == _instants(after)


def _instants(session: Session) -> tuple[datetime | None, ...]:
    spans = [(session.start, session.end), *((one.start, one.end) for one in session.talks)]
    return tuple(at.at if at else None for span in spans for at in span)


def _moved(series: Series, session: Session, move: Move) -> Session:
    end = move.end
    if end is None and session.start and session.end:
        end = move.start.plus(session.end.at - session.start.at)
    elif end is None:
        usual = session.length or series.duration or (series.slot.length if series.slot else None)
        end = move.start.plus(usual) if usual else None
    is_undated = session.status is Status.UNSCHEDULED
    moved = replace(
        session,
        start=move.start,
        end=end,
        length=None if move.end else session.length,
        day=None,
        clock=None,
        from_slot=FromSlot.NOTHING,
        status=Status.SCHEDULED if is_undated else session.status,
    )
    if session.start is None:
        return _with_talks_placed(moved)
    by = move.start.at - session.start.at
    talks = tuple(_shifted(talk, by, move.start.zone) for talk in session.talks)
    return replace(moved, talks=talks)


def _with_talks_placed(session: Session) -> Session:
    """Return a session that has a date now with its talks' hours, unless clocks skip one."""
    try:
        return place_talks(session)
    except RefusalError:
        return session


def _shifted(talk: Talk, by: timedelta, zone: str) -> Talk:
    """Return a talk as long after the session's start as before."""
    if talk.start is None:
        return talk
    start = Moment.of(talk.start.at + by, zone)
    end = Moment.of(talk.end.at + by, zone) if talk.end else None
    clock = Clock(start.wall.time(), end.wall.time() if end else None) if talk.clock else None
    return replace(talk, start=start, end=end, clock=clock)


def _with_material(session: Session, talk_id: str, material: Material) -> Session:
    if not any(talk.id == talk_id for talk in session.talks):
        raise RefusalError(saying("this talk is not there any more"), read="", code="gone")
    talks = tuple(
        replace(talk, materials=(*talk.materials, material))
        if talk.id == talk_id and all(one.url != material.url for one in talk.materials)
        else talk
        for talk in session.talks
    )
    return replace(session, talks=talks)
