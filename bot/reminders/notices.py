"""Notices: which changes of a session chats are told of, when, and who wants to be told. Pure."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.series import Material, Session, Status, TalkKind
from bot.reminders.plan import is_reminded_of
from bot.reminders.windows import LATEST

SETTLED_AFTER = timedelta(minutes=5)
"""How long changes are waited for that become one notice with the first."""

AT_ONCE = timedelta(hours=6)
"""How long before its start a session's changes leave without waiting."""


class Wish(StrEnum):
    """Of which changes of a series a chat wants to be told."""

    ALL = "all"
    TIME = "time"  # only those of whether and when sessions take place
    NONE = "none"


class What(StrEnum):
    """What changed, what matters most first."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    RESTORED = "restored"
    MOVED = "moved"
    ADDED = "added"
    DATED = "dated"  # it has a time at last
    ANNOUNCED = "announced"  # a title or speakers at last
    LINK = "link"
    ROOM = "room"
    MATERIAL = "material"


_OF_TIME = {
    What.CANCELLED,
    What.POSTPONED,
    What.RESTORED,
    What.MOVED,
    What.ADDED,
    What.DATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What there is to tell of a session.

    `before` is as it was told last, None if it was not there; `session` as it is, or was last.
    """

    session: Session
    before: Session | None
    what: tuple[What, ...]
    materials: tuple[Material, ...] = ()

    @property
    def takes_place(self) -> bool:
        """Whether the session takes place, as far as is known."""
        return not {What.CANCELLED, What.POSTPONED} & set(self.what)

    def is_wanted(self, wish: Wish) -> bool:
        """Tell whether somebody with that wish is to be told."""
        is_of_time = bool(_OF_TIME & set(self.what))
        return wish is Wish.ALL or (wish is Wish.TIME and is_of_time)


def notice_of(before: Session | None, after: Session | None, now: datetime) -> Notice | None:
    """Return what there is to tell of a session that changed; None if there is nothing.

    Either side is None where the session is not there. What has begun is told of no more, but for
    what there is to read or watch of it since.
    """
    was, takes_place = (one is not None and is_reminded_of(one) for one in (before, after))
    session = after if takes_place or (after and after.start) else before
    if session is None or not (was or takes_place):
        return None
    what: tuple[What, ...] = ()
    if not ((was and _is_ahead(before, now)) or (takes_place and _is_ahead(after, now))):
        found = _new_materials(before, after) if was and takes_place else ()
        what = (What.MATERIAL,) if found else ()
        return Notice(session=session, before=before, what=what, materials=found) if found else None
    if not takes_place:
        is_put_off = after is not None and after.status is not Status.CANCELLED
        what = (What.POSTPONED if is_put_off else What.CANCELLED,)
    elif not was:
        what = (_beginning(before),)
    else:
        assert before is not None  # noqa: S101 - it was there
        assert after is not None  # noqa: S101 - and is
        what = tuple(_differences(before, after))
    return Notice(session=session, before=before, what=what) if what else None


def joined(notice: Notice, other: Notice) -> Notice:
    """Return both of two notices of a session, of which a reader may know either side."""
    what = tuple(one for one in What if one in {*notice.what, *other.what})
    told = notice if _OF_TIME & set(notice.what) else other
    return replace(told, what=what)


def settle_at(before: Session | None, after: Session | None, now: datetime) -> datetime:
    """Return when a change that is made now leaves, if none follows: at once shortly before."""
    starts = [one.start.at for one in (before, after) if one and one.start and _is_ahead(one, now)]
    return now if starts and min(starts) - now <= AT_ONCE else now + SETTLED_AFTER


def _is_ahead(session: Session | None, now: datetime) -> bool:
    return bool(session and session.start and session.start.at + LATEST > now)


def _beginning(before: Session | None) -> What:
    if before is None:
        return What.ADDED
    return What.RESTORED if before.status is Status.CANCELLED else What.DATED


def _differences(before: Session, after: Session) -> Iterator[What]:
    if _span(before) != _span(after):
        yield What.MOVED
    pairs = zip(_announcements(before), _announcements(after), strict=True)
    if any(now and not was for was, now in pairs):
        yield What.ANNOUNCED
    if before.join != after.join:
        yield What.LINK
    if before.room != after.room:
        yield What.ROOM


def _span(session: Session) -> tuple[datetime | None, ...]:
    return tuple(one.at if one else None for one in (session.start, session.end))


def _announcements(session: Session) -> tuple[bool, bool]:
    """Tell whether a session has a title, and speakers; breaks say nothing of it."""
    talks = [talk for talk in session.talks if talk.kind is not TalkKind.BREAK]
    has_title = bool(session.own_title or any(talk.title for talk in talks))
    return has_title, any(talk.speakers for talk in talks)


def _new_materials(before: Session | None, after: Session | None) -> tuple[Material, ...]:
    if before is None or after is None:
        return ()
    known = Counter(one for talk in before.talks for one in talk.materials)
    found = [one for talk in after.talks for one in talk.materials]
    return tuple(one for one in dict.fromkeys(found) if one not in known)
