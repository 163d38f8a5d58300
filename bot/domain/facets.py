"""Facets of a session: parts of it that change for reasons of their own.

Together with its link they are all of a session but its id, and no two have anything in common; so
each can be taken from one version and put into another, in any order.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.moments import Moment
from bot.domain.series import Clock, FromSlot, Material, Session, Status, Talk


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkTimes:
    """When a talk is."""

    id: str
    start: Moment | None
    end: Moment | None
    clock: Clock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When a session is, with the times of those of its talks whose times changed."""

    start: Moment | None
    end: Moment | None
    day: date | None
    clock: Clock | None
    talks: tuple[TalkTimes, ...] = ()

    @classmethod
    def of(cls, session: Session, talk_ids: AbstractSet[str]) -> "Times":
        """Return the times of a session and of the named ones of its talks."""
        talks = tuple(talk_times(talk) for talk in _by_id(session, talk_ids))
        return cls(
            start=session.start, end=session.end, day=session.day, clock=session.clock, talks=talks
        )

    def put(self, session: Session) -> Session:
        """Return the session at these times."""
        times = {one.id: one for one in self.talks}
        talks = tuple(
            replace(talk, start=own.start, end=own.end, clock=own.clock)
            if (own := times.get(talk.id))
            else talk
            for talk in session.talks
        )
        return replace(
            session, start=self.start, end=self.end, day=self.day, clock=self.clock, talks=talks
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Whether a session takes place, and why not."""

    status: Status
    reason: str

    @classmethod
    def of(cls, session: Session) -> "Standing":
        """Return the standing of a session."""
        return cls(status=session.status, reason=session.reason)

    def put(self, session: Session) -> Session:
        """Return the session with this standing."""
        return replace(session, status=self.status, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a session is about and where, its programme, and how its time was written.

    Talks that the other version has too are without times and materials, others are whole.
    """

    uid: str
    own_title: str
    chair: str
    room: str
    length: timedelta | None
    from_slot: FromSlot
    talks: tuple[Talk, ...]

    @classmethod
    def of(cls, session: Session, shared: AbstractSet[str]) -> "Details":
        """Return the details of a session, given the ids of talks that both versions have."""
        return cls(
            uid=session.uid,
            own_title=session.own_title,
            chair=session.chair,
            room=session.room,
            length=session.length,
            from_slot=session.from_slot,
            talks=tuple(_text(talk) if talk.id in shared else talk for talk in session.talks),
        )

    def put(self, session: Session) -> Session:
        """Return the session with these details; talks that it has keep times and materials."""
        there = {talk.id: talk for talk in session.talks}
        talks = tuple(
            replace(talk, start=own.start, end=own.end, clock=own.clock, materials=own.materials)
            if (own := there.get(talk.id))
            else talk
            for talk in self.talks
        )
        return replace(
            session,
            uid=self.uid,
            own_title=self.own_title,
            chair=self.chair,
            room=self.room,
            length=self.length,
            from_slot=self.from_slot,
            talks=talks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkMaterials:
    """What there is to read or watch of a talk."""

    id: str
    materials: tuple[Material, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Materials:
    """The materials of those talks of a session whose materials changed."""

    talks: tuple[TalkMaterials, ...]

    @classmethod
    def of(cls, session: Session, talk_ids: AbstractSet[str]) -> "Materials":
        """Return the materials of the named ones of a session's talks."""
        talks = _by_id(session, talk_ids)
        return cls(talks=tuple(TalkMaterials(id=one.id, materials=one.materials) for one in talks))

    def put(self, session: Session) -> Session:
        """Return the session with these materials."""
        own = {one.id: one.materials for one in self.talks}
        talks = tuple(
            replace(talk, materials=own.get(talk.id, talk.materials)) for talk in session.talks
        )
        return replace(session, talks=talks)


Facet = Times | Standing | Details | Materials


def talk_times(talk: Talk) -> TalkTimes:
    """Return when a talk is."""
    return TalkTimes(id=talk.id, start=talk.start, end=talk.end, clock=talk.clock)


def _by_id(session: Session, talk_ids: AbstractSet[str]) -> list[Talk]:
    """Return the named talks in an order that the programme's own does not change."""
    return sorted((one for one in session.talks if one.id in talk_ids), key=lambda one: one.id)


def _text(talk: Talk) -> Talk:
    return replace(talk, start=None, end=None, clock=None, materials=())
