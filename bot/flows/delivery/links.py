"""What reminders have shown of a session: which are outdated now, so that they are edited."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from bot.domain.series import Join, Session
from bot.reminders.plan import is_reminded_of
from bot.reminders.windows import LATEST
from bot.store.delivery.updates import EDITED_FOR, OUTDATED_FOR, ShownNow
from bot.store.schema.columns import seconds
from bot.store.series.records import StoredSeries, StoredSession

_CHANGED = 2 * EDITED_FOR  # how long ago it may have changed: clocks of two machines may differ
_OFF = "off"


def link_mark(join: Join | None) -> str:
    """Return what tells a link from others without holding it; nothing where there is none."""
    if join is None:
        return ""
    return sha256(f"{join.url}\n{join.passcode}".encode()).hexdigest()[:16]


def shown_mark(session: Session | None, start_at: datetime) -> str:
    """Return what tells what a reminder of a start says of a session, None if it is taken out.

    That is its link, and where it is not at that start any more, its new one.
    """
    if session is None or session.start is None or not is_reminded_of(session):
        return _OFF
    link = link_mark(session.join)
    start = session.start.at
    return link if start == start_at else f"{seconds(start)} {link}"


def shown_now(
    series: Mapping[str, StoredSeries],
    now: datetime,
    unsettled: Collection[tuple[str, str]] = (),
) -> Iterator[ShownNow]:
    """Yield what reminders of the sessions show now that have changed of late, and until when.

    People need a link until the session is over, or no reminder of it has a use. Of what has not
    settled, by the series' ids and the sessions', only new links are shown.
    """
    since = now - _CHANGED
    for stored in series.values():
        for one in stored.sessions:
            is_settled = (stored.series.id, one.session.id) not in unsettled
            if one.revision.modified_at >= since and (
                found := _shown(stored, one, now, is_settled=is_settled)
            ):
                yield found


def _shown(
    stored: StoredSeries, one: StoredSession, now: datetime, *, is_settled: bool
) -> ShownNow | None:
    session = one.session
    about = stored.series.id, session.id
    if one.is_removed or session.start is None or not is_reminded_of(session):
        until = now + OUTDATED_FOR
        return ShownNow(*about, until, elsewhere=_OFF) if is_settled else None
    until = max(session.start.at + LATEST, session.end.at if session.end else now)
    if now >= until:
        return None
    link = link_mark(session.join)
    return ShownNow(
        *about,
        until,
        start_at=session.start.at,
        shown=link,
        elsewhere=f"{seconds(session.start.at)} {link}" if is_settled else None,
    )
