"""The messages that a change would make, before it is stored: what they say, to how many, when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from urllib.parse import urlsplit

from bot.channels.interface import Outgoing
from bot.domain.audience import Audience
from bot.domain.series import Join, Session
from bot.flows.planning.noticing import Untold, notice_outgoing, seen_as
from bot.flows.planning.notify import IN_ONE, changed_sessions, due_of
from bot.reminders.notices import notice_of, settle_at
from bot.store.delivery.notices import StoredNotice, list_open
from bot.store.delivery.notifying import count_told
from bot.store.engine import Connection
from bot.store.series.records import StoredSeries

_NEW = -1  # the message of those that would be the first of theirs


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A message that would leave at an instant (UTC), to so many chats, if no more changes.

    What single chats have besides, such as overlaps with what they follow, is not in it.
    """

    untold: Untold
    leaves_at: datetime
    chats: int

    def without_links(self) -> "Foreseen":
        """Return it with the hosts of links to join alone, for where others may see it."""
        notices = (replace(one, session=_with_host(one.session)) for one in self.untold.notices)
        return replace(self, untold=replace(self.untold, notices=tuple(notices)))

    def outgoing(self, zone: str, now: datetime) -> Outgoing:
        """Return it as a subscriber in an IANA zone gets it, in the language that is spoken."""
        return notice_outgoing(self.untold, zone, now)


def _with_host(session: Session) -> Session:
    if session.join is None:
        return session
    host = urlsplit(session.join.url).hostname or ""
    return replace(
        session, join=Join(url=f"https://{host}/…", passcode=session.join.passcode and "…")
    )


def foresee(
    connection: Connection, before: StoredSeries, after: StoredSeries, now: datetime
) -> tuple[Foreseen, ...]:
    """Return the messages that storing a version now would make, or change; nothing is stored.

    What joins a notice that has not settled is told with it: from what was told last, as soon as
    that would have been.
    """
    rows = sorted(_rows(connection, before, after, now), key=lambda one: one.message)
    groups = [list(group) for _, group in groupby(rows, key=lambda one: one.message)]
    changed = {name for name, _, _ in changed_sessions(before, after)}
    touched = [group for group in groups if any(one.session_id in changed for one in group)]
    return tuple(found for group in touched if (found := _of(connection, after, group, now)))


def foresee_open(
    connection: Connection, stored: StoredSeries, now: datetime
) -> tuple[Foreseen, ...]:
    """Return the messages of changes that wait to settle, if no more changes."""
    rows = sorted(list_open(connection, stored.series.id), key=lambda one: one.message)
    groups = [list(group) for _, group in groupby(rows, key=lambda one: one.message)]
    return tuple(found for group in groups if (found := _of(connection, stored, group, now)))


def _rows(
    connection: Connection, before: StoredSeries, after: StoredSeries, now: datetime
) -> Iterator[StoredNotice]:
    """Yield the notices that would be open, as `notify.note_changes` makes and joins them."""
    waiting = {one.session_id: one for one in list_open(connection, after.series.id)}
    messages = {one.message for one in waiting.values() if one.before is None}
    for number, (name, was, now_is) in enumerate(changed_sessions(before, after), 1):
        at, known = settle_at(was, now_is, now), waiting.pop(name, None)
        if known:
            earliest = min(at, known.settle_at)
            yield replace(known, version=after.version, changed_at=now, settle_at=earliest)
        elif notice := notice_of(was, now_is, now):
            what = notice.what[0]
            own = _NEW - list(IN_ONE).index(what) if what in IN_ONE else -len(IN_ONE) - number
            yield StoredNotice(
                series_id=after.series.id,
                session_id=name,
                before=was,
                version=after.version,
                changed_at=now,
                settle_at=at,
                message=min(messages) if was is None and messages else own,
            )
    yield from waiting.values()


def _of(
    connection: Connection, after: StoredSeries, rows: list[StoredNotice], now: datetime
) -> Foreseen | None:
    due = due_of(connection, after, rows, now)
    if due is None:
        return None
    live = {one.id: one for one in after.series.sessions}
    subscribers = Audience.SUBSCRIBERS
    sides = [(one.before, live.get(one.session_id)) for one in rows]
    seen = [
        tuple(seen_as(after, subscribers, one).sessions[0] if one else None for one in pair)
        for pair in sides
    ]
    notices = [notice for was, is_now in seen if (notice := notice_of(was, is_now, now))]
    series = seen_as(after, subscribers, *after.series.sessions)
    return Foreseen(
        untold=Untold(series=series, version=after.version, notices=tuple(notices)),
        leaves_at=max(now, min(one.settle_at for one in rows)),
        chats=count_told(connection, due),
    )
