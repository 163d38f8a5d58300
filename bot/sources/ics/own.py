"""Our own calendars, read back: the sessions that their entries are of, exactly as they were.

Entries of the talks of one session become that session again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.ids import with_talk_ids
from bot.domain.moments import Moment
from bot.domain.programme import place_talks
from bot.domain.series import Clock, Session, Talk, TalkKind
from bot.errors import RefusalError
from bot.language import saying
from bot.sources.definition.values import read_uid
from bot.sources.ics.contentlines import Component
from bot.sources.ics.occurrences import Occurrence, without_zone
from bot.sources.ics.own_texts import is_of_talk, own_place, own_time, own_uid
from bot.sources.ics.texts import Told
from bot.sources.ics.zoning import Zoning

_LONGEST_TALK = timedelta(days=1)  # a clock says no more
_TALK_KINDS = {kind.value: kind for kind in TalkKind}


@dataclass(frozen=True, slots=True)
class Row:
    """An occurrence of an entry of ours, with what its texts tell."""

    occurrence: Occurrence
    told: Told

    @property
    def component(self) -> Component:
        """The entry."""
        return self.occurrence.entry.component

    @property
    def line(self) -> int:
        """Where the entry begins."""
        return self.occurrence.entry.line


def by_session(rows: Sequence[Row]) -> list[list[Row]]:
    """Return the rows, those of the talks of one session together."""
    groups: dict[str, list[Row]] = {}
    for number, row in enumerate(rows):
        key = own_uid(row.component) if is_of_talk(row.component) else f"\0{number}"
        groups.setdefault(key, []).append(row)
    return list(groups.values())


def common_place(rows: Sequence[Row]) -> str:
    """Return the place that all entries tell; an empty text where they are of several series."""
    places = {own_place(row.component) for row in rows}
    return places.pop() if len(places) == 1 else ""


def own_session(
    rows: Sequence[Row], zoning: Zoning, place: str
) -> tuple[Session, list[RefusalError]]:
    """Return the session that rows are of, without an id, and what of them does not fit.

    `place` is that of the series; a session elsewhere has its own behind its room.
    """
    first, told = rows[0].component, rows[0].told
    start, end = _times(rows[0], zoning)
    elsewhere = own_place(first) if own_place(first) != place else ""
    session = Session(
        id="",
        uid=_uid(first),
        status=rows[0].occurrence.entry.status,
        reason=told.reason,
        start=start,
        end=end if start and end and end.at > start.at else None,
        chair=told.chair,
        room=", ".join(filter(None, (told.room, elsewhere))),
        join=told.join,
    )
    session, refusals = _with_talks(session, [one for row in rows for one in _talks(row, zoning)])
    if told.session_title != session.title:
        session = replace(session, own_title=told.session_title)
    return (session if start else without_zone(session, rows[0].occurrence)), refusals


def _uid(component: Component) -> str:
    try:
        return read_uid(own_uid(component))
    except RefusalError:
        return ""


def _times(row: Row, zoning: Zoning) -> tuple[Moment | None, Moment | None]:
    """Return when a row's session is: by its own entry, where somebody may have moved it."""
    component, occurrence = row.component, row.occurrence
    start = zoning.moment(occurrence.start)
    end = zoning.moment(occurrence.end) if occurrence.end else None
    stated, stated_end = own_time(component, "START"), own_time(component, "END")
    if is_of_talk(component) and stated:
        return stated, stated_end
    return _same(stated, start), _same(stated_end, end)


def _same(stated: Moment | None, read: Moment | None) -> Moment | None:
    return stated if stated and read and stated.at == read.at else read


def _talks(row: Row, zoning: Zoning) -> list[Talk]:
    told, occurrence = row.told, row.occurrence
    talk = Talk(
        id="",
        title=told.title,
        kind=_kind(row.component),
        speakers=told.speakers,
        abstract=told.abstract,
    )
    if is_of_talk(row.component):
        end = zoning.moment(occurrence.end) if occurrence.end else None
        return [replace(talk, start=zoning.moment(occurrence.start), end=end)]
    return [talk] if told.title or told.speakers else []


def _kind(component: Component) -> TalkKind:
    """Return the kind of a talk: an entry's last category, behind that of its series."""
    categories = component.first("CATEGORIES")
    texts = categories.texts if categories else []
    return _TALK_KINDS.get(texts[-1], TalkKind.TALK) if texts[1:] else TalkKind.TALK


def _with_talks(session: Session, talks: Sequence[Talk]) -> tuple[Session, list[RefusalError]]:
    """Return a session with its talks; times outside of it are refused.

    A talk that takes its session's whole time has none of its own.
    """
    made, refusals = list[Talk](), list[RefusalError]()
    for talk in talks:
        try:
            made.append(_placed(session, talk))
        except RefusalError as refusal:
            refusals.append(refusal)
            made.append(replace(talk, start=None, end=None))
    return replace(session, talks=with_talk_ids(made)), refusals


def _placed(session: Session, talk: Talk) -> Talk:
    bare = replace(talk, start=None, end=None)
    if session.start is None or talk.start is None or _takes_all(session, talk):
        return bare
    start = talk.start.in_zone(session.start.zone)
    end = talk.end.in_zone(session.start.zone) if talk.end else None
    clock = Clock(start.wall.time(), end.wall.time() if end else None)
    (placed,) = place_talks(replace(session, talks=(replace(bare, clock=clock),))).talks
    if (placed.start, placed.end) != (start, end):
        raise RefusalError(
            saying("this talk is not within its session; its hour is left out"),
            read=start.zoned_text,
            hint=saying("write the right hours into the definition"),
            code="outside-session",
        )
    return placed


def _takes_all(session: Session, talk: Talk) -> bool:
    own, whole = ((one.start and one.start.at, one.end and one.end.at) for one in (talk, session))
    return own == whole
