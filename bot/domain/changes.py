"""Changes: what differs between two versions of a series, as typed values.

Each change names its session and holds one facet of it as it was and as it is; only sessions that
came or went are held whole. So changes can be applied in any order, and a session's link stands
in `LinkChanged`, `Added` and `Removed` alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.domain.facets import Details, Materials, Standing, Times, talk_times
from bot.domain.series import Join, Series, Session, Status, Talk, TalkKind, in_order


@dataclass(frozen=True, slots=True)
class Added:
    """A session that was not there before."""

    session: Session

    @property
    def session_id(self) -> str:
        """Which session it is."""
        return self.session.id


@dataclass(frozen=True, slots=True)
class Removed:
    """A session that is no longer there."""

    session: Session

    @property
    def session_id(self) -> str:
        """Which session it was."""
        return self.session.id


@dataclass(frozen=True, slots=True)
class Moved:
    """A session, or talks of it, are at another time."""

    session_id: str
    before: Times
    after: Times


@dataclass(frozen=True, slots=True)
class Cancelled:
    """A session does not take place."""

    session_id: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Restored:
    """A cancelled session takes place after all, or may do so."""

    session_id: str
    before: Standing
    after: Standing


@dataclass(frozen=True, slots=True)
class Announced:
    """A session without title or speakers got what it lacked."""

    session_id: str
    before: Details
    after: Details


@dataclass(frozen=True, slots=True)
class Edited:
    """A session has other texts or another room, another standing than cancelled, other materials.

    Both sides hold the same facet. One session can have an edit of each.
    """

    session_id: str
    before: Details | Standing | Materials
    after: Details | Standing | Materials


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """A session is joined by another link or passcode, by one at last, or by none any more."""

    session_id: str
    before: Join | None
    after: Join | None


@dataclass(frozen=True, slots=True)
class MaterialAdded:
    """Talks of a session have more materials, and all that they had."""

    session_id: str
    before: Materials
    after: Materials


@dataclass(frozen=True, slots=True)
class SeriesEdited:
    """What the series says of itself differs; both sides are without sessions."""

    before: Series
    after: Series


SessionChange = (
    Added
    | Removed
    | Moved
    | Cancelled
    | Restored
    | Announced
    | Edited
    | LinkChanged
    | MaterialAdded
)
Change = SessionChange | SeriesEdited


def diff(before: Series, after: Series) -> tuple[Change, ...]:
    """Return what makes `after` of `before`; nothing but the order of sessions is left out.

    The series' own edit comes first, then sessions in order, those that went before the others.
    Sessions are known by their ids, talks by theirs within a session.
    """
    old = {session.id: session for session in before.sessions}
    new = {session.id: session for session in after.sessions}
    changes: list[Change] = []
    if (was := replace(before, sessions=())) != (now := replace(after, sessions=())):
        changes.append(SeriesEdited(was, now))
    changes += [Removed(one) for one in in_order(before).sessions if one.id not in new]
    for session in in_order(after).sessions:
        if session.id not in old:
            changes.append(Added(session))
        elif session != old[session.id]:
            changes += _session_changes(old[session.id], session)
    return tuple(changes)


def apply(series: Series, changes: Iterable[Change]) -> Series:
    """Return the series with changes made to it, its sessions in order.

    Raises KeyError for a change to a session that the series does not have.
    """
    sessions = {session.id: session for session in series.sessions}
    for change in changes:
        match change:
            case SeriesEdited():
                series = change.after
            case Added():
                sessions[change.session.id] = change.session
            case Removed():
                del sessions[change.session.id]
            case LinkChanged():
                session = sessions[change.session_id]
                sessions[change.session_id] = replace(session, join=change.after)
            case _:
                sessions[change.session_id] = change.after.put(sessions[change.session_id])
    return in_order(replace(series, sessions=tuple(sessions.values())))


def _session_changes(before: Session, after: Session) -> Iterator[SessionChange]:
    old = {talk.id: talk for talk in before.talks}
    shared = {talk.id: talk for talk in after.talks if talk.id in old}
    yield from _standing_changes(before, after)
    moved = {key for key, talk in shared.items() if talk_times(talk) != talk_times(old[key])}
    times = Times.of(before, moved), Times.of(after, moved)
    if times[0] != times[1]:
        yield Moved(after.id, *times)
    details = Details.of(before, shared.keys()), Details.of(after, shared.keys())
    if details[0] != details[1]:
        kind = Announced if _is_announced(before, after) else Edited
        yield kind(after.id, *details)
    if before.join != after.join:
        yield LinkChanged(after.id, before.join, after.join)
    yield from _material_changes(before, after, old, shared)


def _standing_changes(before: Session, after: Session) -> Iterator[Cancelled | Restored | Edited]:
    standing = Standing.of(before), Standing.of(after)
    if standing[0] == standing[1]:
        return
    was, is_now = (one.status is Status.CANCELLED for one in standing)
    kind = Edited if was == is_now else Cancelled if is_now else Restored
    yield kind(after.id, *standing)


def _material_changes(
    before: Session, after: Session, old: Mapping[str, Talk], shared: Mapping[str, Talk]
) -> Iterator[MaterialAdded | Edited]:
    differing = {key for key, talk in shared.items() if talk.materials != old[key].materials}
    if not differing:
        return
    has_all = all(_has_all(shared[key], old[key]) for key in differing)
    kind = MaterialAdded if has_all else Edited
    yield kind(after.id, Materials.of(before, differing), Materials.of(after, differing))


def _has_all(after: Talk, before: Talk) -> bool:
    """Whether a talk has more materials than before, none of which it has lost."""
    more = len(after.materials) > len(before.materials)
    return more and Counter(before.materials) <= Counter(after.materials)


def _is_announced(before: Session, after: Session) -> bool:
    pairs = list(zip(_announcements(before), _announcements(after), strict=True))
    return any(now and not was for was, now in pairs) and all(now or not was for was, now in pairs)


def _announcements(session: Session) -> tuple[bool, bool]:
    """Tell whether a session has a title, and speakers; breaks say nothing of it."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    has_title = bool(session.own_title or any(talk.title for talk in talks))
    return has_title, any(talk.speakers for talk in talks)
