"""Links that messages have shown: which are others now, so that the messages are edited."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from bot.domain.series import Join
from bot.reminders.plan import is_reminded_of
from bot.reminders.windows import LATEST
from bot.store.records import StoredSeries
from bot.store.updates import EDITED_FOR, ShownNow

_CHANGED = 2 * EDITED_FOR  # how long ago it may have changed: clocks of two machines may differ


def link_mark(join: Join | None) -> str:
    """Return what tells a link from others without holding it; nothing where there is none."""
    if join is None:
        return ""
    return sha256(f"{join.url}\n{join.passcode}".encode()).hexdigest()[:16]


def shown_now(series: Mapping[str, StoredSeries], now: datetime) -> Iterator[ShownNow]:
    """Yield what reminders of the sessions show now that have changed of late, and until when.

    People need a link until the session is over, or no reminder of it has a use.
    """
    since = now - _CHANGED
    for stored in series.values():
        for one in stored.sessions:
            session = one.session
            if one.is_removed or one.revision.modified_at < since or session.start is None:
                continue
            until = max(session.start.at + LATEST, session.end.at if session.end else since)
            if is_reminded_of(session) and now < until:
                yield ShownNow(
                    series_id=stored.series.id,
                    session_id=session.id,
                    start_at=session.start.at,
                    shown=link_mark(session.join),
                    until=until,
                )
